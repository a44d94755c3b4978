"""The words of columns travel with their table: chosen rows keep them, other numbers don't."""

import copy
import json
import pickle
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from annual_report import key_figures, measures, open_network
from annual_report.machine.pages.columns import Column, add_words, find_words
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.measures.descriptions import describe_columns
from annual_report.network.network import Network

Step = Callable[[pd.DataFrame], "pd.DataFrame | pd.Series"]

EXAMPLE = "data/reseau-exemple"


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network(EXAMPLE)


@pytest.fixture(scope="module")
def members(network: Network) -> pd.DataFrame:
    return measures.list_members(network, 2025)


def list_cells(table: "pd.DataFrame | pd.Series", **options: object) -> list[list[str]]:
    """Return a published table's cells as a reader sees them, the heads first."""
    made = make_fragment(table, caption="C", **options)
    lines = BeautifulSoup(made.html, "html.parser").select("tr")
    return [
        [" ".join(cell.get_text().split()) for cell in line.find_all(["th", "td"])]
        for line in lines
    ]


CHOOSING: dict[str, Step] = {
    "columns": lambda rows: rows[["population", "nom"]],
    "one column": lambda rows: rows["population"],
    "a mask": lambda rows: rows[rows["population"] > 500_000],
    "query": lambda rows: rows.query("population > 500000"),
    "head": lambda rows: rows.head(3),
    "loc": lambda rows: rows.loc[[7, 3]],
    "iloc": lambda rows: rows.iloc[::-2],
    "sample": lambda rows: rows.sample(4, random_state=1),
    "sort": lambda rows: rows.sort_values("population"),
    "sort, new labels": lambda rows: rows.sort_values("population", ignore_index=True),
    "largest": lambda rows: rows.nlargest(3, "population"),
    "labels lost": lambda rows: rows[rows["population"] > 500_000].reset_index(drop=True),
    "index": lambda rows: rows.set_index("nom"),
    "index of two": lambda rows: rows.set_index(["membre", "nom"]),
    "index and back": lambda rows: rows.set_index("nom").sort_index().reset_index(),
    "without": lambda rows: rows.drop(columns="membre").dropna(),
    "another column": lambda rows: rows.assign(part=rows["population"] / 10),
    "another renamed": lambda rows: rows.rename(columns={"depuis": "premier_an"}),
    "copy": lambda rows: copy.deepcopy(rows.copy()),
    "pickle": lambda rows: pickle.loads(pickle.dumps(rows)),
    "concat": lambda rows: pd.concat([rows.head(2), rows.tail(2)]),
    "concat, new labels": lambda rows: pd.concat([rows.tail(2), rows.head(2)], ignore_index=True),
    "first of each": lambda rows: rows.drop_duplicates("region"),
    "first of each group": lambda rows: rows.groupby("region").head(1),
}


@pytest.mark.parametrize("choose", CHOOSING.values(), ids=CHOOSING)
def test_words_survive_what_chooses_rows_or_columns(choose: Step, members: pd.DataFrame) -> None:
    chosen = choose(members)
    assert find_words(chosen)["population"].label == "Habitants"
    heads, first, *_rest = list_cells(chosen)
    assert "Habitants" in heads
    assert "population" not in heads
    # Also how the values are printed.
    population = pd.DataFrame(chosen)["population"].iloc[0]
    assert f"{population:_}".replace("_", " ") in first


def make_share(rows: pd.DataFrame) -> "pd.Series[float]":
    return rows["population"] / rows["population"].sum()


