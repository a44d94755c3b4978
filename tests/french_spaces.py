"""The no-break spaces of French, made visible so that a test's expected text shows them."""

from annual_report.base.french.typography import NARROW, NO_BREAK


def show_spaces(text: str) -> str:
    """Write "_" for each no-break space of a text, and "~" for each narrow one: 18_%, 1~000."""
    return text.replace(NO_BREAK, "_").replace(NARROW, "~")


def hide_spaces(text: str) -> str:
    """Write the spaces back for the signs that `show_spaces` puts."""
    return text.replace("_", NO_BREAK).replace("~", NARROW)
