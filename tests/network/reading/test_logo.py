"""A network's logo: the file itself, or it is said why it can be none."""

from pathlib import Path

import pytest
from changing import change_settings

from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.logo import HEAVIEST

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_logo_is_in_pages_as_it_is_with_the_words_of_its_network(twin: Path) -> None:
    change_settings(twin, logo="logo.png", institution="Institut des Landes")
    (twin / "logo.png").write_bytes(PNG)
    contents = inspect_network(twin).contents
    assert contents is not None
    assert contents.logo is not None
    assert contents.logo.address == "data:image/png;base64,iVBORw0KGgo="
    assert contents.logo.name == "Logo : Institut des Landes"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "logo.png: the logo isn’t there; expected: a file in the network’s folder"),
        (b"<svg/>", "logo.png: is no picture that a page can hold; expected: PNG or JPEG"),
        (PNG + bytes(HEAVIEST), "logo.png: is too heavy for a page; expected: at most 120 kB"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes | None, told: str, twin: Path) -> None:
    change_settings(twin, logo="logo.png")
    if content:
        (twin / "logo.png").write_bytes(content)
    (problem,) = inspect_network(twin).errors
    assert str(problem).startswith(told)
