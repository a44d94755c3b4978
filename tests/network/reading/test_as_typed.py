"""Files as people type them: read right, or refused where the fault stands."""

import shutil
from pathlib import Path

import pytest
from changing import append, edit
from conftest import pipeline

from annual_report.network.measures import list_attendance
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.report.publication.look import summarize_inspection


def list_problems(folder: Path) -> list[str]:
    """Return a line for each problem of a network: "error: membres.csv, row 3: …"."""
    return [f"{problem.severity}: {problem}" for problem in inspect_network(folder).problems]


def list_errors(folder: Path) -> list[str]:
    """Return a line for each problem of a network that keeps its pages from being made."""
    return [str(problem) for problem in inspect_network(folder).errors]


# --- Cells ----------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["TODO", "???", "xx", "à compléter", "À définir"])
def test_a_blank_is_still_to_fill_in_however_it_is_written(blank: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", blank)
    todo = [line for line in list_problems(twin) if line.startswith("todo: rencontres.csv, row 4")]
    assert len(todo) == 1
    # The meeting is of 2025, whose page is a draft until the title is there.
    assert open_network(twin).drafts == (2025,)
    # The other one to fill in is the twin's own: a contact, of which it says nothing.
    [summary] = summarize_inspection(inspect_network(twin))
    assert summary.startswith("the data: remarks: 0, to fill in: 2, values read: ")


@pytest.mark.parametrize("title", ["Complété en mars", "XXL, le format", "?"])
def test_words_that_merely_resemble_a_blank_are_words(title: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", f'"{title}"')
    todo = [line for line in list_problems(twin) if line.startswith("todo: rencontres.csv")]
    assert todo == []


# --- Attendance: a state or nothing; never a presence nobody noted --------------------------


def write_attendance(folder: Path, *rows: str, header: str = "rencontre,membre,etat") -> None:
    """Write the attendance of the meeting 2025-1: rows such as "01,présent"."""
    lines = [header]
    for row in rows:
        lines.append(f"2025-1,{row}")
    (folder / "presences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_attendance(folder: Path) -> dict[str, str]:
    """Return the state of each member at the meeting 2025-1, by its code."""
    attendance = list_attendance(open_network(folder), 2025)
    at_meeting = attendance[attendance["rencontre"] == "2025-1"]
    return dict(zip(at_meeting["membre"], at_meeting["etat"], strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        # The twin has three members: 01, 31 and 44. Of 44 nothing is noted, in a row left blank or
        # without a row.
        pytest.param(["01,présent", "31,absent", "44,"], id="a word"),
        pytest.param(["01,2", "31,0"], id="a number of people"),
        pytest.param(["01,x", "31,non"], id="a cross"),
    ],
)
def test_three_ordinary_ways_of_keeping_attendance_are_read_alike(
    rows: list[str], twin: Path
) -> None:
    write_attendance(twin, *rows)
    states = read_attendance(twin)
    assert states["01"] == "présent"
    assert states["31"] == "absent"
    assert states["44"] == "non renseigné"


def test_a_column_of_attendance_may_be_called_presence(twin: Path) -> None:
    write_attendance(twin, "01,présent", "31,absent", header="rencontre,membre,Présence")
    states = read_attendance(twin)
    assert states["01"] == "présent"
    assert states["31"] == "absent"


# --- Rows, headings, files ------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["codgeo", "code_insee", "insee_com", "insee_dep", "INSEE_REG", "code_region", "siren"],
)
def test_the_headings_of_public_files_are_known(heading: str, twin: Path) -> None:
    # They stand over the codes of the members.
    edit(twin / "membres.csv", "annee,membre,", f"annee,{heading},")
    assert list_errors(twin) == []


def test_commas_in_a_title_above_the_heading_are_no_separator(twin: Path) -> None:
    file = twin / "membres.csv"
    title = "Les membres du réseau, leurs années, leurs départs\n"
    with_semicolons = file.read_text(encoding="utf-8").replace(",", ";")
    file.write_text(title + with_semicolons, encoding="utf-8")
    assert list_errors(twin) == []


@pytest.mark.parametrize("name", ["style.css", "membres.csv", "textes/2025.md"])
def test_a_link_to_a_file_outside_is_refused_and_the_file_not_quoted(
    name: str, twin: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "ailleurs"
    outside.write_text("secret : 12\n", encoding="utf-8")
    (twin / name).unlink(missing_ok=True)
    (twin / name).symlink_to(outside)
    [line] = list_problems(twin)
    assert line.startswith(f"error: {name}: is ")
    assert "secret" not in line


def test_a_link_to_a_folder_outside_is_refused(twin: Path, tmp_path: Path) -> None:
    shutil.move(twin / "textes", tmp_path / "ailleurs")
    (twin / "textes").symlink_to(tmp_path / "ailleurs", target_is_directory=True)
    [line] = list_problems(twin)
    assert line.startswith("error: textes: is ")


# --- The lines of `check` -------------------------------------------------------------------


def list_readings(twin: Path, *options: str) -> list[str]:
    """Return the lines in which `check` tells how it has read values."""
    printed = pipeline("check", "--data", twin, *options).stdout
    return [line.strip() for line in printed.splitlines() if "read:" in line]


def test_readings_of_spelling_alone_share_a_line_unless_all_are_asked_for(twin: Path) -> None:
    append(twin / "membres.csv", "2025,AUDE,\n2025,Département du Gers,\n2025,CD 33,\n")
    # "CD" is a short form that people use for several things, and so a reading of its own.
    short_form = "read: row 11, column membre: “CD 33” as “Gironde (33)”"
    assert sorted(list_readings(twin)) == [
        short_form,
        "read: rows 9, 10, column membre: “AUDE” as “Aude (11)”, and 1 more, in capitals, accents, "
        "hyphens or kind alone: check --tout",
    ]
    assert sorted(list_readings(twin, "--tout")) == [
        "read: row 10, column membre: “Département du Gers” as “Gers (32)”",
        short_form,
        "read: row 9, column membre: “AUDE” as “Aude (11)”",
    ]


def test_each_reading_of_another_kind_has_its_line(twin: Path) -> None:
    append(
        twin / "rencontres.csv",
        "2025-3,2025,3/06/2025,,distanciel,,,,,\n"
        "2025-4,2025,4/06/2025,,distanciel,,,,,\n"
        "2025-20,2025,,,présentiel,,Paris,75,75,\n",
    )
    assert sorted(list_readings(twin)) == [
        "read: row 6, column debut: “3/06/2025” as “2025-06-03”",
        "read: row 7, column debut: “4/06/2025” as “2025-06-04”",
        "read: row 8, column hote: “75” as “Ville de Paris”",
    ]


@pytest.mark.parametrize(
    "written",
    ["présenté par Camille Exemple", "avec Marie de Modèle, Nantes", "EXEMPLE Camille (Nantes)"],
)
def test_a_person_named_without_a_title_is_remarked(written: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", f'"{written}"')
    append(twin / "textes" / "2025.md", f"\nUne journée {written}.\n")
    remarks = [line for line in list_problems(twin) if "looks like a person’s name" in line]
    assert len(remarks) == 2
    assert remarks[0].startswith("remark: rencontres.csv, ")
    assert remarks[1].startswith("remark: textes/2025.md, ")


@pytest.mark.parametrize("written", ["Nantes Métropole", "Par Marie", "https://a.fr/Marie-Dupont"])
def test_an_institution_a_first_name_and_an_address_name_no_person(
    written: str, twin: Path
) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", written)
    remarks = [line for line in list_problems(twin) if "looks like a person’s name" in line]
    assert remarks == []
