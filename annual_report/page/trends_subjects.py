"""The page across the years: what was promised, what was kept, and the life of each theme."""

from collections.abc import Sequence

import pandas as pd

from annual_report.analysis.themes import Reckoning, Theme, reckonings, themes
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    enumeration,
    in_words,
    plural,
)
from annual_report.page.figure import Figure
from annual_report.page.grid import Cell, draw_grid
from annual_report.page.history import periods
from annual_report.page.html import Fragment, paragraph, table
from annual_report.page.marks import Mark

SHOWN = 60
"""A longer list keeps the themes of which most years speak."""
LABEL = 34
NAMED_UP_TO = 6
KEPT, UNPLANNED = Mark("square"), Mark("ring")
MISSED, UNHEARD = Mark("frame", "accent"), Mark("dash", "soft")
KEY = {
    KEPT: ("carré plein", "annoncé et traité"),
    UNPLANNED: ("carré percé", "traité sans avoir été annoncé"),
    MISSED: ("carré vide", "annoncé, non rapporté"),
    UNHEARD: ("tiret", "annoncé, pour une année qui n’est pas rapportée"),
}


def promises_sentence(edition: Edition) -> Fragment:
    """Say how many themes were planned, and which of them no year reports so far."""
    reporting = _reporting(edition)
    planned = [each for each in themes(edition.network.sujets) if set(each.planned) & reporting]
    if not planned:
        return paragraph(
            "Aucun sujet précis n’est noté comme annoncé pour une année qui rapporte les siens.",
            kind="empty",
        )
    missed = [each for each in planned if not each.treated]
    amount, total = len(missed), len(planned)
    some, every = alike(amount, total)
    themes_ = f"{plural(total, 'thème annoncé', 'thèmes annoncés')} pour une année déjà rapportée"
    if amount == 0:
        if total == 1:
            return paragraph(f"Le seul {themes_} a été traité.")
        return paragraph(f"Les {every} {themes_} ont tous été traités.")
    if total == 1:
        return paragraph(
            f"Le seul {themes_} n’a jamais été rapporté comme traité{NO_BREAK}: {_named(missed)}."
        )
    who = f"{NO_BREAK}: {_named(missed)}" if amount <= NAMED_UP_TO else ""
    if amount == total:
        return paragraph(f"Aucun des {every} {themes_} n’a été rapporté comme traité{who}.")
    verb = plural(amount, "n’a jamais été rapporté", "n’ont jamais été rapportés")
    end = plural(amount, "comme traité", "comme traités")
    return paragraph(f"{capitalized(some)} des {every} {themes_} {verb} {end}{who}.")


def _named(found: Sequence[Theme]) -> str:
    return enumeration(
        f"«{NO_BREAK}{each.name}{NO_BREAK}» (annoncé {_for(each.planned)})" for each in found
    )


def _for(years: Sequence[int]) -> str:
    return f"pour {enumeration(str(year) for year in years)}"


def _reporting(edition: Edition) -> set[int]:
    """Return the years that report what they treated: of the others nothing can be said."""
    rows = edition.network.sujets
    return {int(year) for year in rows.loc[rows["etat"] == "traité", "annee"]}


def reckoning_table(edition: Edition) -> Fragment:
    """Show what became of each year's plans."""
    found = [
        each
        for each in reckonings(edition.network.sujets, edition.network.years)
        if each.planned or each.treated
    ]
    if not found:
        return paragraph("Les sujets ne sont renseignés pour aucune année.", kind="empty")
    frame = pd.DataFrame(
        {
            "Année": [str(each.year) for each in found],
            "Annoncés": [str(each.planned or "—") for each in found],
            "Tenus": [_cell(each, "treated") for each in found],
            "Reportés": [_cell(each, "planned again") for each in found],
            "Traités plus tard": [_cell(each, "treated later") for each in found],
            "Sans suite": [_cell(each, "dropped") for each in found],
            "Traités en tout": [
                "non renseigné" if each.treated is None else str(each.treated) for each in found
            ],
        }
    )
    made = table(frame, "Ce que sont devenus les sujets annoncés pour chaque année")
    note = (
        f"Tenus{NO_BREAK}: traités dans l’année. Reportés{NO_BREAK}: annoncés de nouveau. Sans "
        f"suite{NO_BREAK}: les données n’en parlent plus. Traités en tout{NO_BREAK}: annoncés "
        "ou non."
    )
    return Fragment(made + paragraph(note, kind="note").html)


