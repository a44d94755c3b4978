"""The meetings of each year by format: one row of bars a format, each with its number."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from annual_report.analysis.meetings import Formats, formats_by_year
from annual_report.data.network import Network
from annual_report.french import NO_BREAK, capitalized, count, in_words, number
from annual_report.page.figure import Figure
from annual_report.page.html import Fragment, paragraph
from annual_report.page.palette import colours
from annual_report.page.svg import new_drawing, text_size

WIDTH, LEFT = 880, 120
BAND, FOOT = 84, 30
ROWS = (("En présentiel", "in_person"), ("Hybrides", "hybrid"), ("À distance", "remote"))
WIDEST = 64


def meetings_by_year(network: Network, until: int, *, fewest: int = 1) -> Figure | Fragment:
    """Draw the meetings year by year; nothing if fewer than `fewest` years are recorded."""
    recorded = [year for year in network.years if year <= until]
    by_year = formats_by_year(network.rencontres, range(recorded[0], until + 1))
    known = {year: formats for year, formats in by_year.items() if formats}
    if not known or len(known) < fewest:
        return paragraph()
    return Figure(
        name="rencontres-par-annee",
        drawing=_draw(by_year),
        finding=_finding(known),
        alternative=_alternative(known, by_year),
        data=_data(by_year),
        note=_note(by_year),
        broad=True,
    )


def _finding(known: Mapping[int, Formats]) -> str:
    most = max(formats.total for formats in known.values())
    best = [year for year, formats in known.items() if formats.total == most]
    said = count(most, "rencontre")
    if len(known) == 1:
        return f"{said} en {best[0]}."
    fewest = min(formats.total for formats in known.values())
    if fewest == most:
        return f"{said} chaque année renseignée."
    if len(best) > 1:
        return f"De {number(fewest)} à {number(most)} rencontres par an."
    return f"C’est en {best[0]} que le groupe s’est réuni le plus{NO_BREAK}: {said}."


def _alternative(known: Mapping[int, Formats], by_year: Mapping[int, object]) -> str:
    rows = [
        f"{title.lower()}, de {number(min(values))} à {number(max(values))}"
        if min(values) < max(values)
        else f"{title.lower()}, {number(values[0])}"
        for title, name in _rows(known)
        for values in [[int(getattr(formats, name)) for formats in known.values()]]
    ]
    first, last = min(by_year), max(by_year)
    when = f"de {first} à {last}" if last > first else f"en {first}"
    lines = f"{capitalized(in_words(len(rows), feminine=True))} "
    lines += "rangée de barres" if len(rows) == 1 else "rangées de barres"
    return f"{lines}, {when}, par format. Nombre par an{NO_BREAK}: {', '.join(rows)}."


def _rows(known: Mapping[int, Formats]) -> list[tuple[str, str]]:
    """Leave hybrid meetings out where there never was one."""
    return [
        (title, name)
        for title, name in ROWS
        if name != "hybrid" or any(formats.hybrid for formats in known.values())
    ]


def _data(by_year: Mapping[int, Formats | None]) -> pd.DataFrame:
    columns = {"Année": [str(year) for year in by_year]}
    for title, name in (*ROWS, ("Ensemble", "total")):
        columns[title] = [
            number(getattr(formats, name)) if formats else "non renseigné"
            for formats in by_year.values()
        ]
    return pd.DataFrame(columns)


def _note(by_year: Mapping[int, Formats | None]) -> str:
    return f"«{NO_BREAK}?{NO_BREAK}»{NO_BREAK}: non renseigné." if None in by_year.values() else ""


def _draw(by_year: Mapping[int, Formats | None]) -> Drawing:
    known = {year: formats for year, formats in by_year.items() if formats}
    rows = _rows(known)
    drawing = new_drawing(WIDTH, len(rows) * BAND + FOOT)
    axes = drawing.axes[0]
    step = min((WIDTH - LEFT) / len(by_year), WIDEST * 2)
    most = max(max(f.in_person, f.hybrid, f.remote) for f in known.values())
    for position, (title, name) in enumerate(rows):
        base = FOOT + (len(rows) - 1 - position) * BAND + 8
        _draw_row(axes, title, base, step, len(by_year))
        bars = []
        for place, formats in enumerate(by_year.values()):
            value = getattr(formats, name) if formats else None
            x, y = LEFT + (place + 0.5) * step, base
            if value:
                y += (BAND - 34) * value / most
                half = min(step * 0.36, WIDEST / 2)
                corners = [(x - half, base), (x + half, base), (x + half, y), (x - half, y)]
                bars.append(Path([*corners, corners[0]], closed=True))
            _write(axes, x, y + 9, "?" if value is None else number(value), step)
        if bars:
            axes.add_patch(
                PathPatch(Path.make_compound_path(*bars), facecolor=colours()["here"], lw=0)
            )
    every = max(1, round(-(-40 // step)))
    for place, year in enumerate(by_year):
        if place % every == 0:
            _write(axes, LEFT + (place + 0.5) * step, 14, str(year), 99, soft=True)
    return drawing


def _draw_row(axes: Axes, title: str, base: float, step: float, years: int) -> None:
    palette = colours()
    axes.plot([LEFT, LEFT + step * years], [base, base], color=palette["line"], lw=1)
    axes.text(0, base + 9, title, size=text_size(1), color=palette["soft"], va="center")


def _write(axes: Axes, x: float, y: float, text: str, room: float, *, soft: bool = False) -> None:
    size = min(text_size(1), room / max(len(text), 1) / 0.62)
    colour = colours()["soft" if soft or text in "0?" else "ink"]
    weight = "normal" if soft or text in "0?" else "bold"
    axes.text(x, y, text, size=size, color=colour, ha="center", va="center", weight=weight)
