"""The frame of every page of a network: the cover, the foot, and the links of the foot.

The words come from the phrases `cadre` and `chiffres`, which a network may change.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.base.errors import ParameterError
from annual_report.base.french import format_number, write_percentage
from annual_report.base.messages import _
from annual_report.machine.pages.fragment import Fragment, make_list
from annual_report.machine.pages.language import print_words, typeset_text
from annual_report.network.made_of import hash_data, hash_phrases
from annual_report.network.measures import list_facts
from annual_report.network.network import Network
from annual_report.network.phrases.amounts import as_count, as_year
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.kinds import kinds_by_name

TREND = 3
"""The fewest years for a page across years: of two years each year's page tells the difference."""
SHOWN = ("membres", "rencontres")
"""The key figures on every cover."""
SHARES = ("part_population", "part_presence")
"""The shares that stand beside these on a cover: the first known share where one is enough."""
SMALLEST_SHARE = 0.01
"""A smaller share of the population is no large figure."""
LONG_FIGURE = 6
"""The most signs of a large figure with its words on the same line, where three figures are."""
MANY_FIGURES = 4
"""So many figures, or more, have room for as many signs each."""
EMPTY = Markup()


def make_front(
    network: Network,
    *,
    titre: str = "",
    résumé: str = "",
    sous_titre: str = "",
    chapeau: str = "",
    figures: Markup = EMPTY,
    year: int | None = None,
    **others: object,
) -> Fragment:
    """Open a page of a network: a heading in two lines, a sentence, key figures; and the frame.

    The words come from a phrase: `network.words("couverture", …)`. A page without them has its
    title as its heading. Its name, title and year are declared in the notebook's metadata, and no
    phrase has a place for them. Raise ParameterError for words of other names.
    """
    # Python would name the function of an unknown word; the author of a phrase knows only words.
    if others:
        line = _(
            "a cover has titre, sous_titre, chapeau and résumé, and no {names}: the notebook’s "
            "metadata have the title of the page",
            names=", ".join(others),
        )
        raise ParameterError(line)
    cover = {
        "heading": titre,
        "subtitle": sous_titre,
        "eyebrow": _name_publisher(network),
        "lede": chapeau,
        "description": résumé,
        "omitted": list(network.settings.chapitres_omis),
        **_list_facts(network, year),
    }
    # All words get French spaces and apostrophes, but the style sheet, which is no text.
    facts: dict[str, Any] = {}
    for name, value in cover.items():
        facts[name] = value
        if isinstance(value, str) and name != "style":
            facts[name] = typeset_text(value)
    # The figures have their spaces already.
    facts["figures"] = str(figures)
    # A page of a member has its name as its title, where the metadata have its code.
    if not titre:
        facts["called"] = {code: find_institution(code).name for code in network.members}
    heading = print_words(f"{titre} {sous_titre}".strip() or network.title)
    sentence = print_words(chapeau)
    shown = Markup("<p><strong>{}</strong></p>\n<p>{}</p>{}").format(heading, sentence, figures)
    return Fragment(facts={"page": facts}, shown=shown)


def tell_all_years(network: Network, phrase: str = "couverture_annees") -> dict[str, Any]:
    """Return the first words of a page of all years, by the names of `make_front`."""
    first = network.years[0]
    last = network.years[-1]
    members = network.membres.groupby("annee").size()
    return network.words(
        phrase,
        première=as_year(first),
        dernière=as_year(last),
        avant=as_count(members[first]),
        après=as_count(members[last]),
    )


def tell_year(network: Network, year: int, facts: pd.DataFrame | None = None) -> str:
    """Return the sentence of a year: the animator's, or else that of the first of its facts.

    The `facts` are those of `measures.list_facts`, unless others are given. The sentence is ""
    where there is neither.
    """
    written = network.text(year).plain_sentence
    if written:
        return written
    ranked = list_facts(network, year) if facts is None else facts
    if ranked.empty:
        return ""
    return network.tell("fait", ranked.iloc[0]).text


def _name_publisher(network: Network) -> str:
    """Return the line above a page's title: the initials and the name of the network."""
    return " · ".join(part for part in (network.settings.sigle, network.title) if part)


def _list_facts(network: Network, year: int | None) -> dict[str, Any]:
    """Return the facts of a network, and of a page's year, for the template of pages."""
    settings = network.settings
    # The hashes say later whether a page was made of these data and phrases.
    return {
        "network_title": network.title,
        "logo": _show_logo(network),
        "address": settings.adresse.rstrip("/"),
        "style": network.style,
        "links": _list_pages(network, year),
        "made_of": {"data": hash_data(network), "phrases": hash_phrases(network)},
        **surround_page(network, year),
    }


def _show_logo(network: Network) -> str:
    """Return the logo of a network as an image within the page; "" without a logo."""
    if not network.logo:
        return ""
    words = f"Logo : {network.settings.institution or network.settings.nom}"
    return str(Markup('<img src="{}" alt="{}">').format(network.logo, print_words(words)))


