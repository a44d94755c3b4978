"""The cells below a heading, understood column by column: what they say, and what is wrong.

A column has few distinct values: each is understood once, and said once with all its rows.
"""

import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

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
        self,
        sheet: Sheet,
        schema: Mapping[str, Any],
        names: Sequence[str],
        start: int,
        place: Place,
    ) -> None:
        self.fields: Sequence[Field] = schema["fields"]
        self.place = place
        self.problems: list[Problem] = []
        self.understandings: list[Understanding] = []
        self.wrong: set[int] = set()
        """The rows that hold something that isn't understood."""
        self.blanks: dict[tuple[int, str], str] = {}
        """The cells still to fill in, by row and column, and the words that say so."""
        self.unfilled: list[tuple[int, Row]] = []
        """The rows that hold one."""
        self._refuse_above(sheet, names, start)
        kept = dict(self._list_rows(sheet, names, start))
        cells: dict[str, list[str]] = {
            name: [row[at] if at < len(row) else "" for row in kept.values()]
            for at, name in enumerate(names) if name
        }  # fmt: skip
        numbers = {row: at for at, row in enumerate(kept)}
        # What the workbook itself refuses isn't looked at again: its cell is as good as empty.
        for (row, at), error in sorted(sheet.refused.items()):
            if row + 1 in kept and at < len(names) and names[at]:
                column = cells[names[at]]
                cell, column[numbers[row + 1]] = column[numbers[row + 1]], ""
                self._refuse([row + 1], error, cell, names[at])
        nothing = [""] * len(kept)
        years = [clean_text(year) for year in cells.get("annee", nothing)]
        found = {}
        for field in self.fields:
            # Of all cells only those of a partial date may need the year beside them.
            beside = years if field.get("kind") == "partial-date" else nothing
            pairs = [*zip(cells.get(field["name"], nothing), beside, strict=True)]
            found[field["name"]] = self._read_column(field, pairs, kept)
        self.text = pd.DataFrame(found, index=[*kept], dtype=object)
        pair = [each["name"] for each in self.fields if each.get("kind") == "attendance"]
        if len(pair) == 2:
            self._settle_attendance(*pair)
        self._say_blanks()
        # A row that isn't understood is held to nothing more: its cells are empty only here.
        understood = self.text.drop(index=[*self.wrong], errors="ignore")
        self._check_limits(understood)
        self._check_keys(understood, [*schema.get("primaryKey", ())])

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

    def _refuse_above(self, sheet: Sheet, names: Sequence[str], start: int) -> None:
        """Refuse rows above the heading that hold more than a title, for they may be data."""
        most = 1 if len([*filter(None, names)]) > 1 else 0  # of cells that a title may have
        words = {row: [*filter(None, map(clean_text, cells))]
                 for row, cells in enumerate(sheet.rows[:start], 1)}  # fmt: skip
        odd = [row for row, filled in words.items() if len(filled) > most
               and not filled[0].lower().startswith("sep=")]  # fmt: skip
        if odd:
            expected = _("the heading first: was the table sorted together with it?")
            self._tell(odd, _("stands above the heading"), " ".join(words[odd[0]]), expected)

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
                what, expected = _("is in a column without a title"), join_column_names(self.fields)
                self._tell([number], what, clean_text(row[at]), expected, column=letter)
            # A note below the table, or a total, stands alone in its row.
            if several and len(filled) == 1 and not outside:
                words = row[filled[0]]
                if self._is_no_value(words, fields[names[filled[0]]]):
                    expected = _("the row taken out, or moved to another sheet")
                    self._tell([number], _("is no row of the table"), clean_text(words), expected)
                    continue
            if filled or number in held:
                yield number, row

    def _is_no_value(self, words: str, field: Field) -> bool:
        """Whether a cell of a column can't hold these words."""
        try:
            read_cell(words, field)
        except CellError:
            return not is_placeholder(words)
        return False

    def _read_column(
        self, field: Field, pairs: list[tuple[str, str]], numbers: Collection[int]
    ) -> list[str]:
        """Understand the distinct cells of a column, each with the year beside it.

        What is to be said of one is said of all its rows.
        """
        name, free = field["name"], is_free_text(field)
        rows: dict[tuple[str, str], list[int]] = {}
        for number, pair in zip(numbers, pairs, strict=True):
            rows.setdefault(pair, []).append(number)
        read = dict.fromkeys(rows, "")
        for (cell, year), there in rows.items():
            # Still to fill in.
            if is_placeholder(cell):
                self.blanks |= {(row, name): clean_text(cell) for row in there}
                continue
            try:
                value = read[cell, year] = read_cell(cell, field, year)
            except CellError as error:
                self._refuse(there, error, cell, name)
                continue
            # An apostrophe in front is a spreadsheet's, and hides nothing.
            if value != cell.strip() and not cell.startswith("'"):
                here = place_at_rows(replace(self.place, column=name), there)
                self.understandings.append(Understanding(here, cell, value))
            if free and (looks := find_person(value)):
                self._tell(there, looks, value, column=name, severity="remark")
        return [read[pair] for pair in pairs]

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
        """Bring each row to a state and a count; say what contradicts itself, or says neither.

        A state may stand in the column of the counts, and a count in that of the states.
        """
        pairs = [*zip(self.text[state], self.text[count], strict=True)]
        told = self.wrong | {row for row, name in self.blanks if name in (state, count)}
        settled: dict[tuple[str, str], tuple[str, str]] = {}
        for pair in dict.fromkeys(pairs):
            states, counts = {*pair} & {*ATTENDANCE}, {*pair} - {*ATTENDANCE, ""}
            found, number = max(states, default=""), max(counts, default="")
            if number and not found:
                found = PRESENT if int(number) else ABSENT
            settled[pair] = found, number if found == PRESENT else ""
            otherwise = bool(number) and (found == PRESENT) != (int(number) > 0)
            otherwise |= max(len(states), len(counts)) > 1
            if found and not otherwise:
                continue
            rows = [row for row, each in zip(self.text.index, pairs, strict=True)
                    if each == pair and row not in told]  # fmt: skip
            if rows and otherwise:
                expected = _("a number of agents above 0 where they were present, and none "
                             "elsewhere")  # fmt: skip
                self._tell(rows, _("contradicts itself"), ", ".join(filter(None, pair)), expected)
            elif rows:
                what = _("says neither present nor absent: nothing is counted")
                self._tell(rows, what, None, ", ".join(ATTENDANCE), severity="remark")
        for at, name in enumerate((state, count)):
            values = [settled[pair][at] for pair in pairs]
            self.text[name] = pd.Series(values, self.text.index, dtype=object)

    def _check_limits(self, text: Any) -> None:
        """Refuse a cell that is empty and needed, or outside the limits of its column."""
        for field in self.fields:
            name, limits = field["name"], field.get("constraints", {})
            cells, shown = text[name], field.get("example", field.get("title", "…"))
            example = _("a value such as {example}", example=shown)
            if limits.get("required"):
                empty = [row for row in cells.index[cells == ""] if (row, name) not in self.blanks]
                if empty:
                    self._tell(empty, _("is empty"), None, example, column=name)
            if {"minimum", "maximum"} <= limits.keys():
                ends = {"low": limits["minimum"], "high": limits["maximum"]}
                example = _("from {low} to {high}", **ends)
            for value in cells.unique() if limits else ():
                if value and not _is_within(value, field["type"], limits):
                    rows = [*cells.index[cells == value]]
                    self._tell(rows, _("is not allowed here"), value, example, column=name)

    def _check_keys(self, text: pd.DataFrame, key: list[str]) -> None:
        """Refuse a row that has the key of another."""
        waiting = [row for row in text.index if any((row, name) in self.blanks for name in key)]
        whole = text.drop(index=waiting)
        if not key or not whole.duplicated(key).any():
            return
        first: dict[tuple[str, ...], int] = {}
        for number, *values in whole[key].itertuples():
            if (known := first.setdefault(tuple(values), number)) != number:
                expected = _("one row only; row {row} has it too", row=known)
                said = ", ".join(filter(None, values))
                self._tell([number], _("is there twice"), said, expected)


def _is_within(value: str, kind: str, limits: Mapping[str, Any]) -> bool:
    """Whether a value is within the limits of its column; choices of words are read as such."""
    number: Any = float(value) if kind in ("integer", "number", "year") else value
    low, high = (limits.get(each, number) for each in ("minimum", "maximum"))
    chosen = kind == "string" or value in [*map(str, limits.get("enum", [value]))]
    return bool(low <= number <= high) and chosen
