"""A member's page: who may have one, what it says, and how the list of pages leads to it."""

import re

from bs4 import BeautifulSoup

from annual_report.network import open_network
from annual_report.page import contents, department, department_life
from annual_report.page.html import Fragment
from annual_report.portrait import Portrait, open_portrait

REAL, EXAMPLE = "data/departements-participatifs", "data/reseau-exemple"


def said(made: Fragment) -> str:
    return re.sub(r"\s+", " ", made.text)


def test_loire_atlantique_on_the_real_network() -> None:
    portrait = open_portrait(REAL, "44")
    assert said(department.years_sentence(portrait)).startswith(
        "Membre du groupe de 2024 à 2025 ; les données commencent en 2024. La Loire-Atlantique se "
        "trouve dans les Pays de la Loire et compte "
    )
    assert said(department.neighbours_sentence(portrait)) == (
        "La Loire-Atlantique touche 2 autres membres de 2025 : l’Ille-et-Vilaine et le "
        "Maine-et-Loire."
    )
    assert said(department_life.hosted_sentence(portrait)) == (
        "La Loire-Atlantique a accueilli 1 rencontre."
    )
    assert said(department_life.attendance_opening(portrait)) == ""
    assert said(department_life.schemes(portrait)) == (
        "Les dispositifs de la Loire-Atlantique ne sont pas renseignés."
    )


def test_the_landes_are_a_plural_and_their_meeting_has_no_host() -> None:
    portrait = open_portrait(REAL, "Landes")
    assert said(department.years_sentence(portrait)).count("Les Landes se trouvent en Nouvelle-Aq")
    assert said(department_life.hosted_sentence(portrait)) == (
        "Une rencontre s’est tenue dans les Landes, sans que l’hôte soit renseigné."
    )


def test_a_former_member_has_its_page_too() -> None:
    portrait = open_portrait(REAL, "80")
    assert not portrait.is_member
    assert said(department.department_cover(portrait)).count("ancien membre : en 2024")
    assert (
        said(department.neighbours_sentence(portrait)) == "La Somme ne touche aucun membre de 2025."
    )
    assert department.neighbours_map(portrait).finding == "La Somme n’a aucun membre pour voisin."
    assert department.years_figure(portrait).finding == "Membre 1\u00a0année sur 2 renseignées."
    assert said(department_life.hosted_sentence(portrait)) == (
        "La Somme n’a accueilli aucune rencontre dont l’hôte ou le lieu est renseigné."
    )


def test_attendance_of_a_member_by_year() -> None:
    portrait = open_portrait(EXAMPLE, "29")
    soup = BeautifulSoup(department_life.attendance_table(portrait).html, "html.parser")
    rows = {row.th.get_text(): [td.get_text() for td in row("td")] for row in soup("tr")[1:]}  # type: ignore[union-attr]
    # Counted by hand in presences.csv and rencontres.csv: 11 meetings in 2025, 10 in the table.
    assert rows["2025"][:4] == ["4 sur 9", "5", "1", "1"]
    assert "1" not in re.split(r"\s;\s", " ".join(cells[4] for cells in rows.values()))


def test_links_of_schemes_open_where_they_say() -> None:
    network = open_network(EXAMPLE)
    linked = network.dispositifs.dropna(subset=["url"]).iloc[0]
    soup = BeautifulSoup(
        department_life.schemes(Portrait(network, linked["departement"])).html, "html.parser"
    )
    assert linked["url"] in {a["href"] for a in soup("a")}


def test_the_list_and_the_map_lead_to_every_page() -> None:
    network = open_network(REAL)
    pages = {f"departements/{code}.html" for code in network.membres["departement"]}
    listed = BeautifulSoup(contents.departments_index(network).html, "html.parser")
    assert {a["href"] for a in listed("a")} == pages
    assert "80 Somme, jusqu’en 2024" in listed.get_text()
    drawn = BeautifulSoup(contents.departments_map(network).html, "html.parser")
    links = drawn.select("svg a")
    assert {a["href"] for a in links} == pages
    assert len(links) == 17
    assert all(a["aria-label"] and a.find("path") for a in links)
    svg = drawn.find("svg")
    assert svg["role"] == "group"  # type: ignore[index]  # an image would hide its links


def test_the_list_of_years_begins_with_the_last() -> None:
    soup = BeautifulSoup(contents.years_list(open_network(REAL)).html, "html.parser")
    assert [a["href"] for a in soup.select("h3 a")] == ["2025.html", "2024.html"]
