"""What stands around every page of a network: its cover, its foot, and where its foot leads.

The words are those of the phrases `cadre` and `chiffres`, which a network may change.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.base.french import format_number, write_percentage
from annual_report.machine.pages.fragment import Fragment, make_list, print_words
from annual_report.machine.pages.language import typeset_text
from annual_report.network.made_of import hash_data, hash_phrases
from annual_report.network.network import Network
from annual_report.network.territories.kinds import kinds_by_name

FIGURES = {
    "membres": "membres",
    "régions": "regions",
    "rencontres": "rencontres",
    "distanciel": "rencontres_distanciel",
    "habitants": "population",
    "part_habitants": "part_population",
    "part_présence": "part_presence",
    "relevées": "rencontres_presences_completes",
}
"""The key figures of a cover, as its phrase calls them and as `measures` does."""
TREND = 3
"""Years that a page across the years has at least."""
SHOWN = ("membres", "rencontres")
LONG_FIGURE = 4
"""Signs up to which a large figure has its words beside it."""
EMPTY = Markup()
SHARES = ("part_habitants", "part_présence")
"""The shares that stand beside these where a page is about figures alone."""


def make_front(
    network: Network,
    *,
    titre: str,
    document: str,
    résumé: str,
    sous_titre: str = "",
    chapeau: str = "",
    figures: Markup = EMPTY,
    here: str = "",
    year: int | None = None,
    **more: object,
) -> Fragment:
    """Open a page of a network: a heading in two lines, a sentence, key figures; and its frame.

    The words come from a phrase: `network.words("couverture", …)`. `document` is the title of the
    file, `here` its name without suffix.
    """
    cover = {
        "heading": titre,
        "subtitle": sous_titre,
        "eyebrow": _say_whose(network),
        "lede": chapeau,
        "omitted": list(network.settings.chapitres_omis),
        **_list_facts(network, document, résumé, here, year),
        **more,
    }
    # All its words are set as French; a style sheet has none, and figures are set already.
    facts = {
        name: typeset_text(it) if isinstance(it, str) and name != "style" else it
        for name, it in cover.items()
    }
    words = print_words(f"{titre} {sous_titre}".strip()), print_words(chapeau), figures
    shown = Markup("<p><strong>{}</strong></p>\n<p>{}</p>{}").format(*words)
    return Fragment(facts={"page": facts | {"figures": str(figures)}}, shown=shown)


def tell_all_years(network: Network) -> dict[str, Any]:
    """Return the words that the page of all years opens with, by the names of `make_front`."""
    first, last = network.years[0], network.years[-1]
    members = network.membres.groupby("annee").size()
    return network.words(
        "couverture_annees",
        première=first,
        dernière=last,
        avant=members[first],
        après=members[last],
    )


def _say_whose(network: Network) -> str:
    """Say above a page's title whose it is: the initials, and the network's name."""
    return " · ".join(part for part in (network.settings.sigle, network.title) if part)


def _list_facts(
    network: Network, document: str, résumé: str, here: str, year: int | None
) -> dict[str, Any]:
    """Return what the template of any page is told of the network, and of the page's year."""
    settings = network.settings
    made_of = {"page": here, "data": hash_data(network), "phrases": hash_phrases(network)}
    return {
        "title": f"{document}, {network.title}",
        "description": résumé,
        "fictional": settings.fictif,
        "network_title": network.title,
        "publisher": settings.institution or network.title,
        "contact": settings.contact,
        "logo": _show_logo(network),
        "address": settings.adresse.rstrip("/"),
        "style": network.style,
        "links": _list_other_pages(network, here, year),
        **surround_page(network, year),
        **({"made_of": made_of} if here else {}),
        **({"year": year} if year else {}),
    }


def _show_logo(network: Network) -> str:
    """Show a network's logo, which the page holds itself; "" of one that has none."""
    if not network.logo:
        return ""
    words = f"Logo : {network.settings.institution or network.settings.nom}"
    return str(Markup('<img src="{}" alt="{}">').format(network.logo, print_words(words)))


