"""The fictional network: it has of everything that a report must show, and nothing that is real."""

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from annual_report.project import ROOT
from annual_report.reading.schema import complete_descriptor

pytestmark = pytest.mark.slow

REAL, EXAMPLE = (ROOT / "data" / name for name in ("departements-participatifs", "reseau-exemple"))


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EXAMPLE / f"{name}.csv", dtype=str, keep_default_na=False)


def descriptor(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def test_the_package_is_valid_says_that_it_is_invented_and_has_the_schemas_of_the_real_one() -> (
    None
):
    example, real = descriptor(EXAMPLE), descriptor(REAL)
    assert (
        Package.from_descriptor(complete_descriptor(example), basepath=str(EXAMPLE))
        .validate()
        .valid
    )
    assert example["resources"] == real["resources"]
    assert example["reseau"]["fictif"] is True  # type: ignore[index]


def test_members_arrive_leave_with_a_word_or_without_and_come_back() -> None:
    rows = table("membres")
    noted = set(map(tuple, rows[rows["etat"] == "parti"][["annee", "membre"]].to_numpy()))
    years = rows[rows["etat"] != "parti"].groupby("annee")["membre"].agg(set)
    steps = [(year, years[before], years[year]) for before, year in pairwise(years.index)]
    assert all(after - before for _year, before, after in steps)
    gone = {(year, code) for year, before, after in steps for code in before - after}
    assert noted < gone
    assert {code for year, code in gone if code in set().union(*years[year:])} == {"12", "23", "41"}


def test_meetings_and_their_attendance_have_every_form() -> None:
    meetings, presences = table("rencontres"), table("presences")
    assert set(meetings["format"]) == {"présentiel", "distanciel", "hybride"}
    assert set(meetings["debut"].str.len()) == {4, 7, 10}  # a year, a month, a day
    assert "" in set(meetings["genre"])
    hosts = meetings.loc[meetings["hote"] != "", "hote"].value_counts()
    assert hosts.max() > 1 > 0 < (meetings["departement"] != "").sum() - hosts.sum()
    assert set(presences["etat"]) == {"présent", "absent", "non invité"}
    assert set(presences.loc[presences["etat"] == "présent", "agents"]) == {"", "1", "2", "3", "4"}
    assert set(meetings["rencontre"]) - set(presences["rencontre"])


def test_subjects_are_put_off_dropped_and_treated_unannounced() -> None:
    subjects = table("sujets")
    themes = subjects[subjects["theme"] != ""].groupby(["etat", "theme"])["annee"].agg(set)
    planned, treated = themes["prévu"], themes["traité"]
    assert set(planned.index) - set(treated.index)
    assert set(treated.index) - set(planned.index) or treated["élus"] - planned["élus"]
    assert len(planned["tirage au sort"]) == 3 > len(treated["tirage au sort"]) == 1
    assert (subjects["sujet"] == "").any()  # a format that was announced alone


def test_addresses_stay_on_example_domains_and_texts_are_written_as_in_french() -> None:
    addresses = pd.concat([table("dispositifs")["url"], table("ressources")["url"]])
    ours = ("https://example.org/", "https://exemple.example/")
    assert addresses[addresses != ""].str.startswith(ours).all()
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.glob("textes/*.md"))]
    assert [text.count("\n### ") for text in texts] == [1, 0, 2, 3, 1, 2]
    assert not any("'" in text for text in texts)
