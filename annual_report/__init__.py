"""Annual reports of a network of French départements, from its data to one HTML file a year.

What a notebook imports:

    from annual_report import open_network                 a network in memory
    from annual_report import measures, charts             tables, Axes
    from annual_report import publish, chapter, prose      what goes into the page
    from annual_report import language                     in which language it is, if not French
    from annual_report import cover, sources               what opens and closes a year's page
    from annual_report import front, cover_figures         what opens a page of a network
    from annual_report import key_figures                  the key figures of a year
    from annual_report import poster, sheet                the parts of a poster, and its room
    from annual_report import attributions, provenance     what a page was made of
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_report.network import measures as measures
    from annual_report.report import charts as charts

HOMES = {
    "open_network": "network.network",
    **dict.fromkeys(
        ("cover_figures", "foot", "front", "large_figures", "poster_front"),
        "report.parts.frame",
    ),
    **dict.fromkeys(("attributions", "provenance"), "report.parts.sources"),
    **dict.fromkeys(("cover", "sources"), "report.parts.summary"),
    "key_figures": "report.parts.figures_table",
    **dict.fromkeys(("chapter", "language", "publish"), "machine.pages.publishing"),
    "prose": "machine.pages.fragment",
}  # fmt: skip
"""The modules that have what notebooks import from here."""
MODULES = {"charts": "report", "measures": "network", "poster": "report.parts",
           "sheet": "report.parts"}  # fmt: skip
"""The rooms of the modules that they import."""


def __getattr__(name: str) -> Any:
    """Import what notebooks ask for when they do: the command line starts without pandas."""
    if name in MODULES:
        return import_module(f"annual_report.{MODULES[name]}.{name}")
    if name in HOMES:
        return getattr(import_module(f"annual_report.{HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
