"""The changes in a network's tables since the pages were last made: rows added, gone, changed.

    build/NETWORK/.build/tables/membres.csv, …      the tables as they were understood then, in CSV

The command `check` tells the changes, so that a slip of the mouse is seen: `keep_tables` stores the
tables at each build, `list_changes` compares. Rows are paired by the columns of the table's key. A
column with mostly new values, or with the same values in a new order, was probably sorted or
dragged without the columns beside: such a column is remarked. Of attendance, it is each meeting's
states that may have been sorted, or pasted a row too low.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.messages import _
from annual_report.base.whole_files import write_whole_file
from annual_report.network.reading.problems import Problem, join_places
from annual_report.network.reading.schema import SHOWN

if TYPE_CHECKING:
    from annual_report.network.reading.rows import Row as TypedRow
    from annual_report.network.reading.rows import Table

KEPT = Path(".build", "tables")
"""The folder of the stored tables, within a build's folder."""
FEWEST_VALUES = 4
"""The fewest values by which a column is judged: three may well change together by chance."""
CELLS_OF_A_NAME = 3
"""The number of unchanged cells that name a changed row: "2025-1, 2025, 2025-06-19"."""

Row = Mapping[str, str]
"""The texts of a row by column, as CSV has them; a `TypedRow` knows its place in a file too."""


@dataclass(frozen=True)
class TableChanges:
    """The changes of a table: rows added, rows gone, and pairs of rows (before, after)."""

    table: "Table"
    added: list[Row]
    gone: list[Row]
    pairs: list[tuple[Row, Row]]
    before: Sequence[Row] = ()
    """All rows of the last build, in the order of the table."""
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For the table of attendance: the members of each meeting's year, in the order of the rows."""

    @property
    def changed(self) -> list[tuple[Row, Row]]:
        """The rows that changed, each before and after."""
        return [pair for pair in self.pairs if pair[0] != pair[1]]

    def tell(self) -> str:
        """Say in a line how many rows were added, are gone and changed, without zeros."""
        counts: list[str] = []
        if self.added:
            counts.append(_("rows added: {count}", count=len(self.added)))
        if self.gone:
            counts.append(_("rows gone: {count}", count=len(self.gone)))
        if self.changed:
            counts.append(_("rows changed: {count}", count=len(self.changed)))
        return f"{self.table.title} – {', '.join(counts)}"

    def tell_rows(self) -> Iterator[str]:
        """Say each row that is gone or new, and the cells of each changed row, before and after."""
        nothing = _("nothing")
        for row in self.gone:
            yield _("{before} → {after}", before=_join_values(row), after=nothing)
        for old, new in self.changed:
            yield self._tell_cells(old, new, nothing)
        for row in self.added:
            yield _("{before} → {after}", before=nothing, after=_join_values(row))

    def _tell_cells(self, old: Row, new: Row, nothing: str) -> str:
        """Say the changed cells of a row after its first unchanged cells, which name the row.

        "2025, 44 – etat: nothing → parti". `nothing` is the word for an empty cell.
        """
        heads = {column["name"]: column.get(SHOWN, column["name"]) for column in self.table.fields}
        same: list[str] = []
        changed: list[str] = []
        # A column may have come or gone between the two readings.
        for name in {**old, **new}:
            before = old.get(name, "")
            after = new.get(name, "")
            if before != after:
                cell = _(
                    "{column}: {before} → {after}",
                    column=heads.get(name, name),
                    before=before or nothing,
                    after=after or nothing,
                )
                changed.append(cell)
            elif after:
                same.append(after)
        return f"{', '.join(same[:CELLS_OF_A_NAME])} – {', '.join(changed)}"

    def remark(self) -> Iterator[Problem]:
        """Yield a remark on each column that was probably sorted, moved or dragged alone."""
        # Of moved attendance one precise remark is enough.
        if self.members:
            moved = [*self._remark_moved_states()]
            if moved:
                yield from moved
                return
        for column in self.table.fields:
            name = column["name"]
            fault = self._find_fault(name)
            if fault:
                place = replace(self.table.place, column=str(column.get(SHOWN, name)))
                yield Problem(place, fault, severity="remark")

    def _find_fault(self, column: str) -> str:
        """Return the probable fault of a column whose values changed together; "" without a fault.

        A cell that was empty before doesn't count: most columns are filled in little by little.
        """
        before: list[str] = []
        after: list[str] = []
        recorded = 0
        changed = 0
        for old_row, new_row in self.pairs:
            old = old_row.get(column, "")
            new = new_row.get(column, "")
            before.append(old)
            after.append(new)
            if old:
                recorded += 1
                changed += old != new
        # A single value can't change places with itself: from two on, the order may have changed.
        if changed > 1 and sorted(before) == sorted(after):
            return _("the same values stand in another order: was this column sorted alone?")
        if recorded >= FEWEST_VALUES and changed * 2 > recorded:
            return _("more than half of the values changed since the last pages")
        return ""

    def _remark_moved_states(self) -> Iterator[Problem]:
        """Yield remarks on states of attendance that moved away from their members.

        The states of a meeting then stand as before from top to bottom, but beside other members,
        or all of them a row away. Rows are compared by their position here: compared by their keys,
        they would only look like many changed states.
        """
        before = _group_states(self.before)
        after = _group_states(self.table.every_row)
        sorted_alone: list[TypedRow] = []
        for meeting, old in before.items():
            # A meeting that is gone is told among the changes of the meetings.
            if meeting not in after:
                continue
            new = after[meeting]
            rows = [row for row in self.table.every_row if row["rencontre"] == meeting]
            members = self.members.get(meeting, ())
            if _are_beside_others(old, new):
                sorted_alone += rows
            elif _are_moved_by_a_row(old, new, members):
                fault = _(
                    "these states stand a row from where they stood: were they moved by a row?"
                )
                place = join_places([row.locate("etat") for row in rows])
                yield Problem(place, fault, severity="remark")
        if sorted_alone:
            fault = _("stand beside other members: was the column of the members sorted alone?")
            place = join_places([row.locate("etat") for row in sorted_alone])
            yield Problem(place, fault, severity="remark")


