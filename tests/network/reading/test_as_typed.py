"""What people type, through the door that they use: read right, or refused where it stands."""

import shutil
from pathlib import Path

import pytest
from changing import append, edit
from conftest import pipeline

from annual_report.network.measures import list_attendance
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.report.publication.look import summarize_inspection


def says(folder: Path, *files: tuple[str, str]) -> list[str]:
    """Write files into a network and return what is said of it, the severity first."""
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8")
    return [f"{problem.severity}: {problem}" for problem in inspect_network(folder).problems]


# --- Cells ----------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["TODO", "???", "xx", "à compléter", "À définir"])
def test_a_blank_is_still_to_fill_in_however_it_is_written(blank: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", blank)
    assert [line for line in says(twin) if line.startswith("todo: rencontres.csv, row 4")]
    assert open_network(twin).drafts == (2025,)
    (line,) = summarize_inspection(inspect_network(twin))
    assert line.startswith("the data: remarks: 0, to fill in: 2, values read: ")


# --- Attendance: a state or nothing; never a presence nobody noted --------------------------


def write_attendance(folder: Path, *rows: str, header: str = "rencontre,membre,etat") -> None:
    lines = [header, *(f"2025-1,{row}" for row in rows)]
    (folder / "presences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "rows", [["01,présent", "31,absent", "44,"], ["01,2", "31,0"], ["01,x", "31,non"]]
)
def test_three_ordinary_ways_of_keeping_attendance(rows: list[str], twin: Path) -> None:
    """Of three members one was there, one wasn't, and of one nothing is known.

    Rows left blank and rows left out say the same.
    """
    write_attendance(twin, *rows)
    found = list_attendance(open_network(twin), 2025)
    states = found[found["rencontre"] == "2025-1"].set_index("membre")["etat"]
    expected = {"01": "présent", "31": "absent", "44": "non renseigné"}
    assert states[list(expected)].to_dict() == expected


def test_a_column_of_attendance_may_be_called_presence(twin: Path) -> None:
    write_attendance(twin, "01,présent", "31,absent", header="rencontre,membre,Présence")
    found = list_attendance(open_network(twin), 2025)
    states = found[found["rencontre"] == "2025-1"].set_index("membre")["etat"]
    assert states[["01", "31"]].tolist() == ["présent", "absent"]


# --- Rows, headings, files ------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["codgeo", "code_insee", "insee_com", "insee_dep", "INSEE_REG", "code_region", "siren"],
)
def test_the_headings_of_public_files_are_known(heading: str, twin: Path) -> None:
    text = (twin / "membres.csv").read_text(encoding="utf-8").replace("membre", heading, 1)
    assert not [line for line in says(twin, ("membres.csv", text)) if line.startswith("error")]


def test_commas_in_a_title_above_the_heading_are_no_separator(twin: Path) -> None:
    rows = (twin / "membres.csv").read_text(encoding="utf-8").replace(",", ";")
    title = "Les membres du réseau, leurs années, leurs départs\n"
    assert not [line for line in says(twin, ("membres.csv", title + rows)) if "error" in line]


@pytest.mark.parametrize("name", ["textes", "style.css", "membres.csv", "textes/2025.md"])
def test_what_leads_out_of_the_folder_is_refused_and_not_quoted(
    name: str, twin: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "ailleurs"
    if name == "textes":
        shutil.move(twin / name, outside)
    else:
        outside.write_text("secret : 12\n", encoding="utf-8")
        (twin / name).unlink(missing_ok=True)
    (twin / name).symlink_to(outside, target_is_directory=name == "textes")
    (line,) = says(twin)
    assert line.startswith(f"error: {name}: is ")


# --- What is said, and in which order -------------------------------------------------------


def test_readings_of_spelling_alone_are_a_line_and_any_other_is_listed(twin: Path) -> None:
    rows = "".join(f"2025-{n},2025,{n}/06/2025,,distanciel,,,,,\n" for n in range(3, 6))
    append(twin / "rencontres.csv", f"{rows}2025-20,2025,,,présentiel,,Paris,75,75,\n")
    append(twin / "membres.csv", "2025,AUDE,\n2025,Département du Gers,\n2025,CD 33,\n")

    def hear(*options: str) -> list[str]:
        said = pipeline("check", "--data", twin, *options).stdout.splitlines()
        return [line.strip() for line in said if "read:" in line]

    others = [
        *(f"read: row {n + 3}, column debut: “{n}/06/2025” as “2025-06-0{n}”" for n in (3, 4, 5)),
        "read: row 9, column hote: “75” as “Ville de Paris”",
    ]
    kind = "read: row 11, column membre: “CD 33” as “Gironde (33)”"
    assert {*hear()} == {
        *others,
        kind,
        "read: rows 9, 10, column membre: “AUDE” as “Aude (11)”, and 1 more, in capitals, accents, "
        "hyphens or kind alone: check --tout",
    }
    assert {*hear("--tout")} == {
        *others,
        kind,
        "read: row 9, column membre: “AUDE” as “Aude (11)”",
        "read: row 10, column membre: “Département du Gers” as “Gers (32)”",
    }


@pytest.mark.parametrize(
    "written",
    ["présenté par Camille Exemple", "avec Marie de Modèle, Nantes", "EXEMPLE Camille (Nantes)"],
)
def test_who_is_named_without_a_title_is_remarked(written: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", f'"{written}"')
    append(twin / "textes" / "2025.md", f"\nUne journée {written}.\n")
    named = [line for line in says(twin) if "looks like a person’s name" in line]
    assert [line.partition(",")[0] for line in named] == [
        "remark: rencontres.csv",
        "remark: textes/2025.md",
    ]


@pytest.mark.parametrize("written", ["Nantes Métropole", "Par Marie", "https://a.fr/Marie-Dupont"])
def test_what_names_nobody_is_not_remarked(written: str, twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", written)
    assert not [line for line in says(twin) if "looks like a person’s name" in line]
