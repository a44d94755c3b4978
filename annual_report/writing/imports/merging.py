"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Only what the workbook's author changed is changed. Where the data were changed too, in another way,
there is a conflict: it keeps what the data hold until somebody decides. Rows that the workbook
never held are nobody's to remove; a column that it doesn't have says nothing.

Columns that are `one_fact` change together: a state of attendance and the number beside it.

Everything here is made of canonical rows: table in, table out.
"""

import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from annual_report.messages import _
from annual_report.reading.values.attendance_states import PRESENT
from annual_report.reading.values.cells import is_placeholder
from annual_report.writing.imports.pairing import Row, key_of, paired, same_keys

Kind = Literal["added", "removed", "changed", "blank removed"]
Side = Literal["workbook", "data"]
ATTENDANCE = ("etat", "agents")
"""The columns of one fact: how many came says that somebody did."""
Decisions = Mapping[tuple[str, ...], Side]
"""What was decided of conflicts, by their `id`."""


@dataclass(frozen=True)
class Typed:
    """A row of a workbook, the columns that its sheet has, and the number of its row there."""

    row: Row
    columns: Collection[str]
    number: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class RowChange:
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
    changes: list[RowChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    table: str,
    key: Sequence[str],
    held: Sequence[Row],
    typed: Sequence[Typed],
    data: Sequence[Row],
    decisions: Decisions,
    one_fact: Sequence[str] = (),
    *,
    knows: bool = True,
) -> Merged:
    """Merge a table whose rows were `held` by a workbook that now holds `typed`, into `data`.

    A workbook that doesn't know what it held completes the rows that the data have.
    """
    found = Merged()
    merge_row = partial(_merged_row, table, key, one_fact, decisions, found)
    said_by_all = [n for n in held[0] if all(n in each.columns for each in typed)] if held else []
    of_typed = paired(held, [each.row for each in typed], key, said_by_all)
    of_data = paired(held, data, key)
    after: dict[int, tuple[dict[str, str], Typed | None] | None] = {}
    added: list[tuple[dict[str, str], Typed]] = []
    for number, before in enumerate(held):
        mine = typed[of_typed[number]] if number in of_typed else None
        theirs = of_data.get(number)
        row = data[theirs] if theirs is not None else None
        result = merge_row(before, mine, row)
        if theirs is not None:
            after[theirs] = result
        elif result is not None and result[1] is not None:
            added.append((result[0], result[1]))
    known = set(of_typed.values())
    new_typed = [each for number, each in enumerate(typed) if number not in known]
    new_data = [number for number in range(len(data)) if number not in set(of_data.values())]
    met = same_keys([data[number] for number in new_data], [each.row for each in new_typed], key)
    for at, each in enumerate(new_typed):
        if at in met.values():
            number = new_data[next(here for here, there in met.items() if there == at)]
            empty = dict.fromkeys(each.row, "")
            after[number] = merge_row(empty, each, data[number], whole=knows)
        else:
            added.append((_mine(dict.fromkeys(each.row, ""), each, one_fact), each))
    for number, row in enumerate(data):
        result = after.get(number, (dict(row), None))
        if result is not None:
            found.rows.append(result)
            if result[0] != row:
                found.changes.append(RowChange(table, "changed", row, result[0]))
        else:
            blank = any(is_placeholder(cell) for cell in row.values())
            found.changes.append(RowChange(table, "blank removed" if blank else "removed", row, {}))
    _insert(found, added, key)
    found.changes += [RowChange(table, "added", {}, row) for row, _typed in added]
    return found


def said(row: Row) -> str:
    """Say a row in one line: its cells that hold something, but for what is still to fill in."""
    return ", ".join(value for value in row.values() if value and not is_placeholder(value))


def _merged_row(
    table: str,
    key: Sequence[str],
    one_fact: Sequence[str],
    decisions: Decisions,
    found: Merged,
    held: Row,
    typed: Typed | None,
    data: Row | None,
    *,
    whole: bool = False,
) -> tuple[dict[str, str], Typed | None] | None:
    """Merge one row, None where there is none; note its conflicts.

    Two new rows of one key, of which neither says all that the other does, may be of two things:
    merged as a `whole`, one is taken or the other.
    """

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
    mine = _mine(held, typed, one_fact)
    if mine == held:
        return None if data is None else (dict(data), None)
    if data is None:
        take = decide(None, said(mine), None) == "workbook"
        return (mine, typed) if take else None
    if whole and _says_more(mine, data) and _says_more(data, mine):
        take = decide(None, said(mine), said(data)) == "workbook"
        return (mine if take else dict(data)), typed
    row = dict(data)
    for names in _facts(data, one_fact):
        my, their, old = ({name: each[name] for name in names} for each in (mine, data, held))
        if my in (old, their):
            continue
        apart = [name for name in names if my[name] != their[name]]
        column, told = (apart[0], apart) if len(apart) == 1 else (names[0], names)
        words = (", ".join(filter(None, (each[name] for name in told))) for each in (my, their))
        if their == old or decide(column, *words) == "workbook":
            row |= my
    return row, typed


def _says_more(one: Row, other: Row) -> bool:
    """Whether a row says anything that another of its key doesn't."""
    return any(cell not in ("", other[name]) for name, cell in one.items())


def _facts(row: Row, one_fact: Sequence[str]) -> list[Sequence[str]]:
    """Return the columns of a row by what they say together."""
    return [[name] for name in row if name not in one_fact] + ([one_fact] if one_fact else [])


def _mine(held: Row, typed: Typed, one_fact: Sequence[str]) -> dict[str, str]:
    """Return what a typed row says; a column that its sheet lacks says what it held."""
    row = {name: typed.row[name] if name in typed.columns else held[name] for name in held}
    if not one_fact:
        return row
    state, number = one_fact
    if state not in typed.columns:  # a number, or a word beside it, says what state it is
        row[state] = typed.row[state] or held[state]
        row[number] = typed.row[number] if row[state] == PRESENT else ""
    elif number not in typed.columns:  # a number in place of the state is one all the same
        same = typed.row[state] == held[state]
        row[number] = typed.row[number] or (held[number] if same else "")
    return row


def _insert(
    found: Merged, added: Sequence[tuple[dict[str, str], Typed]], key: Sequence[str]
) -> None:
    """Put new rows at their places in a table in the order of its key, else at its end."""
    keys = [key_of(row, key) for row, _typed in found.rows]
    if keys != sorted(keys):
        found.rows += added
        return
    for row, typed in added:
        at = bisect.bisect_right(keys, key_of(row, key))
        keys.insert(at, key_of(row, key))
        found.rows.insert(at, (row, typed))


def _quoted(value: str) -> str:
    return _("“{value}”", value=value) if value else _("not recorded")


def removals(changes: Sequence[RowChange]) -> Iterator[RowChange]:
    """Give the changes that take a fact away."""
    return (change for change in changes if change.kind == "removed")
