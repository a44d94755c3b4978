"""The cells below a heading, understood column by column: what they say, and what is wrong.

A column has few distinct values: each is understood once, and said once with all its rows. A row
that repeats the heading, a line of totals, a note below the table: each is refused whole, in one
line that says what to do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from annual_report.errors import CellError
from annual_report.letters import clean, folded
from annual_report.messages import _
from annual_report.pages.checks.personal import person
from annual_report.reading.headings import column_names, required, title, titles
from annual_report.reading.problems import Place, Problem, Understanding, at_rows
from annual_report.reading.sheets import Sheet
from annual_report.reading.values.cells import (
    PLACEHOLDER,
    Field,
    is_free_text,
    is_placeholder,
    understand,
)
from annual_report.reading.values.vocabulary import ABSENT, ATTENDANCE, PRESENT

TOTAL = re.compile(r"(?:sous ?)?tot(?:al|aux)\b.*|ensemble\b.*|nombre (?:de |d )\w+.*")
NUMBER = re.compile(r"[\d\s.,]*\d[\d\s.,]*%?")
Row = dict[str, str]


class Columns:
    """What the cells below a heading say: canonical `text`, and all that is to be said of them."""

    def __init__(
        self, sheet: Sheet, fields: Sequence[Field], names: Sequence[str], start: int, place: Place
    ) -> None:
        self.fields, self.names, self.place = fields, names, place
        self._known = titles(fields)
        self.problems: list[Problem] = []
        self.understandings: list[Understanding] = []
        self.wrong: set[int] = set()
        """The rows that hold something that isn't understood."""
        self.blanks: dict[tuple[int, str], str] = {}
        """The cells still to fill in, by row and column, and the words that say so."""
        refused = {(row + 1, names[at]): error for (row, at), error in sheet.refused.items()
                   if at < len(names) and names[at]}  # fmt: skip
        shown = {row for row, _name in refused}
        rows = {
            number: row
            for number, row in enumerate(sheet.rows[start + 1 :], start + 2)
            if (any(row) and any(map(clean, row))) or number in shown
        }
        self._kept = {number: row for number, row in rows.items() if not self._is_no_fact(row)}
        for number in (number for number in rows if number not in self._kept):
            self._leave_out(number, rows[number])
        self._refuse_outside()
        self.text = self._read_columns(refused)

    def unfilled(self) -> Iterator[tuple[int, Row]]:
        """Return the rows that hold a blank, with the words that say so."""
        for number in dict.fromkeys(row for row, _name in self.blanks):
            said = {name: words for (row, name), words in self.blanks.items() if row == number}
            yield number, {str(k): str(v) for k, v in self.text.loc[number].items()} | said

    def _is_no_fact(self, row: list[str]) -> bool:
        """Whether a row is a line of totals, words alone, or the heading once more."""
        filled = [at for at, cell in enumerate(row) if cell and not cell.isspace()]
        if not filled or filled[0] >= len(self.names) or row[filled[0]].isdecimal():
            return False
        if self._repeats_heading(row, filled):
            return True
        if len(filled) > 2:
            return False
        field = next((e for e in self.fields if e["name"] == self.names[filled[0]]), None)
        words = clean(row[filled[0]])
        if field is None or is_free_text(field) or is_placeholder(words):
            return False
        if TOTAL.fullmatch(folded(words)):
            return len(filled) == 1 or NUMBER.fullmatch(clean(row[filled[1]])) is not None
        alone = len(filled) == 1 and len(required(self.fields) & {*self.names}) > 1
        return alone and isinstance(_read_cell(words, field, ""), CellError)

    def _repeats_heading(self, row: list[str], filled: Sequence[int]) -> bool:
        return len(filled) > 1 and all(
            at < len(self.names) and self._known.get(title(row[at])) == self.names[at]
            for at in filled
        )

    def _leave_out(self, number: int, row: list[str]) -> None:
        filled = [at for at, cell in enumerate(row) if clean(cell)]
        what = _("is no row of the table")
        if self._repeats_heading(row, filled):
            what = _("repeats the heading")
        expected = _("the row taken out, or moved to another sheet")
        words = " ".join(clean(row[at]) for at in filled)
        self.problems.append(Problem(replace(self.place, row=number), what, words, expected))

    def _refuse_outside(self) -> None:
        """Refuse cells that stand in no column."""
        width = max((at for at, name in enumerate(self.names) if name), default=-1) + 1
        gaps = [at for at in range(width) if not self.names[at]]
        for number, row in self._kept.items():
            for at in (*gaps, *range(width, len(row))):
                if at < len(row) and (words := clean(row[at])):
                    from openpyxl.utils import get_column_letter  # slow, and rare

                    here = replace(self.place, row=number, column=get_column_letter(at + 1))
                    what, names = _("is in a column without a title"), column_names(self.fields)
                    self.problems.append(Problem(here, what, words, names))
                    self.wrong.add(number)

    def _read_columns(self, refused: Mapping[tuple[int, str], CellError]) -> pd.DataFrame:
        """Understand every cell; return canonical text."""
        numbers = [*self._kept]
        written = {
            name: [row[at] if at < len(row) else "" for row in self._kept.values()]
            for at, name in enumerate(self.names)
            if name
        }
        for (number, name), error in sorted(refused.items()):
            if number in self._kept:
                at = numbers.index(number)
                self._refuse(error, clean(written[name][at]), [number], name)
                written[name][at] = ""
        nothing = [""] * len(numbers)
        years = [clean(year) for year in written.get("annee", nothing)]
        found = {}
        for field in self.fields:
            beside = years if field.get("kind") == "partial-date" else nothing
            cells = [*zip(written.get(field["name"], nothing), beside, strict=True)]
            found[field["name"]] = self._read_column(field, cells, numbers)
        text = pd.DataFrame(found, index=numbers, dtype=object)
        pair = [each["name"] for each in self.fields if each.get("kind") == "attendance"]
        if len(pair) == 2:
            self._settle(text, *pair)
        self._say_blanks(text)
        return text

    def _read_column(
        self, field: Field, cells: list[tuple[str, str]], numbers: list[int]
    ) -> list[str]:
        """Understand the distinct cells of a column, and say what is to be said of each."""
        read = {pair: _read_cell(pair[0], field, pair[1]) for pair in dict.fromkeys(cells)}
        plain = {pair: found if isinstance(found, str) else "" for pair, found in read.items()}
        free = is_free_text(field)
        rows: dict[tuple[str, str], list[int]] = {
            pair: []
            for pair, found in read.items()
            if found != pair[0].strip() or (free and person(plain[pair]))
        }
        for number, pair in zip(numbers, cells, strict=True) if rows else ():
            if pair in rows:
                rows[pair].append(number)
        for pair, numbers_ in rows.items():
            self._say(field, pair[0], read[pair], numbers_)
        return [plain[pair] for pair in cells]

    def _say(self, field: Field, cell: str, found: str | CellError | None, rows: list[int]) -> None:
        here = at_rows(replace(self.place, column=field["name"]), rows)
        if found is None:
            self.blanks |= {(row, field["name"]): clean(cell) for row in rows}
        elif isinstance(found, CellError):
            self._refuse(found, clean(cell), rows, field["name"])
        else:
            if found != cell.strip() and not cell.startswith("'"):
                self.understandings.append(Understanding(here, cell, found))
            if is_free_text(field) and (looks := person(found)):
                self.problems.append(Problem(here, looks, found, severity="remark"))

    def _refuse(self, error: CellError, cell: str, rows: list[int], name: str) -> None:
        here = at_rows(replace(self.place, column=name), rows)
        said = Problem(here, error.what, cell or None, error.expected, error.nearest)
        self.problems.append(said)
        self.wrong.update(rows)

    def _say_blanks(self, text: pd.DataFrame) -> None:
        labels = {each["name"]: str(each.get("title", each["name"])) for each in self.fields}
        for number in dict.fromkeys(row for row, _name in self.blanks):
            named = ", ".join(labels[name] for row, name in self.blanks if row == number)
            known = ", ".join(str(value) for value in text.loc[number] if value)
            what = _("still to fill in: {columns}", columns=named)
            here = replace(self.place, row=number)
            self.problems.append(Problem(here, what, known or None, severity="todo"))

    def _settle(self, text: pd.DataFrame, state: str, count: str) -> None:
        """Bring each row of attendance to a state and a count; say what contradicts itself."""
        pairs = [*zip(text[state], text[count], strict=True)]
        settled = {pair: settle_attendance(*pair) for pair in dict.fromkeys(pairs)}
        for pair, found in settled.items():
            if found and any(found):
                continue
            rows = [n for n, each in zip(text.index, pairs, strict=True) if each == pair]
            rows = [n for n in rows if n not in self.wrong
                    and not {(n, state), (n, count)} & self.blanks.keys()]  # fmt: skip
            if not rows:
                continue
            if found is None:
                expected = _("a number of agents above 0 where they were present, and none "
                             "elsewhere")  # fmt: skip
                error = CellError(_("contradicts itself"), expected)
                here, said = at_rows(self.place, rows), ", ".join(filter(None, pair))
                self.problems.append(Problem(here, error.what, said, error.expected))
                self.wrong.update(rows)
            else:
                what = _("says neither present nor absent: nothing is counted")
                choices = ", ".join(ATTENDANCE)
                here = at_rows(self.place, rows)
                self.problems.append(Problem(here, what, expected=choices, severity="remark"))
        kept = [settled[pair] or pair for pair in pairs]
        text[state] = pd.Series([each[0] for each in kept], text.index, dtype=object)
        text[count] = pd.Series([each[1] for each in kept], text.index, dtype=object)


def settle_attendance(state: str, count: str) -> tuple[str, str] | None:
    """Return the state and the count that two cells say together, None if they contradict.

    A state may stand in the column of the counts, and a count in that of the states.
    """
    said = {each for each in (state, count) if each}
    states, counts = said & {*ATTENDANCE}, {each for each in said if each.isdecimal()}
    number, found = next(iter(counts), ""), next(iter(states), "")
    if len(states) > 1 or len(counts) > 1:
        return None
    if found and number and (found == PRESENT) != (int(number) > 0):
        return None
    if number and not found:
        found = PRESENT if int(number) else ABSENT
    return found, number if found == PRESENT else ""


def _read_cell(cell: str, field: Field, year: str) -> str | CellError | None:
    """Return what a cell says, why it can't be understood, or None if it is still to fill in."""
    if cell and PLACEHOLDER.fullmatch(clean(cell)):
        return None
    try:
        return understand(cell, field, year)
    except CellError as error:
        return error
