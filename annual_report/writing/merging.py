"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Only what the workbook's author changed is changed. Where the data were changed too, in another way,
there is a conflict: it keeps what the data hold until somebody decides. Rows that the workbook
never held are nobody's to remove; a column that it doesn't have says nothing.

Columns that are one fact change together: a state of attendance and the number beside it.

Everything here is made of canonical rows: table in, table out.
"""

import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from annual_report.messages import _
from annual_report.reading.values.attendance_states import PRESENT
from annual_report.reading.values.cells import is_placeholder
from annual_report.writing.pairing import Row, key_of, paired, same_keys

Kind = Literal["added", "removed", "changed", "blank removed"]
Side = Literal["workbook", "data"]
Decisions = Mapping[tuple[str, ...], Side]
"""What was decided of conflicts, by their `id`."""
STATE, NUMBER = "etat", "agents"


@dataclass(frozen=True)
class Model:
    """What merging needs to know of a table: how it and its columns are called, and its key."""

    name: str
    title: str
    titles: Mapping[str, str]
    key: tuple[str, ...]

    @property
    def one_fact(self) -> tuple[str, ...]:
        """The columns that say one thing together."""
        return (STATE, NUMBER) if self.name == "presences" else ()


def model_of(resource: Mapping[str, Any]) -> Model:
    """Return what merging needs to know of a resource of a descriptor."""
    schema = resource["schema"]
    titles = {each["name"]: str(each.get("title", each["name"])) for each in schema["fields"]}
    title = str(resource.get("title", resource["name"]))
    return Model(resource["name"], title, titles, tuple(schema.get("primaryKey", ())))


@dataclass(frozen=True)
class Typed:
    """A row that was typed, the columns that its sheet has, and where it stands."""

    row: Row
    columns: Collection[str]
    number: int = 0
    sheet: str = ""
    file: str = ""


Merging = tuple[Row, Typed | None]
"""A row of the data, and the typed row that it comes from, if one."""


@dataclass(frozen=True)
class RowChange:
    """A row that is added, removed or changed, `before` and `after`; `by` whom, if by a member."""

    model: Model
    kind: Kind
    before: Row
    after: Row
    by: str = ""

    def __str__(self) -> str:
        table = f"{self.by} – {self.model.title}" if self.by else self.model.title
        if self.kind == "added":
            return _("{table}: added: {row}", table=table, row=said(self.after))
        if self.kind == "removed":
            return _("{table}: removed: {row}", table=table, row=said(self.before))
        row = said(self.before)
        if self.kind == "blank removed":
            return _("{table}: no longer to fill in: {row}", table=table, row=row)
        cells = _("; ").join(
            _(
                "{column}: “{before}” becomes “{after}”",
                column=self.model.titles[column],
                before=self.before[column] or _("not recorded"),
                after=self.after[column] or _("not recorded"),
            )
            for column in self.after
            if self.before[column] != self.after[column]
        )
        return _("{table}: changed: {row}: {cells}", table=table, row=row, cells=cells)


@dataclass(frozen=True)
class Conflict:
    """What a sheet and the data say differently, both having changed; None: the row is gone.

    `id` names it whatever the order of the rows; `by` is the member whose sheet it is, if one's.
    """

    model: Model
    id: tuple[str, ...]
    row: Row
    column: str | None
    typed: str | None
    data: str | None
    by: str = ""

    def __str__(self) -> str:
        column = [self.model.titles[self.column]] if self.column else []
        where = ": ".join([self.model.title, said(self.row), *column])
        typed = _("row removed") if self.typed is None else _quoted(self.typed)
        data = _("row removed") if self.data is None else _quoted(self.data)
        whose = _("the sheet of {member}", member=self.by) if self.by else _("the workbook")
        return _("{row}: {whose}: {typed}; the data: {data}", row=where, whose=whose, typed=typed,
                 data=data)  # fmt: skip


@dataclass
class Merged:
    """A table after the merge: its rows, each with the typed row that it comes from, if one."""

    rows: list[tuple[dict[str, str], Typed | None]] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    model: Model,
    held: Sequence[Row],
    typed: Sequence[Typed],
    data: Sequence[Merging],
    decisions: Decisions,
    *,
    knows: bool = True,
    by: str = "",
) -> Merged:
    """Merge a table whose rows were `held` by a workbook that now holds `typed`, into `data`.

    A workbook that doesn't know what it held completes the rows that the data have.
    """
    found, key = Merged(), model.key
    merge_row = partial(_merged_row, model, decisions, found, by)
    now = [row for row, _typed in data]
    said_by_all = [n for n in held[0] if all(n in each.columns for each in typed)] if held else []
    of_typed = paired(held, [each.row for each in typed], key, said_by_all)
    of_data = paired(held, now, key)
    after: dict[int, Merging | None] = {}
    added: list[tuple[dict[str, str], Typed]] = []
    for number, before in enumerate(held):
        mine = typed[of_typed[number]] if number in of_typed else None
        theirs = of_data.get(number)
        result = merge_row(before, mine, data[theirs] if theirs is not None else None)
        if theirs is not None:
            after[theirs] = result
        elif result is not None and result[1] is not None:
            added.append((dict(result[0]), result[1]))
    known = set(of_typed.values())
    new_typed = [each for number, each in enumerate(typed) if number not in known]
    new_data = [number for number in range(len(data)) if number not in set(of_data.values())]
    met = same_keys([now[number] for number in new_data], [each.row for each in new_typed], key)
    met_by = {there: new_data[here] for here, there in met.items()}
    for at, each in enumerate(new_typed):
        empty = dict.fromkeys(each.row, "")
        if at in met_by:
            after[met_by[at]] = merge_row(empty, each, data[met_by[at]], whole=knows)
        else:
            added.append((_mine(model, empty, each), each))
    for number, (row, comes_from) in enumerate(data):
        result = after.get(number, (row, comes_from))
        if result is not None:
            found.rows.append((dict(result[0]), result[1]))
            if result[0] != row:
                found.changes.append(RowChange(model, "changed", row, result[0], by))
        else:
            blank = any(is_placeholder(cell) for cell in row.values())
            kind: Kind = "blank removed" if blank else "removed"
            found.changes.append(RowChange(model, kind, row, {}, by))
    _insert(found, added, key)
    found.changes += [RowChange(model, "added", {}, row, by) for row, _typed in added]
    return found


def said(row: Row) -> str:
    """Say a row in one line: its cells that hold something, but for what is still to fill in."""
    return ", ".join(value for value in row.values() if value and not is_placeholder(value))


def removals(changes: Sequence[RowChange]) -> Iterator[RowChange]:
    """Give the changes that take a fact away."""
    return (change for change in changes if change.kind == "removed")


def _merged_row(
    model: Model,
    decisions: Decisions,
    found: Merged,
    by: str,
    held: Row,
    typed: Typed | None,
    theirs: Merging | None,
    *,
    whole: bool = False,
) -> Merging | None:
    """Merge one row, None where there is none; note its conflicts.

    Two new rows of one key, of which neither says all that the other does, may be of two things:
    merged as a `whole`, one is taken or the other.
    """
    data = theirs[0] if theirs else None

    def takes(column: str | None, mine: str | None, there: str | None) -> bool:
        row = data or held
        name = (by, model.name, *(row[each] for each in model.key or row), column or "")
        if name not in decisions:
            shown = row if any(row.values()) else {}
            found.conflicts.append(Conflict(model, name, shown, column, mine, there, by))
        return decisions.get(name, "data") == "workbook"

    if typed is None:  # its author took it out
        if data is None or data == held:
            return None
        return None if takes(None, None, said(data)) else theirs
    mine = _mine(model, held, typed)
    if mine == held:  # its author left it as it was
        return theirs
    if data is None or theirs is None:  # somebody else took it out
        return (mine, typed) if takes(None, said(mine), None) else None
    if whole and _says_more(mine, data) and _says_more(data, mine):
        return (mine, typed) if takes(None, said(mine), said(data)) else theirs
    row = dict(data)
    for names in _facts(model, data):
        my, their, old = ({name: each[name] for name in names} for each in (mine, data, held))
        if my in (old, their):
            continue
        apart = [name for name in names if my[name] != their[name]]
        column, told = (apart[0], apart) if len(apart) == 1 else (names[0], names)
        words = (", ".join(filter(None, (each[name] for name in told))) for each in (my, their))
        if their == old or takes(column, *words):
            row |= my
    return row, typed if row != data else theirs[1]


def _mine(model: Model, held: Row, typed: Typed) -> dict[str, str]:
    """Return what a typed row says; a column that its sheet lacks says what it held."""
    row = {name: typed.row[name] if name in typed.columns else held[name] for name in held}
    if not model.one_fact:
        return row
    if STATE not in typed.columns:  # a number, or a word in its place, says what state it is
        row[STATE] = typed.row[STATE] or held[STATE]
        row[NUMBER] = typed.row[NUMBER] if row[STATE] == PRESENT else ""
    elif NUMBER not in typed.columns:  # a number in place of the state is one all the same
        same = typed.row[STATE] == held[STATE]
        row[NUMBER] = typed.row[NUMBER] or (held[NUMBER] if same else "")
    return row


def _facts(model: Model, row: Row) -> list[Sequence[str]]:
    """Return the columns of a row by what they say together."""
    alone: list[Sequence[str]] = [[name] for name in row if name not in model.one_fact]
    return [*alone, model.one_fact] if model.one_fact else alone


def _says_more(one: Row, other: Row) -> bool:
    """Whether a row says anything that another of its key doesn't."""
    return any(cell not in ("", other[name]) for name, cell in one.items())


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
