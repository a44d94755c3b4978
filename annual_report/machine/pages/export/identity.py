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
    def year(self) -> int | None:
        """The year that the page is about; None for any other page."""
        is_year = self.parameter == YEAR and isinstance(self.value, int)
        return self.value if is_year else None  # type: ignore[return-value]

    def name_title(self, names: Mapping[str, str]) -> str:
        """Return the page's title; `names` has the names of values by their codes."""
        called = names.get(str(self.value), self.value)
        return fill_title(self.title_pattern, self.parameter, called)


def fill_name(pattern: str, parameter: str, value: object) -> str:
    """Return the name of the page of a value: ("themes/{theme}", "theme", "Été") → "themes/Ete"."""
    return pattern.replace(f"{{{parameter}}}", make_slug(str(value))) if parameter else pattern


def fill_title(pattern: str, parameter: str, called: object) -> str:
    """Return the title of the page of a value: ("Les {theme}", "theme", "arts") → "Les arts"."""
    return pattern.replace(f"{{{parameter}}}", str(called)) if parameter else pattern


def find_identity(
    metadata: Mapping[str, Any], parameters: Mapping[str, object], file: str
) -> Identity:
    """Return the identity of the page that a notebook made, by the parameters that it ran with.

    A notebook that declares no pages, or lacks the parameter of their name, makes the page of its
    `file`; a title that nobody declared is "".
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
    here = f"{identity.name}.html"
    chosen: list[dict[str, Any]] = []
    # The file of this page's kind for each year in the links → the year.
    years_by_file: dict[str, int] = {}
    listed = set()
    for link in links:
        href = str(link.get("href", ""))
        label = link.get("label", "")
        listed.add(href)
        year = link.get("year")
        if year is not None:
            of_that_year = identity._replace(value=year)
            years_by_file[f"{of_that_year.name}.html"] = year
            # The page of a year in another kind than this page's is no neighbour of it.
            if identity.year is None or href != f"{of_that_year.name}.html":
                continue
        chosen.append({"href": "" if href == here else up + href, "label": label})
    if here in listed:
        return chosen
    chosen.append({"href": "", "label": title})
    if identity.year is not None:
        for href, year in years_by_file.items():
            label = identity._replace(value=year).name_title({})
            chosen.append({"href": up + href, "label": label})
    return chosen
