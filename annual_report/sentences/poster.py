"""The poster, a year on one sheet: its sentence, three numbers, and what each chapter keeps of it.

What isn't recorded gives its room to what is: nothing here says that something is unknown.
"""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import at, capitalized, clause, enumeration, number, phrase, plural
from annual_report.measures import kind_of, regions
from annual_report.network import Network
from annual_report.project import __version__
from annual_report.reading.texts import LONGEST_SENTENCE, YearText
from annual_report.sentences import room
from annual_report.sentences.code import code
from annual_report.sentences.cover import eyebrow, page_facts
from annual_report.sentences.fragment import (
    NOTHING,
    Fragment,
    bullets,
    fragment,
    paragraph,
    words,
)
from annual_report.sentences.sources import map_producer
from annual_report.territories.kinds import DEFAULT

LARGE, MIDDLE = 60, 125
"""Letters up to which the year's sentence is large, or of a middle size."""
FORMATS = {
    "présentiel": "{n:f} en présentiel",
    "hybride": "{n:f} {n:hybride|hybrides}",
    "distanciel": "{n:f} à distance",
}


def opening(network: Network, year: int) -> Fragment:
    """Open the poster: who publishes, the year, and its sentence."""
    text = _text(network, year)
    said = Markup(text.sentence) if text.sentence else Markup("")
    if not said or len(said.striptags()) > LONGEST_SENTENCE:
        titles = [each.title for each in text.highlights if len(each.title) <= LONGEST_SENTENCE]
        said = words(titles[0]) if titles else Markup("")
    length = len(said.striptags())
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
            {"href": f"{year}.html", "label": f"Le résumé {year}", "rel": ""},
            {"href": "index.html", "label": "Toutes les années", "rel": "up"},
        ],
    }
    return Fragment(html, {"page": facts})


def numbers(members: pd.DataFrame, meetings: pd.DataFrame, subjects: pd.DataFrame) -> Fragment:
    """Show how many members, meetings and subjects there were; what isn't recorded is left out."""
    kind = kind_of(members)
    items = [_number(len(members), plural(len(members), kind.name, kind.plural), _where(members))]
    if len(meetings):
        items.append(_number(len(meetings), plural(len(meetings), "rencontre"), formats(meetings)))
    if len(subjects) > 1:  # a single one is named below
        said = clause("{n:traité|traités} dans l’année", n=len(subjects))
        items.append(_number(len(subjects), plural(len(subjects), "sujet"), said))
    html = bullets(items, kind="numbers").html
    return Fragment(html, {"page": {}})


def _where(members: pd.DataFrame) -> str:
    """Say in how many regions the members are: nothing of those that have none."""
    found = regions(members)
    return clause("dans {n:f} {n:région|régions}", n=len(found)) if len(found) else ""


def formats(meetings: pd.DataFrame) -> str:
    """Say in a few words how a year's meetings were held: "une à Nantes, trois à distance"."""
    counts = {name: int(meetings["format"].eq(name).sum()) for name in FORMATS}
    said = [clause(FORMATS[name], n=n) for name, n in counts.items() if n]
    room_for_town = counts["présentiel"] == 1 and not counts["hybride"]
    towns = meetings.loc[meetings["format"].eq("présentiel"), "town"].dropna()
    if room_for_town and len(towns):
        said[0] = f"une {at(towns.iloc[0])}"
    return ", ".join(said)


