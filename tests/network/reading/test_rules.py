"""The rules across tables that no case of the corpus shows, on the smallest network that does."""

from pathlib import Path

import pytest
from changing import append
from twin import TWIN, is_of_settings

from annual_report.base.project import ROOT
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.themes import list_themes
from annual_report.network.territories.reference import read_reference


def write_meeting(debut: str = "", fin: str = "", ville: str = "", departement: str = "") -> str:
    """Return a row of a third meeting of 2025: in the twin's `rencontres.csv` it is row 6."""
    return f"2025-3,2025,{debut},{fin},présentiel,,{ville},{departement},,\n"


def list_problems(twin: Path, file: str, added: str) -> list[str]:
    """Return the problems of the twin with rows added to a file, without the file's name."""
    append(twin / file, added)
    lines = []
    for problem in inspect_network(twin).problems:
        if not is_of_settings(problem):
            lines.append(f"{problem.severity}: {problem}".replace(f"{file}, ", ""))
    return lines


def test_a_cell_still_to_fill_in_is_named_by_its_columns_and_found_by_the_other_cells(
    twin: Path,
) -> None:
    row = write_meeting(debut="2025-06", ville="à compléter", departement="à compléter")
    assert list_problems(twin, "rencontres.csv", row) == [
        "todo: row 6: “2025-3, 2025, 2025-06, présentiel” still to fill in: Ville, Département"
    ]


def test_an_end_without_a_start_is_refused(twin: Path) -> None:
    assert list_problems(twin, "rencontres.csv", write_meeting(fin="2025-06")) == [
        "error: row 6, column fin: “2025-06” is an end without a start; expected: its first day too"
    ]


@pytest.mark.parametrize(
    ("ville", "departement", "nearest"),
    [
        pytest.param("NANTES", "44", "Nantes", id="capitals"),
        pytest.param("nante", "44", None, id="a name that no commune has"),
        pytest.param("St Brieuc", "", "Saint-Brieuc", id="shortened"),
        pytest.param("Saint Étienne", "42", "Saint-Étienne", id="without its hyphen"),
        pytest.param("Rennes (35)", "", "Rennes", id="a département behind"),
        pytest.param("44000 Nantes", "44", "Nantes", id="a postcode before"),
        pytest.param("Nantes Cedex 1", "", "Nantes", id="an address behind"),
        pytest.param("Cité des congrès", "44", None, id="a place of a town"),
    ],
)
def test_a_town_that_the_map_writes_otherwise_is_remarked_with_the_writing_of_the_map(
    ville: str, departement: str, nearest: str | None, twin: Path
) -> None:
    row = write_meeting("2025-06-10", ville=ville, departement=departement)
    remedy = ""
    if nearest:
        remedy = f"; nearest: {nearest}"
    assert list_problems(twin, "rencontres.csv", row) == [
        f"remark: row 6, column ville: “{ville}” is no town that the map knows; expected: the "
        f"name of a commune{remedy}"
    ]


def test_a_town_of_another_departement_is_refused_with_the_towns_of_that_name(twin: Path) -> None:
    row = write_meeting("2025-03-04", ville="Auch", departement="31")
    assert list_problems(twin, "rencontres.csv", row) == [
        "error: row 6, column ville: “Auch” is no town of the département that is given, "
        "Haute-Garonne (31); expected: Auch (32), or another town of Haute-Garonne (31)"
    ]


def test_a_meeting_of_another_year_than_its_row_is_refused(twin: Path) -> None:
    assert list_problems(twin, "rencontres.csv", write_meeting("2024-11-04")) == [
        "error: row 6, column debut: “2024-11-04” is outside the year that the meeting counts "
        "for; expected: a day of 2025"
    ]


@pytest.mark.parametrize("day", ["2024-12-10", "2026-01-10"])
def test_a_meeting_in_the_december_before_or_the_january_after_is_only_remarked(
    day: str, twin: Path
) -> None:
    assert list_problems(twin, "rencontres.csv", write_meeting(day)) == [
        f"remark: row 6, column debut: “{day}” is outside the year that the meeting counts for"
    ]


