"""What a measure's docstring says of its columns is so, on any network."""

import re
from collections.abc import Callable

import pandas as pd
import pytest
from tables import network

from annual_report import measures
from annual_report.errors import PublishError
from annual_report.measures.plans import OUTCOMES
from annual_report.measures.presence import STATES
from annual_report.network import Network, open_network
from annual_report.pages import publication

pytestmark = pytest.mark.slow

Measure = Callable[[Network], pd.DataFrame]


def last(of: Network) -> int:
    return of.years[-1]


MEASURES: dict[str, Measure] = {
    "announced": lambda of: measures.announced(of, last(of)),
    "announced_by_year": measures.announced_by_year,
    "attendance": lambda of: measures.attendance(of, last(of)),
    "attendance_by_year": lambda of: measures.attendance_by_year(of, of.years),
    "borders_with": lambda of: measures.borders_with(measures.listed(of, last(of))),
    "formats_by_year": lambda of: measures.formats_by_year(of, last(of)),
    "figures": measures.figures,
    "institutions": lambda of: measures.institutions(of.membres["membre"]),
    "listed": lambda of: measures.listed(of, last(of)),
    "meetings": lambda of: measures.meetings(of, last(of)),
    "members_by_year": lambda of: measures.members_by_year(of, last(of)),
    "membership": lambda of: measures.membership(of, last(of)),
    "movement": lambda of: measures.movement(of, last(of)),
    "neighbours": lambda of: measures.neighbours(measures.listed(of, last(of))),
    "on_map": lambda of: measures.on_map(measures.listed(of, last(of))),
    "pairs": lambda of: measures.pairs(measures.present(of, of.years)),
    "participation": lambda of: measures.participation(measures.attendance(of, last(of))),
    "ideas": lambda of: measures.ideas(of, last(of)),
    "planned": lambda of: measures.planned(of, last(of)),
    "present": lambda of: measures.present(of, of.years),
    "regions": lambda of: measures.regions(measures.listed(of, last(of))),
    "stretches": lambda of: measures.stretches(of.membres),
    "subjects": lambda of: measures.subjects(of, "traité", last(of)),
    "tenures": lambda of: measures.tenures(of, last(of)),
    "territory": lambda of: measures.territory(),
    "themes": measures.themes,
    "treated": lambda of: measures.treated(of, last(of)),
    "turnout": lambda of: measures.turnout(of, measures.attendance(of, last(of))),
    "attendance_of": lambda of: measures.attendance_of(of, of.membres["membre"].iloc[0]),
    "ever_members": measures.ever_members,
    "in_official_order": lambda of: measures.in_official_order(measures.listed(of, last(of))),
    "met_at": lambda of: measures.met_at(of, of.membres["membre"].iloc[0]),
    "participation_by_year": lambda of: measures.participation_by_year(of, of.years),
    "reckoning": lambda of: measures.reckoning(of, last(of)),
    "strangers": lambda of: measures.strangers(measures.pairs(measures.present(of, of.years))),
    "surroundings": lambda of: measures.surroundings(of, of.membres["membre"].iloc[0]),
    "themes_by_year": measures.themes_by_year,
    "years_of": lambda of: measures.years_of(of, of.membres["membre"].iloc[0]),
    "years_of_members": lambda of: measures.years_of_members(of, last(of)),
}
NO_TABLES = {
    "are_all",
    "complete_meetings",
    "count_regions",
    "dates_of",
    "drawn_as",
    "kind_of",
    "main_meeting",
    "meeting_named_in",
    "memberships",
    "names_all",
    "population_share",
    "row_names",
    "unrecorded_years",
}
AS_OTHERS = {
    "on_map",
    "in_official_order",
    "met_at",
    "ever_members",
    "figures",
}
"""Those whose docstrings leave the columns to another measure's."""


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


@pytest.fixture(scope="module")
def made(example: Network) -> dict[str, dict[str, pd.DataFrame]]:
    networks = {
        "real": open_network("data/departements-participatifs"),
        "example": example,
        "with nothing but members": network({2025: "44"}),
    }
    return {
        name: {which: measure(of) for which, of in networks.items()}
        for name, measure in MEASURES.items()
    }


def test_every_measure_is_looked_at() -> None:
    assert set(MEASURES) | NO_TABLES == set(measures.__all__)