def members_map(members: pd.DataFrame, meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map shows, every member by name: it is the list for who doesn't see it."""
    towns = list(dict.fromkeys(meetings.dropna(subset="department")["town"].dropna()))
    kind = kind_of(members)
    said = clause(f"{{n}} {{n:{kind.name}|{kind.plural}}}", n=len(members))
    told = [f"Carte de France, {said} en {year} : {enumeration(members['name'])}"]
    if towns:
        told.append(f"un point marque les lieux de rencontre, {enumeration(towns)}")
    return {
        "finding": phrase(
            "{said}.", said=" ".join(each for each in (said, _where(members)) if each)
        ),
        "alternative": " ; ".join(told) + ".",
    }


def names(members: pd.DataFrame) -> Fragment:
    """List the members by name, where a map has no room for that many; or count them by region."""
    if room.lines(["   ".join(members["name"])], room.NAMES) <= room.NAMES_LINES:
        return bullets(members["name"], kind="names")
    found = regions(members)
    if kind_of(members).name != DEFAULT:
        kept, left = room.abreast(members["name"], room.NAMES, room.NAMES_LINES)
        more = [clause("et {n:d} autres dans le résumé", n=left)] if left else []
        return bullets([*kept, *more], kind="names")
    said = [
        f"{name} ({row.members} sur {row.departments})"
        for name, row in zip(found.index, found.itertuples(), strict=True)
    ]
    return bullets(said, kind="names")


def subjects(
    network: Network,
    subjects: pd.DataFrame,
    meetings: pd.DataFrame,
    year: int,
    *,
    listed: bool = False,
) -> Fragment:
    """List the year's subjects as the meetings leave room; few leave some to the year's words.

    There is more room beside members whose names are `listed` below the map.
    """
    height = room.COLUMN_BESIDE_NAMES if listed else room.COLUMN_HEIGHT
    height -= room.ROW * _height(meetings)
    kept, left = room.titles(subjects["subject"].dropna(), height, room.COLUMN)
    shown = bullets(kept, kind="titles")
    if left:
        shown += paragraph(phrase("et {n} {n:autre|autres}, dans le résumé.", n=left), kind="more")
    free = int((height - room.height_of(kept, room.COLUMN)) / room.LINE) - 1
    prose, _rest = room.sentences(_text(network, year).objectives, free, room.COLUMN)
    return prose + shown if len(kept) <= FEW and prose else shown


FEW = 2
"""Subjects up to which the poster has room for the year's own words on them."""


def meetings(meetings: pd.DataFrame) -> Fragment:
    """Draw the meetings one by one: a mark each, and in words where and when."""
    return bullets(_rows(meetings), kind="marks")


def _rows(meetings: pd.DataFrame) -> list[Markup]:
    placed = meetings[meetings["format"].ne("distanciel") & meetings["town"].notna()]
    rows = [
        _marked([str(each.format)], str(each.town), room.short_date(each))
        for each in placed.itertuples()
    ]
    if len(rows) > MOST_PLACES:
        placed, rows = placed.iloc[:0], []
    others = meetings.drop(placed.index)
    for name, group in others.groupby("format", sort=False):
        said = phrase(FORMATS[str(name)], n=len(group))
        towns = group["town"].dropna().drop_duplicates()
        rows.append(_marked([str(name)] * len(group), said, enumeration(towns)))
    return rows


def _height(meetings: pd.DataFrame) -> int:
    """Return how many rows the meetings take: marks in a long line have their words below."""
    remote = int(meetings["format"].eq("distanciel").sum())
    return len(_rows(meetings)) + max(0, -(-(remote + WORDS_ABREAST) // ABREAST) - 1)


ABREAST, WORDS_ABREAST = 11, 5
"""Marks that stand abreast, and how many their words are as wide as."""
MOST_PLACES = 5
"""Meetings up to which each has a line of its own."""
LONG_DATE = 6
"""Signs of a date that stands as large as a number."""


def _marked(formats: list[str], title: str, detail: str) -> Markup:
    kinds = {"présentiel": "full", "hybride": "half", "distanciel": "ring"}
    drawn = Markup("").join(Markup('<i class="{}"></i>').format(kinds[each]) for each in formats)
    format_name = ", hybride" if formats == ["hybride"] else ""
    said = fragment(
        "<b>{title}</b>{detail}",
        title=title,
        detail=f"{format_name}, {detail}" if detail else format_name,
    )
    row = '<span class="dots" aria-hidden="true">{}</span> <span>{}</span>'
    return Markup(row).format(drawn, said)


def highlight_title(network: Network, meetings: pd.DataFrame, year: int) -> str:
    """Return the title of what one remembers: the text's first, or the year's main meeting's."""
    found = _text(network, year).highlights
    if found:
        return found[0].title
    main = main_meeting(meetings)
    return "" if main is None else str(main.title)


def main_meeting(meetings: pd.DataFrame) -> Any:
    """Return the annual meeting, or else the first in a room, that has a title and a date."""
    told = meetings[meetings["title"].notna() & meetings["town"].notna() & meetings["dated"]]
    told = told[told["title"].str.len() <= room.WIDE]
    yearly = told["kind"].eq("rencontre annuelle").fillna(False)
    order = told.assign(first=~yearly.astype(bool)).sort_values("first", kind="stable")
    return next(order.itertuples(), None)


def highlight(
    network: Network, meetings: pd.DataFrame, year: int, *, listed: bool = False
) -> Fragment:
    """Tell of what one remembers: its date as large as a number, its place, the text's own words.

    The date is that of the meeting that the highlight's title names by its town. Members whose
    names are `listed` leave it less room.
    """
    found = _text(network, year).highlights
    title = highlight_title(network, meetings, year)
    meeting = main_meeting(meetings) if not found else _named(meetings, found[0].title)
    when = _date(meeting) if meeting is not None and meeting.dated else NOTHING
    lines = room.HIGHLIGHT_BELOW_NAMES if listed else room.HIGHLIGHT
    lines -= room.lines([title], room.TITLE) - 1
    prose, left = room.sentences(found[0].html if found else None, lines, room.WIDE)
    if not found and meeting is not None and pd.notna(meeting.host):
        host = network.settings.of_institution(meeting.host)
        prose = paragraph(f"La rencontre s’est tenue {at(meeting.town)}, à l’invitation {host}.")
    also = _also([each.title for each in found[1:]])
    if left or room.lines([*prose.sentences, *also.sentences], room.WIDE) > lines:
        also = NOTHING
    told = fragment('<div class="told">{prose}{also}</div>', prose=prose, also=also)
    return Fragment((when + told).html, room.left_out(left, f"textes/{year}.md", "Temps forts"))


def _also(titles: list[str]) -> Fragment:
    others = enumeration(f"« {each} »" for each in titles)
    return paragraph(f"Aussi dans le résumé : {others}." if others else None, kind="more")


def _named(meetings: pd.DataFrame, title: str) -> Any:
    """Return the one meeting whose town a title names."""
    towns = meetings[meetings["town"].notna()]
    found = [each for each in towns.itertuples() if room.names_a_word(title, str(each.town))]
    return found[0] if len(found) == 1 else None


def _date(meeting: Any) -> Fragment:
    large, small = room.large_date(meeting)
    where = meeting.town if pd.notna(meeting.town) else ""
    return fragment(
        '<p class="date"><b{kind}>{large}</b> <span>{small}</span> <span>{where}</span></p>',
        kind=Markup(' class="long"') if len(large) > LONG_DATE else "",
        large=large,
        small=small,
        where=where,
    )


def next_year(network: Network, planned: pd.DataFrame, year: int) -> Fragment:
    """Say what is announced for the next year, by format; or in the year's own words if little."""
    titled = planned.dropna(subset="subject")
    prose, left = room.sentences(_text(network, year).outlook, room.NEXT, room.WIDE)
    if len(titled) <= FEW and prose:
        return Fragment(prose.html, room.left_out(left, f"textes/{year}.md", "Perspectives"))
    named = titled.dropna(subset="format")
    groups = {
        str(name): list(map(str, each["subject"]))
        for name, each in named.groupby("format", sort=False)
    }
    others = list(map(str, titled[titled["format"].isna()]["subject"]))
    groups |= {"Autres sujets": others} if others else {}
    alone = planned[planned["subject"].isna()]["format"].dropna().drop_duplicates()
    bare = [str(each) for each in alone if each not in groups]
    groups |= {bare[0]: []} if len(bare) == 1 else {"Et aussi": bare} if bare else {}
    shown = room.plans(groups)
    kind = "columns" if len(groups) <= room.ABREAST else "rows"
    items = [_format(name, subjects) for name, subjects in shown.items()]
    return bullets(items, kind=f"plans {kind}")


def _format(name: str, lines: list[str]) -> Markup:
    listed = bullets(capitalized(each) for each in lines).html
    return fragment("<b>{name}</b>{lines}", name=phrase("{name}", name=name), lines=listed).html


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
        fragment("<span>{map}</span>", map=f"Fond de carte : {map_producer()}."),
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


def _number(value: int, unit: str, detail: str) -> Markup:
    row = '<b>{value}</b> <span><span class="unit">{unit}</span> <span>{detail}</span></span>'
    return fragment(row, value=number(value), unit=unit, detail=detail).html


def _text(network: Network, year: int) -> YearText:
    return network.textes.get(year, YearText())