def _list_pages(network: Network, year: int | None) -> list[dict[str, Any]]:
    """List the pages that each network has, from all of them in the same order.

    They are the list, the pages of a year, those of the years around it, and the page of all years.
    A page of no year leads to the last one and to the report of the year before. Links to other
    years have a `year`, for a page leads to itself in these years.
    """
    done = [other for other in network.years if other not in network.drafts]
    # A network whose years are all drafts has nothing but drafts to lead to.
    shown = year or (done or network.years)[-1]
    links = [_link(network, name) for name in ("index", str(shown), f"{shown}-donnees")]
    for other in (shown - 1, shown + 1):
        if other not in done:
            continue
        if year is None:
            links.append(_link(network, str(other)))
            continue
        for name in (str(other), f"{other}-donnees"):
            links.append({**_link(network, name), "year": other})
    if len(done) >= TREND:
        links.append(_link(network, "tendances"))
    return links


def _link(network: Network, page: str) -> dict[str, Any]:
    """Return the link to a page that each network has, labelled by its phrase."""
    label = network.words("autres_pages", page=page, year=page[:4])["lien"]
    return {"href": f"{page}.html", "label": label}


def surround_page(
    network: Network, year: int | None = None, *, presented: bool = True
) -> dict[str, Any]:
    """Return the facts around any page of a network, with or without a year, for a template.

    `apart`: the words at the head of each printed sheet of an invented network. `banners`: the
    lines above the page, of an invented network and of a draft. `footer`: the network in a
    sentence, unless `presented` is False, and the day of publication. `notices`: the links to the
    contact, the legal notice and the code. `picture`: the words for the picture of the page.
    """
    settings = network.settings
    contact = settings.contact
    presentation = ""
    if presented:
        presentation = settings.presentation
    words = network.words(
        "cadre",
        year=year or "",
        peuplé=any(kinds_by_name()[kind].population for kind in settings.genres),
        présentation=presentation,
        éditeur=settings.institution,
        parution=network.publication_day(year),
        contact=contact.partition("//")[2] or contact,
        licence=settings.licence.title,
    )
    banners = []
    if year in network.drafts and words["brouillon"]:
        banners.append({"kind": "fiction draft", "words": words["brouillon"]})
    apart = ""
    if settings.fictif:
        apart = words["à_part"]
        banners.append({"kind": "fiction", "words": words["fictif"]})
    # A contact is a mail address or a page.
    if "@" in contact and "//" not in contact:
        contact = f"mailto:{contact}"
    addresses = {
        "contact": contact,
        "mentions": settings.mentions,
        "accessibilite": settings.accessibilite,
        # A licence without an address is named among the sources.
        "licence": settings.licence.address,
        "code": settings.code,
    }
    notices = []
    for name, address in addresses.items():
        if address:
            notices.append({"href": address, "label": words[name]})
    return {
        "apart": apart,
        "banners": banners,
        "footer": words["pied"],
        "notices": notices,
        "picture": words["image"],
    }


def show_cover_figures(
    network: Network, values: "pd.Series[float]", *, shares: int = 0
) -> Fragment:
    """Show the members and meetings of a year, each with a detail; `values` are the key figures.

    `shares` is the number of shares, of the population and of the invitations, to show too.
    Unrecorded figures are left out.
    """
    words = network.words("chiffres", values)
    known = [name for name in SHARES if _is_large_enough(name, values[name])]
    names = [*SHOWN, *known[:shares]]
    recorded = {name: values[name] for name in names if not pd.isna(values[name])}
    return show_large_figures(recorded, words)


def _is_large_enough(name: str, share: Any) -> bool:
    """Whether a share is known, and worth a large figure: nobody keeps 0.02 % of the population."""
    if pd.isna(share):
        return False
    return name != "part_population" or share >= SMALLEST_SHARE


def show_large_figures(values: Mapping[str, Any], words: Mapping[str, str]) -> Fragment:
    """Show numbers on a cover, each with a unit and a detail; a number that is 0 is left out.

    A word may stand for a number: the town of a single meeting. `words` has the units by the names
    of the values, the details under "…_détail".
    """
    items = []
    kind = "figures"
    longest = MANY_FIGURES if len(values) >= MANY_FIGURES else LONG_FIGURE
    for name, value in values.items():
        if not value:
            continue
        text = _write_figure(name, value)
        items.append(_write_card(text, words[name], words[f"{name}_détail"]))
        # A word or a large number takes a line of the card: so do all, for the same look.
        if isinstance(value, str) or len(text) > longest:
            kind = "figures stacked"
    return make_list(items, kind=kind)


def _write_figure(name: str, value: Any) -> str:
    """Write a key figure as a number, a percentage or, for a word, unchanged."""
    if isinstance(value, str):
        return value
    # The share of the population has a decimal on every page.
    if name == "part_population":
        return write_percentage(value, 1)
    if name in SHARES:
        return write_percentage(value)
    return format_number(value)


def _write_card(value: str, unit: str, detail: str = "") -> Markup:
    """Write a large number, a unit and a detail, which the style sheet puts on separate lines."""
    spans = []
    for kind, text in (("unit", unit), ("detail", detail)):
        if text:
            spans.append(Markup('<span class="{}">{}</span>').format(kind, print_words(text)))
    large = Markup("<b>{}</b> ").format(print_words(value))
    return large + Markup(" ").join(spans)
