"""CSS that no parser goes through: each road of a page says so, or leaves it out."""

from pathlib import Path

import pytest
from cells import export, notebook_of

from annual_report.base.errors import PageError
from annual_report.machine.pages.checks.cleaning import clean_html
from annual_report.machine.pages.checks.page_rules import check_parts
from annual_report.machine.pages.look.palette import find_wrong_style, write_own_style

BEYOND = {
    "digits": "9" * 5000,
    "brackets": "(" * 20_000,
    "functions": "rgb(" * 20_000,
}
"""Values of which Python makes no number, or through which it doesn't get."""
of_each_kind = pytest.mark.parametrize("value", BEYOND.values(), ids=BEYOND.keys())


@of_each_kind
def test_the_style_of_a_network_is_refused(value: str) -> None:
    css = f":root {{ --ink: {value} }}"
    assert "sets colours and fonts of palette.css" in find_wrong_style(css)
    assert write_own_style(css) == ""


@of_each_kind
# nh3 goes on after an error in the function that it calls, and leaves the error to this warning.
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_drawing_loses_such_a_colour(value: str) -> None:
    drawing = f'<svg><path fill="url(https://exemple.fr) {value}" d="M0 0"/></svg>'
    assert clean_html(drawing) == '<svg><path d="M0 0"/></svg>'


@of_each_kind
def test_the_words_of_an_output_are_shown(value: str) -> None:
    html = (
        f"<style>p {{ width: {value} }}</style><style>b {{ display: none }}</style>"
        f'<p style="width: {value}">Seize membres</p><b>caché</b>'
    )
    page = export(notebook_of({"text/html": html}, source="x"))
    assert "Seize membres" in page
    assert "caché" not in page


@of_each_kind
def test_the_last_look_refuses_a_page_with_it(real_build: Path, value: str) -> None:
    page = (real_build / "2025.html").read_text(encoding="utf-8")
    with pytest.raises(PageError, match="a page may not hold"):
        check_parts(page.replace("<h2 ", f'<p style="--wide:{value}">x</p><h2 ', 1))
