"""What a page is made of: text, tables and figures, the exporter, and the rules of publication.

from annual_report import publish

publish(frame, caption="…")                          a table
publish(ax, finding="…", alternative="…", data=…)    a figure
publish("…")                                         Markdown, which plain words are too
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_report.pages.fragment import prose
    from annual_report.pages.publishing import chapter, cover, publication, publish

__all__ = ["chapter", "cover", "prose", "publication", "publish"]

_HOMES = {
    "chapter": "publishing",
    "cover": "publishing",
    "prose": "fragment",
    "publication": "publishing",
    "publish": "publishing",
}
"""Where each name stands: matplotlib and IPython are imported when one is asked for."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
