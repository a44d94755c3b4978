"""What a page is made of: text, tables and figures, the exporter, and the rules of publication.

from annual_report import publish

publish(frame, caption="…")                          a table
publish(ax, finding="…", alternative="…", data=…)    a figure
publish("…")                                         Markdown, which plain words are too
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_report.pages.fragment import prose
    from annual_report.pages.publishing import chapter, make_fragment, publish

__all__ = ["chapter", "make_fragment", "prose", "publish"]


def __getattr__(name: str) -> Any:
    """Import what is asked for: matplotlib and IPython come along."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from annual_report.pages import fragment, publishing

    return getattr(fragment if name == "prose" else publishing, name)
