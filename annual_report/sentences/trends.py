"""The page across the years: its cover, its members year after year, and how to read it."""

from typing import Any

import pandas as pd

from annual_report.french import clause, consecutive, in_years, number, phrase, plural
from annual_report.network import Network
from annual_report.sentences.cover import cover_figure, page_cover
from annual_report.sentences.fragment import NOTHING, Fragment, bullets, paragraph, paragraphs
from annual_report.sentences.sources import held_back


def trends_cover(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Make the cover, and tell the template what the page is.

    `tenures` has one row a département that was ever a member.
    """
    last, span = network.years[-1], _span(network)
    return page_cover(
        network,
        ("Année après année", span),
        "Qui est passé par le groupe, combien de fois il s’est réuni, et ce que sont devenus "
        "les sujets annoncés.",
        _figures(len(network.years), len(tenures), len(network.rencontres)),
        kind="trends",
        title="Année après année",
        description=f"Membres, rencontres et sujets du {network.settings.nom}, {span}.",
        about="Année après année",
        links=[
            {"href": "index.html", "label": "Toutes les années", "rel": "up"},
            {"href": f"{last}.html", "label": f"Le résumé de {last}", "rel": "next"},
        ],
    )


def _span(network: Network) -> str:
    first, last = network.years[0], network.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def _figures(years: int, ever: int, meetings: int) -> Fragment:
    passed = plural(ever, "passé")
    items = [
        cover_figure(number(years), plural(years, "année"), plural(years, "renseignée")),
        cover_figure(number(ever), plural(ever, "département"), f"{passed} par le groupe"),
        cover_figure(
            number(meetings), plural(meetings, "rencontre"), plural(meetings, "renseignée")
        )
        if meetings
        else cover_figure("—", "rencontres", "non renseignées"),
    ]
    return bullets([each.html for each in items], kind="figures")


def members(years: pd.DataFrame) -> Fragment:
    """Say how the number of members went from the first recorded year to the last.

    `years` has one row a member and a year: code, year.
    """
    first, last = int(years["year"].min()), int(years["year"].max())
    if first == last:
        return paragraph(
            f"{first} est la seule année renseignée : rien ne peut encore être comparé."
        )
    by_year = years.groupby("year")["code"].agg(set)
    then, now = len(by_year[first]), len(by_year[last])
    template = (
        "Le groupe compte {now} {now:membre|membres} en {last}, autant qu’en {first}."
        if then == now
        else "Le groupe comptait {then} {then:membre|membres} en {first} : "
        "il en compte {now} en {last}."
    )
    said = phrase(template, then=then, now=now, first=str(first), last=str(last))
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
        template = (
            "{stayed} des {then} membres de {first} {stayed:l’est|le sont} aussi en {last}, "
            "soit {share:%}."
        )
    return phrase(
        template, stayed=stayed, then=then, share=stayed / then, first=str(first), last=str(last)
    )


def members_figure(by_year: pd.DataFrame) -> dict[str, Any]:
    """Say what the bars of members, arrivals and departures show."""
    moves = by_year[["arrived", "left"]].dropna()
    note = ["« ? » : non renseigné."] if by_year[["members", "arrived"]].isna().any().any() else []
    note += ["Les arrivées comptent les retours."] if len(moves) else []
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
        return phrase("{n:# membre|membres} {each}.", n=most, each=each)
    if len(best) == 1:
        return phrase(
            "C’est en {year} que le groupe compte le plus de membres : {n:d}.",
            year=str(best[0]),
            n=most,
        )
    return phrase(
        "{n:# membre|membres} au plus, la première fois en {year}.", n=most, year=str(best[0])
    )


def _alternative(members: "pd.Series[int]", moves: pd.DataFrame) -> str:
    least, most = int(members.min()), int(members.max())
    if moves.empty:
        return phrase("Une rangée de barres, une par année : {n:# membre|membres}.", n=most)
    spans = [
        clause("{least:d} à {most:d}", least=least, most=most)
        for least, most in (
            (least, most),
            (moves["arrived"].min(), moves["arrived"].max()),
            (moves["left"].min(), moves["left"].max()),
        )
    ]
    return (
        f"Trois rangées de barres, de {members.index[0]} à {members.index[-1]} : membres, de "
        f"{spans[0]}, arrivées, de {spans[1]}, départs, de {spans[2]}."
    )


def no_meetings(formats_by_year: pd.DataFrame) -> Fragment:
    """Say that no year records its meetings, where none does."""
    if formats_by_year["total"].notna().any():
        return NOTHING
    return paragraph("Les rencontres ne sont renseignées pour aucune année.", kind="empty")


def method(network: Network, attendance_by_year: pd.DataFrame) -> Fragment:
    """Say what an absence means, and what isn't recorded in any year."""
    silent = len(network.rencontres) > 0 and attendance_by_year.empty
    covered = phrase(
        "Cette page couvre {n:f} {n:année|années} : {years}.",
        n=len(network.years),
        years=in_years(consecutive(network.years)),
    )
    masked = network.presences["masque"].any() or network.agents["masque"].any()
    return paragraphs(
        f"{covered} Ce que les données ne disent pas est noté « non renseigné », et n’est jamais "
        "compté comme zéro.",
        "Deux années ne font pas une tendance, et ces nombres sont petits : la page compare, elle "
        "ne prolonge aucune courbe et ne teste rien.",
        "Les présences ne sont renseignées pour aucune année." if silent else None,
        held_back(network.settings.seuil) if masked else None,
    )
