"""Changes since the last build: rows by their keys, and columns that were sorted alone."""

import os
from pathlib import Path

import pytest
from changing import edit
from conftest import pipeline

from annual_report.network.reading.changes import KEPT, TableChanges, keep_tables, list_changes
from annual_report.network.reading.tables import read_tables

MEETINGS = """rencontre,annee,debut,format,genre
2025-1,2025,2025-01-10,distanciel,atelier
2025-2,2025,2025-02-10,distanciel,bilan
2025-3,2025,2025-03-10,distanciel,codéveloppement
2025-4,2025,2025-04-10,distanciel,retour
"""


@pytest.fixture
def build(twin: Path) -> Path:
    """Keep the tables of the twin, with four meetings and no attendance."""
    (twin / "rencontres.csv").write_text(MEETINGS, encoding="utf-8")
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    keep_tables(twin, twin.parent / "build")
    return twin.parent / "build"


def told(network: Path, build: Path) -> list[str]:
    """Return a line for each table that changed, and the remarks."""
    changes: list[TableChanges] = list_changes(read_tables(network), build / KEPT)
    lines = [table.tell() for table in changes]
    for table in changes:
        for remark in table.remark():
            lines.append(f"{remark.place.column}: {remark.what}")
    return lines


def test_nothing_changed_is_nothing_said_and_before_a_build_too(twin: Path, build: Path) -> None:
    assert told(twin, build) == []
    edit(twin / "rencontres.csv", "2025-01-10", "10/01/2025")  # the same day
    assert told(twin, build) == []
    edit(twin / "rencontres.csv", "10/01/2025", "2025-01-11")
    assert told(twin, build / "none") == []


def test_rows_are_counted_by_their_keys_and_shown_with_what_they_were(
    twin: Path, build: Path
) -> None:
    edit(twin / "rencontres.csv", "2025-4,2025,2025-04-10", "2025-5,2025,2025-04-10")
    edit(twin / "rencontres.csv", ",bilan", ",")
    assert told(twin, build) == ["Rencontres – rows added: 1, rows gone: 1, rows changed: 1"]
    (found,) = list_changes(read_tables(twin), build / KEPT)
    assert [*found.tell_rows()] == [
        "2025-4, 2025, 2025-04-10, distanciel, retour → nothing",
        "2025-2, 2025, 2025-02-10 – genre: bilan → nothing",
        "nothing → 2025-5, 2025, 2025-04-10, distanciel, retour",
    ]


def test_a_column_that_was_sorted_alone_is_remarked(twin: Path, build: Path) -> None:
    days = ["2025-01-10", "2025-02-10", "2025-03-10", "2025-04-10"]
    heading, *rows = MEETINGS.splitlines()
    lines = [heading]
    for row, day, other in zip(rows, days, reversed(days), strict=True):
        lines.append(row.replace(day, other))
    (twin / "rencontres.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert told(twin, build)[1:] == [
        "debut: the same values stand in another order: was this column sorted alone?"
    ]


def test_a_column_that_was_dragged_down_is_remarked(twin: Path, build: Path) -> None:
    for genre in ("bilan", "codéveloppement", "retour"):
        edit(twin / "rencontres.csv", f",{genre}", ",atelier")
    assert told(twin, build)[1:] == [
        "genre: more than half of the values changed since the last pages"
    ]


def test_tables_are_stored_again_only_if_a_file_is_newer(twin: Path, build: Path) -> None:
    stored = build / KEPT / "membres.csv"
    stored.write_text("as it was stored", encoding="utf-8")
    keep_tables(twin, build)
    assert stored.read_text(encoding="utf-8") == "as it was stored"
    # A minute later than the stored tables.
    later = stored.parent.stat().st_mtime + 60
    os.utime(twin / "membres.csv", (later, later))
    keep_tables(twin, build)
    assert stored.read_text(encoding="utf-8").startswith("annee,membre,etat")


@pytest.mark.slow
def test_check_says_what_changed_since_the_pages(twin: Path) -> None:
    check = ("check", "--data", "reseau")
    assert pipeline("build", "2025", "--data", "reseau", cwd=twin.parent).returncode == 0
    assert "since the last pages" not in pipeline(*check, cwd=twin.parent).stdout
    edit(twin / "sujets.csv", "2025,", "2024,")
    said = pipeline(*check, cwd=twin.parent).stdout
    assert "since the last pages:\n  Sujets – rows added: " in said
    assert " → " not in said
    assert " → nothing\n" in pipeline(*check, "--tout", cwd=twin.parent).stdout
