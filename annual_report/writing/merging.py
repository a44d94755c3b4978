"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Rows are known by their key, cells by their column. Only what the workbook's author changed changes;
where the data were changed too, in another way, there is a conflict, and the data stay until
somebody decides. Rows that the workbook never held are nobody's to remove; a column that it doesn't
have says nothing. Columns that are one fact change together: a state of attendance and its number.

Everything here is made of canonical rows: table in, table out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from annual_report.messages import _
from annual_report.reading.problems import Place
from annual_report.reading.values.cells import is_placeholder
from annual_report.reading.values.vocabulary import PRESENT

Row = Mapping[str, str]
Key = tuple[str, ...]
Side = Literal["workbook", "data"]
Decisions = Mapping[Key, Side]
"""What was decided of conflicts, by their `id`."""
STATE, NUMBER = "etat", "agents"
RENAMED = frozenset({"etat", "format", "rencontre", "sujet", "titre", "dispositif"})
"""Columns of a key that somebody may correct; another year or member is another row."""
ALIKE = 0.6


@dataclass(frozen=True)
class Model:
    """What merging needs to know of a table: how it and its columns are called, and its key."""

    name: str
    title: str
    titles: Mapping[str, str]
    key: Key

    @property
    def facts(self) -> list[Sequence[str]]:
        """The columns, by what they say together."""
        if self.name != "presences":
            return [[name] for name in self.titles]
        alone = [[name] for name in self.titles if name not in (STATE, NUMBER)]
        return [*alone, (STATE, NUMBER)]

    def name_row(self, row: Row) -> str:
        """Say which row it is: the cells of its key, or all of them."""
        return say_row({name: row[name] for name in self.key}) or say_row(row)


