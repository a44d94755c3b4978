"""The meetings of each year by format, against the years before."""

from collections.abc import Mapping

import pandas as pd

from annual_report.analysis.meetings import Formats, formats_by_year
from annual_report.french import NO_BREAK, capitalized, count, in_words, number
from annual_report.network import Network
from annual_report.page.bars import draw_bars
from annual_report.page.figure import Figure
from annual_report.page.html import Fragment, paragraph

ROWS = (("En présentiel", "in_person"), ("Hybrides", "hybrid"), ("À distance", "remote"))


def meetings_by_year(network: Network, until: int, *, fewest: int = 0) -> Figure | Fragment:
    """Draw the meetings year by year; nothing if fewer than `fewest` are recorded."""
    recorded = [year for year in network.years if year <= until]
    by_year = formats_by_year(network.rencontres, range(recorded[0], until + 1))
    known = {year: formats for year, formats in by_year.items() if formats}
    if len(known) < fewest:
        return paragraph()
    if not known:
        return paragraph("Les rencontres ne sont renseignées pour aucune année.", kind="empty")
    return Figure(
        name="rencontres-par-annee",
        drawing=draw_bars(
            list(by_year),
            [
                (title, [getattr(each, name) if each else None for each in by_year.values()])
                for title, name in _rows(known)
            ],
        ),
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
