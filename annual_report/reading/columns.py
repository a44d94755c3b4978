"""The cells below a heading, understood column by column: what they say, and what is wrong.

A column has few distinct values: each is understood once, and said once with all its rows. A row
that repeats the heading, a line of totals, a note below the table: each is refused whole, in one
line that says what to do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from annual_report.letters import clean, folded
from annual_report.messages import _
from annual_report.pages.checks.personal import person
from annual_report.reading.headings import column_letter, column_names, required, title, titles
from annual_report.reading.problems import Place, Problem, Understanding, at_rows
from annual_report.reading.sheets import Sheet
from annual_report.reading.values.cells import (
    CellError,
    Field,
    is_free_text,
    is_placeholder,
    understand,
)
from annual_report.reading.values.vocabulary import ABSENT, ATTENDANCE, PRESENT

TOTAL = re.compile(r"(?:sous ?)?tot(?:al|aux)\b.*|ensemble\b.*|nombre (?:de |d )\w+.*")
NUMBER = re.compile(r"[\d\s.,]*\d[\d\s.,]*%?")
Row = dict[str, str]


class Blank(str):
    """The words of a cell that is still to fill in."""

    __slots__ = ()


class Reader:
    """What the cells below a heading say; `wrong`, `blanks` and `problems` are of them."""

    def __init__(
        self,
        sheet: Sheet,
        fields: Sequence[Field],
        columns: Sequence[str],
        start: int,
        place: Place,
    ) -> None:
        self.sheet, self.fields, self.columns, self.place = sheet, fields, columns, place
        self.problems: list[Problem] = []
        self.understandings: list[Understanding] = []
        self.wrong: set[int] = set()
        """The rows that hold something that isn't understood."""
        self.refused: set[tuple[int, str]] = set()
        """The cells that show something else than they hold, by row and column."""
        self.blanks: dict[tuple[int, str], str] = {}
        """The cells still to fill in, by row and column, and the words that say so."""
        shown = {row for row, at in sheet.refused if at < len(columns) and columns[at]}
        self.kept = [
            (number, row)
            for number, row in enumerate(sheet.rows[start + 1 :], start + 2)
            if (any(row) and any(map(clean, row))) or number - 1 in shown
        ]
        self._leave_out(_repeated(self.kept, columns, titles(fields)), _("repeats the heading"))
        self._leave_out(_notes(self.kept, columns, fields), _("is no row of the table"))

    def read(self) -> pd.DataFrame:
        """Understand every cell; return canonical text."""
        self._refuse_cells()
        numbers = [number for number, _row in self.kept]
        places = {name: at for at, name in enumerate(self.columns) if name}
        written = {
            name: [row[at] if at < len(row) else "" for _n, row in self.kept]
            for name, at in places.items()
        }
        for number, name in self.refused:
            written[name][numbers.index(number)] = ""
        years = [clean(year) for year in written.get("annee", [""] * len(numbers))]
        found = {}
        for field in self.fields:
            cells = written.get(field["name"])
            dated = field.get("kind") == "partial-date"
            found[field["name"]] = (
                [""] * len(numbers)
                if cells is None
                else self._column(field, cells, years if dated else None, numbers)
            )
        text = pd.DataFrame(found, index=numbers, dtype=object)
        pair = [each["name"] for each in self.fields if each.get("kind") == "attendance"]
        if len(pair) == 2:
            self._settle(text, *pair)
        self._say_blanks(text)
        return text

    def unfilled(self, text: pd.DataFrame) -> Iterator[tuple[int, Row]]:
        """Return the rows that hold a blank, with the words that say so."""
        for number in dict.fromkeys(row for row, _name in self.blanks):
            said = {name: words for (row, name), words in self.blanks.items() if row == number}
            yield number, {str(k): str(v) for k, v in text.loc[number].items()} | said

    def _leave_out(self, rows: Mapping[int, str], what: str) -> None:
        """Refuse whole rows, each in one line."""
        expected = _("the row taken out, or moved to another sheet")
        for number, words in rows.items():
            self.problems.append(Problem(replace(self.place, row=number), what, words, expected))
        if rows:
            self.kept = [each for each in self.kept if each[0] not in rows]

    def _refuse_cells(self) -> None:
        """Refuse the cells that show something else than they hold, and those of no column."""
        width = max((at for at, name in enumerate(self.columns) if name), default=-1) + 1
        gaps = [at for at in range(width) if not self.columns[at]]
        for number, row in self.kept:
            beyond = range(width, len(row)) if len(row) > width else ()
            for at in (*gaps, *beyond):
                if at < len(row) and (words := clean(row[at])):
                    here = replace(self.place, row=number, column=column_letter(at))
                    what, names = _("is in a column without a title"), column_names(self.fields)
                    self.problems.append(Problem(here, what, words, names))
                    self.wrong.add(number)
        kept = dict(self.kept)
        for (above, at), error in sorted(self.sheet.refused.items(), key=lambda each: each[0]):
            if above + 1 in kept and at < len(self.columns) and self.columns[at]:
                name, cells = self.columns[at], kept[above + 1]
                here = replace(self.place, row=above + 1, column=name)
                text = clean(cells[at]) if at < len(cells) else ""
                said = Problem(here, error.what, text or None, error.expected, error.nearest)
                self.problems.append(said)
                self.wrong.add(above + 1)
                self.refused.add((above + 1, name))

    def _column(
        self, field: Field, cells: list[str], years: list[str] | None, numbers: list[int]
    ) -> list[str]:
        """Understand the distinct cells of a column, and say what is to be said of each."""
        pairs = list(zip(cells, years or [""] * len(cells), strict=True))
        read = {pair: _read_cell(pair[0], field, pair[1]) for pair in dict.fromkeys(pairs)}
        told = {pair: found for pair, found in read.items() if self._is_to_be_said(pair[0], found)}
        if told:
            rows: dict[tuple[str, str], list[int]] = {pair: [] for pair in told}
            for number, pair in zip(numbers, pairs, strict=True):
                if pair in rows:
                    rows[pair].append(number)
            for pair, found in told.items():
                self._say(field, pair[0], found, rows[pair])
        if is_free_text(field):
            for pair, found in read.items():
                if isinstance(found, str) and (looks := person(found)):
                    seen = [n for n, each in zip(numbers, pairs, strict=True) if each == pair]
                    here = at_rows(replace(self.place, column=field["name"]), seen)
                    self.problems.append(Problem(here, looks, found, severity="remark"))
        plain = {
            pair: "" if isinstance(found, CellError | Blank) else found
            for pair, found in read.items()
        }
        return [plain[pair] for pair in pairs]

    @staticmethod
    def _is_to_be_said(cell: str, found: "str | CellError | Blank") -> bool:
        if isinstance(found, CellError | Blank):
            return True
        return found != cell.strip() and not cell.startswith("'")

    def _say(
        self, field: Field, cell: str, found: "str | CellError | Blank", rows: list[int]
    ) -> None:
        here = at_rows(replace(self.place, column=field["name"]), rows)
        if isinstance(found, CellError):
            self.wrong.update(rows)
            self.problems.append(
                Problem(here, found.what, clean(cell), found.expected, found.nearest)
            )
        elif isinstance(found, Blank):
            self.blanks |= {(row, field["name"]): str(found) for row in rows}
        else:
            self.understandings.append(Understanding(here, cell, found))

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
        pairs = list(zip(text[state], text[count], strict=True))
        settled = {pair: settle_attendance(*pair) for pair in dict.fromkeys(pairs)}
        for pair, found in settled.items():
            if found is None or not any(found):
                rows = [n for n, each in zip(text.index, pairs, strict=True)
                        if each == pair and n not in self.wrong]  # fmt: skip
                rows = [n for n in rows if not {(n, state), (n, count)} & self.blanks.keys()]
                if rows:
                    here = at_rows(self.place, rows)
                    self.problems.append(
                        _contradiction(pair, here) if found is None else _nothing(here)
                    )
                    self.wrong.update(rows if found is None else ())
        kept = [settled[pair] or pair for pair in pairs]
        text[state] = pd.Series([each[0] for each in kept], text.index, dtype=object)
        text[count] = pd.Series([each[1] for each in kept], text.index, dtype=object)