def test_a_meeting_on_the_day_of_another_is_remarked(twin: Path) -> None:
    # The meeting 2025-1 of the twin is on 19 and 20 June in Nantes.
    row = "2025-3,2025,2025-06-19,,distanciel,,,,,\n"
    assert list_problems(twin, "rencontres.csv", row) == [
        "remark: row 6, column rencontre: “2025-3” may be the meeting “2025-1”: same day"
    ]


def test_a_meeting_of_the_next_day_in_the_same_town_is_remarked(twin: Path) -> None:
    row = write_meeting("2025-06-21", ville="Nantes", departement="44")
    assert list_problems(twin, "rencontres.csv", row) == [
        "remark: row 6, column rencontre: “2025-3” may be the second day of the meeting “2025-1”: "
        "same town, next day"
    ]


def test_a_meeting_copied_from_the_year_before_is_remarked_with_its_row(twin: Path) -> None:
    # 2024-1 of the twin is on the eighth of February 2024, with this town and title.
    copied = "2025-3,2025,2025-02-08,,présentiel,,Bourg-en-Bresse,01,01,Journée d’accueil\n"
    assert list_problems(twin, "rencontres.csv", copied) == [
        "remark: row 6: has the same day, format, town and title as in 2024: was the sheet copied? "
        "2024-1 = 2025-3; expected: the meetings of the year"
    ]


def test_an_organisation_that_resembles_an_institution_or_another_is_remarked(twin: Path) -> None:
    append(twin / "reseau.csv", "genres,département\ngenres,organisation\n")
    names = [
        "Girnode",  # an institution misspelt, in row 9
        "Conseil général de la Gironde",  # an institution, found
        "Les Petits Débrouillards",
        "Les petits debrouillard",  # the same organisation again, in row 12
        "Anciela",  # like no other name
    ]
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    lines = list_problems(twin, "membres.csv", "".join(f"2025,{name},\n" for name in names))
    assert lines == [
        "remark: row 9, column membre: “Girnode” is read as an organisation, and resembles an "
        "institution; nearest: Gironde (33)",
        "remark: row 12, column membre: “Les petits debrouillard” may be the organisation “Les "
        "Petits Débrouillards”, in another spelling; expected: one spelling in all rows; nearest: "
        "Les Petits Débrouillards",
    ]


def test_a_member_is_no_institution_that_came_later(twin: Path) -> None:
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    assert list_problems(twin, "membres.csv", "2025,67,\n") == []
    *_years, line = list_problems(twin, "membres.csv", "2020,67,\n")
    assert line == (
        "error: row 10, column membre: “67” is read as Collectivité européenne d’Alsace, which "
        "there is since 2021; expected: a year from 2021 on; before, Département du Bas-Rhin "
        "(before 2021), Département du Haut-Rhin (before 2021), in a network that has "
        "“organisation” among its “genres”"
    )


def test_a_member_before_its_institution_is_written_as_the_refusal_says(twin: Path) -> None:
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    append(twin / "reseau.csv", "genres,département\ngenres,région\ngenres,organisation\n")
    # "Département du Bas-Rhin (avant 2021)", as the refusal of the test above has it.
    names = []
    for row in read_reference("creations.csv"):
        for name in row["avant"].split(";"):
            names.append(f"{name} (avant {row['depuis']})")
    assert len(names) == 18
    rows = "".join(f"2015,{name},\n" for name in names)
    lines = "\n".join(list_problems(twin, "membres.csv", rows))
    assert [name for name in names if name in lines] == []


def test_paris_is_a_town_like_any_other(twin: Path) -> None:
    # In the reference it is an institution of departmental rank, and no commune.
    row = write_meeting("2025-06-10", ville="Paris", departement="75")
    assert list_problems(twin, "rencontres.csv", row) == []


def test_attendance_at_an_unknown_meeting_is_refused_with_the_nearest_meeting(twin: Path) -> None:
    lines = list_problems(twin, "presences.csv", "2025-02,31,présent\n")
    assert lines[0] == (
        "error: row 5, column rencontre: “2025-02” is not a known meeting; expected: the "
        "identifier of a meeting; nearest: 2025-2"
    )


def test_a_resource_written_twice_is_refused_with_the_spelling_of_the_first_row(twin: Path) -> None:
    lines = list_problems(twin, "ressources.csv", "2025,espace  de Partage,,\n")
    assert lines[0] == (
        "error: row 3: “2025, espace de Partage” is there twice; expected: one row only; row 2 "
        "has it too, as “2025, Espace de partage”"
    )


