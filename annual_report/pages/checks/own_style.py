"""What a network's own style may not do to its pages: load anything, or make words hard to read."""

from functools import lru_cache

from annual_report.charts.palette import VARIABLE, colours, is_colour
from annual_report.messages import _
from annual_report.pages.checks import css_loading
from annual_report.pages.checks.contrasts import low_contrasts

MARK = "data-own"
"""The attribute of the element that holds it in a page."""


@lru_cache
def wrong_with(css: str) -> tuple[str, ...]:
    """Say all that is wrong with the style sheet of a network."""
    found = []
    if css_loading.loads(css):
        found.append(_("the style sheet would load something"))
    plain = css_loading.unescaped(css)
    unread = [
        _("--{name} must be as #rrggbb, for its contrast to be known", name=name)
        for name, value in VARIABLE.findall(plain)
        if name in colours() and not is_colour(value)
    ]
    return (*found, *unread) if unread else (*found, *low_contrasts(plain))
