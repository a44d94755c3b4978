"""What a measure's docstring says of its columns is so, on any network."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from network_files import network
from tables import list_rows

from annual_report import measures
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.measures.attendance import STATES
from annual_report.network.measures.subjects import OUTCOMES
from annual_report.network.network import Network, open_network

pytestmark = pytest.mark.slow

Measure = Callable[[Network], pd.DataFrame]


def last(of: Network) -> int:
    return of.years[-1]


def members(of: Network) -> pd.DataFrame:
    return measures.list_members(of, last(of))


def attendance(of: Network) -> pd.DataFrame:
    return measures.list_attendance(of, *of.years)


ARGUMENTS: dict[str, Callable[[Network], tuple[Any, ...]]] = {
    "count_figures list_subjects": lambda of: (of,),
    """compare_members count_attendance_by_year count_meetings_by_year count_members_by_year
    list_attendance list_facts list_meetings list_members list_outcomes
    list_tenures""": lambda of: (
        of,
        last(of),
    ),
    "count_members_by_region list_borders list_largest_towns list_peers": lambda of: (members(of),),
    "locate_towns": lambda of: (measures.list_meetings(of, *of.years),),
    "count_attendance_by_meeting": lambda of: (attendance(of),),
    "list_pairs": lambda of: (attendance(of).query("etat == 'présent'"),),
    "list_institutions": lambda of: (of.membres["membre"],),
}
MEASURES: dict[str, Measure] = {
    name: lambda of, name=name, given=given: getattr(measures, name)(*given(of))  # type: ignore[misc]
    for names, given in ARGUMENTS.items()
    for name in names.split()
}
NO_TABLES = {"count_departments_by_region", "is_on_a_map"}
IN_ORDER_OF_THE_TABLE = {"list_outcomes", "list_subjects"}
AS_OTHERS = {"count_figures", "locate_towns"}
"""Those whose docstrings leave the columns to another measure's."""


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


@pytest.fixture(scope="module")
def made(example: Network) -> dict[str, dict[str, pd.DataFrame]]:
    networks = {
        "real": open_network("data/departements-participatifs"),
        "example": example,
        "with nothing but members": network({2025: "Loire-Atlantique"}),
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
        assert {column for column in columns if not re.search(rf"\b{column}\b", words)} == set()
        assert {column for column in named if re.fullmatch(r"[a-zé]+(_[a-z]+)*", column)} <= columns


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_columns_have_the_same_types_whatever_the_data(
    name: str, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    types = {which: frame.dtypes.to_dict() for which, frame in made[name].items()}
    assert types["real"] == types["example"] == types["with nothing but members"]


HEADS = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_published_in_one_line(
    name: str, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    """Its columns are headed in French, years have no thin space."""
    frame = made[name]["example"]
    if frame.empty:
        return
    html = make_fragment(frame, caption="Une table").html
    names = {str(column) for column in [*frame.columns, *frame.index.names]}
    heads = {re.sub("<[^>]*>", "", head) for head in HEADS.findall(html.partition("</thead>")[0])}
    assert not heads & names
    assert "".join(sorted(head[0] for head in heads if head)).isupper()
    assert not re.search(r">[12]\u202f\d{3}<", html)  # 2025, and not 2 025
    assert "True" not in html


def test_inhabitants_and_years_are_printed_without_decimals(
    made: dict[str, dict[str, pd.DataFrame]],
) -> None:
    members = made["list_members"]["example"][["nom", "population", "annees"]]
    html = make_fragment(members, caption="Les membres").html
    assert re.findall(r">[\d\u202f]+,\d+<", html) == []


def test_stretches_of_years_are_printed_as_such() -> None:
    tenures = measures.list_tenures(
        network(
            {2020: "Loire-Atlantique", 2021: "Loire-Atlantique, Gironde", 2023: "Loire-Atlantique"}
        ),
        2023,
    )
    html = make_fragment(tenures, caption="Une table").html
    assert ">2020–2021 et 2023</td>" in html
    assert ">2021</td>" in html


def test_the_order_of_rows_never_matters(
    example: Network, made: dict[str, dict[str, pd.DataFrame]]
) -> None:
    """It is that of what a measure lists only where that is written down in no column."""
    tables = {name: example.tables[name].iloc[::-1] for name in example.tables}
    turned = replace(example, tables=tables, counts={})
    for name, measure in MEASURES.items():
        frames = made[name]["example"], measure(turned)
        here, there = (
            list_rows(frame.reset_index(drop=frame.index.name is None)) for frame in frames
        )
        if name in IN_ORDER_OF_THE_TABLE:
            here, there = sorted(here, key=str), sorted(there, key=str)
        assert here == there, name


def test_measuring_changes_nothing_of_the_network(example: Network) -> None:
    tables = ("membres", "rencontres", "sujets", "presences")
    before = {name: getattr(example, name).copy() for name in tables}
    for measure in MEASURES.values():
        frame = measure(example)
        if len(frame.columns):
            frame[frame.columns[0]] = None
    assert all(getattr(example, name).equals(table) for name, table in before.items())
