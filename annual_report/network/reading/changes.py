"""What changed in a network's tables since its last build, which keeps those that it read.

    build/NETWORK/.build/tables/membres.csv, …      in CSV, as they were understood

Rows are known by their keys. A column of which most values changed, or whose values stand in
another order, was probably sorted or dragged alone: that is remarked.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.messages import _
from annual_report.base.whole_files import write_whole_file
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.schema import SHOWN

if TYPE_CHECKING:
    from annual_report.network.reading.tables import Table

KEPT = Path(".build", "tables")
"""Where a build's folder has the tables."""
FEWEST = 4
"""Values of a column that say something of all: fewer may well change together."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class TableChanges:
    """The rows of a table that were added, are gone, or are there before and after."""

    table: "Table"
    added: list[Row]
    gone: list[Row]
    pairs: list[tuple[Row, Row]]

    @property
    def changed(self) -> list[tuple[Row, Row]]:
        """The rows that say something else, before and after."""
        return [pair for pair in self.pairs if pair[0] != pair[1]]

    def tell(self) -> str:
        """Say in a line how many rows were added, are gone and changed."""
        return _("{table}: rows added: {added}, gone: {gone}, changed: {changed}",
                 table=self.table.title, added=len(self.added), gone=len(self.gone),
                 changed=len(self.changed))  # fmt: skip

    def tell_rows(self) -> Iterator[str]:
        """Say each row, with what it was and what it is."""
        rows = [*((row, None) for row in self.gone), *self.changed,
                *((None, row) for row in self.added)]  # fmt: skip
        for pair in rows:
            before, after = (", ".join(filter(None, row.values())) if row else _("nothing")
                             for row in pair)  # fmt: skip
            yield _("{before} → {after}", before=before, after=after)

    def remark(self) -> Iterator[Problem]:
        """Remark a column that was probably sorted or dragged alone."""
        for field in self.table.fields:
            name = field["name"]
            before, after = ([pair[at].get(name, "") for pair in self.pairs] for at in (0, 1))
            recorded = [(old, new) for old, new in zip(before, after, strict=True) if old]
            changed = sum(old != new for old, new in recorded)
            if changed > 1 and sorted(before) == sorted(after):
                fault = _("the same values stand in another order: was this column sorted alone?")
            elif len(recorded) >= FEWEST and changed * 2 > len(recorded):
                fault = _("more than half of the values changed since the last pages")
            else:
                continue
            place = replace(self.table.place, column=str(field.get(SHOWN, name)))
            yield Problem(place, fault, severity="remark")


def keep_tables(folder: Path, build: Path) -> None:
    """Keep the tables of a network that a build has read, unless they are kept already."""
    place = build / KEPT
    files = [path for path in folder.iterdir() if path.is_file()]
    newest = max((path.stat().st_mtime for path in files), default=0)
    if place.is_dir() and place.stat().st_mtime > newest:
        return
    from annual_report.network.reading.tables import read_tables  # heavy, and most are kept

    for table in read_tables(folder).values():
        write_whole_file(build, (KEPT / f"{table.name}.csv").as_posix(), write_table(table))


def write_table(table: "Table") -> bytes:
    """Return a table as a file in CSV, in UTF-8; settings that say nothing are left out."""
    names = [field["name"] for field in table.fields]
    rows = [[row.get(name, "") for name in names] for row in table.every_row
            if row.get("valeur") != ""]  # fmt: skip
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([names, *rows])
    return stream.getvalue().encode()


def list_changes(tables: Mapping[str, "Table"], place: Path) -> list[TableChanges]:
    """Return what changed in each table since it was kept in a place; nothing where none was."""
    changes = []
    for table in tables.values():
        file = place / f"{table.name}.csv"
        if file.is_file():
            texts = file.read_text("utf-8"), write_table(table).decode()
            before, after = ([*csv.DictReader(io.StringIO(text, newline=""))] for text in texts)
            changes.append(_compare(table, before, after))
    return [change for change in changes if change.added or change.gone or change.changed]


def _compare(table: "Table", before: Sequence[Row], after: Sequence[Row]) -> TableChanges:
    """Pair rows by their keys, those of one key in their order."""
    # What was announced may be treated: that is a change of the same subject.
    key = [name for name in table.key if name != "etat"]
    left: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        left.setdefault(tuple(row[name] for name in key), []).append(row)
    changes = TableChanges(table, [], [], [])
    for row in after:
        if same := left.get(tuple(row[name] for name in key), []):
            # A row that is as it was goes first: another of its key may be the one that changed.
            changes.pairs.append((same.pop(same.index(row) if row in same else 0), row))
        else:
            changes.added.append(row)
    changes.gone.extend(row for rows in left.values() for row in rows)
    return changes