def _cell(each: Reckoning, name: str) -> str:
    if not each.planned:
        return "—"
    if each.treated is None and name in ("treated", "dropped"):
        return "non renseigné"
    return str({**each.outcomes}.get(name, 0))  # type: ignore[call-overload]


def themes_figure(edition: Edition) -> Figure | Fragment:
    """Draw themes × years: promised and kept, promised and not reported, kept unpromised."""
    every = themes(edition.network.sujets)
    if not every:
        return paragraph()
    shown = _chosen(every)
    reporting = _reporting(edition)
    years = range(min(each.years[0] for each in shown), max(e.years[-1] for e in shown) + 1)
    cells: dict[Mark, list[Cell]] = {}
    for row, theme in enumerate(shown):
        for year in theme.years:
            cells.setdefault(_mark(theme, year, reporting), []).append((row, year - years[0]))
    drawn = {mark: cells[mark] for mark in KEY if mark in cells}
    return Figure(
        name="themes",
        drawing=draw_grid([_short(each.name) for each in shown], [str(y) for y in years], drawn),
        finding=_finding(every),
        alternative=_alternative(shown, drawn),
        data=pd.DataFrame(
            {
                "Thème": [capitalized(each.name) for each in shown],
                "Annoncé": [_for(each.planned) if each.planned else "—" for each in shown],
                "Traité": [periods(each.treated) if each.treated else "—" for each in shown],
            }
        ),
        note=_note(drawn, len(every) - len(shown)),
        broad=True,
    )


def _chosen(every: Sequence[Theme]) -> list[Theme]:
    most = sorted(every, key=lambda theme: -len(theme.years))[:SHOWN]
    return [theme for theme in every if theme in most]


def _mark(theme: Theme, year: int, reporting: set[int]) -> Mark:
    if year in theme.treated:
        return KEPT if year in theme.planned else UNPLANNED
    return MISSED if year in reporting else UNHEARD


def _short(name: str) -> str:
    text = capitalized(name)
    return text if len(text) <= LABEL else text[: LABEL - 1].rstrip() + "…"


def _finding(every: Sequence[Theme]) -> str:
    again = sum(len(each.planned) > 1 for each in every)
    total = len(every)
    some, all_ = alike(again, total)
    if total == 1:
        what = "a été annoncé plusieurs fois" if again else "n’a pas été annoncé deux fois"
        return f"Le seul thème {what}."
    if not again:
        return f"Aucun des {all_} thèmes n’a été annoncé deux fois."
    verb = plural(again, "a été annoncé", "ont été annoncés")
    return f"{capitalized(some)} des {all_} thèmes {verb} plusieurs fois."


def _alternative(shown: Sequence[Theme], cells: dict[Mark, list[Cell]]) -> str:
    amounts = [f"{KEY[mark][1]}, {len(found)}" for mark, found in cells.items()]
    rows = plural(len(shown), "une ligne", f"{in_words(len(shown), feminine=True)} lignes")
    return (
        f"Grille de {rows}, une par thème, et d’une colonne par année. Nombre de cases{NO_BREAK}: "
        f"{f'{NARROW}; '.join(amounts)}."
    )


def _note(cells: dict[Mark, list[Cell]], left_out: int) -> str:
    said = f"{NARROW}; ".join(f"{KEY[mark][0]}{NO_BREAK}: {KEY[mark][1]}" for mark in cells)
    said = f"{capitalized(said)}."
    if left_out:
        verb = plural(left_out, "n’est pas montré", "ne sont pas montrés")
        said += f" {count(left_out, 'autre thème', 'autres thèmes')} {verb}."
    return said
