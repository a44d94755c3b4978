"""What becomes of the rows of a table: what was typed, what changes, what is to be decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annual_report.messages import _
from annual_report.reading.values.cells import is_placeholder

Row = Mapping[str, str]
Kind = Literal["added", "removed", "changed", "blank removed"]
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
        where = _("{place}: {said}", place=self.model.title, said=said(self.row))
        if self.column:
            where = _("{place}: {said}", place=where, said=self.model.titles[self.column])
        typed = _("row removed") if self.typed is None else _quoted(self.typed)
        data = _("row removed") if self.data is None else _quoted(self.data)
        whose = _("the sheet of {member}", member=self.by) if self.by else _("the workbook")
        return _("{row}: {whose}: {typed}; the data: {data}", row=where, whose=whose, typed=typed,
                 data=data)  # fmt: skip


def said(row: Row) -> str:
    """Say a row in one line: its cells that hold something, but for what is still to fill in."""
    return ", ".join(value for value in row.values() if value and not is_placeholder(value))


def removals(changes: Sequence[RowChange]) -> Iterator[RowChange]:
    """Give the changes that take a fact away."""
    return (change for change in changes if change.kind == "removed")


def _quoted(value: str) -> str:
    return _("“{value}”", value=value) if value else _("not recorded")
