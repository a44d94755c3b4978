"""The real network holds the facts of its two sources, no more; and a faulty package says so."""

import shutil
from html import unescape
from pathlib import Path

import pytest
from changing import edit
from kinds_of_networks import write

from annual_report.base.errors import DataError
from annual_report.base.project import ROOT
from annual_report.network.measures import (
    compare_members,
    count_meetings_by_year,
    list_members,
)
from annual_report.network.network import Network, assemble_network, open_network
from annual_report.network.reading.inspection import inspect_network

REAL = ROOT / "data" / "departements-participatifs"
EXAMPLE = ROOT / "data" / "reseau-exemple"
NAMES_2024 = (
    "Aude, Charente, Corrèze, Haute-Garonne, Gers, Gironde, Ille-et-Vilaine, Landes, "
    "Loire-Atlantique, Lot-et-Garonne, Maine-et-Loire, Meurthe-et-Moselle, Puy-de-Dôme, "
    "Pyrénées-Atlantiques, Savoie, Somme, Seine-Saint-Denis"
)


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(REAL, tmp_path / "package")


def texts(network: Network, year: int) -> str:
    text = network.textes[year]
    highlights = [part for each in text.highlights for part in (each.title, each.html)]
    parts = (text.objectives, text.meetings, *highlights, text.outlook)
    return "\n".join(part for part in parts if part)


# --- The real network -----------------------------------------------------------------------


def test_its_members(real: Network) -> None:
    names = {year: ", ".join(list_members(real, year)["name"]) for year in real.years}
    assert names == {2024: NAMES_2024, 2025: NAMES_2024.replace("Somme, ", "")}
    assert real.years == (2024, 2025)


def test_nobody_is_said_to_have_left(real: Network) -> None:
    change = compare_members(real, 2025)
    assert change["status"].value_counts()[["resté", "parti", "plus_listé"]].tolist() == [16, 0, 0]
    assert real.departs.empty


def test_its_meetings(real: Network) -> None:
    counts = count_meetings_by_year(real, 2025)[["présentiel", "distanciel", "hybride"]]
    assert counts.to_numpy().tolist() == [[2, 3, 0], [1, 3, 0]]
    places = real.rencontres[["annee", "ville", "departement"]].dropna()
    assert list(places.itertuples(index=False, name=None)) == [
        (2024, "Dax", "40"),
        (2024, "Toulouse", "31"),
        (2025, "Nantes", "44"),
    ]


def test_dates_are_those_of_dax_and_nantes_and_the_host_is_that_of_nantes(
    real: Network,
) -> None:
    meetings = real.rencontres
    dated = meetings[meetings["debut"] != meetings["annee"].astype("string")]
    assert dated[["ville", "debut", "fin", "hote"]].fillna("").to_numpy().tolist() == [
        ["Dax", "2024-début", "", ""],
        ["Nantes", "2025-06-19", "2025-06-20", "44"],
    ]
    assert list(meetings["hote"].dropna()) == ["44"]


def test_its_subjects(real: Network) -> None:
    of_theme = real.sujets[real.sujets["theme"] == "ASE"]
    assert list(of_theme[["annee", "etat"]].itertuples(index=False, name=None)) == [
        (2025, "envisagé"),  # "des nouveaux sujets comme…"
        (2026, "prévu"),
    ]
    formats_planned = real.sujets.query("etat == 'prévu'").groupby("annee")["format"]
    assert {year: set(each.dropna()) for year, each in formats_planned} == {
        2024: {"retours d’expériences", "sessions thématiques"},
        2025: {"retours d’expériences"},
        2026: {"sessions thématiques", "séances de codéveloppement bimensuelles"},
    }


def test_what_the_sources_do_not_say_is_left_empty(real: Network) -> None:
    assert real.presences.empty
    assert real.ressources["url"].isna().all()
    assert real.rencontres.query("format == 'distanciel'")["titre"].isna().all()
    remote = real.rencontres.query("format == 'distanciel'")
    assert remote[["ville", "departement", "hote", "genre", "fin"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2024, "Dax|Landes|retours d’expériences|sessions thématiques|nouveaux|mettre à jour|"
               "espace collaboratif|page « Départements »|ICPC|conseils des jeunes|ASE"),
        (2025, "à distance|Nantes|RGPD|nouvelles|comparer|astuces|Loire-Atlantique|budgets|"
               "outils|alades urbaines|ASE|"
               "structuration interne|élus|codéveloppement|bimensuelles"),
    ],
)  # fmt: skip
def test_its_prose(real: Network, year: int, words: str) -> None:
    prose = unescape(texts(real, year)).replace("\u00a0", " ")
    assert [word for word in words.split("|") if word not in prose] == []


def test_the_institution_is_named_as_it_writes_itself(real: Network) -> None:
    assert (
        real.settings.institution == "Institut de la Concertation et de la Participation Citoyenne"
    )


@pytest.mark.parametrize("folder", [REAL, EXAMPLE], ids=lambda folder: str(folder.name))
def test_the_packages_are_written_in_their_canonical_form(folder: Path) -> None:
    inspection = inspect_network(folder)
    assert (inspection.errors, inspection.understandings) == ((), ())


# --- A faulty package: what is wrong, all at once; `cases/corpus.yaml` has each fault ----------


def test_all_faults_are_told_at_once_each_with_its_place_and_what_was_expected(
    package: Path,
) -> None:
    edit(package / "membres.csv", "2025,40", "2025,Lande")
    edit(package / "sujets.csv", "2025,Protection", ",Protection")
    (package / "rencontres.csv").unlink()
    with pytest.raises(DataError) as refused:
        open_network(package)
    assert str(refused.value).splitlines() == [
        "membres.csv, row 26, column membre: “Lande” is not a French département; "
        "expected: an Insee code or an official name; nearest: Landes (40)",
        "rencontres.csv: is missing; expected: rencontre, annee, debut, fin, format, genre, ville, "
        "departement, hote, titre",
        "sujets.csv, row 11, column annee: is empty; expected: a value such as 2025",
    ]


def test_a_folder_without_a_network(tmp_path: Path) -> None:
    (empty := tmp_path / "rien").mkdir()
    with pytest.raises(DataError) as refused:
        open_network(empty)
    assert str(refused.value) == (
        f"{empty}: there is no network here; expected: membres.csv, or a workbook with this sheet"
    )


def test_another_spelling_of_the_same_facts_is_the_same_network(package: Path) -> None:
    edit(package / "membres.csv", "2025,44", "2025,La Loire Atlantique")
    edit(package / "rencontres.csv", "2025-06-20", "20/06/2025")
    inspection = inspect_network(package)
    assert inspection.contents is not None
    network, real = assemble_network(inspection.contents), open_network(REAL)
    assert network.membres.equals(real.membres)
    assert network.rencontres.equals(real.rencontres)
    assert [(str(seen.place), seen.reading) for seen in inspection.understandings] == [
        ("membres.csv, row 27, column membre", "“La Loire Atlantique” as “Loire-Atlantique (44)”"),
    ]


def test_a_second_network_leaves_the_first_its_words(tmp_path: Path) -> None:
    first = open_network(write(tmp_path / "departements", "departements"))
    open_network(write(tmp_path / "regions", "regions"))
    members = list_members(first, 2025)
    said = first.tell("membres", membres=8, genres=members["kind"], population=None, year=2025).text
    assert said.startswith("Le réseau réunit huit membres en 2025")
