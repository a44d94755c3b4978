"""The title, the axes and the data of a chart that only a program draws, from the chart's JSON.

Plotly and Vega-Lite leave JSON in the notebook, as a separate type or within a script; so do
libraries of a grammar of graphics: columns, a mapping of columns to signs, layers.
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
from annual_report.machine.pages.fragment import count_letters

JSON = re.compile(r'\{\s*["}]|\[\s*(?:\]|\{\s*["}])')
"""How objects, and lists of objects, begin in JSON and hardly in a script: a failed reading goes
through all that stands before it, and the script of a library has a hundred thousand brackets."""
PLOTLY = "plotly"
VEGA = "vega"
GRAMMAR = ("mapping", "layers")
"""The keys by which a chart of a grammar of graphics, as of Lets-Plot, is known."""
MOST_ROWS = 200
"""Rows of a chart's data that a page has: of more, nobody reads them all."""
KINDS = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d",
}  # fmt: skip
"""numpy's kinds of numbers, in which Plotly packs them, by those of Python."""
COLUMNS = ("x", "y", "z", "labels", "parents", "values", "lat", "lon", "locations", "r", "theta")
"""What a trace of Plotly holds a value of for each of its points."""
TITLED = {"x": "xaxis", "y": "yaxis", "z": "zaxis"}


@dataclass
class Chart:
    """A chart read from JSON: the title, and the data by column."""

    title: str = ""
    columns: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """The number of rows of the data."""
        return max(map(len, self.columns.values()), default=0)


def find_chart(data: Mapping[str, Any]) -> Chart | None:
    """Return the chart in an output's JSON; None for an output without a known chart."""
    for kind, value in data.items():
        if "json" in kind and isinstance(value, Mapping):
            if PLOTLY in kind:
                return _read_plotly(value.get("data"), value.get("layout"))
            if VEGA in kind:
                return _read_vega(value)
    for script in LexborHTMLParser(str(data.get("text/html", ""))).css("script"):
        if chart := _read_script(script.text()):
            return chart
    return None


def tell_chart(chart: Chart) -> Missing:
    """Return the block of a chart: the title, and the data as a table, up to a size."""
    found = [chart.title] if chart.title else []
    axes = ", ".join(chart.columns)
    missing = Missing(what="missing_chart", words=chart.title, found=found)
    if 0 < chart.length <= MOST_ROWS:
        missing.table = _make_table(chart)
    else:
        missing.words = ". ".join(filter(None, [chart.title, axes]))
        missing.points = chart.length
    return missing


def _make_table(chart: Chart) -> TableBlock:
    heads = []
    for name in chart.columns:
        heads.append(Cell((_escape(name),), is_head=True, scope="col"))
    rows = []
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
    return escape(text, quote=False)


