"""A network's logo: the file itself, or it is said why it can be none."""

from pathlib import Path

import pytest
from changing import change_settings

from annual_report.network.reading.files.opening import HEAVIEST_PICTURE as HEAVIEST
from annual_report.network.reading.inspection import inspect_network

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_logo_is_held_as_it_is(twin: Path) -> None:
    change_settings(twin, logo="logo.png")
    (twin / "logo.png").write_bytes(PNG)
    contents = inspect_network(twin).contents
    assert contents is not None
    assert contents.logo == "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "logo.png: the logo isn’t there; expected: a file in the network’s folder"),
        (b"<svg/>", "logo.png: is no picture that a page can hold; expected: PNG or JPEG"),
        (
            PNG + bytes(HEAVIEST),
            "logo.png: is too heavy for a page; expected: at most 120 kB",
        ),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes | None, told: str, twin: Path) -> None:
    change_settings(twin, logo="logo.png")
    if content:
        (twin / "logo.png").write_bytes(content)
    (problem,) = inspect_network(twin).errors
    assert str(problem).startswith(told)
