"""The analysis is in the notebooks: they count in pandas what they say, each its own way."""

import re
from dataclasses import replace

from cells import count_in_cell, draw_cell, publish_cell, tell_cell
from tables import network

MEETINGS = """
a,2024,2024-09-03,,présentiel,visite,Nantes,44,44,Au bord de l’eau
b,2024,2024,,distanciel
d,2024,2024-02-08,2024-02-09,présentiel,visite,Auch,32
f,2023,2023-05-02,,hybride,visite,Nantes,44,44
g,2023,2023-06-02,,distanciel,,,,32
"""
HOSTED = network({2023: "11 32 44", 2024: "11 32 44"}, rencontres=MEETINGS)


def lines(html: str) -> list[list[str]]:
    """Return the cells of a table, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.partition("</table>")[0], re.DOTALL)
    return [
        [
            re.sub("<[^>]*>", "", cell).replace("\u00a0", " ")
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row)
        ]
        for row in rows
    ]


def test_a_year_has_the_towns_of_its_meetings_and_their_hosts() -> None:
    sentence, made = publish_cell(HOSTED, "trends", "hotes-dits")
    assert sentence.text == "Deux hôtes sont notés, dont la Loire-Atlantique, deux fois."
    assert lines(made.html)[1:] == [
        ["2023", "Nantes", "Loire-Atlantique et Gers"],
        ["2024", "Auch et Nantes", "Loire-Atlantique"],
    ]


def test_towns_alone_are_no_table_of_hosts() -> None:
    held = "a,2024,2024-02,,présentiel,,Rennes,35\nb,2024,2024-03,,présentiel,,Bordeaux,33"
    assert not publish_cell(network({2024: "33"}, rencontres=held), "trends", "hotes-dits")


def test_a_member_s_years_and_a_theme_s_are_signs() -> None:
    """Of a year that nobody recorded, no member has one; what wasn't noted isn't a refusal."""
    subjects = "2024,A,,prévu\n2024,B,,traité\n2025,A,,traité\n2025,C,,prévu\n2025,C,,traité"
    small = network({2022: "33 40", 2024: "33", 2025: "33 40"}, sujets=subjects + "\n2026,A,,prévu")
    of_members = publish_cell(small, "trends", "annees-dites")[-1]
    assert lines(of_members.html) == [
        ["Code", "Membre", "2022", "2023", "2024", "2025"],
        ["33", "Gironde", "●", "?", "●", "●"],
        ["40", "Landes", "●", "?", "–", "●"],
    ]
    of_themes = publish_cell(small, "trends", "sujets-dits")[-1]
    assert lines(of_themes.html) == [
        ["Sujet", "2024", "2025", "2026"],
        ["A", "○", "+", "→"],
        ["B", "+", "", ""],
        ["C", "", "●", ""],
    ]


def test_who_is_not_listed_any_more_is_in_no_table_of_a_network_that_leaves_them_out() -> None:
    small = network({2023: "33 40", 2024: "33", 2025: "33"})
    left_out = replace(small, settings=replace(small.settings, absents=False))
    gone = "Les Landes ne figurent plus dans la liste de 2025."
    assert gone in tell_cell(small, "trends", "annees-dites")
    assert gone not in tell_cell(left_out, "trends", "annees-dites")
    made = publish_cell(left_out, "trends", "annees-dites")[-1]
    assert "Landes" not in made.html


def test_a_year_that_nobody_recorded_is_a_question_mark_and_not_zero() -> None:
    held = "a,2022,,,distanciel\nb,2025,,,distanciel\nc,2025,,,hybride"
    small = network({2022: "33", 2024: "33 40", 2025: "33 40 44"}, rencontres=held)
    drawn = draw_cell(small, "trends", "mouvements-dessines")
    assert "Depuis 2022, au moins 1 entrée dans la liste, retours compris. « ? »" in drawn
    years = ["2022", "2023", "2024", "2025"]
    assert re.findall(r">([\d?]+)</text>", drawn) == [*"1?23", *years, *"???1"]
    drawn = draw_cell(small, "trends", "formats-dessines")
    assert "réuni une fois en 2022, deux fois en 2025. « ? » : non renseigné." in drawn
    assert drawn.count(">?</text>") == 2


def test_who_is_in_no_region_has_a_row_among_the_regions() -> None:
    small = network({2025: "44 33 Anciela"}, kinds=("département", "organisation"))
    (made,) = publish_cell(small, "year_data", "regions", year=2025)
    assert [row[:2] for row in lines(made.html)[1:]] == [
        ["Nouvelle-Aquitaine", "1"], ["Pays de la Loire", "1"], ["Sans région", "1"],
    ]  # fmt: skip


def test_members_that_touch_are_one_group_and_the_others_stand_alone() -> None:
    small = network({2025: "33 40 47 29 22 67 13 75C 59 73"})  # 67 and 13 have no neighbour here
    words = tell_cell(small, "year_data", "voisins-dits", year=2025)
    assert "La Gironde, les Landes et le Lot-et-Garonne : 2,5 millions d’habitants" in words
    assert "Les Côtes-d’Armor et le Finistère : 1,5 million d’habitants" in words
    assert words.endswith("ne touchent aucun autre membre.")
    few = network({2025: "33 40 47"})
    assert publish_cell(few, "year_data", "voisins-dits", year=2025) == []
    assert publish_cell(few, "year_data", "voisins-carte", year=2025) == []


PLANS = """
2025,Nos chartes,chartes,prévu
2025,Les élus,,envisagé
2025,Le climat,,prévu
2025,Le climat,,traité
2025,Dire nos chartes,Chartes,traité
2026,Les élus,,prévu
2026,,,prévu,visites
"""


def test_what_was_planned_stands_beside_what_was_treated_and_what_is_planned_next() -> None:
    small = network({2024: "33", 2025: "33"}, sujets=PLANS)
    table, sentence = publish_cell(small, "year_data", "suites-dites", year=2025)
    assert lines(table.html) == [
        ["Thème", "Annoncé ou envisagé pour 2025", "Traité en 2025", "Annoncé pour 2026"],
        ["chartes", "Nos chartes", "Dire nos chartes", "—"],
        ["Les élus", "Les élus (envisagé)", "pas noté", "Les élus"],
        ["Le climat", "Le climat", "Le climat", "—"],
    ]
    words = sentence.text.replace("\u00a0", " ")
    assert "Un thème revient au programme de 2026 : Les élus." in words
    assert "Format annoncé pour 2026, sans sujet précisé : visites." in words


def test_the_nearest_town_is_that_of_the_shortest_mean_distance() -> None:
    small = network(
        {2025: "75C 77 91 92 93 94 95 60 45 28 13 20R 974"},
        rencontres="a,2025,2025-02,,présentiel,,Marseille,13",
    )
    counted = count_in_cell(small, "year_data", "lieux", year=2025)
    assert counted["distances"].index[0] == "Paris"
    assert "Marseille" in counted["met"]["town"].tolist()
    # Corse and overseas aren't where the plane has them.
    assert {"Ajaccio", "Saint-Denis"} & {
        *counted["towns"].query("department in ['2A', '974']")["town"]
    } == set()
    _chapter, drawn = publish_cell(small, "year_data", "lieux-dessines", year=2025)
    assert "Paris est la plus proche des onze membres de France continentale" in drawn.text.replace(
        "\u00a0", " "
    )
    assert "Marseille ●" in drawn.html.replace("\u00a0", " ")


def test_a_network_without_departments_has_no_nearest_town() -> None:
    held = "a,2025,2025-02,,présentiel,,Marseille,13"
    small = network({2025: "200054781"}, kinds=("métropole",), rencontres=held)
    assert publish_cell(small, "year_data", "lieux-dessines", year=2025) == []


ATTENDED = """
a,2025,2025-01-10,,distanciel
b,2025,2025-02-10,,distanciel
"""


def test_who_came_to_what_is_a_table_of_signs() -> None:
    small = network(
        {2025: "33 40 44"}, rencontres=ATTENDED,
        presences="a,33,présent\na,40,absent\na,44,non invité\nb,33,présent",
    )  # fmt: skip
    table, signs = publish_cell(small, "year_data", "presences-dites", year=2025)
    assert [row[2:] for row in lines(table.html)] == [
        ["1", "2", "Présences"], ["●", "●", "2"], ["○", "?", "0"], ["–", "?", "0"],
    ]  # fmt: skip
    assert "○ : absent" in signs.text.replace("\u00a0", " ")
    assert publish_cell(network({2025: "33"}), "year_data", "presences-dites", year=2025) == []


def test_pairs_are_named_where_they_are_few() -> None:
    came = {"a": "33 40 44 35 29 22 56", "b": "33 40"}
    present = "\n".join(f"{meeting},{code},1" for meeting in came for code in came[meeting].split())
    small = network({2025: came["a"]}, rencontres=ATTENDED, presences=present)
    table, sentence = publish_cell(small, "year_data", "paires-dites", year=2025)
    assert lines(table.html)[1:] == [["2", "1", "Gironde et Landes"], ["1", "20", "—"]]
    assert sentence.text.replace("\u00a0", " ").startswith("Être à la même rencontre")


def test_a_format_that_was_treated_without_a_subject_is_none() -> None:
    small = network({2025: "33"}, sujets="2025,,,traité,visites\n2025,Le climat,,traité")
    chapter = tell_cell(small, "annual_report", "sujets-dits", year=2025)
    assert chapter == "2. Les sujets de 2025 Le climat"
    figures = count_in_cell(small, "year_data", "chiffres", year=2025)["figures"]
    assert figures.loc[2025, "sujets_traites"] == 1
