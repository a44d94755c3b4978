"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Only what the workbook's author changed is changed. Where the data were changed too, in another way,
there is a conflict: it keeps what the data hold until somebody decides. Rows that the workbook
never held are nobody's to remove; a column that it doesn't have says nothing.

Everything here is made of canonical rows: table in, table out.
"""

import bisect
import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annual_report.messages import _
from annual_report.reading.values.cells import is_placeholder

Row = Mapping[str, str]
Kind = Literal["added", "removed", "changed", "blank removed"]
Side = Literal["workbook", "data"]
Decisions = Mapping[tuple[str, ...], Side]
"""What was decided of conflicts, by their `id`."""

RENAMED = frozenset({"rencontre", "sujet", "titre", "dispositif", "etat", "format"})
"""Columns of a key that somebody may correct; another year or member is another row."""
ALIKE = 0.6


@dataclass(frozen=True)
class Typed:
    """A row of a workbook, the columns that its sheet has, and the number of its row there."""

    row: Row
    columns: Collection[str]
    number: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class Change:
    """A row that is added, removed or changed; `before` and `after` are its cells."""

    table: str
    kind: Kind
    before: Row
    after: Row

    def __str__(self) -> str:
        if self.kind == "added":
            return _("{table}: added: {row}", table=self.table, row=said(self.after))
        if self.kind == "removed":
            return _("{table}: removed: {row}", table=self.table, row=said(self.before))
        row = said(self.before)
        if self.kind == "blank removed":
            return _("{table}: no longer to fill in: {row}", table=self.table, row=row)
        cells = _("; ").join(
            _(
                "{column}: “{before}” becomes “{after}”",
                column=column,
                before=self.before[column] or _("not recorded"),
                after=self.after[column] or _("not recorded"),
            )
            for column in self.after
            if self.before[column] != self.after[column]
        )
        return _("{table}: changed: {row}: {cells}", table=self.table, row=row, cells=cells)


@dataclass(frozen=True)
class Conflict:
    """What a workbook and the data say differently, both having changed; None: the row is gone.

    `id` names it whatever the order of the rows.
    """

    table: str
    id: tuple[str, ...]
    row: Row
    column: str | None
    workbook: str | None
    data: str | None

    def __str__(self) -> str:
        values = {
            "workbook": _("row removed") if self.workbook is None else _quoted(self.workbook),
            "data": _("row removed") if self.data is None else _quoted(self.data),
        }
        where = ": ".join([self.table, said(self.row), *([self.column] if self.column else [])])
        return _("{row}: the workbook: {workbook}; the data: {data}", row=where, **values)


@dataclass
class Merged:
    """A table after the merge: its rows, each with the typed row that it comes from, if one."""

    rows: list[tuple[dict[str, str], Typed | None]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    table: str,
    key: Sequence[str],
    held: Sequence[Row],
    typed: Sequence[Typed],
    data: Sequence[Row],
    decisions: Decisions,
) -> Merged:
    """Merge a table whose rows were `held` by a workbook that now holds `typed`, into `data`."""
    found = Merged()
    said_by_all = [n for n in held[0] if all(n in each.columns for each in typed)] if held else []
    of_typed = _pairs(held, [each.row for each in typed], key, said_by_all)
    of_data = _pairs(held, data, key)
    after: dict[int, tuple[dict[str, str], Typed | None] | None] = {}
    added: list[tuple[dict[str, str], Typed]] = []
    for number, before in enumerate(held):
        mine = typed[of_typed[number]] if number in of_typed else None
        theirs = of_data.get(number)
        row = data[theirs] if theirs is not None else None
        result = _merged_row(table, key, before, mine, row, decisions, found)
        if theirs is not None:
            after[theirs] = result
        elif result is not None and result[1] is not None:
            added.append((result[0], result[1]))
    known = set(of_typed.values())
    new_typed = [each for number, each in enumerate(typed) if number not in known]
    new_data = [number for number in range(len(data)) if number not in set(of_data.values())]
    met = _same_keys([data[number] for number in new_data], [each.row for each in new_typed], key)
    for at, each in enumerate(new_typed):
        if at in met.values():
            number = new_data[next(here for here, there in met.items() if there == at)]
            empty = dict.fromkeys(each.row, "")
            after[number] = _merged_row(table, key, empty, each, data[number], decisions, found)
        else:
            row = {name: cell if name in each.columns else "" for name, cell in each.row.items()}
            added.append((row, each))
    for number, row in enumerate(data):
        result = after.get(number, (dict(row), None))
        if result is not None:
            found.rows.append(result)
            if result[0] != row:
                found.changes.append(Change(table, "changed", row, result[0]))
        else:
            blank = any(is_placeholder(cell) for cell in row.values())
            found.changes.append(Change(table, "blank removed" if blank else "removed", row, {}))
    _insert(found, added, key)
    found.changes += [Change(table, "added", {}, row) for row, _typed in added]
    return found


def said(row: Row) -> str:
    """Say a row in one line: its cells that hold something."""
    return ", ".join(value for value in row.values() if value)


def _merged_row(
    table: str,
    key: Sequence[str],
    held: Row,
    typed: Typed | None,
    data: Row | None,
    decisions: Decisions,
    found: Merged,
) -> tuple[dict[str, str], Typed | None] | None:
    """Merge one row, None where there is none; note its conflicts."""

    def decide(column: str | None, mine: str | None, theirs: str | None) -> Side:
        row = data or held
        name = (table, *(row[each] for each in key or row), column or "")
        if name not in decisions:
            found.conflicts.append(
                Conflict(table, name, row if any(row.values()) else {}, column, mine, theirs)
            )
        return decisions.get(name, "data")

    if typed is None:
        if data is None or data == held:
            return None
        keep = decide(None, None, said(data)) == "data"
        return (dict(data), None) if keep else None
    mine = {name: typed.row[name] if name in typed.columns else held[name] for name in held}
    if mine == held:
        return None if data is None else (dict(data), None)
    if data is None:
        take = decide(None, said(mine), None) == "workbook"
        return (mine, typed) if take else None
    row = {}
    for name, cell in data.items():
        if mine[name] in (held[name], cell):
            row[name] = cell
        elif cell == held[name] or decide(name, mine[name], cell) == "workbook":
            row[name] = mine[name]
        else:
            row[name] = cell
    return row, typed


def _pairs(
    before: Sequence[Row], after: Sequence[Row], key: Sequence[str], columns: Sequence[str] = ()
) -> dict[int, int]:
    """Say which row became which: the same, of the same key, or with one word of it corrected.

    Only `columns` are looked at, where they are given.
    """
    columns = columns or list(before[0] if before else ())
    before = [{name: row[name] for name in columns} for row in before]
    after = [{name: row[name] for name in columns} for row in after]
    key = [name for name in key if name in columns]
    pairs: dict[int, int] = {}
    waiting: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(after):
        waiting.setdefault(tuple(row.values()), []).append(number)
    for number, row in enumerate(before):
        if same := waiting.get(tuple(row.values())):
            pairs[number] = same.pop(0)
    pairs |= _same_keys(before, after, key, pairs)
    taken = set(pairs.values())
    left = [number for number in range(len(after)) if number not in taken]
    for number, row in enumerate(before):
        if number not in pairs:
            near = [other for other in left if _is_renamed(row, after[other], key)]
            if len(near) == 1:
                pairs[number] = near[0]
                left.remove(near[0])
    return pairs


def _same_keys(
    before: Sequence[Row],
    after: Sequence[Row],
    key: Sequence[str],
    pairs: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Pair the rows of the same key that aren't paired yet; a blank's key says nothing."""
    pairs = pairs or {}
    taken, found = set(pairs.values()), {}
    waiting: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(after):
        if number not in taken:
            waiting.setdefault(_key(row, key), []).append(number)
    for number, row in enumerate(before):
        mine = _key(row, key)
        if number not in pairs and waiting.get(mine) and not any(map(is_placeholder, mine)):
            found[number] = waiting[mine].pop(0)
    return found


