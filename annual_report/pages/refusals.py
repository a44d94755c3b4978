"""What can't be published, and what to write instead."""

from annual_report.messages import _

SCRIPTED = {"plotly", "altair", "bokeh", "folium", "holoviews", "hvplot", "pyecharts", "panel"}
"""Libraries whose figures a browser draws, by scripts that they load."""


def refusal(thing: object, figures: int = 0) -> str:
    """Say in one line why something is not published, and what would be."""
    kind = type(thing).__name__
    home = type(thing).__module__.partition(".")[0]
    if figures > 1:
        return _("these are {count} figures: publish each by itself", count=figures)
    if thing is None or kind == "module":
        return _(
            "there is nothing to publish here: a drawing is published by its Axes, {line}",
            line='publish(plt.gca(), finding="…", alternative="…")',
        )
    if kind == "Styler":
        return _(
            "a Styler has the look of a page of its own: {line}",
            line='publish(styler.data, caption="…")',
        )
    if "GroupBy" in kind:
        return _("groups are not a table yet: {line}", line='publish(groups.size(), caption="…")')
    if home == "pandas" and "Index" in kind:
        line = 'publish(index.to_frame(index=False), caption="…")'
        return _("an index is published as a table: {line}", line=line)
    if home == "ipywidgets" or any(
        c.__module__.startswith("ipywidgets") for c in type(thing).__mro__
    ):
        return _(
            "a widget needs a running notebook, which a page doesn’t have: publish what it shows"
        )
    if home in SCRIPTED:
        return _(
            "a {home} figure needs scripts, which a page hasn’t: draw it with matplotlib, pandas "
            "or seaborn, and {line}",
            home=home,
            line='publish(ax, finding="…", alternative="…")',
        )
    if home == "plotnine":
        line = 'publish(plot.draw(), finding="…", alternative="…")'
        return _("a plotnine figure is published drawn: {line}", line=line)
    if getattr(thing, "ndim", 0) == 1:
        line = 'publish(pd.Series(…), caption="…")'
        return _("a {kind} is published as a table: {line}", kind=kind, line=line)
    if getattr(thing, "ndim", 0) > 1:
        line = 'plt.imshow(…); publish(plt.gca(), finding="…", alternative="…")'
        return _("an array of numbers is published as a figure: {line}", line=line)
    if isinstance(thing, int | float | complex) or hasattr(thing, "dtype"):
        line = 'publish(f"…")'
        return _("a number alone says nothing: put it into a sentence, {line}", line=line)
    if isinstance(thing, dict | list | tuple | set):
        line = 'publish(pd.Series(…), caption="…")'
        return _("a {kind} is published as a table: {line}", kind=kind, line=line)
    return _(
        "{kind} is not published: a page takes tables ({table}), figures ({figure}) and texts "
        "({text})",
        kind=kind,
        table='publish(frame, caption="…")',
        figure='publish(ax, finding="…", alternative="…")',
        text='publish("…")',
    )