@pytest.mark.parametrize("name", sorted(set(MEASURES) - AS_OTHERS))
def test_the_columns_are_those_that_the_docstring_names(
    name: str, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    words = re.sub(r"\([^()]*\)|\s+", " ", getattr(measures, name).__doc__)
    for constant, values in {"OUTCOMES": OUTCOMES, "STATES": STATES}.items():
        words = words.replace(f"one for each of {constant}", ", ".join(values))
    listed = re.search(r"Columns: ([^.]*)", words) or re.search(r": ([^.]*)", words)
    assert listed
    named = {part.strip().removeprefix("and ") for part in re.split("[,;]", listed[1])}
    for frame in made[name].values():
        columns = set(frame.reset_index().columns if frame.index.name else frame.columns)
        assert {each for each in columns if not re.search(rf"\b{each}\b", words)} == set()
        assert {each for each in named if re.fullmatch(r"[a-zé]+(_[a-z]+)*", each)} <= columns


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_columns_have_the_same_types_whatever_the_data(
    name: str, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    types = {which: frame.dtypes.to_dict() for which, frame in made[name].items()}
    assert types["real"] == types["example"] == types["with nothing but members"]


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_what_may_be_unknown_can_be_so(name: str, made: dict[str, dict[str, pd.DataFrame]]) -> None:
    """Whole numbers and words are nullable; a float is a weight, an object column has lists."""
    frame = made[name]["example"]
    for column, dtype in frame.dtypes.items():
        if pd.api.types.is_object_dtype(dtype):
            assert all(isinstance(each, list) for each in frame[column]), column
        elif pd.api.types.is_float_dtype(dtype):
            assert column in ("weight", "share") or name == "figures", column
        elif pd.api.types.is_integer_dtype(dtype):
            assert str(dtype) == "Int64" or not frame[column].isna().any(), column


HEADS = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_published_in_one_line(
    name: str, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    """Its columns are headed in French, years have no thin space, what is masked is said to be."""
    frame = made[name]["example"]
    if frame.empty:
        return
    html = publication(frame, caption="Une table").html
    names = {str(each) for each in [*frame.columns, *frame.index.names]}
    heads = {re.sub("<[^>]*>", "", head) for head in HEADS.findall(html.partition("</thead>")[0])}
    assert not heads & names
    assert "".join(sorted(head[0] for head in heads if head)).isupper()
    assert not re.search(r">[12]\u202f\d{3}<", html)  # 2025, and not 2 025
    assert "True" not in html
    assert ("masqué" in html) == bool(frame.get("agents_masque", pd.Series(dtype=bool)).any())


def test_a_pair_and_a_members_year_are_headed_by_what_they_are(
    made: dict[str, dict[str, pd.DataFrame]],
) -> None:
    def heads(name: str) -> list[str]:
        frame = made[name]["example"]
        html = publication(frame, caption="Une table").html.partition("</thead>")[0]
        return [re.sub("<[^>]*>", "", head) for head in HEADS.findall(html)]

    assert heads("pairs") == ["Un membre", "Un autre", "Rencontres communes", "Poids"]
    assert heads("years_of") == ["Département", "Année", "Statut"]


def test_stretches_of_years_are_printed_as_such() -> None:
    tenures = measures.tenures(network({2020: "44", 2021: "44 33", 2023: "44"}), 2023)
    html = publication(tenures, caption="Une table").html
    assert "<td>2020–2021 et 2023</td>" in html
    assert "<td>2021</td>" in html


def test_a_column_of_ones_own_takes_its_words_from_labels_or_is_refused(example: Network) -> None:
    mine = measures.membership(example, 2025).assign(part_mienne=1)
    with pytest.raises(PublishError, match=r'labels=\{"part_mienne": "…"\}'):
        publication(mine, caption="Une table")
    assert "Ma part" in publication(mine, caption="T", labels={"part_mienne": "Ma part"}).html
    assert (
        "Ma part" in publication(mine.rename(columns={"part_mienne": "Ma part"}), caption="T").html
    )


def test_the_words_are_those_of_the_networks_kind() -> None:
    """Whatever other network was opened meanwhile."""
    towns = network({2025: "44"}, kinds=("métropole",))
    members = measures.listed(towns, 2025)
    network({2025: "44"})
    assert members.attrs["words"]["name"]["label"] == "Métropole"
    assert measures.regions(members).attrs["words"]["members"]["unit"] == "métropoles"


def test_measuring_changes_nothing_of_the_network(example: Network) -> None:
    tables = ("membres", "rencontres", "sujets", "presences", "agents")
    before = {name: getattr(example, name).copy() for name in tables}
    for measure in MEASURES.values():
        frame = measure(example)
        if len(frame.columns):
            frame[frame.columns[0]] = None
    assert all(getattr(example, name).equals(table) for name, table in before.items())
