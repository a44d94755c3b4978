"""The fictional network: what was promised of it, and that the script still writes it."""

import csv
import json
import os
import subprocess
import sys
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from example_network.towns import TOWN_BY_CODE
from frictionless import Package
from make_example_network import Plan, write_network

from annual_report.reading.schema.shared import completed
from annual_report.territories.institutions import institution

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "make_example_network.py"
REAL, EXAMPLE = (ROOT / "data" / name for name in ("departements-participatifs", "reseau-exemple"))
YEARS = ("2020", "2021", "2022", "2023", "2024", "2025")


@cache
def table(name: str, folder: Path = EXAMPLE) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def members(year: str) -> set[str]:
    return {
        row["membre"] for row in table("membres") if row["annee"] == year and row["etat"] != "parti"
    }


def departed(year: str) -> set[str]:
    rows = table("membres")
    return {row["membre"] for row in rows if (row["annee"], row["etat"]) == (year, "parti")}


def themes(year: str, state: str) -> set[str]:
    rows = table("sujets")
    found = {row["theme"] for row in rows if (row["annee"], row["etat"]) == (year, state)}
    return found - {""}


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_the_script_writes_the_committed_folder_byte_for_byte(
    tmp_path: Path, hash_seed: str
) -> None:
    subprocess.run(
        [sys.executable, SCRIPT, "--out", tmp_path],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "LC_ALL": "C"},
    )
    assert contents(tmp_path) == contents(EXAMPLE)


