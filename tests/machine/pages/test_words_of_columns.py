"""The words of columns travel with their table: chosen rows keep them, other numbers don't.

The tables are those of the example network. There, `population` is headed "Habitants".
"""

import copy
import json
import pickle
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from page_text import read_table

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
    """Return the example's members in 2025, a row each: Allier is the first of forty."""
    return measures.list_members(network, 2025)


def publish_table(table: "pd.DataFrame | pd.Series", **options: object) -> list[list[str]]:
    """Return a published table's cells as a reader sees them, the heads first."""
    return read_table(make_fragment(table, caption="C", **options).html)


def publish_heads(table: "pd.DataFrame | pd.Series", **options: object) -> list[str]:
    """Return the heads of a published table's columns."""
    return publish_table(table, **options)[0]


# What an analyst does to choose rows or columns: no number of `population` is another afterwards.
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
def test_words_survive_a_choice_of_rows_or_columns(choose: Step, members: pd.DataFrame) -> None:
    chosen = choose(members)  # as `rows.head(3)` or `rows.set_index("nom")`

    heads, first_row, *_rest = publish_table(chosen)

    assert "Habitants" in heads
    assert "population" not in heads
    # Words also say how values are printed: 333298 is "333 298" for a French reader.
    population = pd.DataFrame(chosen)["population"].iloc[0]
    assert f"{population:_}".replace("_", " ") in first_row


def share_population(rows: pd.DataFrame) -> "pd.Series[float]":
    return rows["population"] / rows["population"].sum()


