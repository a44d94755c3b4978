"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Rows are known by their key, cells by their column. Only what the workbook's author changed changes;
where the data were changed too, in another way, there is a conflict, and the data stay until
somebody decides. Rows that the workbook never held are nobody's to remove; a column that it doesn't
have says nothing. A state of attendance and its number are one fact: they change together.

Everything here is made of canonical rows: table in, table out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from annual_report.base.messages import _
from annual_report.network.reading.problems import Place
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.territories.institutions import write_known_code

Row = Mapping[str, str]
Key = tuple[str, ...]
Side = Literal["workbook", "data"]
Decisions = Mapping[Key, Side]
"""What was decided of conflicts, by their `id`."""
STATE, NUMBER = "etat", "agents"
OF_MEMBERS = frozenset({"membre", "hote"})
OTHERS = frozenset({"annee", "membre"})
"""Columns of a key of which another value is another row, and no correction."""


@dataclass(frozen=True)
class Model:
    """What merging needs to know of a table: how it and its columns are called, and its key."""

    name: str
    title: str
    titles: Mapping[str, str]
    key: Key

    def name_row(self, row: Row) -> str:
        """Say which row it is: the cells of its key, or all of them."""
        return say_row({name: row[name] for name in self.key}) or say_row(row)


def make_model(resource: Mapping[str, Any]) -> Model:
    """Return what merging needs to know of a resource of a descriptor."""
    schema = resource["schema"]
    titles = {each["name"]: str(each.get("title", each["name"])) for each in schema["fields"]}
    title = str(resource.get("title", resource["name"]))
    return Model(resource["name"], title, titles, tuple(schema.get("primaryKey", ())))


@dataclass(frozen=True)
class Typed:
    """A row, where somebody typed it, and the columns that its sheet has; of the data: nowhere."""

    row: Row
    columns: Collection[str] = ()
    place: Place | None = None


@dataclass(frozen=True)
class RowChange:
    """A row that is added, removed or changed, `before` and `after`; `by` whom, if by a member."""

    model: Model
    before: Row | None
    after: Row | None
    by: str = ""

    @property
    def is_removal(self) -> bool:
        """Whether a fact goes; a blank that nobody filled in is none."""
        return self.after is None and not _is_blank(self.before or {})

    def __str__(self) -> str:
        table = f"{self.by} – {self.model.title}" if self.by else self.model.title
        before, after = self.before or {}, self.after or {}
        if self.before is None:
            return _("{table}: added: {row}", table=table, row=say_row(after))
        if self.is_removal:
            return _("{table}: removed: {row}", table=table, row=say_row(before))
        if self.after is None:
            return _("{table}: no longer to fill in: {row}", table=table, row=say_row(before))
        cells = _("; ").join(
            _(
                "{column}: “{before}” becomes “{after}”",
                column=self.model.titles[column],
                before=_say_cell(column, before[column]) or _("not recorded"),
                after=_say_cell(column, after[column]) or _("not recorded"),
            )
            for column in after
            if before[column] != after[column]
        )
        row = self.model.name_row(before)
        return _("{table}: changed: {row}: {cells}", table=table, row=row, cells=cells)


