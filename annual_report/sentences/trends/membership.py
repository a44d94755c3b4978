"""The page across the years: its cover, its members year after year, and how to read it."""

from typing import Any

import pandas as pd

from annual_report.french import clause, consecutive, in_years, number, phrase, plural
from annual_report.french.called import called
from annual_report.measures import count_meetings, withheld
from annual_report.network import Network
from annual_report.pages.fragment import Fragment, bullets, paragraph, paragraphs
from annual_report.sentences.attendance import UNCOUNTED, masked_note
from annual_report.sentences.cover import cover_figure, page_cover
from annual_report.sentences.sources import masked as masked_counts

TITLE = "Année après année"
"""What the page is called, everywhere."""


def trends_cover(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Make the cover, and tell the template what the page is.

    `tenures` has one row an institution that was ever a member.
    """
    last, span, us = network.years[-1], _span(network), called()
    return page_cover(
        network,
        (TITLE, span),
        f"Qui a été membre {us.of}, et combien de fois {us.it} s’est réuni{us.e}.",
        _figures(network, len(tenures)),
        kind="trends",
        title=TITLE,
        description=f"Membres et rencontres {network.settings.of_network}, {span}.",
        about=TITLE,
        links=[
            {"href": "index.html", "label": "Toutes les pages", "rel": "up"},
            {"href": f"{last}.html", "label": f"Le résumé de {last}", "rel": "next"},
        ],
    )


def _span(network: Network) -> str:
    first, last = network.years[0], network.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def _figures(network: Network, ever: int) -> Fragment:
    years, meetings, kind = len(network.years), count_meetings(network), network.settings.kind
    items = [
        cover_figure(number(years), plural(years, "année"), plural(years, "renseignée")),
        cover_figure(number(ever), plural(ever, kind.name, kind.plural), "au fil des années"),
        cover_figure(number(meetings), plural(meetings, "rencontre")) if meetings else None,
    ]
    return bullets([each.html for each in items if each], kind="figures")


def members(years: pd.DataFrame) -> Fragment:
    """Say how the number of members went from the first recorded year to the last.

    `years` has one row a member and a year: code, year.
    """
    first, last = int(years["year"].min()), int(years["year"].max())
    if first == last:
        return paragraph(f"L’année {first} est la seule renseignée.")
    by_year = years.groupby("year")["code"].agg(set)
    then, now = len(by_year[first]), len(by_year[last])
    template = (
        "{us.The} compte {now} {now:membre|membres} en {last}, autant qu’en {first}."
        if then == now
        else "{us.The} comptait {then} {then:membre|membres} en {first} ; "
        "{us.it} en compte {now} en {last}."
    )
    said = phrase(template, then=then, now=now, first=str(first), last=str(last), us=called())
    return paragraph(said, _still(len(by_year[first] & by_year[last]), then, first, last))


def _still(stayed: int, then: int, first: int, last: int) -> str:
    """Say how many of the first year's members are members in the last one."""
    if then == 1:
        still = "l’est encore" if stayed else "ne l’est plus"
        return f"En {last}, le seul membre d’alors {still}."
    if stayed == then:
        template = "Les {then} membres de {first} le sont tous en {last}."
    elif stayed == 0:
        template = "Aucun des {then} membres de {first} ne l’est en {last}."
    else:
        template = "{stayed} des {then} membres de {first} {stayed:l’est|le sont} aussi en {last}."
    return phrase(template, stayed=stayed, then=then, first=str(first), last=str(last))


def members_figure(by_year: pd.DataFrame) -> dict[str, Any]:
    """Say what the bars of members, arrivals and departures show."""
    moves = by_year[drawn_moves(by_year)].dropna()
    note = ["« ? » : non renseigné."] if by_year[["members", "arrived"]].isna().any().any() else []
    if "unlisted" in moves:
        note.append("« Plus dans la liste » : sans départ noté.")
    return {
        "finding": _finding(by_year["members"].dropna()),
        "of": "des membres par année",
        "alternative": _alternative(by_year["members"].dropna(), moves),
        "note": " ".join(note) if len(by_year) > 1 else "",
    }


def _finding(members: "pd.Series[int]") -> str:
    most = int(members.max())
    best = members.index[members == most]
    if members.min() == most:
        each = "chaque année renseignée" if len(members) > 1 else f"en {best[0]}"
        return phrase("{n} {n:membre|membres} {each}.", n=most, each=each)
    if len(best) == 1:
        return phrase(
            "C’est en {year} que {us.the} compte le plus de membres : {n}.",
            us=called(),
            year=str(best[0]),
            n=most,
        )
    return phrase(
        "{us.The} a compté jusqu’à {n} membres, la première fois en {year}.",
        us=called(),
        n=most,
        year=str(best[0]),
    )


def _alternative(members: "pd.Series[int]", moves: pd.DataFrame) -> str:
    least, most = int(members.min()), int(members.max())
    if moves.empty:
        return phrase("Une rangée de barres, une par année : {n:# membre|membres}.", n=most)
    words = {
        "arrived": "arrivées",
        "returned": "retours",
        "left": "départs notés",
        "unlisted": "plus dans la liste",
    }
    spans = [f"membres, {_from_to(least, most)}"]
    spans += [
        f"{words[str(name)]}, {_from_to(moves[name].min(), moves[name].max())}" for name in moves
    ]
    return phrase(
        "{n:f} rangées de barres, de {first} à {last} : {spans}.",
        n=len(spans),
        first=str(members.index[0]),
        last=str(members.index[-1]),
        spans=" ; ".join(spans),
    )


def _from_to(least: int, most: int) -> str:
    if least == most:
        return clause("{n:d} chaque année", n=most) if most else "aucun"
    return clause("de {least:d} à {most:d}", least=least, most=most)


def drawn_moves(by_year: pd.DataFrame) -> list[str]:
    """Name the moves to draw: those that there were."""
    return [name for name in ("arrived", "returned", "left", "unlisted") if by_year[name].sum()]


def method(network: Network) -> Fragment:
    """Say what the page covers, and what an absence means."""
    covered = phrase(
        "Cette page couvre {n:f} années, {years}."
        if len(network.years) > 1
        else "Cette page couvre l’année {first}.",
        n=len(network.years),
        first=str(network.years[0]),
        years=in_years(consecutive(network.years)),
    )
    return paragraphs(
        f"{covered} Ce que les données ne disent pas est noté « non renseigné », et n’est jamais "
        "compté comme zéro.",
        "Deux années ne font pas une tendance." if len(network.years) == 2 else None,
        masked_counts(network.settings.seuil) if withheld(network) else None,
    )


def attendance_note(attendance_by_year: pd.DataFrame, threshold: int) -> str:
    """Say how the table of the years' attendance is to be read."""
    said = ["La part est celle des rencontres dont les présences sont entièrement notées."]
    if attendance_by_year["uncounted"].any():
        said.append(UNCOUNTED)
    if attendance_by_year["agents_masque"].any():
        said.append(masked_note(threshold))
    return " ".join(said)


def participation_caption(members: pd.DataFrame, year: int) -> str:
    """Head the table of the attendance of the members of `year`, the last one."""
    return f"Les venues {plural(len(members), 'du membre', 'des membres')} de {year}, par année"


def participation_note(recorded: int, shown: int) -> str:
    """Say how the table of the members' attendance is to be read."""
    said = f"« Non renseigné » vaut aussi pour une année hors {called().of}."
    if recorded > shown:
        said += " Les années plus anciennes sont dans la page de chaque membre."
    return said
