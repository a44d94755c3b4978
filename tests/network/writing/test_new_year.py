"""A new year: known facts are carried over, others are blanks, and no file is written over."""

from pathlib import Path

import pytest
from changing import append, read_files
from pandas.testing import assert_frame_equal

from annual_report.base.errors import DataError, ParameterError
from annual_report.network.network import assemble_network, open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.writing.new_year import prepare_year, read_year
from annual_report.network.writing.whole_folder import read_whole_network


def test_a_year_begins_with_the_members_of_the_year_before_and_blanks(twin: Path) -> None:
    before = read_files(twin)
    assert prepare_year(twin, 2026) == [
        "membres: rows for 2026: 3",
        "rencontres: rows for 2026: 2",
        "sujets: rows for 2026: 2",
        "textes/2026.md: the questions to answer",
    ]
    after = read_files(twin)

    def read_added(name: str) -> str:
        """Return the text below the rows that a file had."""
        assert after[name].startswith(before[name])
        return after[name].removeprefix(before[name]).decode()

    assert read_added("membres.csv") == "2026,01,\n2026,31,\n2026,44,\n"
    # As many meetings as the year before had.
    assert read_added("rencontres.csv") == (
        "2026-R1,2026,à compléter,,à compléter,,à compléter,,,\n"
        "2026-R2,2026,à compléter,,à compléter,,à compléter,,,\n"
    )
    # A subject treated in the year, and one announced for the year after.
    assert read_added("sujets.csv") == "2026,à compléter,,traité,\n2027,à compléter,,prévu,\n"


def test_the_files_that_a_new_year_changes_are_kept_and_no_other_is_touched(twin: Path) -> None:
    before = read_files(twin)
    prepare_year(twin, 2026)
    after = read_files(twin)
    [folder] = (twin / "anciens").iterdir()
    changed = {"membres.csv", "rencontres.csv", "sujets.csv"}
    assert read_files(folder) == {name: before[name] for name in changed}
    for name in before.keys() - changed:
        assert after[name] == before[name]
    current = {name for name in after if not name.startswith("anciens/")}
    assert current - before.keys() == {"textes/2026.md"}


def test_rows_still_to_fill_in_are_no_meetings_and_no_subjects(twin: Path) -> None:
    before = open_network(twin)
    prepare_year(twin, 2026)
    contents = inspect_network(twin).contents
    assert contents is not None
    network = assemble_network(contents)
    assert_frame_equal(network.rencontres, before.rencontres)
    assert_frame_equal(network.sujets, before.sujets)
    assert contents.texts[2026].objectives is None
    # The members are known, so the year is there.
    assert network.years == (2024, 2025, 2026)


def test_each_row_still_to_fill_in_is_told_with_its_columns(twin: Path) -> None:
    prepare_year(twin, 2026)
    inspection = inspect_network(twin)
    assert {problem.severity for problem in inspection.problems} == {"todo"}
    assert [(problem.place.file, problem.place.rows) for problem in inspection.problems] == [
        ("rencontres.csv", (6,)),
        ("rencontres.csv", (7,)),
        ("sujets.csv", (5,)),
        ("sujets.csv", (6,)),
        ("textes/2026.md", (5,)),
        ("textes/2026.md", (9,)),
        ("textes/2026.md", (11,)),
        ("textes/2026.md", (13,)),
        ("textes/2026.md", (17,)),
        ("textes/2026.md", (21,)),
        ("reseau.csv", ()),  # presentation, contact
    ]
    assert str(inspection.problems[0]) == (
        "rencontres.csv, row 6: “2026-R1, 2026” still to fill in: Début, Format, Ville"
    )


def test_subjects_have_a_line_where_others_exist(twin: Path) -> None:
    append(twin / "sujets.csv", "2026,Budget vert,,traité,\n")
    before = (twin / "sujets.csv").read_text(encoding="utf-8")
    prepare_year(twin, 2026)
    after = (twin / "sujets.csv").read_text(encoding="utf-8")
    assert after.removeprefix(before) == "2027,à compléter,,prévu,\n"


@pytest.mark.parametrize("text", ["25", "deux mille", "2101"])
def test_a_text_that_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match=f"“{text}” is not a year; expected: from 1900"):
        read_year(text)


def test_a_year_that_was_prepared_is_not_prepared_again(twin: Path) -> None:
    prepare_year(twin, 2026)
    (twin / "textes" / "2026.md").write_text("## Objectifs\n\nFaits.\n", encoding="utf-8")
    before = read_files(twin)
    with pytest.raises(ParameterError, match="2026 is already prepared: nothing was written"):
        prepare_year(twin, 2026)
    assert read_files(twin) == before


def test_a_network_that_has_an_error_in_a_text_is_refused_too(twin: Path) -> None:
    text = "## Temps forts\n\nUne phrase sans titre.\n"
    (twin / "textes" / "2025.md").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"textes/2025\.md, row 3"):
        prepare_year(twin, 2026)
    with pytest.raises(DataError, match=r"textes/2025\.md, row 3"):
        read_whole_network(twin)


@pytest.mark.parametrize("lock", [".~lock.sujets.csv#", "~$sujets.csv"])
def test_nothing_is_written_while_a_file_is_open_elsewhere(lock: str, twin: Path) -> None:
    (twin / lock).touch()
    before = read_files(twin)
    with pytest.raises(DataError, match=r"sujets\.csv: is open in a spreadsheet, as"):
        prepare_year(twin, 2026)
    assert read_files(twin) == before


def test_a_table_that_has_no_file_gets_one(twin: Path) -> None:
    (twin / "sujets.csv").unlink()
    (twin / "datapackage.json").unlink()
    prepare_year(twin, 2026)
    assert (twin / "sujets.csv").read_text(encoding="utf-8") == (
        "annee,sujet,theme,etat,format\n2026,à compléter,,traité,\n2027,à compléter,,prévu,\n"
    )


def test_a_file_keeps_its_encoding_its_separator_and_its_columns(twin: Path) -> None:
    # As a French Excel saves a table with a title above, a column of its author's own, the columns
    # in another order and no end of the last line.
    lines = ["Titre des membres;;", "Département;Bureau;Année", "Ain;à nous;2024", "Ain;;2025"]
    saved = "\r\n".join(lines).encode("cp1252")
    (twin / "membres.csv").write_bytes(saved)
    # The twin's other members are gone, and so is their attendance.
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    prepare_year(twin, 2026)
    assert (twin / "membres.csv").read_bytes() == saved + b"\r\n01;;2026\r\n"