@dataclass(frozen=True)
class Conflict:
    """What a sheet and the data say differently, both having changed; None: the row is gone.

    `id` names it whatever the order of the rows; `by` is the member whose sheet it is, if one's.
    """

    model: Model
    id: Key
    row: Row
    column: str | None
    typed: str | None
    data: str | None
    by: str = ""

    def __str__(self) -> str:
        where = _("{place}: {said}", place=self.model.title, said=self.model.name_row(self.row))
        if self.column:
            where = _("{place}: {said}", place=where, said=self.model.titles[self.column])
        whose = _("the sheet of {member}", member=self.by) if self.by else _("the workbook")
        return _("{row}: {whose}: {typed}; the data: {data}", row=where, whose=whose,
                 typed=_quote(self.typed), data=_quote(self.data))  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """A table as it would become, what changes it, and what is to be decided."""

    rows: Sequence[Typed]
    changes: tuple[RowChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge_rows(
    model: Model,
    held: Iterable[Row],
    typed: Iterable[Typed],
    data: Merged,
    decisions: Decisions,
    by: str = "",
) -> Merged:
    """Merge a table whose rows were `held` by a workbook that now holds `typed`, into `data`.

    Of a workbook that doesn't know what it held nothing is `held`: it adds and completes.
    """
    before = _by_key(map(Typed, held), model.key)
    now, mine = _by_key(data.rows, model.key), _by_key(typed, model.key)
    rows: dict[Key, Typed] = {}
    changes: list[RowChange] = []
    conflicts: list[Conflict] = []

    def takes(name: Key, row: Row, column: str | None, typed: str | None, data: str | None) -> bool:
        """Whether what was typed counts; what nobody has decided is a conflict."""
        where = (by, model.name, *name, column or "")
        if where not in decisions:
            conflicts.append(Conflict(model, where, row, column, typed, data, by))
        return decisions.get(where) == "workbook"

    for name in dict.fromkeys([*now, *mine]):
        old, there = (known[name].row if name in known else None for known in (before, now))
        my = _say_in_full(model, mine[name], there or old or {}) if name in mine else None
        row = _merge_row(model, old, my, there, partial(takes, name))
        if row is not None:
            rows[name] = now[name] if row == there else replace(mine[name], row=row)
        if row != there:
            changes.append(RowChange(model, there, row, by))
    # A table in the order of its keys stays in it; any other keeps its author's, new rows last.
    in_order = sorted(rows) if list(now) == sorted(now) else rows
    return Merged(
        [rows[name] for name in in_order],
        (*data.changes, *_pair_corrected(changes)),
        (*data.conflicts, *conflicts),
    )


def _merge_row(
    model: Model,
    held: Row | None,
    mine: Row | None,
    there: Row | None,
    takes: Callable[[Row, str | None, str | None, str | None], bool],
) -> Row | None:
    """Return what becomes of one row, None if there is none any more."""
    if mine is None:
        if held is None or there is None:
            return there  # its author never had it, or it is gone
        gone = there == held or takes(there, None, None, say_row(there))
        return None if gone else there
    if mine == held:
        return there  # its author left it as it was
    if there is None:
        # It is new, or somebody else took it out meanwhile.
        return mine if held is None or takes(held, None, say_row(mine), None) else None
    if held is None:
        # Two new rows of one key may be of two things, unless one says all that the other does.
        if not _says_more(mine, there):
            return there
        whole = not _says_more(there, mine) or takes(there, None, say_row(mine), say_row(there))
        return mine if whole else there
    merged = dict(there)
    # Cell by cell, but for attendance, whose two cells say one thing.
    pair: Key = (STATE, NUMBER) if model.name == "presences" else ()
    for names in (pair, *((name,) for name in mine if name not in pair)):
        was, my, their = ({name: each[name] for name in names} for each in (held, mine, there))
        if my in (was, their):
            continue
        # Both changed it, each in another way: somebody decides.
        apart = [name for name in names if my[name] != their[name]]
        told = apart if len(apart) == 1 else names
        words = (", ".join(filter(None, (each[name] for name in told))) for each in (my, their))
        if their == was or takes(there, told[0], *words):
            merged |= my
    return merged


def _by_key(rows: Iterable[Typed], key: Sequence[str]) -> dict[Key, Typed]:
    """Know rows by the cells of their key, or by all of them; of equal ones by their number too."""
    seen: Counter[Key] = Counter()
    found = {}
    for each in rows:
        name = tuple(each.row[column] for column in key or each.row)
        seen[name] += 1
        found[(*name, *(["#"] * (seen[name] - 1)))] = each
    return found


def _say_in_full(model: Model, typed: Typed, known: Row) -> Row:
    """Return what a row says in full: a column that its sheet lacks says what is known."""
    row = {column: cell if column in typed.columns else known.get(column, "")
           for column, cell in typed.row.items()}  # fmt: skip
    if model.name == "presences" and NUMBER not in typed.columns:
        # A number in place of the state is one all the same.
        same = row[STATE] == known.get(STATE)
        row[NUMBER] = typed.row[NUMBER] or (row[NUMBER] if same else "")
    return row


def _pair_corrected(changes: Sequence[RowChange]) -> list[RowChange]:
    """Say that a row changed where one went and one came of which one word was corrected."""
    found = list(changes)
    for gone in (each for each in changes if each.after is None):
        # Of two new rows that could each be the one that went, nobody knows which it is.
        came = [each for each in found if each.before is None and _is_corrected(gone, each)]
        if len(came) == 1:
            found[found.index(gone)] = replace(gone, after=came[0].after)
            found.remove(came[0])
    return found


def _is_corrected(gone: RowChange, came: RowChange) -> bool:
    """Whether a row is another with one word corrected, or a blank that was filled in."""
    before, after = gone.before or {}, came.after or {}
    apart = {name for name, cell in before.items() if cell != after.get(name)}
    if _is_blank(before):
        return all(is_placeholder(before[name]) or not before[name] for name in apart)
    return len(apart) == 1 and not apart & OTHERS


def _is_blank(row: Row) -> bool:
    """Whether a row still has something to fill in."""
    return any(map(is_placeholder, row.values()))


def _says_more(one: Row, other: Row) -> bool:
    """Whether a row says anything that another of its key doesn't."""
    return any(cell not in ("", other[name]) for name, cell in one.items())


def say_row(row: Row) -> str:
    """Say a row in one line: its cells that hold something, but for what is still to fill in."""
    return ", ".join(
        _say_cell(column, value)
        for column, value in row.items()
        if value and not is_placeholder(value)
    )


def _say_cell(column: str, value: str) -> str:
    return write_known_code(value) if column in OF_MEMBERS else value


def _quote(value: str | None) -> str:
    if value is None:
        return _("row removed")
    return _("“{value}”", value=value) if value else _("not recorded")