def test_a_member_written_twice_in_a_year_is_refused_with_the_first_row(twin: Path) -> None:
    lines = list_problems(twin, "membres.csv", "2025,44,\n")
    assert lines[0] == (
        "error: row 9: “2025, 44” is there twice; expected: one row only; row 8 has it too"
    )


def test_members_without_a_state_where_an_absence_is_noted_are_remarked(twin: Path) -> None:
    # At the twin's meeting 2025-1 a member was absent: the list was meant to be whole.
    assert (
        "remark: presences.csv: who lacks a state where others of 2025 have one: Aude (2025-1), "
        "Gironde (2025-1); expected: a state; “non invité” for who wasn’t a member yet"
    ) in list_problems(twin, "membres.csv", "2025,11,\n2025,33,\n")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("2025,Conseils,rgpd,traité,\n", id="the theme is treated that year"),
        pytest.param("2026,RGPD,,traité,\n", id="treated later"),
        pytest.param("2026,RGPD,,prévu,\n", id="put off"),
        pytest.param("2025,RGPD,données,traité,\n", id="the same words, under a theme"),
    ],
)
def test_a_plan_that_another_row_answers_is_not_remarked(answer: str, twin: Path) -> None:
    lines = list_problems(twin, "sujets.csv", f"2025,RGPD,,prévu,\n{answer}")
    assert [line for line in lines if "“RGPD” was planned" in line] == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("2024,RGPD,,traité,\n", id="treated the year before"),
        pytest.param("2025,Autre chose,,traité,\n", id="another subject"),
    ],
)
def test_a_plan_that_no_row_answers_is_remarked(other: str, twin: Path) -> None:
    lines = list_problems(twin, "sujets.csv", f"2025,RGPD,,prévu,\n{other}")
    [line] = [line for line in lines if "“RGPD” was planned" in line]
    assert "column sujet: “RGPD” was planned for 2025 and never spoken of again" in line


def test_a_subject_without_a_theme_has_that_of_the_same_words() -> None:
    assert list_themes([("RGPD", ""), ("rgpd", "données")]) == ["données", "données"]


def empty_tables(folder: Path, pattern: str) -> None:
    """Leave the heading alone in the CSV files whose names match a pattern."""
    for file in folder.glob(pattern):
        heading, *_rows = file.read_text(encoding="utf-8").splitlines()
        file.write_text(heading, encoding="utf-8")


@pytest.mark.parametrize("pattern", ["membres.csv", "*.csv"])
def test_a_network_without_members_is_refused(pattern: str, twin: Path) -> None:
    empty_tables(twin, pattern)
    errors = [str(problem) for problem in inspect_network(twin).errors]
    assert "membres.csv: is empty; expected: a row for each member" in errors


@pytest.mark.parametrize("pattern", ["rencontres.csv", "presences.csv", "sujets.csv"])
def test_any_other_table_may_be_empty(pattern: str, twin: Path) -> None:
    empty_tables(twin, pattern)
    errors = "\n".join(str(problem) for problem in inspect_network(twin).errors)
    assert "is empty" not in errors


@pytest.mark.parametrize("network", [TWIN, ROOT / "data" / "departements-participatifs"])
def test_the_only_problem_of_a_network_in_order_is_a_setting_that_it_leaves_open(
    network: Path,
) -> None:
    [left_open] = inspect_network(network).problems
    assert is_of_settings(left_open)


def test_a_year_dragged_down_with_nothing_but_members_is_a_draft(twin: Path) -> None:
    append(twin / "membres.csv", "2026,Gers\n2027,Landes\n")
    append(twin / "sujets.csv", "2026,Un sujet,,traité,\n2027,Un sujet,,annoncé,\n")
    inspection = inspect_network(twin)
    assert inspection.contents is not None
    assert inspection.contents.drafts == {2027}
    # 2026 has a treated subject too, so its page is no draft.
    [remark] = [problem for problem in inspection.problems if "nothing else" in problem.what]
    assert str(remark) == (
        "membres.csv: 2027 has members and nothing else: its page is a draft; "
        "expected: a meeting, a treated subject or a text of that year"
    )
