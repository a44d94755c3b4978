"""The frame of every page of a network: the cover at its head, the foot, and the foot's links.

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
"""The shares that a cover may show beside the members and meetings, the preferred first."""
SMALLEST_SHARE = 0.01
"""A smaller share of the population is no large figure."""
MANY_FIGURES = 4
"""From this number on, the large figures of a cover stand in narrow cards."""
LONGEST_IN_WIDE_CARD = 6
LONGEST_IN_NARROW_CARD = 4
"""The most signs of a large figure, such as "1 200", that leave room for its words on the line."""
NO_FIGURES = Markup()


def make_front(
    network: Network,
    *,
    titre: str = "",
    résumé: str = "",
    sous_titre: str = "",
    chapeau: str = "",
    figures: Markup = NO_FIGURES,
    year: int | None = None,
    **others: object,
) -> Fragment:
    """Return the head of a network's page, with the facts for its frame, for `publish`.

    The head is a heading in two lines (`titre`, `sous_titre`), a sentence (`chapeau`) and large
    `figures`, as HTML; `résumé` describes the page to search engines. These words come from a
    phrase: `network.words("couverture", …)`. Without words the page has its title as its heading.
    Raise ParameterError for words of `others` names.
    """
    # Name, title and year are declared in the notebook's metadata, and no phrase has a place for
    # them. Python would name the function of an unknown word; the author of a phrase knows only
    # words.
    if others:
        line = _(
            "a cover has titre, sous_titre, chapeau and résumé, and no {names}: the notebook’s "
            "metadata have the title of the page",
            names=", ".join(others),
        )
        raise ParameterError(line)
    facts = {
        "heading": titre,
        "subtitle": sous_titre,
        "eyebrow": _name_publisher(network),
        "lede": chapeau,
        "description": résumé,
        "omitted": list(network.settings.chapitres_omis),
        **_list_facts(network, year),
    }
    # All words get French spaces and apostrophes, but the style sheet, which is no text.
    for name, value in facts.items():
        if isinstance(value, str) and name != "style":
            facts[name] = typeset_text(value)
    # The figures have their spaces already.
    facts["figures"] = str(figures)
    # A page for each member has the member's code in its metadata: the title has the name instead.
    if not titre:
        facts["called"] = {code: find_institution(code).name for code in network.members}
    # The notebook shows the head below the cell, without the frame of the page.
    heading = print_words(f"{titre} {sous_titre}".strip() or network.title)
    sentence = print_words(chapeau)
    shown = Markup("<p><strong>{}</strong></p>\n<p>{}</p>{}").format(heading, sentence, figures)
    return Fragment(facts={"page": facts}, notebook_html=shown)


def tell_all_years(network: Network, phrase: str = "couverture_annees") -> dict[str, Any]:
    """Return the words of the cover of a page of all years, as arguments of `make_front`.

    {"titre": "D’année en année", "sous_titre": "2020–2025", "chapeau": "En 2020, le réseau comptait
    24 membres…", …}: the `phrase` of that name, filled with the first and the last year, and the
    number of members of each.
    """
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
    """Return the sentence of a year for its cover: the animator's, or else a counted fact.

    The sentence that the animator wrote stands in the year's text. Without it, the first row of
    `facts` is told, by default of `measures.list_facts`, the most telling first: "L’année où le
    groupe s’est retrouvé à Nantes." Without any fact the sentence is "".
    """
    written = network.text(year).plain_sentence
    if written:
        return written
    if facts is None:
        facts = list_facts(network, year)
    if facts.empty:
        return ""
    most_telling = facts.iloc[0]
    return network.tell("fait", most_telling).text


def _name_publisher(network: Network) -> str:
    """Return the line above a page's title, with the network's initials: "ICPC · Groupe des …"."""
    if network.settings.sigle:
        return f"{network.settings.sigle} · {network.title}"
    return network.title


def _list_facts(network: Network, year: int | None) -> dict[str, Any]:
    """Return the facts of a network, and of a page's year, for the template `page.html.j2`.

    `logo` is HTML; `links` lead to the network's other pages; `made_of` has a hash of the data and
    of the phrases, by which `verify` tells later why a page differs.
    """
    settings = network.settings
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
    """Return the HTML of a network's logo, as an image that the page holds; "" without a logo."""
    if not network.logo:
        return ""
    words = f"Logo : {network.settings.institution or network.settings.nom}"
    image = Markup('<img src="{}" alt="{}">').format(network.logo, print_words(words))
    return str(image)


def _list_pages(network: Network, year: int | None) -> list[dict[str, Any]]:
    """Return the links in the foot of a page, to the other pages that each network has.

    [{"href": "index.html", "label": "Toutes les pages"}, {"href": "2025.html", …}, …]: the list of
    pages, the two pages of the `year`, those of the years before and after, the page of all years.
    A page without a year leads to the last finished year, and to the year before.
    """
    finished = [other for other in network.years if other not in network.drafts]
    shown_year = year
    if shown_year is None:
        # A network whose years are all drafts has nothing but drafts to lead to.
        shown_year = (finished or network.years)[-1]
    names = ("index", str(shown_year), f"{shown_year}-donnees")
    links = [_link_page(network, name) for name in names]
    for other in (shown_year - 1, shown_year + 1):
        if other not in finished:
            continue
        if year is None:
            links.append(_link_page(network, str(other)))
            continue
        # By the `year` the template chooses one of the two: a page of the data leads to that year's
        # page of the data.
        for name in (str(other), f"{other}-donnees"):
            links.append({**_link_page(network, name), "year": other})
    if len(finished) >= TREND:
        links.append(_link_page(network, "tendances"))
    return links


def _link_page(network: Network, page: str) -> dict[str, Any]:
    """Return the link to a page that each network has, labelled by its phrase.

    "2025" → {"href": "2025.html", "label": "Le résumé de 2025"}
    """
    # The name of a year's page begins with the year.
    label = network.words("autres_pages", page=page, year=page[:4])["lien"]
    return {"href": f"{page}.html", "label": label}


def surround_page(
    network: Network, year: int | None = None, *, presented: bool = True
) -> dict[str, Any]:
    """Return the facts around any page of a network, with or without a year, for a template.

    - `running_header`: the words at the head of each printed sheet of an invented network, else "";
    - `banners`: the lines above the page, which say that it is a draft, or that the network is
      invented, each with the CSS classes (`kind`);
    - `footer`: the network in a sentence, unless `presented` is False, and the day of publication;
    - `notices`: the links to the contact, the legal notice and the code;
    - `picture`: the words for the page's picture, which programs for messages show with a link.
    """
    settings = network.settings
    presentation = ""
    if presented:
        presentation = settings.presentation
    # A contact is a mail address or a page: the words have "exemple.fr" of "https://exemple.fr".
    _scheme, _slashes, page_of_contact = settings.contact.partition("//")
    words = network.words(
        "cadre",
        year=year or "",
        peuplé=any(kinds_by_name()[kind].population for kind in settings.genres),
        présentation=presentation,
        éditeur=settings.institution,
        parution=network.publication_day(year),
        contact=page_of_contact or settings.contact,
        licence=settings.licence.title,
    )
    banners = []
    if year in network.drafts and words["brouillon"]:
        banners.append({"kind": "fiction draft", "words": words["brouillon"]})
    running_header = ""
    if settings.fictif:
        running_header = words["à_part"]
        banners.append({"kind": "fiction", "words": words["fictif"]})
    return {
        "running_header": running_header,
        "banners": banners,
        "footer": words["pied"],
        "notices": _list_notices(network, words),
        "picture": words["image"],
    }


def _list_notices(network: Network, words: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the links in a page's foot to the contact, the legal notice, the licence and the code.

    [{"href": "mailto:reseau@exemple.fr", "label": "Écrire au réseau : reseau@exemple.fr"}, …].
    `words` has the label of each link; without an address in the network's settings there is no
    link.
    """
    settings = network.settings
    contact = settings.contact
    is_mail_address = "@" in contact and "//" not in contact
    if is_mail_address:
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
    return notices


def show_cover_figures(
    network: Network, values: "pd.Series[float]", *, shares: int = 0
) -> Fragment:
    """Return the large figures of a year's cover: members, meetings, and some shares.

    `values` are the year's row of the key figures. `shares` says how many shares to show too, of
    the population and of the invitations, if they are known. Unrecorded figures are left out.
    """
    known_shares = [name for name in SHARES if _is_large_enough(name, values[name])]
    recorded: dict[str, float] = {}
    for name in (*SHOWN, *known_shares[:shares]):
        if not pd.isna(values[name]):
            recorded[name] = values[name]
    words = network.words("chiffres", values)
    return show_large_figures(recorded, words)


def _is_large_enough(name: str, share: float) -> bool:
    """Whether a share is known, and worth a large figure.

    `name` is the key figure, `share` is from 0 to 1. Nobody keeps 0.02 % of the population in mind.
    """
    if pd.isna(share):
        return False
    if name == "part_population":
        return share >= SMALLEST_SHARE
    return True


def show_large_figures(values: Mapping[str, Any], words: Mapping[str, str]) -> Fragment:
    """Return numbers as large figures of a cover, each with a unit and a detail.

    `values` are name → number, or a word in place of a number, such as the town of a single
    meeting; a number that is 0 is left out. `words` has the unit under the same name, and the
    detail under the name with "_détail": {"membres": "membres", "membres_détail": "dont 3 neufs"}.
    """
    longest = LONGEST_IN_WIDE_CARD
    if len(values) >= MANY_FIGURES:
        longest = LONGEST_IN_NARROW_CARD
    cards = []
    needs_a_line = False
    for name, value in values.items():
        if not value:
            continue
        text = _write_figure(name, value)
        cards.append(_write_card(text, words[name], words[f"{name}_détail"]))
        if isinstance(value, str) or len(text) > longest:
            needs_a_line = True
    # A word or a large number takes a line of its card: so do all figures, for the same look.
    css_classes = "figures"
    if needs_a_line:
        css_classes = "figures stacked"
    return make_list(cards, kind=css_classes)


def _write_figure(name: str, value: Any) -> str:
    """Return a key figure as a cover shows it: 1200 → "1 200"; a share, 0.61 → "61 %".

    `name` is the name of the key figure. A word in place of a number, such as a town, stays as it
    is.
    """
    if isinstance(value, str):
        return value
    # The share of the population has a decimal on every page.
    if name == "part_population":
        return write_percentage(value, 1)
    if name in SHARES:
        return write_percentage(value)
    return format_number(value)


def _write_card(value: str, unit: str, detail: str = "") -> Markup:
    """Return the HTML of a large figure: the number, its unit and its detail, each in an element.

    "40", "membres" → <b>40</b> <span class="unit">membres</span>; an empty detail has no element.
    """
    spans = []
    for kind, text in (("unit", unit), ("detail", detail)):
        if text:
            spans.append(Markup('<span class="{}">{}</span>').format(kind, print_words(text)))
    large = Markup("<b>{}</b> ").format(print_words(value))
    return large + Markup(" ").join(spans)
