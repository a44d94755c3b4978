"""The title, the axes and the data of a chart that only a program draws, from the chart's JSON.

Input: the data of an output, MIME type → value. Output: a `Chart`, a title and
columns, and then a `Missing` block that shows the data of the chart as a table.

Plotly and Vega-Lite leave JSON in the notebook, as a separate type or within a script; so do
libraries of a grammar of graphics (Lets-Plot): columns, a mapping of columns to axes and colours
("aesthetics"), and layers. JSON of a notebook may have any shape: each step asks for the type of a
value before it reads the value, and a wrong part is left out instead of an error.
"""

import base64
import binascii
import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise, zip_longest
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from annual_report.machine.pages.blocks.model import Cell, Missing, TableBlock
from annual_report.machine.pages.language import count_letters

# Where JSON begins in a script, so that `json` reads it on. Taken: `{"a": 1}`, `{}`, `[{"a"`, `[]`.
# Not taken: `{ return x }`, `[i]`, `[1, 2]`. `json` reads from a given place only, and each reading
# that fails costs: the script of a whole library has a hundred thousand brackets.
JSON = re.compile(r'\{\s*["}]|\[\s*(?:\]|\{\s*["}])')
PLOTLY = "plotly"
"""The word in the MIME type of a Plotly chart: `application/vnd.plotly.v1+json`."""
VEGA = "vega"
"""The word in the MIME types and in the `$schema` of Vega and Vega-Lite."""
GRAMMAR = ("mapping", "layers")
"""The keys by which a chart of a grammar of graphics, as of Lets-Plot, is known."""
MOST_ROWS = 200
"""The most rows of a chart's data that a page shows: a longer table isn't read to its end."""
KINDS = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d",
}  # fmt: skip
"""numpy's names of number types, in which Plotly packs values → the codes of `struct`."""
COLUMNS = ("x", "y", "z", "labels", "parents", "values", "lat", "lon", "locations", "r", "theta")
"""The keys of a Plotly trace that hold a value for each point of the trace."""
AXES = {"x": "xaxis", "y": "yaxis", "z": "zaxis"}
"""A key of a Plotly trace → the key of a Plotly layout that has the title of the axis."""


@dataclass
class Chart:
    """A chart read from JSON: its title ("" without), and its data, a column's title → values."""

    title: str = ""
    columns: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """The number of rows of the data: the length of the longest column."""
        return max(map(len, self.columns.values()), default=0)


def find_chart(data: Mapping[str, Any]) -> Chart | None:
    """Return the chart in an output's data (MIME type → value); None without a known chart."""
    # A MIME type of its own is the surest place, and no script has to be searched.
    for kind, value in data.items():
        if "json" in kind and isinstance(value, Mapping):
            if PLOTLY in kind:
                return _read_plotly(value.get("data"), value.get("layout"))
            if VEGA in kind:
                return _read_vega(value)
    for script in LexborHTMLParser(str(data.get("text/html", ""))).css("script"):
        chart = _read_script(script.text())
        if chart:
            return chart
    return None


def describe_chart(chart: Chart) -> Missing:
    """Return the block that stands for a chart: its title, and its data as a table.

    A chart of more than `MOST_ROWS` rows has no table: its axes and the number of its points stand
    there instead.
    """
    missing = Missing(key="missing_chart", words=chart.title)
    if chart.title:
        missing.found = [chart.title]
    if 0 < chart.length <= MOST_ROWS:
        missing.table = _make_table(chart)
    else:
        axes = ", ".join(chart.columns)
        missing.words = ". ".join(filter(None, [chart.title, axes]))
        missing.points = chart.length
    return missing


def _make_table(chart: Chart) -> TableBlock:
    """Return the data of a chart as a table: a head for each column, a row for each point."""
    heads = []
    for name in chart.columns:
        heads.append(Cell((_escape(name),), is_head=True, scope="col"))
    rows = []
    # Layers of a chart may have columns of different lengths: the missing cells stay empty.
    for line in zip_longest(*chart.columns.values(), fillvalue=""):
        row = []
        for value in line:
            row.append(Cell((_escape(_print(value)),), kind=_choose_kind(value)))
        rows.append(row)
    letters = 0
    for name, values in chart.columns.items():
        letters += count_letters([name, *map(_print, values)])
    return TableBlock([heads], rows, letters=letters)


