"""The edges of the poster: its opening with the year's sentence and numbers, and its signature."""

import pandas as pd
from markupsafe import Markup

from annual_report.french import clause, number, plural
from annual_report.measures import kind_of
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment, bullets, fragment, words
from annual_report.project import __version__
from annual_report.reading.texts import LONGEST_SENTENCE, YearText
from annual_report.sentences.cover import eyebrow, page_facts
from annual_report.sentences.poster.code import code
from annual_report.sentences.poster.meeting_marks import formats
from annual_report.sentences.poster.named_members import where
from annual_report.sentences.sources import map_producer

LARGE, MIDDLE = 60, 125
"""Letters up to which the year's sentence is large, or of a middle size."""


def opening(network: Network, year: int) -> Fragment:
    """Open the poster: who publishes, the year, and its sentence."""
    text = network.textes.get(year, YearText())
    said = Markup(text.sentence) if text.sentence else Markup("")
    if not said or len(said.striptags()) > LONGEST_SENTENCE:
        titles = [each.title for each in text.highlights if len(each.title) <= LONGEST_SENTENCE]
        said = words(titles[0]) if titles else Markup("")
    length = len(said.striptags())
    before, space, last = said.rpartition(" ")
    said = Markup("\u00a0").join((before, last)) if space else said  # no word alone in a line
    kind = "large" if length <= LARGE else "middle" if length <= MIDDLE else "small"
    html = Markup(
        '<div class="head">\n<p class="eyebrow">{eyebrow}</p>\n'
        "<h1><small>L’année en une page</small> {year}</h1>\n{sentence}</div>"
    ).format(
        eyebrow=words(eyebrow(network)),
        year=year,
        sentence=Markup('<p class="sentence {}">{}</p>\n').format(kind, said) if said else "",
    )
    described = said.striptags() or f"L’année {year} {network.settings.of_network}."
    facts = page_facts(network, f"{year} en une page", year) | {
        "layout": "poster",
        "description": str(words(described)),
        "footer": f"annual-report {__version__}",
        "links": [
            {"href": f"{year}.html", "label": f"Le résumé de {year}", "rel": ""},
            {"href": "index.html", "label": "Toutes les pages", "rel": "up"},
        ],
    }
    return Fragment(html, {"page": facts})


def numbers(members: pd.DataFrame, meetings: pd.DataFrame, subjects: pd.DataFrame) -> Fragment:
    """Show how many members, meetings and subjects there were; what isn't recorded is left out."""
    kind = kind_of(members)
    items = [_number(len(members), plural(len(members), kind.name, kind.plural), where(members))]
    if len(meetings):
        items.append(_number(len(meetings), plural(len(meetings), "rencontre"), formats(meetings)))
    if len(subjects) > 1:  # a single one is named below
        said = clause("{n:traité|traités} dans l’année", n=len(subjects))
        items.append(_number(len(subjects), plural(len(subjects), "sujet"), said))
    html = bullets(items, kind="numbers").html
    return Fragment(html, {"page": {}})


def _number(value: int, unit: str, detail: str) -> Markup:
    row = '<b>{value}</b> <span><span class="unit">{unit}</span> <span>{detail}</span></span>'
    return fragment(row, value=number(value), unit=unit, detail=detail).html


def signature(network: Network, year: int) -> Fragment:
    """Say who publishes, how to write to them, where the whole report is, and whose map it is.

    A telephone reads the report's address from the code beside it, if the network has one; without
    an address, the link to the page beside this one is of no use on paper.
    """
    settings = network.settings
    address, contact = settings.address_of(f"{year}.html"), settings.contact
    who = ", ".join(part for part in (network.title, settings.institution) if part)
    if settings.sigle and settings.institution:
        who = f"{who} ({settings.sigle})"
    lines = [
        fragment("<span>{who}.</span>", who=who),
        _link("", "Le résumé complet", address)
        if address
        else _link("near", "Le résumé complet", f"{year}.html"),
        _link("", "Contact", contact) if contact else NOTHING,
        fragment("<span>{map}</span>", map=f"Fond de carte : {map_producer()}.")
        if settings.kind.drawn
        else NOTHING,
    ]
    logo = network.logo
    image = Markup('<img src="{}" alt="{}">')
    drawn = [image.format(logo.address, words(logo.name))] if logo else []
    drawn += [code(address, f"Code qui mène au résumé de {year}")] if address else []
    who_and_where = Markup(" ").join(line.html for line in lines if line)
    closing = Markup('<p class="who">{}</p>{}').format(who_and_where, Markup("").join(drawn))
    return Fragment(facts={"page": {"closing": str(closing)}}, shown=closing)


def _link(kind: str, label: str, address: str) -> Fragment:
    """Write an address so that paper has it too."""
    mail = "@" in address and "//" not in address
    return fragment(
        '<span{kind}>{label}\u00a0: <a href="{href}">{shown}</a></span>',
        kind=Markup(' class="{}"').format(kind) if kind else "",
        label=label,
        href=f"mailto:{address}" if mail else address,
        shown=address.partition("//")[2].rstrip("/") or address,
    )
