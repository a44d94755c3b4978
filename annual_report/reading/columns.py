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
from annual_report.letters import clean_text, fold_spelling
from annual_report.messages import _
from annual_report.pages.checks.personal import person
from annual_report.reading.headings import column_names, required, title, titles
from annual_report.reading.problems import Place, Problem, Severity, Understanding, at_rows
from annual_report.reading.sheets import Sheet
from annual_report.reading.values.cells import (
    PLACEHOLDER,
    Field,
    is_free_text,
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
        self._kept: dict[int, list[str]] = {}
        for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
            if number not in shown and not (any(row) and any(map(clean_text, row))):
                continue
            if why := self._why_no_fact(row):
                expected = _("the row taken out, or moved to another sheet")
                self._tell([number], why, " ".join(filter(None, map(clean_text, row))), expected)
            else:
                self._kept[number] = row
        self._refuse_outside()
        self.text = self._read_columns(refused)

    def unfilled(self) -> Iterator[tuple[int, Row]]:
        """Return the rows that hold a blank, with the words that say so."""
        for number in dict.fromkeys(row for row, _name in self.blanks):
            said = {name: words for (row, name), words in self.blanks.items() if row == number}
            yield number, {str(k): str(v) for k, v in self.text.loc[number].items()} | said

    def _tell(
        self,
        rows: Sequence[int],
        what: str,
        value: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
        *,
        column: str | None = None,
        severity: Severity = "error",
    ) -> None:
        here = at_rows(replace(self.place, column=column), rows)
        self.problems.append(Problem(here, what, value or None, expected, nearest, severity))
        self.wrong.update(rows if severity == "error" else ())

    def _why_no_fact(self, row: list[str]) -> str | None:
        """Say of a line of totals, of words alone and of the heading once more that it is one."""
        filled = [at for at, cell in enumerate(row) if cell and not cell.isspace()]
        if not filled or filled[0] >= len(self.names) or row[filled[0]].isdecimal():
            return None
        if len(filled) > 1 and all(
            at < len(self.names) and self._known.get(title(row[at])) == self.names[at]
            for at in filled
        ):
            return _("repeats the heading")
        field = next((e for e in self.fields if e["name"] == self.names[filled[0]]), None)
        if len(filled) > 2 or field is None or is_free_text(field):
            return None
        words, *others = (clean_text(row[at]) for at in filled)
        alone = not others and len(required(self.fields) & {*self.names}) > 1
        total = TOTAL.fullmatch(fold_spelling(words)) and all(map(NUMBER.fullmatch, others))
        wrong = alone and isinstance(_read_cell(words, field, ""), CellError)
        return _("is no row of the table") if total or wrong else None

    def _refuse_outside(self) -> None:
        """Refuse cells that stand in no column."""
        width = max((at for at, name in enumerate(self.names) if name), default=-1) + 1
        gaps = [at for at in range(width) if not self.names[at]]
        for number, row in self._kept.items():
            for at in (*gaps, *range(width, len(row))):
                if at < len(row) and (words := clean_text(row[at])):
                    from openpyxl.utils import get_column_letter  # slow, and rare

                    what, letter = _("is in a column without a title"), get_column_letter(at + 1)
                    self._tell([number], what, words, column_names(self.fields), column=letter)

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
                cell, written[name][at] = clean_text(written[name][at]), ""
                self._tell([number], error.what, cell, error.expected, error.nearest, column=name)
        nothing = [""] * len(numbers)
        years = [clean_text(year) for year in written.get("annee", nothing)]
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
        name = field["name"]
        if found is None:
            self.blanks |= {(row, name): clean_text(cell) for row in rows}
        elif isinstance(found, CellError):
            self._tell(
                rows, found.what, clean_text(cell), found.expected, found.nearest, column=name
            )
        else:
            if found != cell.strip() and not cell.startswith("'"):
                here = at_rows(replace(self.place, column=name), rows)
                self.understandings.append(Understanding(here, cell, found))
            if is_free_text(field) and (looks := person(found)):
                self._tell(rows, looks, found, column=name, severity="remark")

    def _say_blanks(self, text: pd.DataFrame) -> None:
        labels = {each["name"]: str(each.get("title", each["name"])) for each in self.fields}
        for number in dict.fromkeys(row for row, _name in self.blanks):
            named = ", ".join(labels[name] for row, name in self.blanks if row == number)
            known = ", ".join(str(value) for value in text.loc[number] if value)
            what = _("still to fill in: {columns}", columns=named)
            self._tell([number], what, known, severity="todo")

    def _settle(self, text: pd.DataFrame, state: str, count: str) -> None:
        """Bring each row of attendance to a state and a count; say what contradicts itself."""
        pairs = [*zip(text[state], text[count], strict=True)]
        settled = {pair: _settle_attendance(*pair) for pair in dict.fromkeys(pairs)}
        for pair, found in settled.items():
            rows = [n for n, each in zip(text.index, pairs, strict=True) if each == pair
                    and not (found and any(found)) and n not in self.wrong
                    and not {(n, state), (n, count)} & self.blanks.keys()]  # fmt: skip
            if rows and found is None:
                expected = _("a number of agents above 0 where they were present, and none "
                             "elsewhere")  # fmt: skip
                said = ", ".join(filter(None, pair))
                self._tell(rows, _("contradicts itself"), said, expected)
            elif rows:
                what = _("says neither present nor absent: nothing is counted")
                self._tell(rows, what, None, ", ".join(ATTENDANCE), severity="remark")
        kept = [settled[pair] or pair for pair in pairs]
        text[state] = pd.Series([each[0] for each in kept], text.index, dtype=object)
        text[count] = pd.Series([each[1] for each in kept], text.index, dtype=object)


def _settle_attendance(state: str, count: str) -> tuple[str, str] | None:
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
    if cell and PLACEHOLDER.fullmatch(clean_text(cell)):
        return None
    try:
        return understand(cell, field, year)
    except CellError as error:
        return error
