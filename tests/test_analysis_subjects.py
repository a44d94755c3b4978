"""Promised and kept: each outcome once, by hand; and the finding of the real network."""

import pytest
from tables import table

from annual_report.analysis.subjects import Promise, planned_by_format, promises, unplanned
from annual_report.analysis.themes import Theme, reckonings, themes
from annual_report.network import open_network

ROWS = """
2022,Le climat,climat,prévu
2022,Les jeunes,jeunesse,prévu
2022,Les élus,,prévu,atelier
2022,Le label,label,prévu
2022,Le tirage au sort,tirage,prévu
2022,,,prévu,visites
2022,Et le climat ?,climat,traité
2022,Une surprise,,traité
2023,Les jeunes encore,jeunesse,prévu
2024,LES  ELUS,,traité
2024,Le tirage,tirage,prévu
2024,Le tirage,tirage,traité
2025,Après,,prévu
"""
SMALL = table("sujets", ROWS)


def outcomes(year: int) -> dict[str, tuple[str, int | None]]:
    return {
        each.subject.title or "": (each.outcome, each.next_year) for each in promises(SMALL, year)
    }


def test_each_outcome() -> None:
    assert outcomes(2022) == {
        "Le climat": ("treated", None),
        "Les jeunes": ("planned again", 2023),
        "Les élus": ("treated later", 2024),  # without a theme, the spelling ties them
        "Le label": ("dropped", None),
        "Le tirage au sort": ("planned again", 2024),  # announced again before it was treated
    }


def test_a_year_that_reports_no_subject_tells_nothing_of_its_plans() -> None:
    assert outcomes(2023) == {"Les jeunes encore": ("not recorded", None)}
    assert outcomes(2025) == {"Après": ("not recorded", None)}


def test_a_theme_ties_no_subject_of_another_theme() -> None:
    rows = table("sujets", "2022,Retour,climat,prévu\n2022,Retour,jeunesse,traité")
    assert [each.outcome for each in promises(rows, 2022)] == ["dropped"]
    assert len(unplanned(rows, 2022)) == 1


def test_a_spelling_ties_a_subject_to_one_without_a_theme() -> None:
    rows = table("sujets", "2022,Le climat,climat,prévu\n2022,le Climat,,traité")
    assert [each.outcome for each in promises(rows, 2022)] == ["treated"]
    assert unplanned(rows, 2022) == ()


def test_what_was_treated_without_having_been_planned() -> None:
    assert [each.title for each in unplanned(SMALL, 2022)] == ["Une surprise"]


def test_a_format_planned_alone_is_an_empty_group() -> None:
    found = planned_by_format(SMALL, 2022)
    assert {name: len(group) for name, group in found.items()} == {
        None: 4, "atelier": 1, "visites": 0,
    }  # fmt: skip


def test_the_life_of_each_theme() -> None:
    found = {each.name: each for each in themes(SMALL)}
    assert found["climat"] == Theme("climat", planned=(2022,), treated=(2022,))
    assert found["tirage"] == Theme("tirage", planned=(2022, 2024), treated=(2024,))
    assert found["jeunesse"] == Theme("jeunesse", planned=(2022, 2023), treated=())
    assert [each.years for each in found.values() if each.name.casefold().endswith("lus")] == [
        (2022, 2024)
    ]
    assert len(found) == 7


def test_what_became_of_each_years_plans() -> None:
    first, second, _third = reckonings(SMALL, [2022, 2023, 2024])
    assert (first.planned, first.treated) == (5, 2)
    assert first.outcomes == {"treated": 1, "planned again": 2, "treated later": 1, "dropped": 1}
    assert (second.planned, second.treated) == (1, None)


def test_every_plan_has_one_outcome() -> None:
    for each in reckonings(SMALL, range(2020, 2027)):
        assert sum(each.outcomes.values()) == each.planned


@pytest.fixture(scope="module")
def real() -> tuple[Promise, ...]:
    return promises(open_network("data/departements-participatifs").sujets, 2025)


def test_the_ase_was_planned_for_2025_not_reported_and_planned_again(
    real: tuple[Promise, ...],
) -> None:
    assert [(each.subject.theme, each.outcome, each.next_year) for each in real] == [
        ("ASE", "planned again", 2026)
    ]
