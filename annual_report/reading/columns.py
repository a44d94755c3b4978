"""The cells below a heading, understood column by column: what they say, and what is wrong.

A column has few distinct values: each is understood once, and said once with all its rows.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from annual_report.errors import CellError
from annual_report.letters import clean_text
from annual_report.messages import _
from annual_report.pages.checks.personal import find_person
from annual_report.reading.headings import join_column_names, list_required
from annual_report.reading.problems import Place, Problem, Severity, Understanding, place_at_rows
from annual_report.reading.sheets import Sheet
from annual_report.reading.values.cells import Field, is_free_text, is_placeholder, read_cell
from annual_report.reading.values.vocabulary import ABSENT, ATTENDANCE, PRESENT

Row = dict[str, str]


class Columns:
    """The cells below a heading: their canonical `text`, and all that is to be said of them."""

    def __init__(
        self, sheet: Sheet, fields: Sequence[Field], names: Sequence[str], start: int, place: Place
    ) -> None:
        self.fields, self.place = fields, place
        self.problems: list[Problem] = []
        self.understandings: list[Understanding] = []
        self.wrong: set[int] = set()
        """The rows that hold something that isn't understood."""
        self.blanks: dict[tuple[int, str], str] = {}
        """The cells still to fill in, by row and column, and the words that say so."""
        self.unfilled: list[tuple[int, Row]] = []
        """The rows that hold one."""
        kept = dict(self._list_rows(sheet, names, start))
        cells: dict[str, list[str]] = {
            name: [row[at] if at < len(row) else "" for row in kept.values()]
            for at, name in enumerate(names) if name
        }  # fmt: skip
        numbers = {row: at for at, row in enumerate(kept)}
        for (row, at), error in sorted(sheet.refused.items()):
            if row + 1 in kept and at < len(names) and names[at]:
                column = cells[names[at]]
                cell, column[numbers[row + 1]] = column[numbers[row + 1]], ""
                self._refuse([row + 1], error, cell, names[at])
        nothing = [""] * len(kept)
        years = [clean_text(year) for year in cells.get("annee", nothing)]
        found = {}
        for field in fields:
            beside = years if field.get("kind") == "partial-date" else nothing
            pairs = [*zip(cells.get(field["name"], nothing), beside, strict=True)]
            found[field["name"]] = self._read_column(field, pairs, [*kept])
        self.text = pd.DataFrame(found, index=[*kept], dtype=object)
        pair = [each["name"] for each in fields if each.get("kind") == "attendance"]
        if len(pair) == 2:
            self._settle_attendance(*pair)
        self._say_blanks()

    def _tell(
        self,
        rows: Sequence[int],
        what: str,
        value: str | None = None,
        expected: str | None = None,
        *,
        column: str | None = None,
        nearest: str | None = None,
        severity: Severity = "error",
    ) -> None:
        here = place_at_rows(replace(self.place, column=column), rows)
        self.problems.append(Problem(here, what, value or None, expected, nearest, severity))
        self.wrong.update(rows if severity == "error" else ())

    def _refuse(self, rows: Sequence[int], error: CellError, cell: str, column: str) -> None:
        self._tell(rows, error.what, clean_text(cell), error.expected, column=column,
                   nearest=error.nearest)  # fmt: skip

    def _list_rows(
        self, sheet: Sheet, names: Sequence[str], start: int
    ) -> Iterator[tuple[int, list[str]]]:
        """Return the rows below the heading that say something; refuse what stands in no column."""
        held = {row + 1 for row, at in sheet.refused if at < len(names) and names[at]}
        fields = {each["name"]: each for each in self.fields}
        several = len(list_required(self.fields) & {*names}) > 1
        for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
            filled = [at for at, cell in enumerate(row) if cell and clean_text(cell)]
            outside = [at for at in filled if at >= len(names) or not names[at]]
            for at in outside:
                letter = string.ascii_uppercase[at] if at < 26 else str(at + 1)
                what = _("is in a column without a title")
                self._tell(
                    [number],
                    what,
                    clean_text(row[at]),
                    join_column_names(self.fields),
                    column=letter,
                )
            if several and len(filled) == 1 and not outside:
                words = row[filled[0]]
                if self._is_no_value(words, fields[names[filled[0]]]):
                    what = _("is no row of the table")
                    expected = _("the row taken out, or moved to another sheet")
                    self._tell([number], what, clean_text(words), expected)
                    continue
            if filled or number in held:
                yield number, row

    def _is_no_value(self, words: str, field: Field) -> bool:
        """Whether words that stand alone in their row are a note below the table, or a total."""
        try:
            read_cell(words, field)
        except CellError:
            return not is_placeholder(words)
        return False

    def _read_column(
        self, field: Field, pairs: list[tuple[str, str]], numbers: list[int]
    ) -> list[str]:
        """Understand the distinct cells of a column, each with the year beside it."""
        rows: dict[tuple[str, str], list[int]] = {}
        for number, pair in zip(numbers, pairs, strict=True):
            rows.setdefault(pair, []).append(number)
        read = {pair: self._read_cell(field, *pair, there) for pair, there in rows.items()}
        return [read[pair] for pair in pairs]

    def _read_cell(self, field: Field, cell: str, year: str, rows: list[int]) -> str:
        """Understand a cell, and say of all its rows what is to be said of it."""
        name = field["name"]
        if cell and is_placeholder(cell):
            self.blanks |= {(row, name): clean_text(cell) for row in rows}
            return ""
        try:
            read = read_cell(cell, field, year)
        except CellError as error:
            self._refuse(rows, error, cell, name)
            return ""
        if read != cell.strip() and not cell.startswith("'"):
            here = place_at_rows(replace(self.place, column=name), rows)
            self.understandings.append(Understanding(here, cell, read))
        if is_free_text(field) and (looks := find_person(read)):
            self._tell(rows, looks, read, column=name, severity="remark")
        return read

    def _say_blanks(self) -> None:
        """Keep the rows that hold a blank, with the words that say so, and say them."""
        labels = {each["name"]: str(each.get("title", each["name"])) for each in self.fields}
        for number in dict.fromkeys(row for row, _name in self.blanks):
            said = {name: words for (row, name), words in self.blanks.items() if row == number}
            known = {str(name): str(cell) for name, cell in self.text.loc[number].items()}
            self.unfilled.append((number, known | said))
            what = _(
                "still to fill in: {columns}", columns=", ".join(labels[name] for name in said)
            )
            self._tell([number], what, ", ".join(filter(None, known.values())), severity="todo")

    def _settle_attendance(self, state: str, count: str) -> None:
        """Bring each row to a state and a count; say what contradicts itself, or says neither."""
        pairs = [*zip(self.text[state], self.text[count], strict=True)]
        settled = {pair: _settled(*pair) for pair in dict.fromkeys(pairs)}
        told = self.wrong | {row for row, name in self.blanks if name in (state, count)}
        for pair, found in settled.items():
            if found and any(found):
                continue
            rows = [row for row, each in zip(self.text.index, pairs, strict=True)
                    if each == pair and row not in told]  # fmt: skip
            if rows and found is None:
                expected = _("a number of agents above 0 where they were present, and none "
                             "elsewhere")  # fmt: skip
                self._tell(rows, _("contradicts itself"), ", ".join(filter(None, pair)), expected)
            elif rows:
                what = _("says neither present nor absent: nothing is counted")
                self._tell(rows, what, None, ", ".join(ATTENDANCE), severity="remark")
        for at, name in enumerate((state, count)):
            values = [(settled[pair] or pair)[at] for pair in pairs]
            self.text[name] = pd.Series(values, self.text.index, dtype=object)


def _settled(state: str, count: str) -> tuple[str, str] | None:
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
