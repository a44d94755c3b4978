"""Promises of all measures: columns as documented, published in a line, of any network."""

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from network_files import network
from pandas.testing import assert_frame_equal
from selectolax.lexbor import LexborHTMLParser
from tables import list_rows

from annual_report import measures
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.measures.attendance import STATES
from annual_report.network.measures.subjects import OUTCOMES
from annual_report.network.network import Network, open_network

pytestmark = pytest.mark.slow

Measure = Callable[[Network], pd.DataFrame]


def list_last_members(network: Network) -> pd.DataFrame:
    """Return the members of the last recorded year."""
    return measures.list_members(network, network.years[-1])


def list_all_attendance(network: Network) -> pd.DataFrame:
    """Return the attendance of all recorded years."""
    return measures.list_attendance(network, *network.years)


MEASURES: dict[str, Measure] = {
    # Of a network.
    "count_figures": lambda of: measures.count_figures(of),
    "list_subjects": lambda of: measures.list_subjects(of),
    # Of a network, for its last year.
    "compare_members": lambda of: measures.compare_members(of, of.years[-1]),
    "count_attendance_by_year": lambda of: measures.count_attendance_by_year(of, of.years[-1]),
    "count_meetings_by_year": lambda of: measures.count_meetings_by_year(of, of.years[-1]),
    "count_members_by_year": lambda of: measures.count_members_by_year(of, of.years[-1]),
    "list_attendance": lambda of: measures.list_attendance(of, of.years[-1]),
    "list_facts": lambda of: measures.list_facts(of, of.years[-1]),
    "list_meetings": lambda of: measures.list_meetings(of, of.years[-1]),
    "list_members": lambda of: measures.list_members(of, of.years[-1]),
    "list_outcomes": lambda of: measures.list_outcomes(of, of.years[-1]),
    "list_tenures": lambda of: measures.list_tenures(of, of.years[-1]),
    # Of the table that another measure made.
    "count_members_by_region": lambda of: measures.count_members_by_region(list_last_members(of)),
    "list_borders": lambda of: measures.list_borders(list_last_members(of)),
    "list_largest_towns": lambda of: measures.list_largest_towns(list_last_members(of)),
    "list_peers": lambda of: measures.list_peers(list_last_members(of)),
    "locate_towns": lambda of: measures.locate_towns(measures.list_meetings(of, *of.years)),
    "count_attendance_by_meeting": lambda of: measures.count_attendance_by_meeting(
        list_all_attendance(of)
    ),
    "list_pairs": lambda of: measures.list_pairs(
        list_all_attendance(of).query("etat == 'présent'")
    ),
    "list_institutions": lambda of: measures.list_institutions(of.membres["membre"]),
}
"""The measures that return a table, each called on a network."""
WITHOUT_TABLE = {"count_departments_by_region", "is_on_a_map"}
"""The measures that return a series or an answer."""
IN_ORDER_OF_THE_FILE = {"list_outcomes", "list_subjects"}
COLUMNS_ELSEWHERE = {"count_figures", "locate_towns"}
"""The measures whose docstrings leave the columns to another measure's."""


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


Tables = dict[str, list[pd.DataFrame]]


@pytest.fixture(scope="module")
def tables(example: Network) -> Tables:
    """Return the tables of each measure: of the example, the real network, and a small network."""
    networks = [
        example,
        open_network("data/departements-participatifs"),
        # Nothing is recorded of it but a member.
        network({2025: "Loire-Atlantique"}),
    ]
    made: Tables = {}
    for name, measure in MEASURES.items():
        made[name] = [measure(each) for each in networks]
    return made


def test_every_measure_is_looked_at() -> None:
    assert set(MEASURES) | WITHOUT_TABLE == set(measures.__all__)