def _choose_kind(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else ""


def _print(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_script(text: str) -> Chart | None:
    """Return the chart that a script draws from JSON within the script."""
    # The script of a whole library is long, and names none of these as JSON does.
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
    # Plotly.newPlot("id", [traces], {layout})
    for traces, layout in pairwise(values):
        if _are_traces(traces) and isinstance(layout, Mapping):
            return _read_plotly(traces, layout)
    return None


def _are_traces(value: Any) -> bool:
    """Whether a value is a drawing of Plotly: a list of objects that have types."""
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
            place = start.start() + 1
            continue
        yield value


def _read_plotly(traces: Any, layout: Any) -> Chart:
    """Return a chart of Plotly: a row for each point of each trace."""
    about = layout if isinstance(layout, Mapping) else {}
    chart = Chart(_read_title(about))
    known = _take_mappings(traces)
    columns: dict[str, list[Any]] = {}
    names: list[Any] = []
    for number, trace in enumerate(known, start=1):
        values = {name: _unpack(trace[name]) for name in COLUMNS if name in trace}
        # A field of values has a row for each of its lines, which have the names of `y`.
        if any(map(_is_line, values.get("z", ()))):
            values = _unfold_field(values)
        length = max(map(len, values.values()), default=0)
        before = len(names)
        for name, column in values.items():
            title = _read_title(about.get(TITLED.get(name, ""), {})) or name
            held = columns.setdefault(title, [])
            held += [None] * (before - len(held))
            held += column
        names += [trace.get("name") or number] * length
    for column in columns.values():
        column += [None] * (len(names) - len(column))
    if len(known) > 1:
        chart.columns["name"] = names
    chart.columns |= columns
    return chart


def _is_line(value: object) -> bool:
    """Whether a value is a line of a field: a list of values, and no word."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def _take_mappings(listed: Any) -> list[Mapping[str, Any]]:
    """Return the mappings of a list; of anything else, an empty list: JSON may hold any value."""
    if not isinstance(listed, list):
        return []
    return [each for each in listed if isinstance(each, Mapping)]


def _unfold_field(values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the values of a field, row by row, each with a column and a place."""
    lines = [_unpack(line) for line in values["z"]]
    across = values.get("x") or [*range(max(map(len, lines), default=0))]
    down = values.get("y") or [*range(len(lines))]
    unfolded: dict[str, list[Any]] = {"x": [], "y": [], "z": []}
    for name, line in zip(down, lines, strict=False):
        for column, value in zip(across, line, strict=False):
            unfolded["x"].append(column)
            unfolded["y"].append(name)
            unfolded["z"].append(value)
    return unfolded


def _read_title(about: Any) -> str:
    """Return a title, from a text or an object with a text."""
    title = about.get("title") if isinstance(about, Mapping) else None
    if isinstance(title, Mapping):
        title = title.get("text")
    if isinstance(title, list):
        title = " ".join(map(str, title))
    if not isinstance(title, str):
        return ""
    body = LexborHTMLParser(title).body  # it may have tags
    return " ".join(body.text(separator=" ").split()) if body else ""


def _unpack(values: Any) -> list[Any]:
    """Return values as a list; Plotly may have packed them."""
    if isinstance(values, list):
        return values
    if not (isinstance(values, Mapping) and values.get("dtype") in KINDS):
        return []
    try:
        packed = base64.b64decode(str(values.get("bdata", "")))
    except (binascii.Error, ValueError):
        return []
    kind = KINDS[values["dtype"]]
    whole = len(packed) - len(packed) % struct.calcsize(f"<{kind}")
    numbers = [number for (number,) in struct.iter_unpack(f"<{kind}", packed[:whole])]
    # A field is packed line by line, and says its sides: "2, 3".
    _lines, _comma, told = str(values.get("shape", "")).partition(",")
    width = int(told) if told.strip().isdecimal() else 0
    if width:
        return [numbers[at : at + width] for at in range(0, len(numbers), width)]
    return numbers


def _read_vega(chart: Mapping[str, Any]) -> Chart:
    """Return a chart of Vega-Lite: the columns of the axes and the colours."""
    made = Chart(_read_title(chart))
    layers = [chart, *_list_layers(chart)]
    rows: list[Mapping[str, Any]] = []
    for layer in layers:
        rows = rows or _find_rows(layer.get("data"), chart.get("datasets"))
    titles: dict[str, str] = {}
    for layer in layers:
        encoding = layer.get("encoding")
        for channel in encoding.values() if isinstance(encoding, Mapping) else ():
            if isinstance(channel, Mapping) and isinstance(channel.get("field"), str):
                name = channel["field"]
                axis = _read_title(channel) or _read_title(channel.get("axis"))
                titles[name] = axis or titles.get(name) or name
    if not titles:
        titles = {str(name): str(name) for row in rows for name in row}
    for name, title in titles.items():
        column = [row.get(name) for row in rows]
        if any(value is not None for value in column):
            made.columns[title] = column
        elif not rows:
            made.columns[title] = []
    return made


def _read_grammar(chart: Mapping[str, Any]) -> Chart:
    """Return a chart of a grammar of graphics: the columns that are mapped to signs."""
    title = chart.get("ggtitle")
    made = Chart(_read_title({"title": title}))
    titles = _read_scales(chart)
    layers = [chart, *_take_mappings(chart["layers"])]
    data: dict[str, Any] = {}
    for layer in layers:
        # A layer without data of its own draws those of the whole.
        own = layer.get("data")
        if isinstance(own, Mapping):
            data |= own
        mapping = layer.get("mapping")
        for sign, name in mapping.items() if isinstance(mapping, Mapping) else ():
            if isinstance(name, str) and isinstance(data.get(name), list):
                made.columns[titles.get(sign, name)] = data[name]
    return made


def _read_scales(chart: Mapping[str, Any]) -> dict[str, str]:
    """Return the titles that the scales of a chart have, by the sign: {"x": "year"}."""
    titles: dict[str, str] = {}
    for scale in _take_mappings(chart.get("scales")):
        if isinstance(scale.get("name"), str):
            titles[str(scale.get("aesthetic"))] = scale["name"]
    guides = chart.get("guides")
    for sign, guide in guides.items() if isinstance(guides, Mapping) else ():
        if title := _read_title(guide):
            titles[sign] = title
    return titles


def _list_layers(chart: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the charts within a chart, at any depth."""
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for layer in _take_mappings(chart.get(name)):
            yield layer
            yield from _list_layers(layer)
    if isinstance(spec := chart.get("spec"), Mapping):
        yield spec
        yield from _list_layers(spec)


def _find_rows(data: Any, datasets: Any) -> list[Mapping[str, Any]]:
    """Return the rows of a chart's data, within the chart or among the data sets."""
    if not isinstance(data, Mapping):
        return []
    values = data.get("values")
    if values is None and isinstance(datasets, Mapping):
        values = datasets.get(str(data.get("name", "")))
    return _take_mappings(values)
