"""Sentences of unusual networks: one member, nothing recorded, all alike, any article."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from tables import network, table

from annual_report import measures
from annual_report.pages.fragment import Fragment
from annual_report.reading.texts import YearText
from annual_report.sentences import (
    attendance,
    department,
    hosts,
    meetings,
    poster,
    since,
    subjects,
    who,
)
from annual_report.sentences.poster import meeting_marks, named_members

TWO = "a,2025,2025-01-10,,distanciel\nb,2025,2025-02-10,,distanciel"


def said(made: Fragment | str) -> str:
    """Return the words of a piece of a page with ordinary spaces."""
    text = made if isinstance(made, str) else made.text
    return re.sub(r"\s+", " ", text)


def words_of(figure: dict[str, str]) -> str:
    return said(" ".join(str(each) for each in figure.values()))


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("40", "Le groupe compte un seul département en 2025, représenté par ses agentes et "
               "agents : les Landes."),
        ("05 31 34 40 6AE 75C",
         "Le groupe réunit six départements en 2025, représentés par leurs agentes et agents : "
         "les Hautes-Alpes, la Haute-Garonne, l’Hérault, les Landes, l’Alsace et Paris."),
    ],
)  # fmt: skip
def test_who_is_in_the_network(codes: str, words: str) -> None:
    members = measures.membership(network({2025: codes}), 2025)
    assert said(who.members(members, 2025, "agentes et agents")) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("40", "Les Landes ont deux voisins parmi les membres de 2025 : la Gironde et le "
               "Lot-et-Garonne."),
        ("47", "Le Lot-et-Garonne a deux voisins parmi les membres de 2025 : la Gironde et les "
               "Landes."),
        ("44", "La Loire-Atlantique n’a aucun voisin parmi les membres de 2025."),
    ],
)  # fmt: skip
def test_neighbours_are_named_once(code: str, words: str) -> None:
    around = measures.surroundings(network({2024: "44", 2025: "33 40 47"}), code)
    assert said(department.neighbours(around, 2025)) == words
    assert "voisin" not in words_of(department.neighbours_map(around, 2025) | {"of": ""})


def test_who_is_no_member_any_more_is_none_of_the_others() -> None:
    found = network({2024: "44 33 40", 2025: "33 40"})
    drawn = words_of(department.neighbours_map(measures.surroundings(found, "44"), 2025))
    assert "Loire-Atlantique en plein, 2 membres de 2025 en hachures." in drawn
    assert "autres" not in drawn
    drawn = words_of(department.neighbours_map(measures.surroundings(found, "40"), 2025))
    assert "Landes en plein, 1 autre membre de 2025 en hachures." in drawn


def test_a_single_member_has_nobody_around() -> None:
    around = measures.surroundings(network({2025: "40"}), "40")
    assert said(department.neighbours(around, 2025)) == ""
    assert "Carte de France : Landes en plein." in words_of(department.neighbours_map(around, 2025))


def test_who_still_is_a_member_has_no_last_year() -> None:
    found = network({2023: "33 40", 2024: "33 80", 2025: "33 40"})
    assert list(since.memberships(measures.tenures(found, 2025), found, 2025)) == [
        "depuis 2023 au moins", "en 2023, puis depuis 2025", "en 2024",
    ]  # fmt: skip
    drawn = words_of(department.years_figure(measures.years_of(found, "33")))
    assert "Membre depuis 2023 au moins." in drawn


def test_a_return_is_no_arrival_on_the_map() -> None:
    found = network({2023: "33 40", 2024: "33", 2025: "33 40"})
    held = measures.meetings(found, 2025)
    drawn = words_of(who.members_map(measures.movement(found, 2025), held, 2025))
    assert "arrivées et retours : les Landes" in drawn
    assert "nouveaux membres" not in drawn


def test_drawings_name_meetings_and_places_as_sentences_do() -> None:
    found = network({2025: "33"}, rencontres="a,2025,2025-04-05,,distanciel\n"
                                             "b,2025,2025-06,,présentiel,,Le Mans,72")  # fmt: skip
    held = measures.meetings(found, 2025)
    calendar = words_of(meetings.calendar_figure(held, 2025))
    assert "rencontre à distance, le 5 avril ; Le Mans, en juin" in calendar
    members = measures.membership(found, 2025)
    for drawn in (
        who.members_map(measures.movement(found, 2025), held, 2025),
        poster.members_map(members, held, 2025),
    ):
        assert "un point marque le lieu de rencontre : Le Mans" in words_of(drawn)


@pytest.mark.parametrize(
    ("formats", "words"),
    [("d", "à distance"), ("dd", "à distance"), ("hh", "hybrides"), ("pp", "en présentiel"),
     ("pd", "une en présentiel, une à distance")],
)  # fmt: skip
def test_meetings_that_were_all_alike_are_not_counted_twice(formats: str, words: str) -> None:
    names = {"p": "présentiel", "h": "hybride", "d": "distanciel"}
    lines = "\n".join(f"{at},2025,,,{names[each]}" for at, each in enumerate(formats))
    held = measures.meetings(network({2025: "33"}, rencontres=lines), 2025)
    assert meeting_marks.formats(held) == words


def test_unknown_hosts_are_told_with_the_years_of_their_meetings() -> None:
    lines = "a,2024,,,présentiel\nb,2024,,,hybride\nc,2025,,,présentiel,,Nantes,44,44"
    found = network({2024: "44", 2025: "44"}, rencontres=lines)
    placed = measures.placed_meetings(found, 2025)
    assert said(hosts.who_hosted(placed, measures.hosts(placed), found)).endswith(
        "On ne connaît pas l’hôte de deux autres, tenues en 2024."
    )


@pytest.mark.parametrize(
    ("text", "treated", "words"),
    [
        ("Deux mots.", "2025,A,,traité", "Deux mots. Parmi les sujets traités : « A »."),
        ("On a parlé de A.", "2025,A,,traité", "On a parlé de A."),
        ("Deux mots.", "2025,A,,prévu\n2025,A,,traité", "Deux mots."),  # told with its announcement
        ("Deux mots.", "", "Deux mots."),
        ("", "2025,A,,traité", "A"),
    ],
)  # fmt: skip
def test_the_only_subject_is_named_beside_a_text(text: str, treated: str, words: str) -> None:
    texts = {2025: YearText(objectives=f"<p>{text}</p>" if text else None)}
    found = replace(network({2025: "33"}, sujets=treated), textes=texts)
    assert said(subjects.objectives(found, measures.treated(found, 2025), 2025)) == words


@pytest.mark.parametrize(
    ("title", "kind", "words"),
    [
        ("Guide du tirage au sort", "guide", "Guide du tirage au sort"),
        ("Page départements", "page internet", "Page départements"),
        ("Carnet de Valence", "compte rendu", "Carnet de Valence, compte rendu"),
        ("Glossaire", "", "Glossaire"),
    ],
)
def test_a_resource_says_once_what_it_is(title: str, kind: str, words: str) -> None:
    made = subjects.resources(table("ressources", f"2025,{title},{kind}"))
    assert said(made) == f"Les ressources de l’année {words}"


def test_all_of_them_are_not_so_many_of_as_many() -> None:
    presences = "a,33,1\na,40,1\nb,33,1"
    grid = measures.attendance(network({2025: "33 40"}, rencontres=TWO, presences=presences), 2025)
    came = measures.participation(grid)
    assert attendance.grid_figure(grid, came, 0)["finding"] == (
        "Tous les membres sont venus une fois au moins, deux fois au plus."
    )


def test_a_rate_of_none_is_a_sentence() -> None:
    frame = pd.DataFrame({"présent": [2], "came": [0], "known": [11]})
    assert said(department.attendance(frame, "40")) == (
        "On compte deux venues des Landes. Aucune aux onze rencontres dont les présences sont "
        "entièrement notées."
    )
    frame["came"] = 1
    assert said(department.attendance(frame, "40")).endswith(
        "Aux onze rencontres dont les présences sont entièrement notées, il y en a une, soit 9 %."
    )


def test_subjects_are_named_beside_a_text_that_does_not_name_them() -> None:
    texts = {2025: YearText(objectives="<p>On a parlé de A.</p>", outlook="<p>On verra.</p>")}
    typed = "2025,A,,traité\n2025,B,,traité\n2026,C,,prévu,visites\n2026,,,prévu,ateliers"
    found = replace(network({2025: "33"}, sujets=typed), textes=texts)
    treated, planned = measures.treated(found, 2025), measures.planned(found, 2026)
    assert said(subjects.objectives(found, treated, 2025)) == (
        "On a parlé de A. Les sujets traités A B"
    )
    assert said(subjects.outlook(found, planned, 2025)) == (
        "On verra. Ce qui est annoncé pour 2026 Visites C Ateliers"
    )
    texts[2025] = YearText(outlook="<p>Des visites (« c »), et des Ateliers.</p>")
    named = replace(found, textes=texts)
    assert said(subjects.outlook(named, planned, 2025)) == "Des visites (« c »), et des Ateliers."


def test_a_year_without_highlight_shows_what_its_poster_shows() -> None:
    lines = "a,2025,2025-06-19,2025-06-20,présentiel,rencontre annuelle,Nantes,44,44,Deux jours"
    found = network({2025: "44"}, rencontres=lines)
    title = poster.highlight_title(found, measures.meetings(found, 2025), 2025)
    assert said(subjects.highlights_heading(found, 2025)) == f"4. {title}" == "4. Deux jours"
    assert said(subjects.highlights(found, 2025)) == (
        "La rencontre s’est tenue à Nantes, les 19 et 20 juin, à l’invitation du Département de la "
        "Loire-Atlantique."
    )


def test_nobody_is_said_to_take_part_through_agents_that_nobody_named() -> None:
    found = network({2025: "33 40"})
    assert found.settings.agents == ""
    words = said(who.members(measures.membership(found, 2025), 2025, ""))
    assert words == "Le groupe réunit deux départements en 2025 : la Gironde et les Landes."


def test_an_island_has_no_sentence_on_its_neighbours() -> None:
    found = network({2025: "974 44"})
    assert not department.neighbours(measures.surroundings(found, "974"), 2025)


def test_nobody_is_the_most_assiduous_of_equals() -> None:
    presences = "a,33,1\na,40,1\nb,33,1\nb,40,1"
    grid = measures.attendance(network({2025: "33 40"}, rencontres=TWO, presences=presences), 2025)
    finding = attendance.grid_figure(grid, measures.participation(grid), 0)["finding"]
    assert finding == "Tous les membres sont venus une fois au moins, deux fois au plus."


def test_an_acronym_is_not_its_own_code() -> None:
    rows = pd.DataFrame({"code": ["AMF", "44"], "name": ["AMF", "Loire-Atlantique"]})
    assert list(who.rows_of(rows)) == ["AMF", "44 Loire-Atlantique"]


def test_regions_are_counted_where_every_member_is_in_one() -> None:
    members = pd.DataFrame(
        {
            "code": ["44", "Anciela"], "name": ["Loire-Atlantique", "Anciela"],
            "kind": ["département", "organisation"], "region": ["Pays de la Loire", pd.NA],
            "population": [1, pd.NA], "status": [pd.NA, pd.NA],
        }
    )  # fmt: skip
    assert named_members.where(members) == ""
    drawn = who.members_map(members, measures.meetings(network({2025: "44"}), 2025), 2025)
    assert drawn["finding"] == "Deux membres."


def test_no_list_of_names_is_longer_than_the_bound() -> None:
    codes = [f"{number:02}" for number in range(31, 60)]
    found = network({2024: "30", 2025: " ".join(codes)})
    moved = measures.movement(found, 2025)
    assert said(who.movement(moved, 2025)).startswith("29 membres ont rejoint le groupe")
    assert said(who.members(measures.membership(found, 2025), 2025, "")) == (
        "Le groupe réunit 29 départements en 2025."
    )
    lines = "\n".join(f"{at},2025,,,présentiel,,Ville {at},{31 + at}" for at in range(30))
    held = measures.meetings(network({2025: "31"}, rencontres=lines), 2025)
    drawn = who.members_map(moved, held, 2025)
    assert "nouveaux membres : 29 membres" in said(drawn["alternative"])
    assert "les lieux de rencontre : 30 villes" in said(drawn["alternative"])
    assert said(poster.meetings(held)) == "Trente en présentiel, dans 30 villes"
    sheet = poster.members_map(measures.membership(found, 2025), held, 2025)
    assert len(sheet["alternative"]) < 200
