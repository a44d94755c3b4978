"""The table of key figures beside last year's, by chapter, and the same figures as data."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from annual_report.pages.csv import csv_link, json_link
from annual_report.pages.fragment import Fragment, words
from annual_report.pages.scroller import needed, scroller
from annual_report.pages.table import PublishedTable, TableColumn, cell
from annual_report.pages.values import NONE, change, is_missing, places_of, printed, typed


class Named(Protocol):
    """What is told of a network: its name, and among its settings whether it is invented."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def settings(self) -> Any: ...  # noqa: D102


OTHERS = "Autres chiffres"
"""What stands above the figures that are of no chapter: those that an analyst added."""


UNCOUNTED = "presences_non_comptees"
"""The figure that tells how many who came are in no sum of agents."""


def key_figures(frame: pd.DataFrame, network: Named, year: int, *, shown: bool = True) -> None:
    """Put the key figures of a network's year into the page, and into the file beside it.

    With `shown=False` they go into the file alone.

    `frame` is what `measures.key_figures(network, year)` returns, with the analyst's own rows if
    there are some: the index is the name; the columns are label, unit, decimals, meaning, chapter,
    value, before (the year before's) and table (whether it stands in the table).
    """
    made = key_figures_of(frame, network, year)
    display(made if shown else Fragment(facts=made.facts, words=()))


def key_figures_of(frame: pd.DataFrame, network: Named, year: int) -> Fragment:
    """Return the piece of a page that `key_figures` shows."""
    figures = [_figure(str(name), row) for name, row in zip(frame.index, _rows(frame), strict=True)]
    facts = {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": figures,
    }
    shown = [row for row in _rows(frame) if _in_table(row)]
    title = f"Les chiffres clés de {year}"
    before = any(not is_missing(row.get("before")) for row in shown)
    table = _table(shown, title, year, before)
    name = f"chiffres-{year}"
    # The page has to stay light: what each figure means is in the file beside it.
    light = [{k: v for k, v in each.items() if k != "definition"} for each in figures]
    html = _html([_as_least(frame, row) for row in shown], title, year, before)
    files = csv_link(table, name, "Télécharger ce tableau") + json_link(
        facts | {"chiffres": light}, name, "Télécharger tous les chiffres"
    )
    return Fragment(html + files, {"key_figures": facts}, (), html)


def _as_least(frame: pd.DataFrame, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Print a sum that some who came aren't in as the least that it can be."""
    uncounted = row["label"] == frame["label"].get("agents") and UNCOUNTED in frame.index
    if not uncounted:
        return row
    parts: dict[str, Any] = {name: frame.loc[UNCOUNTED, name] for name in ("value", "before")}
    least = {
        name: Markup("au moins {}").format(printed(row[name], row["unit"], _decimals(row)))
        for name, part in parts.items()
        if not is_missing(part) and part > 0 and not is_missing(row[name])
    }
    return {**row, **{f"{name}_printed": said for name, said in least.items()}}


def _rows(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _in_table(row: Mapping[str, Any]) -> bool:
    """Tell whether a figure stands in the table: not if nothing is known of either year."""
    known = not is_missing(row["value"]) or not is_missing(row.get("before"))
    return known and bool(row.get("table", True))


def _figure(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    value, before = _whole(row["value"], row), _whole(row.get("before"), row)
    return {
        "nom": name,
        "libelle": row["label"],
        "valeur": value,
        "annee_precedente": before,
        "evolution": None if value is None or before is None else value - before,
        "unite": row["unit"],
        "decimales": _decimals(row),
        "definition": row["meaning"],
    }


def _whole(value: Any, row: Mapping[str, Any]) -> Any:
    """Return a count as a whole number, whatever its column had to make of it."""
    value = typed(value)
    whole = isinstance(value, float) and _decimals(row) == 0 and value.is_integer()
    return int(value) if whole else value


def _decimals(row: Mapping[str, Any]) -> int:
    told = row.get("decimals")
    return places_of(row["unit"], None if is_missing(told) else int(told))  # type: ignore[arg-type]


def _table(rows: list[Mapping[str, Any]], caption: str, year: int, before: bool) -> PublishedTable:
    """Return the figures as values: those of two years, and the unit they are counted in."""
    columns = [
        ("Chiffre", [row["label"] for row in rows]),
        (str(year), [_whole(row["value"], row) for row in rows]),
    ]
    if before:
        columns.append((str(year - 1), [_whole(row.get("before"), row) for row in rows]))
    columns.append(("Unité", [row["unit"] for row in rows]))
    made = (TableColumn(name, name, "", 0, tuple(values)) for name, values in columns)
    return PublishedTable(caption, tuple(made), 1)


def _html(rows: list[Mapping[str, Any]], caption: str, year: int, before: bool) -> Markup:
    """Print the figures, each with its own unit, beside those of the year before."""
    heads = ["Chiffre", str(year)]
    heads += [str(year - 1), "Évolution"] if before else []
    head = Markup("").join(cell("th", name, n > 0, scope="col") for n, name in enumerate(heads))
    lines, texts = [], []
    chapter = ""
    for row in rows:
        if (named := str(row.get("chapter") or OTHERS)) != chapter:
            chapter = named
            wide = Markup('<th colspan="{}" scope="rowgroup"><span>{}</span></th>')
            group = wide.format(len(heads), words(chapter))
            lines.append(Markup('</tbody>\n<tbody><tr class="group">{}</tr>').format(group))
        unit, decimals = row["unit"], _decimals(row)
        values = [row["value"], row.get("before")] if before else [row["value"]]
        said = [words(row["label"]), *(printed(value, unit, decimals) for value in values)]
        for place, name in enumerate(("value_printed", "before_printed")[: len(values)], 1):
            said[place] = row.get(name, said[place])
        said[0] += Markup(' <span class="meaning">{}</span>').format(words(row["meaning"]))
        unknown = [False, *map(is_missing, values)]
        if before:
            known = not {"value_printed", "before_printed"} & set(row)  # no change of what is least
            said.append(change(row["value"], row.get("before"), unit, decimals) if known else NONE)
            unknown.append(said[-1] == NONE)
        cells = [cell("th", said[0], False, scope="row")]
        cells += [
            cell("td", text, True, unknown=missing)
            for text, missing in zip(said[1:], unknown[1:], strict=True)
        ]
        lines.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
        texts.append([words(f"{row['label']} {row['meaning']}"), *said[1:]])
    rows_of = Markup("\n".join(lines).removeprefix("</tbody>\n"))
    table = Markup(
        "<table><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n"
        "{rows}\n</tbody></table>"
    ).format(caption=words(caption), head=head, rows=rows_of)
    columns = zip(heads, zip(*texts, strict=True), strict=True) if texts else ()
    return scroller(table, needed(columns), words(caption))