def _is_renamed(before: Row, after: Row, key: Sequence[str]) -> bool:
    """Tell a row of which one word of the key was corrected, and nothing else changed."""
    different = [name for name in before if before[name] != after[name]]
    if len(different) != 1 or different[0] not in key or different[0] not in RENAMED:
        return False
    one, other = before[different[0]], after[different[0]]
    if not one or not other or any(map(is_placeholder, (*before.values(), *after.values()))):
        return False
    return (
        different[0] in ("etat", "format")
        or difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= ALIKE
    )


def _key(row: Row, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[name] for name in key or row)


def _insert(
    found: Merged, added: Sequence[tuple[dict[str, str], Typed]], key: Sequence[str]
) -> None:
    """Put new rows at their places in a table in the order of its key, else at its end."""
    keys = [_key(row, key) for row, _typed in found.rows]
    if keys != sorted(keys):
        found.rows += added
        return
    for row, typed in added:
        at = bisect.bisect_right(keys, _key(row, key))
        keys.insert(at, _key(row, key))
        found.rows.insert(at, (row, typed))


def _quoted(value: str) -> str:
    return _("“{value}”", value=value) if value else _("not recorded")


def removals(changes: Sequence[Change]) -> Iterator[Change]:
    """Give the changes that take a fact away."""
    return (change for change in changes if change.kind == "removed")