def reverse_population(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each member the population of another, the last one's to the first."""
    return rows.assign(population=rows["population"].to_numpy()[::-1])


# What an analyst does to make other numbers, which pandas leaves under the same name.
CHANGING: dict[str, Step] = {
    # The seven that pandas hands `attrs` on to.
    "a share of a column": lambda rows: 100 * rows["population"] / rows["population"].sum(),
    "assign": lambda rows: rows.assign(population=share_population(rows)),
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
    "in another order": reverse_population,
    "in another order, labels lost": lambda rows: reverse_population(rows.set_index("nom")),
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
def test_words_fall_off_a_column_of_other_numbers(change: Step, members: pd.DataFrame) -> None:
    changed = change(members)  # as `rows.rank()`: ranks are no inhabitants

    assert "population" not in find_words(changed)
    assert "Habitants" not in publish_heads(changed)


# Arrivals of a year are 0 to 5: two columns of such numbers are often alike in some rows.
CHANGING_ARRIVALS: dict[str, Step] = {
    "a sum so far": lambda years: years[["arrivees"]].cumsum(),
    "a difference": lambda years: 3 - years[["arrivees"]],
    "rank": lambda years: years[["arrivees"]].rank(),
    "another column's": lambda years: years.assign(arrivees=years["retours"].fillna(0) + 1)[
        ["arrivees"]
    ],
    "twice as many": lambda years: years.reset_index().assign(
        arrivees=lambda rows: rows["arrivees"] * 2
    )[["annee", "arrivees"]],
}


@pytest.mark.parametrize("change", CHANGING_ARRIVALS.values(), ids=CHANGING_ARRIVALS)
def test_words_fall_off_other_numbers_that_are_few_and_small(
    change: Step, network: Network
) -> None:
    years = measures.count_members_by_year(network, 2025)
    assert find_words(years[["arrivees"]])["arrivees"].label == "Arrivées"

    assert "arrivees" not in find_words(change(years))


def test_words_survive_a_choice_among_few_and_small_numbers(network: Network) -> None:
    years = measures.count_members_by_year(network, 2025)

    recent = years.reset_index().iloc[2:]

    assert find_words(recent)["arrivees"].label == "Arrivées"


def test_a_merge_shows_plain_names(members: pd.DataFrame) -> None:
    grants = pd.DataFrame({"membre": ["03", "29"], "montant": [10, 20]})

    # pandas hands no words on to a merge, so the columns have the names of the code.
    merged = members.merge(grants, on="membre")[["nom", "montant"]]

    assert publish_heads(merged) == ["nom", "montant"]


def test_a_count_of_a_group_shows_plain_names_unless_the_call_gives_others(
    members: pd.DataFrame,
) -> None:
    counted = members["region"].value_counts().head(2)

    assert publish_heads(counted) == ["region", "count"]
    labels = {"region": "Région", "count": "Membres"}
    assert publish_heads(counted, labels=labels) == ["Région", "Membres"]


def test_words_are_added_to_those_that_a_frame_has_and_the_given_frame_stays(
    members: pd.DataFrame,
) -> None:
    shares = members.assign(part=share_population(members))[["nom", "part"]]

    described = add_words(shares, {"part": Column("Part", unit="part", decimals=1)})

    # Allier's 333,298 inhabitants of 27,138,333 are 1.2 %. "Membre" is the measure's word for nom.
    assert publish_table(described.head(1)) == [["Membre", "Part"], ["Allier", "1,2 %"]]
    assert list(find_words(shares)) == ["nom"]


def test_words_fall_off_a_value_that_is_changed_in_place(members: pd.DataFrame) -> None:
    shares = members.assign(part=share_population(members))[["nom", "part"]]
    described = add_words(shares, {"part": Column("Part", unit="part", decimals=1)})

    described.loc[0, "part"] = 0.5

    assert list(find_words(described)) == ["nom"]
    # Words that are added later describe their own column alone, and bring no lost word back.
    renamed = add_words(described, {"nom": Column("Qui")})
    assert publish_heads(renamed.head(1)) == ["Qui", "part"]


def test_a_name_that_two_columns_have_has_no_words(members: pd.DataFrame) -> None:
    names = members[["nom"]]

    twice = pd.concat([names, names], axis="columns")
    beside_its_index = members.set_index("nom", drop=False)

    assert publish_heads(twice.head(1)) == ["nom", "nom"]
    assert publish_heads(beside_its_index.head(1))[0] == "nom"


def test_words_of_a_column_of_lists_survive_an_index(network: Network) -> None:
    # A cell of `periodes` is a list of years, which can't be compared as a number is.
    tenures = measures.list_tenures(network, 2025)

    periods = tenures.set_index("nom")[["periodes"]]

    assert find_words(tenures)["periodes"].unit == "année"
    assert find_words(periods)["periodes"].unit == "année"


def test_words_survive_a_missing_value_and_fall_off_one_that_was_filled(network: Network) -> None:
    # Remote meetings have no town.
    meetings = measures.list_meetings(network, 2025)

    assert find_words(meetings.set_index("rencontre"))["ville"].label == "Ville"
    assert "ville" not in find_words(meetings.fillna({"ville": "?"}))


def test_a_frame_with_words_is_compared_and_written_like_any_other(members: pd.DataFrame) -> None:
    plain = pd.DataFrame(members)
    plain.attrs = {}

    pd.testing.assert_frame_equal(members, plain)
    assert repr(members) == repr(plain)
    assert members.to_csv() == plain.to_csv()


def test_words_that_a_file_kept_are_readable_and_describe_no_column(members: pd.DataFrame) -> None:
    # As a Parquet file does, which keeps `attrs` as JSON, and not the values to compare with.
    kept = json.loads(json.dumps(members.attrs))
    read = pd.DataFrame(members)
    read.attrs = kept

    assert kept["words"]["population"] == "Habitants"
    assert find_words(read) == {}


def test_a_network_s_own_tables_have_the_titles_of_their_files(network: Network) -> None:
    hosted = network.rencontres.dropna(subset="hote")[["annee", "debut", "ville", "titre"]]
    departures = network.without_drafts().departs

    # The first row of rencontres.csv with a host is the launch, in Orléans.
    assert publish_table(hosted)[:2] == [
        ["Année", "Début", "Ville", "Titre"],
        ["2020", "30 janvier 2020", "Orléans", "Journée de lancement"],
    ]
    assert publish_heads(departures.head(1)) == ["Année", "Membre"]


def test_key_figures_have_their_words(network: Network) -> None:
    figures = measures.count_figures(network)

    of_2025 = figures.loc[[2025], ["membres", "part_population", "part_presence"]]
    assert publish_table(of_2025) == [
        ["Année", "Membres", "Part de la population", "Taux de présence (relevé complet)"],
        ["2025", "40", "39,7 %", "61 %"],
    ]
    # A share of which somebody makes percents is another number: it would be printed 3 970 %.
    assert "part_population" not in find_words(100 * figures[["part_population"]])


def test_the_published_key_figures_stand_beside_those_of_the_year_before(network: Network) -> None:
    figures = key_figures(measures.count_figures(network), 2025)

    assert publish_heads(figures.head(1)) == ["Chiffre", "2025", "2024", "Définition"]


# --- Frames that no measure made ------------------------------------------------------------

DESCRIBED = sorted(map(str, describe_columns()))
"""Names of columns that measures describe, as "population": an analyst's frame may have them."""


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_analyst_s_numbers_are_printed_as_numbers_whatever_their_column_is_called(
    name: str,
) -> None:
    frame = pd.DataFrame({name: [81.25, 35.2, 4000.0], "b": ["revenu", "75C", "présentiel"]})

    assert publish_table(frame) == [
        [name, "b"],
        ["81,25", "revenu"],
        ["35,20", "75C"],
        ["4 000,00", "présentiel"],
    ]
    assert publish_heads(frame.set_index("b")) == ["b", name]


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_analyst_s_texts_are_printed_as_they_are_whatever_their_column_is_called(
    name: str,
) -> None:
    # A state of a member, the code of a territory, a date: measures would print other words.
    texts = ["revenu", "20R", "2025-06-19"]

    _heads, *published = publish_table(pd.DataFrame({name: texts, "b": [1, 2, 3]}))

    assert published == [["revenu", "1"], ["20R", "2"], ["2025-06-19", "3"]]


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_analyst_s_column_beside_those_of_members_has_no_words_of_theirs(
    name: str, members: pd.DataFrame
) -> None:
    assert find_words(members)["population"].label == "Habitants"

    beside = members.head(3)[["population"]].assign(**{name: [81.25, 35.2, 4000.0]})

    heads, *published = publish_table(beside)
    assert heads[-1] == name
    assert [row[-1] for row in published] == ["81,25", "35,20", "4 000,00"]


def test_whole_numbers_from_1900_to_2100_alone_in_a_column_are_printed_as_years() -> None:
    frame = pd.DataFrame(
        {
            "ville": ["Dax", "Pau"],
            "depuis": [2020, 2025],
            "habitants": [2500, 2025],  # one beside a number that is no year
            "year": [3500, 12],  # the column's name decides nothing
        }
    )

    assert publish_table(frame)[1] == ["Dax", "2020", "2 500", "3 500"]


def test_a_column_of_years_with_a_gap_is_printed_as_years() -> None:
    # pandas makes 2020.0 of a year beside a gap.
    gaps = pd.DataFrame({"ville": ["Dax", "Pau"], "an": [2020, np.nan]})

    assert publish_table(gaps)[1:] == [["Dax", "2020"], ["Pau", "non renseigné"]]