def settle_attendance(state: str, count: str) -> tuple[str, str] | None:
    """Return the state and the count that two cells say together, None if they contradict.

    A state may stand in the column of the counts, and a count in that of the states.
    """
    said = [each for each in (state, count) if each]
    states, counts = set(said) & set(ATTENDANCE), {each for each in said if each.isdecimal()}
    if len(states) > 1 or len(counts) > 1:
        return None
    number = next(iter(counts), "")
    found = next(iter(states), "")
    if found and number and (found == PRESENT) != (int(number) > 0):
        return None
    if number and not found:
        found = PRESENT if int(number) else ABSENT
    return found, number if found == PRESENT else ""


def _contradiction(pair: tuple[str, str], here: Place) -> Problem:
    expected = _("a number of agents above 0 where they were present, and none elsewhere")
    return Problem(here, _("contradicts itself"), ", ".join(filter(None, pair)), expected)


def _nothing(here: Place) -> Problem:
    what = _("says neither present nor absent: nothing is counted")
    return Problem(here, what, expected=", ".join(ATTENDANCE), severity="remark")


def _read_cell(cell: str, field: Field, year: str) -> "str | CellError | Blank":
    if cell and is_placeholder(cell):
        return Blank(clean(cell))
    try:
        return understand(cell, field, year)
    except CellError as error:
        return error


def _repeated(
    rows: Iterable[tuple[int, list[str]]], columns: Sequence[str], known: Mapping[str, str]
) -> dict[int, str]:
    """Return the rows that are the heading once more, and their words."""
    found = {}
    for number, row in rows:
        first = next((cell for cell in row if cell.strip()), "")
        if first.isdecimal() or title(first) not in known:
            continue
        pairs = [(cell, name) for cell, name in zip(row, columns, strict=False) if clean(cell)]
        if len(pairs) > 1 and all(known.get(title(cell)) == name for cell, name in pairs):
            found[number] = " ".join(clean(cell) for cell, _name in pairs)
    return found


def _notes(
    rows: Iterable[tuple[int, list[str]]], columns: Sequence[str], fields: Sequence[Field]
) -> dict[int, str]:
    """Return the rows that are no facts: a line of totals, or words alone in their row."""
    needed = [at for at, name in enumerate(columns) if name in required(fields)]
    by_name = {each["name"]: each for each in fields}
    found = {}
    for number, row in rows:
        filled = [at for at, cell in enumerate(row) if cell and not cell.isspace()]
        if not 0 < len(filled) < 3 or filled[0] >= len(columns) or row[filled[0]].isdecimal():
            continue
        words, field = clean(row[filled[0]]), by_name.get(columns[filled[0]])
        free = field is None or is_free_text(field)
        alone = len(filled) == 1 and len(needed) > 1 and not free
        total = not free and TOTAL.fullmatch(folded(words)) is not None
        sums = all(NUMBER.fullmatch(clean(row[at])) for at in filled[1:])
        if is_placeholder(words) or not ((total and sums) or alone):
            continue
        if total or (field and isinstance(_read_cell(words, field, ""), CellError)):
            found[number] = " ".join(clean(row[at]) for at in filled)
    return found