def is_valid(folder: Path) -> bool:
    """Ask frictionless of a package, with the tables that its descriptor refers to."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package = Package.from_descriptor(completed(descriptor), basepath=str(folder))
    return bool(package.validate().valid)


def test_the_package_is_valid_and_has_the_schemas_of_the_real_network() -> None:
    assert is_valid(EXAMPLE)
    example, real = (
        json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        for folder in (EXAMPLE, REAL)
    )
    assert example["resources"] == real["resources"]
    assert {*example["reseau"], "institutions"} == {*real["reseau"]}  # it overrides no name
    assert (example["reseau"]["fictif"], example["reseau"]["seuil"]) == (True, 3)


def test_members_arrive_leave_and_come_back() -> None:
    assert [len(members(year)) for year in YEARS] == [24, 28, 31, 35, 38, 40]
    steps = [(members(before), members(after)) for before, after in pairwise(YEARS)]
    assert [len(after - before) for before, after in steps] == [5, 5, 6, 5, 4]
    assert [len(before - after) for before, after in steps] == [1, 2, 2, 2, 2]
    assert departed("2024") == members("2023") - members("2024")
    assert members("2024") - members("2025") - departed("2025") == {"46"}  # nobody noted it
    assert members("2023").isdisjoint({"12", "23"})
    assert {"12", "23"} <= members("2020") & members("2024")
    assert "41" in (members("2021") & members("2025")) - members("2022") - members("2024")
    assert {"75C", "92", "94", "95", "20R", "971", "972R", "974", "976R"} <= members("2025")
    assert len({row["membre"] for row in table("membres")}) == 46


def test_meetings_have_every_form_that_a_report_must_show() -> None:
    meetings = table("rencontres")
    years = [row["annee"] for row in meetings]
    assert [years.count(year) for year in YEARS] == [6, 7, 8, 10, 9, 11]
    formats = [row["format"] for row in meetings]
    assert [formats.count(form) for form in ("présentiel", "distanciel", "hybride")] == [12, 32, 7]
    assert {len(row["debut"]) for row in meetings} == {4, 7, 10}
    assert {("2021-09-30", "2021-10-01"), ("2022-05", "2022-06"), ("2022-09-22", "2022-09-23")} <= {
        (row["debut"], row["fin"]) for row in meetings
    }
    days = [row[end] for row in meetings for end in ("debut", "fin") if len(row[end]) == 10]
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)
    assert meetings == sorted(meetings, key=lambda row: (row["annee"], row["debut"]))
    assert {row["genre"] for row in meetings} >= {"", "rencontre annuelle", "comité de programme"}


def test_hosts_are_members_and_take_turns() -> None:
    hosted = [row for row in table("rencontres") if row["hote"]]
    assert all(row["hote"] in members(row["annee"]) for row in hosted)
    assert all(row["departement"] in institution(row["hote"]).departments for row in hosted)
    assert all(row["ville"] for row in hosted)
    hosts = [row["hote"] for row in hosted]
    assert {host for host in hosts if hosts.count(host) > 1} == {"29", "38", "54"}
    assert len(set(hosts)) == 15
    assert {row["ville"] for row in hosted if row["ville"] != TOWN_BY_CODE[row["departement"]]} == {
        "Brest"
    }
    assert [
        row["departement"] for row in table("rencontres") if row["departement"] and not row["hote"]
    ] == ["37"]


def test_subjects_are_put_off_dropped_and_treated_unannounced() -> None:
    planned = {year: themes(year, "prévu") for year in (*YEARS, "2026")}
    treated = {year: themes(year, "traité") for year in YEARS}
    assert "jeunesse" in planned["2021"] & planned["2022"] & treated["2022"] - treated["2021"]
    assert "tirage au sort" in planned["2022"] & planned["2023"] & planned["2024"]
    assert [year for year in YEARS if "tirage au sort" in treated[year]] == ["2024"]
    assert "accessibilité" in planned["2025"] & planned["2026"] - treated["2025"]
    ever_treated = {theme for year in YEARS for theme in treated[year]}
    never = {theme for year in YEARS for theme in planned[year]} - ever_treated
    assert never == {
        "logiciels libres",
        "langues régionales",
        "label commun",
        "grand âge",
        "accessibilité",
    }
    assert "logiciels libres" in planned["2023"] & planned["2024"] - planned["2025"]
    assert "élus" in treated["2022"] - planned["2022"]
    assert "ruralité" in planned["2021"] & treated["2023"] - planned["2022"] - planned["2023"]
    formats_alone = {row["annee"] for row in table("sujets") if not row["sujet"]}
    assert formats_alone == {"2021", "2022", "2023", "2024", "2025", "2026"}


def test_attendance_is_of_members_only_and_has_gaps() -> None:
    rows = table("presences")
    year = {row["rencontre"]: row["annee"] for row in table("rencontres")}
    assert all(row["membre"] in members(year[row["rencontre"]]) for row in rows)
    assert {year[row["rencontre"]] for row in rows} == {"2022", "2023", "2024", "2025"}
    recorded = {row["rencontre"] for row in rows}
    unrecorded = {meeting for meeting in year if year[meeting] > "2021"} - recorded
    assert unrecorded == {"2022-03", "2023-07", "2024-02", "2025-05"}
    assert {row["agents"] for row in rows} == {"", "1", "2", "3", "4"}
    assert all(row["agents"] == "" for row in rows if row["etat"] != "présent")
    assert any(row["agents"] == "" and row["etat"] == "présent" for row in rows)
    assert {row["etat"] for row in rows} == {"présent", "absent", "non invité"}
    assert len(rows) < sum(len(members(year[meeting])) for meeting in recorded)
    of_2023 = {row["membre"] for row in rows if year[row["rencontre"]] == "2023"}
    assert members("2023") - of_2023 == {"21"}


def test_schemes_and_resources_stay_on_example_domains() -> None:
    rows = table("dispositifs") + table("ressources")
    urls = {row["url"] for row in rows}
    assert "" in urls
    assert all(
        url.startswith(("https://example.org/", "https://exemple.example/")) for url in urls - {""}
    )
    owners = [row["membre"] for row in table("dispositifs")]
    assert 0.6 < len(set(owners)) / 46 < 0.75
    assert {owners.count(owner) for owner in owners} == {1, 2, 3}


def test_each_year_has_its_text_and_its_own_number_of_highlights() -> None:
    texts = [(EXAMPLE / "textes" / f"{year}.md").read_text(encoding="utf-8") for year in YEARS]
    assert [text.count("\n### ") for text in texts] == [1, 0, 2, 3, 1, 2]
    assert all("## Objectifs" in text and "## Perspectives" in text for text in texts)
    assert not any("'" in text for text in texts)


@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        (Plan(members=99, first_year=1996, years=30, meetings_per_year=12), (2970, 360)),
        (Plan(members=1, years=1, meetings_per_year=1), (1, 1)),
        (Plan(members=3, years=2, meetings_per_year=0), (6, 0)),
        (Plan(members=0, years=1, meetings_per_year=2), (0, 2)),
        (Plan(members=40, years=4, turnover=0.5, attendance=False, seed=7), (160, 24)),
    ],
)
def test_a_plan_gives_a_valid_network_of_its_size(
    tmp_path: Path, plan: Plan, counts: tuple[int, int]
) -> None:
    write_network(tmp_path, plan)
    assert is_valid(tmp_path)
    assert (len(table("membres", tmp_path)), len(table("rencontres", tmp_path))) == counts
    assert bool(table("presences", tmp_path)) == (plan.attendance and all(counts))
    assert len(list((tmp_path / "textes").iterdir())) == plan.years


def test_an_impossible_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 0 to 99"):
        Plan(members=100)
