"""The identity of a page: its name, title, year and frame, declared in its notebook's metadata.

    "annual_report": {"pages": {"name": "{year}-essai", "each": "year", "title": "Essai {year}"}}

The placeholder is a parameter of the notebook, whose value its cells of parameters hold: so all
roads find the same identity. Nothing heavy is imported here, for a build with nothing to do.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annual_report.base.letters import make_slug

YEAR = "year"
# The place of a parameter in a pattern of names. Taken: `{year}`. Not taken: `{}`, `{a b}`. The
# parser of `str.format` would also read `{year!r}`, which no declaration means.
PLACEHOLDER = re.compile(r"\{(\w+)\}")
FRAMES = ("year", "data")
"""The frames of pages, which style sheets know: a summary that fills its sheet, wide tables."""


class Identity(NamedTuple):
    """The identity of a page: the patterns of name and title, and the value of their placeholder.

    Identity("{year}", "Résumé {year}", "year", 2025) is the page 2025.html. The value of a page
    whose patterns have no placeholder is None.
    """

    name_pattern: str
    title_pattern: str
    parameter: str = ""
    value: object = None
    frame: str = ""

    @property
    def name(self) -> str:
        """The page's name, without suffix."""
        return fill_name(self.name_pattern, self.parameter, self.value)

    @property
    def file(self) -> str:
        """The name of the page's file: "2025.html"."""
        return f"{self.name}.html"

    @property
    def year(self) -> int | None:
        """The year that the page is about; None for any other page."""
        if self.parameter == YEAR and isinstance(self.value, int):
            return self.value
        return None

    def in_year(self, year: int) -> "Identity":
        """Return the identity of the same page in another year: 2024.html for 2025.html."""
        return self._replace(value=year)

    def name_title(self, names: Mapping[str, str]) -> str:
        """Return the page's title, in which the placeholder's value is called by its name.

        `names` has the names of values by their codes: with {"75": "Paris"}, "La ville de {code}"
        is "La ville de Paris" for the value "75".
        """
        called = names.get(str(self.value), self.value)
        return fill_title(self.title_pattern, self.parameter, called)


def fill_name(pattern: str, parameter: str, value: object) -> str:
    """Return the name of the page of a value: ("themes/{theme}", "theme", "Été") → "themes/Ete"."""
    if not parameter:
        return pattern
    placeholder = "{" + parameter + "}"
    return pattern.replace(placeholder, make_slug(str(value)))


def fill_title(pattern: str, parameter: str, called: object) -> str:
    """Return the title of the page of a value: ("Les {theme}", "theme", "arts") → "Les arts"."""
    if not parameter:
        return pattern
    placeholder = "{" + parameter + "}"
    return pattern.replace(placeholder, str(called))


def find_identity(
    metadata: Mapping[str, Any], parameters: Mapping[str, object], file: str
) -> Identity:
    """Return the identity of the page that a notebook made, by the parameters that it ran with.

    `metadata` are the notebook's, which may declare pages as above. A notebook that declares none,
    or that lacks the parameter of their name, makes the page of its `file`, "bilan"; a title that
    nobody declared is "".
    """
    declared = metadata.get("annual_report")
    pages = declared.get("pages") if isinstance(declared, Mapping) else None
    if not isinstance(pages, Mapping):
        return Identity(file, "")
    name = str(pages.get("name") or file)
    title = str(pages.get("title") or "")
    frame = str(pages.get("frame") or "")
    if frame not in FRAMES:
        frame = ""
    placeholders = PLACEHOLDER.findall(name)
    if not placeholders:
        return Identity(name, title, frame=frame)
    parameter = placeholders[0]
    if parameters.get(parameter) is None:
        return Identity(file, "", frame=frame)
    return Identity(name, title, parameter, parameters[parameter], frame)


def lead_elsewhere(
    links: Iterable[Mapping[str, Any]], identity: Identity, title: str
) -> list[dict[str, Any]]:
    """Return the links of a page to the other pages of its network: [{"href": …, "label": …}, …].

    `links` are all links of the network; a link to the page of a year has that `year`. Links to
    other years stay only on the pages of years: 2025.html leads to 2024.html. A page that isn't
    among the links, such as an essay of 2025 by another notebook, is added behind them, with the
    essays of the other years. The entry of the page itself has an empty `href`; `title` is its
    label there.
    """
    # A page in a folder of its network leads a folder up.
    up = "../" if "/" in identity.name else ""
    chosen: list[dict[str, Any]] = []
    years: list[int] = []
    is_listed = False
    for link in links:
        href = str(link.get("href", ""))
        label = link.get("label", "")
        year = link.get("year")
        is_here = href == identity.file
        is_listed = is_listed or is_here
        if year is not None and year not in years:
            years.append(year)
        # A page of another kind, such as the report of 2024 to an essay of 2025, is no neighbour.
        if year is None or _is_same_page_in_year(href, year, identity):
            chosen.append({"href": "" if is_here else up + href, "label": label})
    if is_listed:
        return chosen
    chosen.append({"href": "", "label": title})
    if identity.year is not None:
        for year in years:
            neighbour = identity.in_year(year)
            chosen.append({"href": up + neighbour.file, "label": neighbour.name_title({})})
    return chosen


def _is_same_page_in_year(href: str, year: int, identity: Identity) -> bool:
    """Whether a link leads to the page of another year, or this year, that the same notebook made.

    For the page 2025.html: True for ("2024.html", 2024), False for ("2024-essai.html", 2024).
    """
    return identity.year is not None and href == identity.in_year(year).file