def model_of(resource: Mapping[str, Any]) -> Model:
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
        return self.after is None and not any(map(is_placeholder, (self.before or {}).values()))

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
                before=before[column] or _("not recorded"),
                after=after[column] or _("not recorded"),
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
                 typed=_quoted(self.typed), data=_quoted(self.data))  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """A table as it would become, what changes it, and what is to be decided."""

    rows: Sequence[Typed]
    changes: tuple[RowChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge(
    model: Model,
    held: Iterable[Row],
    typed: Sequence[Typed],
    data: Merged,
    decisions: Decisions,
    *,
    knows: bool = True,
    by: str = "",
) -> Merged:
    """Merge a table whose rows were `held` by a workbook that now holds `typed`, into `data`.

    A workbook that doesn't know what it held completes the rows that the data have.
    """
    before = _by_key([Typed(row) for row in held], model.key)
    now = _by_key(data.rows, model.key)
    mine = _by_key(_in_full(model, before.values(), typed), model.key)
    lost = [
        each.row
        for name, each in before.items()
        # Two people who fill in one blank say two things.
        if name not in {*now, *mine} and not any(map(is_placeholder, each.row.values()))
    ]
    rows: dict[Key, Typed] = {}
    changes: list[RowChange] = []
    conflicts: list[Conflict] = []
    for name in dict.fromkeys([*now, *mine]):
        there, my, old = now.get(name), mine.get(name), before.get(name)
        was = old.row if old else None
        if my and not (there or old):  # one word of a row that somebody else took out, or not
            was = next((row for row in lost if _is_renamed(row, my.row, model)), None)
        judge = _Judge(model, (by, model.name, *name), decisions, by, conflicts)
        row = _merge_row(was, my, there, judge, knows=knows)
        if row:
            rows[name] = row
        became = RowChange(model, there.row if there else None, row.row if row else None, by)
        if became.before != became.after:
            changes.append(became)
    in_order = sorted(rows) if list(now) == sorted(now) else rows
    return Merged(
        [rows[name] for name in in_order],
        (*data.changes, *_pair_renamed(changes, model)),
        (*data.conflicts, *conflicts),
    )


@dataclass(frozen=True)
class _Judge:
    """Who says whose word counts of a row, and notes what nobody has decided."""

    model: Model
    name: Key
    decisions: Decisions
    by: str
    conflicts: list[Conflict]

    def takes(self, row: Row, column: str | None, typed: str | None, data: str | None) -> bool:
        """Whether what was typed counts."""
        where = (*self.name, column or "")
        if where not in self.decisions:
            self.conflicts.append(Conflict(self.model, where, row, column, typed, data, self.by))
        return self.decisions.get(where, "data") == "workbook"


def _merge_row(
    held: Row | None, mine: Typed | None, there: Typed | None, judge: _Judge, *, knows: bool
) -> Typed | None:
    """Return what becomes of one row, None if there is none any more."""
    if mine is None:
        if held is None or there is None:
            return there  # its author never had it, or it is gone
        if there.row == held or judge.takes(there.row, None, None, say_row(there.row)):
            return None  # its author took it out
        return there
    if mine.row == held:
        return there  # its author left it as it was
    if there is None:
        # It is new, or somebody else took it out meanwhile.
        if held is None or judge.takes(held, None, say_row(mine.row), None):
            return mine
        return None
    row, data = mine.row, there.row
    if held is None and knows and _says_more(row, data) and _says_more(data, row):
        # Two new rows of one key may be of two things: one is taken, or the other.
        return mine if judge.takes(data, None, say_row(row), say_row(data)) else there
    merged = dict(data)
    for names in judge.model.facts:
        was = {name: (held or {}).get(name, "") for name in names}
        my, their = ({name: each[name] for name in names} for each in (row, data))
        if my in (was, their):
            continue
        if held is None and all(my[name] in ("", their[name]) for name in names):
            continue  # nothing was held: a cell that says nothing takes nothing away
        apart = [name for name in names if my[name] != their[name]]
        told = apart if len(apart) == 1 else names
        words = (", ".join(filter(None, (each[n] for n in told))) for each in (my, their))
        if their == was or judge.takes(data, told[0], *words):
            merged |= my
    return replace(mine, row=merged) if merged != data else there


def _by_key(rows: Iterable[Typed], key: Sequence[str]) -> dict[Key, Typed]:
    """Know rows by the cells of their key, or by all of them; of equal ones by their number too."""
    seen: Counter[Key] = Counter()
    found = {}
    for each in rows:
        name = tuple(each.row[column] for column in key or each.row)
        seen[name] += 1
        found[(*name, *(["#"] * (seen[name] - 1)))] = each
    return found


def _in_full(model: Model, held: Iterable[Typed], typed: Sequence[Typed]) -> Iterator[Typed]:
    """Give what typed rows say in full: a column that their sheet lacks says what it held."""
    lacking = {name for each in typed for name in model.titles if name not in each.columns}
    key = [name for name in model.key or model.titles if name not in lacking]
    before = _by_key(held, key)
    for name, each in _by_key(typed, key).items():
        was = before[name].row if name in before else dict.fromkeys(each.row, "")
        row = {column: each.row[column] if column in each.columns else was[column]
               for column in each.row}  # fmt: skip
        if model.name == "presences" and STATE not in each.columns:
            # A number, or a word in its place, says what state it is.
            row[STATE] = each.row[STATE] or was[STATE]
            row[NUMBER] = each.row[NUMBER] if row[STATE] == PRESENT else ""
        elif model.name == "presences" and NUMBER not in each.columns:
            # A number in place of the state is one all the same.
            same = each.row[STATE] == was[STATE]
            row[NUMBER] = each.row[NUMBER] or (was[NUMBER] if same else "")
        yield replace(each, row=row)


def _pair_renamed(changes: Sequence[RowChange], model: Model) -> list[RowChange]:
    """Say that a row changed where one went and one came of which one word was corrected."""
    found = list(changes)
    for gone in changes:
        if gone.before is None or gone.after is not None:
            continue
        came = [
            each
            for each in found
            if each.before is None and each.after and _is_renamed(gone.before, each.after, model)
        ]
        if len(came) == 1:
            found[found.index(gone)] = replace(gone, after=came[0].after)
            found.remove(came[0])
    return found


def _is_renamed(before: Row, after: Row, model: Model) -> bool:
    """Whether one word of a row's key was corrected, and nothing else; or a blank was filled in."""
    if any(map(is_placeholder, before.values())):
        return all(
            after[n] == cell or not cell or is_placeholder(cell) for n, cell in before.items()
        )
    apart = [name for name in after if before.get(name) != after[name]]
    if len(apart) != 1 or apart[0] not in RENAMED.intersection(model.key):
        return False
    one, other = before[apart[0]].casefold(), after[apart[0]].casefold()
    is_choice = apart[0] in ("etat", "format")
    return is_choice or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _says_more(one: Row, other: Row) -> bool:
    """Whether a row says anything that another of its key doesn't."""
    return any(cell not in ("", other[name]) for name, cell in one.items())


def say_row(row: Row) -> str:
    """Say a row in one line: its cells that hold something, but for what is still to fill in."""
    return ", ".join(value for value in row.values() if value and not is_placeholder(value))


def _quoted(value: str | None) -> str:
    if value is None:
        return _("row removed")
    return _("“{value}”", value=value) if value else _("not recorded")