def read_documented_columns(measure: str) -> tuple[str, set[str]]:
    """Return the words of a measure's docstring, and the columns that it lists.

    Columns follow "Columns:", or else the first colon, up to the end of the sentence: "Columns:
    membre, nom (as on the map), rang."
    """
    docstring = getattr(measures, measure).__doc__
    words = re.sub(r"\([^()]*\)|\s+", " ", docstring)
    words = words.replace("one for each of OUTCOMES", ", ".join(OUTCOMES))
    words = words.replace("one for each of STATES", ", ".join(STATES))
    listed = re.search(r"Columns: ([^.]*)", words) or re.search(r": ([^.]*)", words)
    assert listed, words
    columns = set()
    for part in re.split("[,;]", listed[1]):
        item = part.strip().removeprefix("and ")
        # A remark between the names, "where it met", is no column.
        if re.fullmatch(r"[a-zé]+(_[a-z]+)*", item):
            columns.add(item)
    return words, columns


@pytest.mark.parametrize("name", sorted(set(MEASURES) - COLUMNS_ELSEWHERE))
def test_the_columns_are_those_that_the_docstring_names(name: str, tables: Tables) -> None:
    words, documented = read_documented_columns(name)
    for frame in tables[name]:
        columns = {str(column) for column in frame.columns}
        if frame.index.name:
            columns.add(str(frame.index.name))
        undocumented = [column for column in columns if not re.search(rf"\b{column}\b", words)]
        assert undocumented == []
        assert documented - columns == set()


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_columns_have_the_same_types_whatever_the_data(name: str, tables: Tables) -> None:
    of_example, of_real_network, of_few_words = tables[name]
    types = of_example.dtypes.to_dict()
    assert of_real_network.dtypes.to_dict() == types
    assert of_few_words.dtypes.to_dict() == types


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_published_in_one_line_with_french_heads(
    name: str, tables: Tables
) -> None:
    of_example, *_others = tables[name]
    if of_example.empty:
        return
    html = make_fragment(of_example, caption="Une table").html
    heads = [cell.text() for cell in LexborHTMLParser(html).css("thead th")]
    names = {str(column) for column in [*of_example.columns, *of_example.index.names]}
    for head in heads:
        # No column shows by its bare name, "annee_suite", but by its words.
        assert head not in names
        assert head[:1] == head[:1].upper()


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_prints_years_and_answers_as_people_write(name: str, tables: Tables) -> None:
    of_example, *_others = tables[name]
    if of_example.empty:
        return
    html = make_fragment(of_example, caption="Une table").html
    # 2025, and not "2 025" with a narrow space; "oui", and not "True".
    assert re.findall(r">[12]\u202f\d{3}<", html) == []
    assert "True" not in html


def test_inhabitants_and_years_are_printed_without_decimals(example: Network) -> None:
    members = measures.list_members(example, 2025)
    html = make_fragment(members[["nom", "population", "annees"]], caption="Les membres").html
    assert re.findall(r">[\d\u202f]+,\d+<", html) == []


def test_stretches_of_years_are_printed_as_such() -> None:
    small = network(
        {2020: "Loire-Atlantique", 2021: "Loire-Atlantique, Gironde", 2023: "Loire-Atlantique"}
    )
    tenures = measures.list_tenures(small, 2023)
    html = make_fragment(tenures, caption="Une table").html
    # The Loire-Atlantique is no member in 2022; the Gironde is one in 2021 alone.
    assert ">2020–2021 et 2023</td>" in html
    assert ">2021</td>" in html


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_the_order_of_rows_in_the_files_never_matters(name: str, example: Network) -> None:
    upside_down = {table: rows.iloc[::-1] for table, rows in example.tables.items()}
    turned = replace(example, tables=upside_down, counts={})
    measure = MEASURES[name]
    rows = list_rows(measure(example).reset_index())
    rows_of_turned = list_rows(measure(turned).reset_index())
    if name in IN_ORDER_OF_THE_FILE:
        # The first column is the number of the row, which is another one upside down.
        rows = sorted([row[1:] for row in rows], key=str)
        rows_of_turned = sorted([row[1:] for row in rows_of_turned], key=str)
    assert rows_of_turned == rows


def test_measuring_changes_nothing_of_the_network(example: Network) -> None:
    before = {name: table.copy() for name, table in example.tables.items()}
    for measure in MEASURES.values():
        frame = measure(example)
        # Writing into the result would write into the network too if they shared their values.
        if len(frame.columns):
            frame[frame.columns[0]] = None
    for name, table in before.items():
        assert_frame_equal(example.tables[name], table)