def _escape(text: str) -> str:
    """Return a text as HTML; quotes stay, for no attribute is written here."""
    return escape(text, quote=False)


def _choose_kind(value: object) -> str:
    """Return the class of a cell: "number", which aligns it at the right, or "" for words."""
    # In Python True is an int.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else ""


def _print(value: object) -> str:
    """Return the text of a value of a chart's JSON: 0.30000000000000004 → "0.3", null → ""."""
    if value is None:
        return ""
    if isinstance(value, float):
        # Ten digits hide the inexact end of binary numbers: 0.1 + 0.2 is printed as 0.3.
        return f"{value:.10g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_script(text: str) -> Chart | None:
    """Return the chart that a script draws from JSON within the script; None without a chart."""
    # The search for JSON takes long in the script of a whole library, which draws no chart. The
    # script of a chart has one of these words.
    has_grammar = all(f'"{key}"' in text for key in GRAMMAR)
    if VEGA not in text.lower() and "Plotly" not in text and not has_grammar:
        return None
    values = [*_find_json(text)]
    for value in values:
        if not isinstance(value, Mapping):
            continue
        if VEGA in str(value.get("$schema", "")):
            return _read_vega(value)
        if all(key in value for key in GRAMMAR):
            return _read_grammar(value)
    # Plotly.newPlot("id", [traces], {layout}): two neighbours in the call.
    for traces, layout in pairwise(values):
        if _are_traces(traces) and isinstance(layout, Mapping):
            return _read_plotly(traces, layout)
    return None


def _are_traces(value: Any) -> bool:
    """Whether a JSON value is the list of traces of a Plotly chart: objects that have a type."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(trace, Mapping) and "type" in trace for trace in value)


def _find_json(text: str) -> Iterator[Any]:
    """Yield the JSON objects and lists that stand in a script, the outermost of each."""
    decoder = json.JSONDecoder()
    place = 0
    while start := JSON.search(text, place):
        try:
            value, place = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            # Code of JavaScript that begins as JSON does: the search goes on behind its bracket.
            place = start.start() + 1
            continue
        yield value


def _read_plotly(traces: Any, layout: Any) -> Chart:
    """Return a chart of Plotly as a table: a row for each point of each trace.

    `traces` is the list of what is drawn (a line, bars, a heat map), each an object of
    columns: `{"type": "bar", "name": "2025", "x": ["Ain"], "y": [3]}`. `layout` has the titles.
    Columns with the same title are one column of the table, the traces below each other. A chart of
    several traces has a first column with the name of each point's trace.
    """
    titles = layout if isinstance(layout, Mapping) else {}
    known_traces = _take_mappings(traces)
    columns: dict[str, list[Any]] = {}
    trace_names: list[Any] = []
    for number, trace in enumerate(known_traces, start=1):
        values = _read_trace(trace)
        rows_before = len(trace_names)
        for key, column in values.items():
            title = _read_title(titles.get(AXES.get(key, ""), {})) or key
            column_so_far = columns.setdefault(title, [])
            # A column that earlier traces didn't have is empty beside their points.
            _fill_up(column_so_far, rows_before)
            column_so_far += column
        length = max(map(len, values.values()), default=0)
        trace_names += [trace.get("name") or number] * length
    for column in columns.values():
        _fill_up(column, len(trace_names))
    chart = Chart(_read_title(titles))
    if len(known_traces) > 1:
        chart.columns["name"] = trace_names
    chart.columns |= columns
    return chart


def _read_trace(trace: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the columns of a Plotly trace: the key of the column ("x", "labels") → values."""
    values: dict[str, list[Any]] = {}
    for key in COLUMNS:
        if key in trace:
            values[key] = _unpack(trace[key])
    # The `z` of a heat map is a list of rows of its grid, with no `x` for each value.
    if any(map(_is_row_of_grid, values.get("z", ()))):
        return _unfold_grid(values)
    return values


def _fill_up(column: list[Any], length: int) -> None:
    """Add None to the end of a column until it has a length; a longer column isn't changed."""
    column += [None] * (length - len(column))


