"""Merging a table three ways: what a workbook held, what it holds now, and what the data hold now.

Rows are known by their key, cells by their column. Only what the workbook's author changed changes;
where the data were changed too, in another way, there is a conflict, and the data stay until
somebody decides. Rows that the workbook never held are nobody's to remove; a column that it doesn't
have says nothing.

Columns that are one fact change together: a state of attendance and the number beside it.

Everything here is made of canonical rows: table in, table out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from annual_report.reading.values.cells import is_placeholder
from annual_report.reading.values.vocabulary import PRESENT
from annual_report.writing.row_changes import (
    NUMBER,
    STATE,
    Conflict,
    Merging,
    Model,
    Row,
    RowChange,
    Typed,
    said,
)

Key = tuple[str, ...]
Side = Literal["workbook", "data"]
Decisions = Mapping[tuple[str, ...], Side]
"""What was decided of conflicts, by their `id`."""
CHOICES = frozenset({"etat", "format"})
RENAMED = CHOICES | {"rencontre", "sujet", "titre", "dispositif"}
"""Columns of a key that somebody may correct; another year or member is another row."""
ALIKE = 0.6


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
    found = Merged()
    before = _by_key(held, model.key)
    mine = _by_key(_whole(model, held, typed), model.key, of=lambda each: each[0])
    now = _by_key(data, model.key, of=lambda each: each[0])
    lost = [row for name, row in before.items() if name not in now and name not in mine]
    rows: dict[Key, Merging] = {}
    for name in [*now, *(each for each in mine if each not in now)]:
        merging = _Merging(model, decisions, found, by, name, whole=knows)
        old = before.get(name)
        if old is None and name not in now:  # a word of a row that somebody else took out, or not
            old = next((row for row in lost if _is_renamed(row, mine[name][0], model)), None)
        row = merging.row(old, mine.get(name), now.get(name))
        if row is not None:
            rows[name] = row
        if change := _changed(model, now.get(name), row, by):
            found.changes.append(change)
    names = sorted(rows) if list(now) == sorted(now) else rows
    found.rows = [(dict(rows[name][0]), rows[name][1]) for name in names]
    found.changes = _renamed(found.changes, model)
    return found


def _by_key(
    rows: Iterable[Any], key: Sequence[str], of: Callable[[Any], Row] = lambda row: row
) -> dict[Key, Any]:
    """Know rows by the cells of their key, or by all of them; of equal ones by their number too."""
    seen: Counter[Key] = Counter()
    found = {}
    for row in rows:
        name = tuple(of(row)[each] for each in key or of(row))
        seen[name] += 1
        found[(*name, *(["#"] * (seen[name] - 1)))] = row
    return found


def _whole(
    model: Model, held: Sequence[Row], typed: Sequence[Typed]
) -> Iterator[tuple[dict[str, str], Typed]]:
    """Give what typed rows say in full: a column that their sheet lacks says what it held."""
    lacking = {name for each in typed for name in model.titles if name not in each.columns}
    key = [name for name in model.key or model.titles if name not in lacking]
    before = _by_key(held, key)
    for name, each in _by_key(typed, key, of=lambda each: each.row).items():
        yield _mine(model, before.get(name, dict.fromkeys(each.row, "")), each), each


def _changed(model: Model, there: Merging | None, row: Merging | None, by: str) -> RowChange | None:
    """Return what becomes of a row, None if it stays as it is."""
    if there is None:
        return RowChange(model, "added", {}, row[0], by) if row else None
    if row is None:
        blank = any(map(is_placeholder, there[0].values()))
        return RowChange(model, "blank removed" if blank else "removed", there[0], {}, by)
    return RowChange(model, "changed", there[0], row[0], by) if row[0] != there[0] else None


def _renamed(changes: Sequence[RowChange], model: Model) -> list[RowChange]:
    """Say that a row changed where one went and one came of which one word was corrected.

    Another year or member is another row.
    """
    found = list(changes)
    for gone in changes:
        came = [
            each
            for each in found
            if each.kind == "added" and _is_renamed(gone.before, each.after, model)
        ]
        if gone.kind == "removed" and len(came) == 1:
            renamed = RowChange(model, "changed", gone.before, came[0].after, gone.by)
            found[found.index(gone)] = renamed
            found.remove(came[0])
    return found


def _is_renamed(before: Row, after: Row, model: Model) -> bool:
    """Whether one word of a row's key was corrected, and nothing else."""
    apart = [name for name in after if before.get(name) != after[name]]
    if len(apart) != 1 or apart[0] not in set(model.key) & RENAMED:
        return False
    one, other = before[apart[0]].casefold(), after[apart[0]].casefold()
    return apart[0] in CHOICES or SequenceMatcher(None, one, other).ratio() >= ALIKE


@dataclass(frozen=True)
class _Merging:
    """The merging of one row; it notes conflicts.

    Two new rows of one key, of which neither says all that the other does, may be of two things:
    merged as a `whole`, one is taken or the other.
    """

    model: Model
    decisions: Decisions
    found: Merged
    by: str
    name: Key
    whole: bool

    def row(
        self, held: Row | None, mine: tuple[dict[str, str], Typed] | None, there: Merging | None
    ) -> Merging | None:
        """Return what becomes of the row, None if there is none."""
        if mine is None or mine[0] == held:
            if mine is not None or held is None or there is None:
                return there  # its author left it as it was, or never had it, or it is gone
            if there[0] == held or self._takes(there[0], None, None, said(there[0])):
                return None  # its author took it out
            return there
        row, typed = mine
        if there is None:
            if held is None or self._takes(held, None, said(row), None):
                return mine
            return None  # somebody else took it out
        data = there[0]
        if held is None and self.whole and _says_more(row, data) and _says_more(data, row):
            return mine if self._takes(data, None, said(row), said(data)) else there
        merged = dict(data)
        for names in _facts(self.model, data):
            was = {name: (held or {}).get(name, "") for name in names}
            my, their = ({name: each[name] for name in names} for each in (row, data))
            if my in (was, their):
                continue
            if held is None and all(my[name] in ("", their[name]) for name in names):
                continue  # nothing was held: a cell that says nothing takes nothing away
            apart = [name for name in names if my[name] != their[name]]
            told = apart if len(apart) == 1 else names
            words = (", ".join(filter(None, (each[n] for n in told))) for each in (my, their))
            if their == was or self._takes(data, told[0], *words):
                merged |= my
        return merged, typed if merged != data else there[1]

    def _takes(self, row: Row, column: str | None, mine: str | None, there: str | None) -> bool:
        """Whether what was typed counts; note a conflict if nobody has decided."""
        name = (self.by, self.model.name, *self.name, column or "")
        if name not in self.decisions:
            conflict = Conflict(self.model, name, row, column, mine, there, self.by)
            self.found.conflicts.append(conflict)
        return self.decisions.get(name, "data") == "workbook"


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
