"""Sentences of unusual networks: one member, nothing recorded, all alike, any article."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from cells import figure, published, told
from tables import network, table

from annual_report import measures
from annual_report.pages.fragment import Fragment
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText

SUBJECTS = ("annual_report", "py-24b")
MAP = ("annual_report", "py-19c")
GRID = ("year_data", "py-37b")
MIXED = ("département", "organisation")
"""Cells that say which subjects were treated, that draw the map, the grid; kinds of members."""

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
    found = replace(network({2025: codes}), settings=Settings("groupe", agents="agentes et agents"))
    assert told(found, "annual_report", "py-11", year=2025) == words


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
    found = network({2024: "44", 2025: "33 40 47"})
    assert told(found, "department", "py-11", membre=code) == words


def test_who_is_no_member_any_more_is_none_of_the_others() -> None:
    found = network({2024: "44 33 40", 2025: "33 40"})
    drawn = figure(found, "department", "py-16", membre="44").partition("<table")[0]
    assert "Loire-Atlantique en plein, 2 membres de 2025 en hachures." in drawn
    assert "autres" not in drawn
    drawn = figure(found, "department", "py-16", membre="40")
    assert "Landes en plein, son voisin en plein d’une autre couleur : la Gironde." in drawn


def test_a_single_member_has_nobody_around() -> None:
    found = network({2025: "40"})
    assert told(found, "department", "py-11", membre="40") == ""
    drawn = figure(found, "department", "py-16", membre="40")
    assert "Carte de France : Landes en plein." in drawn


def test_who_still_is_a_member_has_no_last_year() -> None:
    found = network({2023: "33 40", 2024: "33 80", 2025: "33 40"})
    drawn = figure(found, "department", "py-12", membre="33")
    assert "Membre depuis 2023 au moins." in drawn


def test_a_return_is_no_arrival_on_the_map() -> None:
    found = network({2023: "33 44", 2024: "44", 2025: "33 44"})
    drawn = figure(found, *MAP, year=2025)
    assert "en pointillés, arrivées et retours : la Gironde" in drawn


def test_drawings_name_meetings_and_places_as_sentences_do() -> None:
    lines = (
        "a,2025,2025-04-05,,distanciel\nb,2025,2025-06,,présentiel,,Le Mans,72\n"
        "c,2025,2025-07,,hybride"
    )
    found = network({2025: "33"}, rencontres=lines)
    calendar = figure(found, "annual_report", "py-36b", year=2025)
    assert "rencontre à distance, le 5 avril ; Le Mans, en juin" in calendar
    for drawn in (
        figure(found, *MAP, year=2025),
        figure(found, "poster", "carte", year=2025),
    ):
        assert "un point marque le lieu de rencontre : Le Mans" in drawn


@pytest.mark.parametrize(
    ("formats", "words"),
    [("d", "à distance"), ("dd", "à distance"), ("hh", "hybrides"), ("pp", "en présentiel"),
     ("pd", "une en présentiel, une à distance")],
)  # fmt: skip
def test_meetings_that_were_all_alike_are_not_counted_twice(formats: str, words: str) -> None:
    names = {"p": "présentiel", "h": "hybride", "d": "distanciel"}
    lines = "\n".join(f"{at},2025,,,{names[each]}" for at, each in enumerate(formats))
    found = network({2025: "33"}, rencontres=lines)
    numbers = told(found, "poster", "chiffres", year=2025)
    assert re.fullmatch(rf".* rencontres? {words}", numbers)


def test_unknown_hosts_are_told_with_the_years_of_their_meetings() -> None:
    lines = "a,2024,,,présentiel\nb,2024,,,hybride\nc,2025,,,présentiel,,Nantes,44,44"
    found = network({2024: "44", 2025: "44"}, rencontres=lines)
    assert told(found, "year_data", "py-31", year=2025).endswith(
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
    found = network({2025: "33"}, sujets=treated, texts=texts)
    parts = [told(found, "annual_report", each, year=2025) for each in ("py-24", "py-24b")]
    assert " ".join(filter(None, parts)) == words


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
    found = network({2025: "33"}, ressources=f"2025,{title},{kind}")
    made = told(found, "annual_report", "py-27", year=2025)
    assert made == f"Les ressources de l’année {words}"


def test_all_of_them_are_not_so_many_of_as_many() -> None:
    presences = "a,33,1\na,40,1\nb,33,1"
    found = network({2025: "33 40"}, rencontres=TWO, presences=presences)
    assert told(found, *GRID, year=2025).startswith(
        "Tous les membres sont venus une fois au moins, deux fois au plus."
    )


def test_subjects_are_named_beside_a_text_that_does_not_name_them() -> None:
    texts = {2025: YearText(objectives="<p>On a parlé de A.</p>", outlook="<p>On verra.</p>")}
    typed = "2025,A,,traité\n2025,B,,traité\n2026,C,,prévu,visites\n2026,,,prévu,ateliers"
    found = network({2025: "33"}, sujets=typed, texts=texts)
    assert told(found, *SUBJECTS, year=2025) == "Les sujets traités A B"
    outlook = ("annual_report", "py-48")
    assert told(found, *outlook, year=2025) == (
        "On verra. Ce qui est annoncé pour 2026 Visites C Ateliers"
    )
    texts[2025] = YearText(outlook="<p>Des visites (« c »), et des Ateliers.</p>")
    named = network({2025: "33"}, sujets=typed, texts=texts)
    assert told(named, *outlook, year=2025) == "Des visites (« c »), et des Ateliers."


def test_a_year_without_highlight_shows_what_its_poster_shows() -> None:
    lines = "a,2025,2025-06-19,2025-06-20,présentiel,rencontre annuelle,Nantes,44,44,Deux jours"
    found = network({2025: "44"}, rencontres=lines)
    assert told(found, "annual_report", "py-43", year=2025) == "4. Deux jours"
    assert told(found, "poster", "temps-fort", year=2025) == "4. Deux jours"
    assert told(found, "annual_report", "py-44", year=2025) == (
        "La rencontre s’est tenue à Nantes, les 19 et 20 juin, à l’invitation du Département de la "
        "Loire-Atlantique."
    )


def test_nobody_is_said_to_take_part_through_agents_that_nobody_named() -> None:
    found = network({2025: "33 40"})
    assert found.settings.agents == ""
    words = told(found, "annual_report", "py-11", year=2025)
    assert words == "Le réseau réunit deux départements en 2025 : la Gironde et les Landes."


def test_an_island_has_no_sentence_on_its_neighbours() -> None:
    found = network({2025: "974 44"})
    assert not published(found, "department", "py-11", membre="974")


def test_nobody_is_the_most_assiduous_of_equals() -> None:
    presences = "a,33,1\na,40,1\nb,33,1\nb,40,1"
    found = network({2025: "33 40"}, rencontres=TWO, presences=presences)
    assert told(found, *GRID, year=2025).startswith(
        "Tous les membres sont venus une fois au moins, deux fois au plus."
    )


def test_an_acronym_is_not_its_own_code() -> None:
    rows = pd.DataFrame({"code": ["AMF", "44"], "name": ["AMF", "Loire-Atlantique"]})
    assert list(measures.name_rows(rows)) == ["AMF", "44 Loire-Atlantique"]


def test_regions_are_counted_where_every_member_is_in_one() -> None:
    members = table("membres", "2025,44\n2025,Anciela")
    found = replace(network(members), settings=Settings("groupe", genres=MIXED))
    assert measures.count_figures(found)["regions"].isna().all()
    assert figure(found, *MAP, year=2025).startswith("Deux membres.")


def test_a_map_of_members_of_several_kinds_says_who_drew_its_outlines() -> None:
    members = table("membres", "2025,44\n2025,Anciela")
    found = replace(network(members), settings=Settings("groupe", genres=MIXED))
    drawn = figure(found, *MAP, year=2025)
    assert "Contours : Natural Earth." in drawn
    (signed,) = published(found, "poster", "signature", year=2025)
    assert "Natural Earth" not in said(signed.facts["page"]["closing"])  # it has a list


def test_subjects_that_are_all_announced_without_format_are_no_others() -> None:
    found = network({2024: "33", 2025: "33"}, sujets="2025,Jurys citoyens,jurys,prévu,")
    assert told(found, "annual_report", "py-48", year=2024) == "Jurys citoyens"
    both = network(
        {2024: "33", 2025: "33"}, sujets="2025,Jurys,,prévu,\n2025,Budgets,,prévu,ateliers"
    )
    words = told(both, "annual_report", "py-48", year=2024)
    assert words == "Autres sujets Jurys Ateliers Budgets"


def test_no_list_of_names_is_longer_than_the_bound() -> None:
    codes = [f"{number:02}" for number in range(31, 60)]
    lines = "\n".join(f"{at},2025,,,présentiel,,Ville {at},{31 + at}" for at in range(28))
    found = network({2024: "30", 2025: " ".join(codes)}, rencontres=lines)
    moved = told(found, "annual_report", "py-14", year=2025)
    assert moved.startswith("29 membres ont rejoint le réseau")
    assert told(found, "annual_report", "py-11", year=2025) == (
        "Le réseau réunit 29 départements en 2025."
    )
    drawn = figure(found, *MAP, year=2025)
    assert "nouveaux membres : 29 membres" in drawn
    assert "les lieux de rencontre : 28 villes" in drawn
    marks = told(found, "poster", "rencontres-dessinees", year=2025)
    assert marks == "Vingt\u2011huit en présentiel, dans 28 villes"
    assert "Carte de France, 29 départements en 2025 ;" in figure(
        found, "poster", "carte", year=2025
    )
