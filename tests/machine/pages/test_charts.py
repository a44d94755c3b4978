"""Charts that only a program draws: their data are read from the JSON, whatever shape it has."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annual_report.machine.pages.blocks.charts import Chart, describe_chart, find_chart

PLOTLY = {
    "data": [
        {"type": "bar", "name": "a", "x": ["Ain", "Gers"], "y": {"dtype": "u1", "bdata": "AwU="}},
        {"type": "heatmap", "x": [2024, 2025], "y": ["Ain"], "z": [[3, 4]]},
    ],
    "layout": {"title": {"text": "Loans"}, "xaxis": {"title": {"text": "Library"}}},
}
VEGA = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "title": ["Loans", "by library"],
    "datasets": {"rows": [{"library": "Mill", "loans": 3}]},
    "layer": [
        {
            "data": {"name": "rows"},
            "encoding": {
                "x": {"field": "library"},
                "y": {"field": "loans", "axis": {"title": "L"}},
            },
        }
    ],
}
GRAMMAR = {
    "ggtitle": {"text": "Loans"},
    "data": {"library": ["Mill"], "loans": [3]},
    "mapping": {"x": "library", "y": "loans"},
    "layers": [{"mapping": {"fill": "loans"}, "data": {}}],
    "scales": [{"aesthetic": "x", "name": "Library"}],
    "guides": {"fill": {"title": "Number of loans"}},
}
CHARTS: list[dict[str, Any]] = [PLOTLY, VEGA, GRAMMAR]
NO_PARTS: list[Any] = [None, True, -1, 1.5, "", "x", "9" * 5000, [], [[]], {}, {"dtype": ["u1"]}]
"""Values of JSON that are no part of a chart, or none at the place where a test puts them."""


def put_in_output(chart: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output that holds a chart as its library writes it."""
    if chart.keys() >= PLOTLY.keys():
        return {"application/vnd.plotly.v1+json": chart}
    if "$schema" in chart:
        return {"application/vnd.vegalite.v6+json": chart}
    return {"text/html": f"<script>const plotSpec = {json.dumps(chart)};</script>"}


def read(chart: dict[str, Any]) -> Chart:
    found = find_chart(put_in_output(chart))
    assert found is not None
    return found


def list_places(
    value: object, place: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each part of a value of JSON: ("data", 0, "x")."""
    parts: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    for key, part in parts:
        yield (*place, key)
        yield from list_places(part, (*place, key))


@st.composite
def break_a_chart(draw: st.DrawFn) -> dict[str, Any]:
    """Return a chart in which a part, at any depth, is replaced by a value of another kind."""
    chart: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(CHARTS)))
    *path, key = draw(st.sampled_from(list(list_places(chart))))
    around: Any = chart
    for step in path:
        around = around[step]
    around[key] = copy.deepcopy(draw(st.sampled_from(NO_PARTS)))
    return chart


@given(break_a_chart())
@settings(max_examples=300, deadline=None)
def test_a_chart_with_a_wrong_part_is_described_all_the_same(chart: dict[str, Any]) -> None:
    found = find_chart(put_in_output(chart))
    if found is not None:
        assert describe_chart(found).html


@pytest.mark.parametrize(
    ("chart", "title", "columns"),
    [
        (VEGA, "Loans by library", {"library": ["Mill"], "L": [3]}),
        (GRAMMAR, "Loans", {"Library": ["Mill"], "loans": [3], "Number of loans": [3]}),
    ],
)
def test_the_columns_of_a_chart_have_the_titles_of_its_axes(
    chart: dict[str, Any], title: str, columns: dict[str, list[object]]
) -> None:
    assert read(chart) == Chart(title, columns)


def test_the_traces_of_a_chart_stand_below_each_other() -> None:
    chart = read(PLOTLY)
    assert chart.title == "Loans"
    assert chart.columns == {
        "name": ["a", "a", 2, 2],
        "Library": ["Ain", "Gers", 2024, 2025],
        "y": [3, 5, "Ain", "Ain"],
        "z": [None, None, 3, 4],
    }


@pytest.mark.parametrize(
    ("packed", "values"),
    [
        ({"dtype": "u1", "bdata": "AwU="}, [3, 5]),
        ({"dtype": "i2", "bdata": "//8BAA=="}, [-1, 1]),
        ({"dtype": "f8", "bdata": "AAAAAAAA4D8="}, [0.5]),
        # The second number was cut.
        ({"dtype": "i2", "bdata": "//8B"}, [-1]),
        ({"dtype": "u1", "bdata": "no base64"}, []),
        ({"dtype": "c16", "bdata": "AwU="}, []),
        ({"dtype": "u1", "bdata": "AwU=", "shape": "two"}, [3, 5]),
    ],
)
def test_packed_numbers_are_read(packed: dict[str, str], values: list[object]) -> None:
    chart = read({"data": [{"type": "bar", "values": packed}], "layout": {}})
    assert chart.columns == {"values": values}


def test_a_packed_grid_has_a_row_for_each_of_its_cells() -> None:
    grid = {"dtype": "u1", "bdata": "AQIDBAUG", "shape": "2, 3"}
    chart = read({"data": [{"type": "heatmap", "z": grid}], "layout": {}})
    assert chart.columns == {
        "x": [0, 1, 2, 0, 1, 2],
        "y": [0, 0, 0, 1, 1, 1],
        "z": [1, 2, 3, 4, 5, 6],
    }
