"""The page across the years: its cover, and the members year after year."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from annual_report.analysis.meetings import formats_by_year
from annual_report.analysis.membership import Movement, members_by_year, movement
from annual_report.edition import Edition
from annual_report.french import (
    NO_BREAK,
    alike,
    capitalized,
    count,
    in_words,
    number,
    percentage,
    plural,
)
from annual_report.network import Network
from annual_report.page.bars import draw_bars, span
from annual_report.page.cover import cover_figure, page_cover
from annual_report.page.figure import Figure
from annual_report.page.history import periods
from annual_report.page.html import Fragment, bullets, paragraph, paragraphs
from annual_report.page.sources import held_back


def trends_cover(edition: Edition) -> Fragment:
    """Make the cover, and tell the template what the page is; `edition` is the last one."""
    network = edition.network
    return page_cover(
        network,
        ("Année après année", _years(network)),
        "Qui est passé par le groupe, combien de fois il s’est réuni, et ce que sont devenus "
        "les sujets annoncés.",
        _figures(edition),
        kind="trends",
        title="Année après année",
        description=f"Membres, rencontres et sujets du {network.settings.nom}, {_years(network)}.",
        about="Année après année",
        links=[
            {"href": "index.html", "label": "Toutes les années", "rel": "up"},
            {
                "href": f"{edition.year}.html",
                "label": f"Le résumé de {edition.year}",
                "rel": "next",
            },
        ],
    )


def _years(network: Network) -> str:
    first, last = network.years[0], network.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def _figures(edition: Edition) -> Markup:
    network = edition.network
    years, ever = len(network.years), len(edition.tenures)
    meetings = len(network.rencontres)
    items = [
        cover_figure(number(years), plural(years, "année"), plural(years, "renseignée")),
        cover_figure(
            number(ever), plural(ever, "département"), f"{plural(ever, 'passé')} par le groupe"
        ),
        cover_figure(
            number(meetings), plural(meetings, "rencontre"), plural(meetings, "renseignée")
        )
        if meetings
        else cover_figure("—", "rencontres", "non renseignées"),
    ]
    return bullets(items, kind="figures")


def members_sentence(edition: Edition) -> Fragment:
    """Say how the number of members went from the first recorded year to the last."""
    by_year = members_by_year(edition.network.membres)
    first, last = edition.network.years[0], edition.network.years[-1]
    if first == last:
        return paragraph(
            f"{first} est la seule année renseignée{NO_BREAK}: rien ne peut encore être comparé."
        )
    then, now = len(by_year[first]), len(by_year[last])
    from_, to = alike(then, now)
    stayed = len(by_year[first] & by_year[last])
    same, total = alike(stayed, then)
    if then == now:
        said = f"Le groupe compte {to} {plural(now, 'membre')} en {last}, autant qu’en {first}."
    else:
        said = (
            f"Le groupe comptait {from_} {plural(then, 'membre')} en {first}{NO_BREAK}: "
            f"il en compte {to} en {last}."
        )
    if then == 1:
        kept = "le seul membre d’alors l’est" if stayed else "le seul membre d’alors ne l’est plus"
        return paragraph(said, f"En {last}, {kept}{' encore' if stayed else ''}.")
    if stayed == then:
        return paragraph(said, f"Les {total} membres de {first} le sont tous en {last}.")
    if stayed == 0:
        return paragraph(said, f"Aucun des {total} membres de {first} ne l’est en {last}.")
    verb = plural(stayed, "l’est", "le sont")
    return paragraph(
        said,
        f"{capitalized(same)} des {total} membres de {first} {verb} aussi en {last}, soit "
        f"{percentage(stayed / then)}.",
    )


def members_by_year_figure(edition: Edition) -> Figure:
    """Draw members, arrivals and departures of each year."""
    network = edition.network
    by_year = members_by_year(network.membres)
    years = range(network.years[0], network.years[-1] + 1)
    moves = {year: movement(network.membres, year) for year in years}
    sizes = {year: len(codes) for year, codes in by_year.items()}
    rows = [
        ("Membres", [sizes.get(year) for year in years]),
        ("Arrivées", [_size(moves[year], "arrived") for year in years]),
        ("Départs", [_size(moves[year], "left") for year in years]),
    ]
    return Figure(
        name="membres-par-annee",
        drawing=draw_bars(list(years), rows if len(sizes) > 1 else rows[:1]),
        finding=_finding(sizes),
        alternative=_alternative(sizes, moves),
        data=_data(sizes, moves),
        note=f"«{NO_BREAK}?{NO_BREAK}»{NO_BREAK}: non renseigné. Les arrivées comptent les retours."
        if len(sizes) > 1
        else "",
        broad=True,
    )


def _size(found: Movement | None, name: str) -> int | None:
    return len(getattr(found, name)) if found else None


def _finding(sizes: Mapping[int, int]) -> str:
    least, most = span(sizes)
    if least == most:
        each = "chaque année renseignée" if len(sizes) > 1 else f"en {next(iter(sizes))}"
        return f"{count(most, 'membre')} {each}."
    best = [year for year, size in sizes.items() if size == most]
    when = f"en {best[0]}" if len(best) == 1 else f"au plus, la première fois en {best[0]}"
    if len(best) == 1:
        return f"C’est {when} que le groupe compte le plus de membres{NO_BREAK}: {number(most)}."
    return f"{count(most, 'membre')} {when}."


def _alternative(sizes: Mapping[int, int], moves: Mapping[int, Movement | None]) -> str:
    least, most = span(sizes)
    known = [each for each in moves.values() if each]
    if not known:
        return f"Une rangée de barres, une par année{NO_BREAK}: {count(most, 'membre')}."
    arrived = [len(each.arrived) for each in known]
    left = [len(each.left) for each in known]
    return (
        f"Trois rangées de barres, de {min(sizes)} à {max(sizes)}{NO_BREAK}: membres, de "
        f"{number(least)} à {number(most)}, arrivées, de {min(arrived)} à {max(arrived)}, départs, "
        f"de {min(left)} à {max(left)}."
    )


def _data(sizes: Mapping[int, int], moves: Mapping[int, Movement | None]) -> pd.DataFrame:
    rows = []
    for year, found in moves.items():
        size = number(sizes[year]) if year in sizes else "non renseigné"
        if found is None:
            rows.append((str(year), size, *("—",) * 5))
            continue
        rows.append(
            (
                str(year),
                size,
                number(len(found.arrived)),
                number(len(found.returned)),
                number(len(found.left)),
                f"{number(len(found.stayed))} sur {number(found.before)}",
                percentage(found.retention),
            )
        )
    names = ("Année", "Membres", "Arrivées", "Dont retours", "Départs", "Restés", "Part restée")
    return pd.DataFrame(rows, columns=list(names))


def trends_method(edition: Edition) -> Fragment:
    """Say what an absence means, and what isn't recorded in any year."""
    network = edition.network
    attended = [each for each in edition.series if each.attendance]
    met = any(formats_by_year(network.rencontres, network.years).values())
    silent = met and not attended
    return paragraphs(
        f"Cette page couvre {_covered(network)}. Ce que les données ne disent pas est noté "
        f"«{NO_BREAK}non renseigné{NO_BREAK}», et n’est jamais compté comme zéro.",
        "Deux années ne font pas une tendance, et ces nombres sont petits"
        f"{NO_BREAK}: la page compare, elle ne prolonge aucune courbe et ne teste rien.",
        "Les présences ne sont renseignées pour aucune année." if silent else None,
        next((said for each in attended if (said := held_back(each))), None),
    )


def _covered(network: Network) -> str:
    amount = len(network.years)
    years = f"{in_words(amount, feminine=True)} {plural(amount, 'année')}"
    return f"{years}{NO_BREAK}: {periods(network.years)}"