def _join_values(row: Row) -> str:
    """Return the filled cells of a row in a line: "2025, 44, parti"."""
    return ", ".join(filter(None, row.values()))


def _group_states(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Return meeting → member → state, in the order of the rows, without empty states.

    {"2025-01": {"44": "présent", "33": "absent"}}; `rows` are those of attendance.
    """
    meetings: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["etat"]:
            meetings.setdefault(row["rencontre"], {})[row["membre"]] = row["etat"]
    return meetings


def _are_beside_others(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether the states of a meeting are the same from top to bottom, and the members not.

    `old` and `new` are member → state, in the order of the rows.
    """
    if len(old) < FEWEST_VALUES or [*old.values()] != [*new.values()]:
        return False
    moved = 0
    for before, after in zip(old, new, strict=True):
        if before != after:
            moved += 1
    # New names were corrected by somebody; mostly the same names in a new order were sorted. Four
    # members in five must be the same, for a few may have come or gone since.
    shared = old.keys() & new.keys()
    is_same_group = len(shared) * 5 >= len(old) * 4
    return moved > 1 and is_same_group


def _are_moved_by_a_row(
    old: Mapping[str, str], new: Mapping[str, str], members: Sequence[str]
) -> bool:
    """Whether the states of a meeting were probably pasted a row too low, or too high.

    Then they belong to wrong members, all the way down. Of the members Ain, Aisne, Allier, Ardèche:
    "présent, absent, excusé, présent" → "", "présent", "absent", "excusé".

    `old` and `new` are member → state, `members` are in the order of their rows.
    """
    before = [old.get(member, "") for member in members]
    after = [new.get(member, "") for member in members]
    changed = len(members) - _count_same(before, after)
    if changed < FEWEST_VALUES:
        return False
    down = _count_same(before, after[1:])
    up = _count_same(before[1:], after)
    # In a column that was moved, the state at one end has no partner; two more may have been
    # corrected since.
    return max(down, up) >= len(members) - 3


def _count_same(before: Sequence[str], after: Sequence[str]) -> int:
    """Return at how many positions two lists of states agree: "p a p", "p p p" → 2.

    States without a counterpart, at the end of the longer list, don't count.
    """
    same = 0
    for old, new in zip(before, after, strict=False):
        if old == new:
            same += 1
    return same


def keep_tables(folder: Path, build: Path) -> None:
    """Store the tables of a network for later comparisons, as a build has read them.

    Nothing is done where the stored tables are newer than all files of the network. `folder` is the
    network's, `build` the folder of the build.
    """
    place = build / KEPT
    files = [path for path in folder.iterdir() if path.is_file()]
    newest = max((path.stat().st_mtime for path in files), default=0)
    if place.is_dir() and place.stat().st_mtime > newest:
        return
    # Imported late: heavy, and most builds have stored the tables before.
    from annual_report.network.reading.tables import read_tables

    for table in read_tables(folder).values():
        write_whole_file(build, (KEPT / f"{table.name}.csv").as_posix(), write_table(table))


def write_table(table: "Table") -> bytes:
    """Return all rows of a table as a CSV file in UTF-8, the names of the columns first.

    Settings without a value, rows of `reseau` whose "valeur" is "", are left out.
    """
    names = [field["name"] for field in table.fields]
    rows = [names]
    for row in table.every_row:
        if row.get("valeur") != "":
            rows.append([row.get(name, "") for name in names])
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def list_changes(tables: Mapping[str, "Table"], place: Path) -> list[TableChanges]:
    """Return the changes since the tables stored at a place, of the tables that have any."""
    changes = []
    for table in tables.values():
        file = place / f"{table.name}.csv"
        if not file.is_file():
            continue
        # Both as CSV: a value is compared as a file would have it.
        before = _read_rows(file.read_text("utf-8"))
        after = _read_rows(write_table(table).decode())
        members = {}
        if table.name == "presences":
            members = _list_members(tables)
        of_table = _compare(table, before, after, members)
        if of_table.added or of_table.gone or of_table.changed:
            changes.append(of_table)
    return changes


def _read_rows(text: str) -> list[Row]:
    """Return the rows of a table in CSV, each as texts by column."""
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def _list_members(tables: Mapping[str, "Table"]) -> dict[str, list[str]]:
    """Return the members of the year of each meeting, in the order of their rows.

    {"2025-01": ["44", "33"]}: identifier of the meeting → codes of the members.
    """
    of_years: dict[str, list[str]] = {}
    for row in tables["membres"].every_row:
        of_years.setdefault(row["annee"], []).append(row["membre"])
    of_meetings = {}
    for row in tables["rencontres"].every_row:
        of_meetings[row["rencontre"]] = of_years.get(row["annee"], [])
    return of_meetings


def _compare(
    table: "Table",
    before: Sequence[Row],
    after: Sequence[Row],
    members: Mapping[str, Sequence[str]],
) -> TableChanges:
    """Return which rows of a table were added, are gone, or stayed, from `before` to `after`.

    A row before and a row after with the same key are a pair, whether or not they changed.
    `members` is meeting → members of its year, for the table of attendance, and empty for other
    tables.
    """
    # The state of a subject is part of its key, and may change: an announced subject is treated.
    names = [name for name in table.key if name != "etat"]
    # Key → the rows before that have no pair yet.
    left: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        key = tuple(row[name] for name in names)
        left.setdefault(key, []).append(row)
    changes = TableChanges(table, [], [], [], before, members)
    for row in after:
        key = tuple(row[name] for name in names)
        same = left.get(key, [])
        if not same:
            changes.added.append(row)
            continue
        # Of several rows with the same key an unchanged row goes first: only the others changed.
        at = 0
        if row in same:
            at = same.index(row)
        changes.pairs.append((same.pop(at), row))
    for rows in left.values():
        changes.gone.extend(rows)
    return changes