CHANGING: dict[str, Step] = {
    # The seven that pandas hands `attrs` on to.
    "a share of a column": lambda rows: 100 * rows["population"] / rows["population"].sum(),
    "assign": lambda rows: rows.assign(population=make_share(rows)),
    "corr": lambda rows: rows[["population", "annees"]].corr(),
    "describe": lambda rows: rows[["population"]].describe(),
    "rank": lambda rows: rows[["population"]].rank(),
    "pct_change": lambda rows: rows[["population"]].pct_change(),
    "another's name": lambda rows: rows.drop(columns="population").rename(
        columns={"annees": "population"}
    ),
    # And their kin.
    "a sum so far": lambda rows: rows[["population"]].cumsum(),
    "a difference": lambda rows: rows[["population"]].diff(),
    "the row above": lambda rows: rows[["population"]].shift(),
    "filled from above": lambda rows: rows[["population"]].mask(rows["annees"] > 1).ffill(),
    "thousands": lambda rows: rows.assign(population=rows["population"] // 1000),
    "a type": lambda rows: rows.astype({"population": "float"}),
    "texts": lambda rows: rows.astype({"population": "string"}),
    "one cell": lambda rows: rows.assign(population=rows["population"].replace(333_298, 0)),
    "in another order": lambda rows: rows.assign(population=rows["population"].to_numpy()[::-1]),
    "in another order, labels lost": lambda rows: rows.set_index("nom").assign(
        population=rows["population"].to_numpy()[::-1]
    ),
    "the names changed about": lambda rows: rows.rename(
        columns={"population": "annees", "annees": "population"}
    ),
    "a mean of each": lambda rows: rows.groupby("region")[["population"]].mean(),
    "a count of each": lambda rows: rows.groupby("region").count(),
    "a sum of each": lambda rows: rows.groupby("region")[["population"]].sum(),
    "turned": lambda rows: rows[["population", "depuis"]].T,
    "minus, of an index": lambda rows: -rows.set_index("nom")[["population"]],
    "numbers alone, labels lost": lambda rows: rows[["population"]].sort_values(
        "population", ignore_index=True
    ),
}


@pytest.mark.parametrize("change", CHANGING.values(), ids=CHANGING)
def test_words_fall_off_what_changes_a_number_or_a_name(
    change: Step, members: pd.DataFrame
) -> None:
    changed = change(members)
    assert "population" not in find_words(changed)
    assert "Habitants" not in list_cells(changed)[0]


def test_numbers_that_are_few_and_small_keep_no_words_that_are_false(network: Network) -> None:
    by_year = measures.count_members_by_year(network, 2025)
    assert find_words(by_year[["arrivees"]])["arrivees"].label == "Arrivées"
    for changed in (
        by_year[["arrivees"]].cumsum(),
        3 - by_year[["arrivees"]],
        by_year[["arrivees"]].rank(),
        by_year.assign(arrivees=by_year["retours"].fillna(0) + 1)[["arrivees"]],
        by_year.reset_index().assign(arrivees=lambda rows: rows["arrivees"] * 2)[
            ["annee", "arrivees"]
        ],
    ):
        assert "arrivees" not in find_words(changed)
    assert find_words(by_year.reset_index().iloc[2:])["arrivees"].label == "Arrivées"


def test_a_merge_and_a_group_show_plain_names(members: pd.DataFrame) -> None:
    mine = pd.DataFrame({"membre": ["03", "29"], "montant": [10, 20]})
    assert list_cells(members.merge(mine, on="membre")[["nom", "montant"]])[0] == ["nom", "montant"]
    counted = members["region"].value_counts().head(2)
    assert list_cells(counted)[0] == ["region", "count"]
    assert list_cells(counted, labels={"region": "Région", "count": "Membres"})[0] == [
        "Région",
        "Membres",
    ]


def test_words_are_added_to_those_that_a_frame_has_and_the_given_frame_stays(
    members: pd.DataFrame,
) -> None:
    mine = members.assign(part=make_share(members))[["nom", "part"]]
    worded = add_words(mine, {"part": Column("Part", unit="part", decimals=1)})
    assert list_cells(worded.head(1)) == [["Membre", "Part"], ["Allier", "1,2 %"]]
    assert "part" not in find_words(mine)
    # What is changed afterwards, be it in place, isn't what was described.
    worded.loc[0, "part"] = 0.5
    assert list(find_words(worded)) == ["nom"]
    again = add_words(worded, {"nom": Column("Qui")})
    assert list_cells(again.head(1))[0] == ["Qui", "part"]


def test_a_name_that_two_columns_have_has_no_words(members: pd.DataFrame) -> None:
    twice = pd.concat([members[["nom"]], members[["nom"]]], axis="columns")
    assert list_cells(twice.head(1))[0] == ["nom", "nom"]
    assert list_cells(members.set_index("nom", drop=False).head(1))[0][0] == "nom"


def test_lists_and_what_is_missing_are_compared_as_they_are(network: Network) -> None:
    tenures = measures.list_tenures(network, 2025)
    assert find_words(tenures)["periodes"].unit == "année"
    assert find_words(tenures.set_index("nom")[["periodes"]])["periodes"].unit == "année"
    meetings = measures.list_meetings(network, 2025)
    assert find_words(meetings.set_index("rencontre"))["ville"].label == "Ville"
    assert "ville" not in find_words(meetings.fillna({"ville": "?"}))


def test_a_frame_with_words_is_compared_written_and_read_as_any_other(
    members: pd.DataFrame,
) -> None:
    plain = pd.DataFrame(members)
    plain.attrs = {}
    pd.testing.assert_frame_equal(members, plain)
    assert repr(members) == repr(plain)
    assert members.to_csv() == plain.to_csv()
    # Parquet keeps `attrs` as JSON; what is read back from there has no values to hold to.
    written = json.loads(json.dumps(members.attrs))
    assert written["words"]["population"] == "Habitants"
    plain.attrs = written
    assert find_words(plain) == {}


def test_a_network_s_own_tables_have_the_titles_of_their_files(network: Network) -> None:
    hosted = network.rencontres.dropna(subset="hote")[["annee", "debut", "ville", "titre"]]
    assert list_cells(hosted)[:2] == [
        ["Année", "Début", "Ville", "Titre"],
        ["2020", "30 janvier 2020", "Orléans", "Journée de lancement"],
    ]
    assert list_cells(network.without_drafts().departs.head(1))[0] == ["Année", "Membre"]


def test_key_figures_have_their_words(network: Network) -> None:
    figures = measures.count_figures(network)
    assert list_cells(figures.loc[[2025], ["membres", "part_population", "part_presence"]]) == [
        ["Année", "Membres", "Part de la population", "Taux de présence (relevé complet)"],
        ["2025", "40", "39,7 %", "61 %"],
    ]
    assert "part_population" not in find_words(100 * figures[["part_population"]])
    assert list_cells(key_figures(figures, 2025).head(1))[0] == [
        "Chiffre",
        "2025",
        "2024",
        "Définition",
    ]


# --- What no measure made -------------------------------------------------------------------

DESCRIBED = sorted(map(str, describe_columns()))


@pytest.mark.parametrize("name", DESCRIBED)
def test_any_frame_is_printed_as_it_is_whatever_its_columns_are_called(
    name: str, members: pd.DataFrame
) -> None:
    assert find_words(members)  # a network is open, and its measures were made
    frame = pd.DataFrame({name: [81.25, 35.2, 4000.0], "b": ["revenu", "75C", "présentiel"]})
    plain = [[name, "b"], ["81,25", "revenu"], ["35,20", "75C"], ["4 000,00", "présentiel"]]
    assert list_cells(frame) == plain
    assert list_cells(frame.set_index("b"))[0] == ["b", name]
    texts = pd.DataFrame({name: ["revenu", "20R", "2025-06-19"], "b": [1, 2, 3]})
    assert list_cells(texts)[1:] == [["revenu", "1"], ["20R", "2"], ["2025-06-19", "3"]]
    # In a network's notebook, beside the columns of its members.
    beside = members.head(3)[["population"]].assign(**{name: frame[name].to_numpy()})
    head, *printed = list_cells(beside)
    assert head[-1] == name
    assert [row[-1] for row in printed] == [row[0] for row in plain[1:]]


def test_columns_of_years_are_known_by_their_values() -> None:
    frame = pd.DataFrame({"ville": ["Dax", "Pau"], "depuis": [2020, 2025], "n": [2500, 2025]})
    assert list_cells(frame)[1] == ["Dax", "2020", "2 500"]
    assert list_cells(frame.assign(year=[3500, 12]))[1][-1] == "3 500"
    gaps = pd.DataFrame({"ville": ["Dax", "Pau"], "an": [2020, np.nan]})
    assert list_cells(gaps)[1:] == [["Dax", "2020"], ["Pau", "non renseigné"]]