def _list_other_pages(network: Network, here: str, year: int | None) -> list[dict[str, str]]:
    """Lead to the other pages, from all of them in the same order: the list, a year's, the others.

    A page of a year leads to the same page of the years around it; a page of no year, to the pages
    of the last one. `here` is the page's own name: it stands among the others, and leads nowhere.
    """
    done = [other for other in network.years if other not in network.drafts]
    year = year or (done or network.years)[-1]
    names = ["index", str(year), f"{year}-donnees"]
    page = here.removeprefix(str(year)) if here.startswith(str(year)) else ""  # or its report
    names += [f"{other}{page}" for other in (year - 1, year + 1) if other in done]
    names += ["tendances"] if len(done) >= TREND else []
    up = "../" if "/" in here else ""
    return [
        {
            "href": "" if name == here else f"{up}{name}.html",
            "label": network.words("autres_pages", page=name, year=name[:4])["lien"],
        }
        for name in names
    ]


def surround_page(
    network: Network, year: int | None = None, *, presented: bool = True
) -> dict[str, Any]:
    """Return what stands around any page of a network, of a year or of none.

    `apart` says at the head of each sheet that a network is invented, `banners` above the page that
    its year is a draft too. The `footer` says what the network is, unless that is `presented`
    above already, and when the page is published; `notices` lead to what a publisher must say, and
    to what the page is made of. `picture` says what its picture shows.
    """
    settings = network.settings
    contact, licence = settings.contact, settings.licence
    words = network.words(
        "cadre",
        year=year or "",
        peuplé=any(kinds_by_name()[kind].population for kind in settings.genres),
        présentation=settings.presentation if presented else "",
        éditeur=settings.institution,
        parution=network.publication_day(year),
        contact=contact.partition("//")[2] or contact,
        licence=licence.title,
    )
    banners = {
        "fiction draft": words["brouillon"] if year in network.drafts else "",
        "fiction": words["fictif"] if settings.fictif else "",
    }
    mail = "mailto:" if "@" in contact and "//" not in contact else ""
    addresses = {
        "contact": mail + contact if contact else "",
        "mentions": settings.mentions,
        "accessibilite": settings.accessibilite,
        # One that has no address is named where the sources are.
        "licence": licence.address if licence.title else "",
        "code": settings.code,
    }
    return {
        "apart": words["à_part"] if settings.fictif else "",
        "banners": [{"kind": kind, "words": text} for kind, text in banners.items() if text],
        "footer": words["pied"],
        "notices": [
            {"href": href, "label": words[name]} for name, href in addresses.items() if href
        ],
        "picture": words["image"],
    }


def show_cover_figures(
    network: Network, values: "pd.Series[float]", *, shares: bool = False
) -> Fragment:
    """Show the members and meetings of a year, a row of its key figures.

    Each has what it is made of. With `shares`, show those of the population and of the invitations
    too. Nothing is compared here, and what isn't recorded leaves its room to what is.
    """
    amounts = {name: values[figure] for name, figure in FIGURES.items()}
    counts = {name: _whole(value) for name, value in amounts.items()}
    words = network.words("chiffres", **counts)
    shown = (*SHOWN, *(SHARES if shares else ()))
    recorded = {name: amounts[name] for name in shown if not pd.isna(amounts[name])}
    return show_large_figures(recorded, words)


def _whole(value: Any) -> Any:
    """Return a count as a whole number; a share, or what isn't recorded, as it is."""
    return value if pd.isna(value) or value < 1 else int(value)


def show_large_figures(values: Mapping[str, Any], words: Mapping[str, str]) -> Fragment:
    """Show numbers on a cover, each with its unit and a detail; one that is 0 leaves its room.

    A word may stand for a number: the town of a single meeting. `words` has the units by the names
    of the values, the details under "…_détail".
    """
    written = {name: _write_figure(name, value) for name, value in values.items() if value}
    items = [
        _large_figure(large, words[name], words[f"{name}_détail"]).html
        for name, large in written.items()
    ]
    # A word or a large number needs the room of its card.
    is_long = any(len(large) > LONG_FIGURE for large in written.values())
    return make_list(items, kind="figures stacked" if is_long else "figures")


def _write_figure(name: str, value: Any) -> str:
    # A word stands as it is.
    if isinstance(value, str):
        return value
    # That of the population is told with a decimal wherever it is told.
    decimals = int(name == "part_habitants")
    return write_percentage(value, decimals) if name in SHARES else format_number(value)


def _large_figure(value: str, unit: str, detail: str = "") -> Fragment:
    """Write a large number, then its unit and a detail, each on its own line."""
    spans = [
        Markup('<span class="{}">{}</span>').format(kind, print_words(text))
        for kind, text in (("unit", unit), ("detail", detail))
        if text
    ]
    large = Markup("<b>{}</b> ").format(print_words(value))
    return Fragment(large + Markup(" ").join(spans))