def _is_row_of_grid(value: object) -> bool:
    """Whether a value is a row of a heat map's grid: a sequence of numbers, but no string.

    True for [3, 4], False for 3 and for "Ain".
    """
    return isinstance(value, Sequence) and not isinstance(value, str)


def _take_mappings(listed: Any) -> list[Mapping[str, Any]]:
    """Return the objects in a list of JSON; [] for another value: a notebook may hold any."""
    if not isinstance(listed, list):
        return []
    return [each for each in listed if isinstance(each, Mapping)]


def _unfold_grid(values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the grid of a heat map as three columns of the same length, a line for each cell.

    {"x": ["2024", "2025"], "y": ["Ain"], "z": [[3, 4]]}
    → {"x": ["2024", "2025"], "y": ["Ain", "Ain"], "z": [3, 4]}

    `z` is a list of rows; `x` has the names of the grid's columns, `y` those of its rows, and both
    are numbers from 0 where the chart has no names.
    """
    rows = [_unpack(row) for row in values["z"]]
    column_names = values.get("x") or [*range(max(map(len, rows), default=0))]
    row_names = values.get("y") or [*range(len(rows))]
    unfolded: dict[str, list[Any]] = {"x": [], "y": [], "z": []}
    # Not strict: Plotly draws a grid with too few names as far as the names go.
    for row_name, row in zip(row_names, rows, strict=False):
        for column_name, value in zip(column_names, row, strict=False):
            unfolded["x"].append(column_name)
            unfolded["y"].append(row_name)
            unfolded["z"].append(value)
    return unfolded


def _read_title(about: Any) -> str:
    """Return the plain words of an object's `title`; "" without a title.

    `about` is a layout, an axis, a channel or a guide. Plotly has `{"title": {"text": "…"}}`,
    Vega-Lite a text or a list of lines.
    """
    title = about.get("title") if isinstance(about, Mapping) else None
    if isinstance(title, Mapping):
        title = title.get("text")
    if isinstance(title, list):
        title = " ".join(map(str, title))
    if not isinstance(title, str):
        return ""
    # Plotly's titles may have tags: "<b>Membres</b><br>en 2025".
    body = LexborHTMLParser(title).body
    return " ".join(body.text(separator=" ").split()) if body else ""


def _unpack(values: Any) -> list[Any]:
    """Return the values of a Plotly column as a list; [] for values that can't be read.

    The values of a column are a list in JSON, or an array of numbers that Plotly packed. A packed
    grid has a `shape`, its height and width, and becomes a list of rows:

    {"dtype": "u1", "bdata": "AQIDBAUG", "shape": "2, 3"} → [[1, 2, 3], [4, 5, 6]]
    """
    if isinstance(values, list):
        return values
    if not isinstance(values, Mapping):
        return []
    numbers = _unpack_numbers(values)
    width = _read_width(values.get("shape"))
    if width == 0:
        return numbers
    return [numbers[start : start + width] for start in range(0, len(numbers), width)]


def _unpack_numbers(packed: Mapping[str, Any]) -> list[Any]:
    """Return the numbers of an array that Plotly packed as bytes, in base64; [] if it is broken.

    {"dtype": "u1", "bdata": "AQID"} → [1, 2, 3]: "u1" is an unsigned number of one byte.
    """
    code = KINDS.get(str(packed.get("dtype")))
    if code is None:
        return []
    try:
        data = base64.b64decode(str(packed.get("bdata", "")), validate=True)
    except (binascii.Error, ValueError):
        return []
    # "<": the lowest byte of a number comes first, on any machine.
    form = struct.Struct(f"<{code}")
    # A cut notebook may end within a number: the rest is left out.
    whole = len(data) - len(data) % form.size
    return [number for (number,) in form.iter_unpack(data[:whole])]


def _read_width(shape: Any) -> int:
    """Return the numbers in a row of a packed grid: "2, 3" → 3; 0 without a readable shape."""
    _height, _comma, width = str(shape).partition(",")
    try:
        return max(int(width), 0)
    except ValueError:
        return 0


def _read_vega(chart: Mapping[str, Any]) -> Chart:
    """Return a chart of Vega-Lite: the columns that are drawn as axes, colours or sizes.

    A chart may hold further charts ("layers"): the data are those of the first that has any, and
    the columns are those of all. Without a readable encoding all columns of the data are taken.
    """
    layers = [chart, *_list_layers(chart)]
    rows: list[Mapping[str, Any]] = []
    for layer in layers:
        rows = rows or _find_rows(layer.get("data"), chart.get("datasets"))
    titles = _read_encodings(layers)
    if not titles:
        for row in rows:
            titles |= {str(name): str(name) for name in row}
    made = Chart(_read_title(chart))
    for name, title in titles.items():
        column = [row.get(name) for row in rows]
        # A field that Vega-Lite computes itself ("count_*") is in no row: it has no column.
        if any(value is not None for value in column):
            made.columns[title] = column
        elif not rows:
            # The data are elsewhere, as at an address: the names of the axes are still worth it.
            made.columns[title] = []
    return made


def _read_encodings(layers: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return the columns that charts of Vega-Lite draw: the name of the field → its title.

    An encoding is `{"x": {"field": "annee", "axis": {"title": "Année"}}, "color": …}`.
    """
    titles: dict[str, str] = {}
    for layer in layers:
        encoding = layer.get("encoding")
        if not isinstance(encoding, Mapping):
            continue
        for channel in encoding.values():
            if isinstance(channel, Mapping) and isinstance(channel.get("field"), str):
                name = channel["field"]
                title = _read_title(channel) or _read_title(channel.get("axis"))
                titles[name] = title or titles.get(name) or name
    return titles


def _read_grammar(chart: Mapping[str, Any]) -> Chart:
    """Return a chart of a grammar of graphics: the columns that are mapped to axes or colours.

    The chart is `{"data": {"an": [2025]}, "mapping": {"x": "an"}, "layers": [{…}]}`; a layer may
    have data and a mapping of its own.
    """
    made = Chart(_read_title({"title": chart.get("ggtitle")}))
    titles = _read_scales(chart)
    data: dict[str, Any] = {}
    for layer in [chart, *_take_mappings(chart["layers"])]:
        # A layer without data of its own draws those of the whole.
        own_data = layer.get("data")
        if isinstance(own_data, Mapping):
            data |= own_data
        mapping = layer.get("mapping")
        if not isinstance(mapping, Mapping):
            continue
        for aesthetic, name in mapping.items():
            if isinstance(name, str) and isinstance(data.get(name), list):
                made.columns[titles.get(aesthetic, name)] = data[name]
    return made


def _read_scales(chart: Mapping[str, Any]) -> dict[str, str]:
    """Return the titles of a chart's axes and colours: the aesthetic ("x", "fill") → its title."""
    titles: dict[str, str] = {}
    for scale in _take_mappings(chart.get("scales")):
        if isinstance(scale.get("name"), str):
            titles[str(scale.get("aesthetic"))] = scale["name"]
    guides = chart.get("guides")
    if isinstance(guides, Mapping):
        # A guide is the legend of a scale. Its title replaces the name of the scale, as in the
        # drawing.
        for aesthetic, guide in guides.items():
            title = _read_title(guide)
            if title:
                titles[aesthetic] = title
    return titles


def _list_layers(chart: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the charts within a chart of Vega-Lite, at any depth, in their order."""
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for layer in _take_mappings(chart.get(name)):
            yield layer
            yield from _list_layers(layer)
    # A repeated or faceted chart stands under `spec`.
    spec = chart.get("spec")
    if isinstance(spec, Mapping):
        yield spec
        yield from _list_layers(spec)


def _find_rows(data: Any, datasets: Any) -> list[Mapping[str, Any]]:
    """Return the rows of a Vega-Lite chart, column → value; [] for data that are elsewhere.

    `data` is the entry of the chart: `{"values": [{"an": 2025}]}`, or `{"name": "data-1"}`. In the
    second form the rows stand in `datasets`, name → rows, where several charts share them.
    """
    if not isinstance(data, Mapping):
        return []
    values = data.get("values")
    if values is None and isinstance(datasets, Mapping):
        values = datasets.get(str(data.get("name", "")))
    return _take_mappings(values)
