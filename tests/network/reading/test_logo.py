"""A network's logo: upright, small, nothing of its maker; what no page can hold is refused."""

import io
from pathlib import Path

import pytest
from changing import change_settings
from PIL import Image

from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.logo import HEAVIEST, read_logo, shrink_picture


def photograph(side: int) -> bytes:
    """Return a picture taken with the camera on its side, that says who took it."""
    about, stream = Image.Exif(), io.BytesIO()
    about[0x0112] = 6  # to be turned by a quarter
    about[0x013B] = "Camille Exemple"
    Image.new("RGB", (side, side // 2)).save(stream, "JPEG", exif=about)
    return stream.getvalue()


def test_a_logo_is_upright_small_and_says_nothing_of_its_maker() -> None:
    assert b"Camille" in photograph(2000)
    kind, content = shrink_picture(photograph(2000))
    with Image.open(io.BytesIO(content)) as picture:
        assert (kind, picture.size, dict(picture.getexif())) == ("jpeg", (240, 480), {})
    assert b"Camille" not in content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "logo.png: the logo isn’t there; expected: a file in the network’s folder"),
        (b"<svg/>", "logo.png: is no picture that a page can hold; expected: PNG or JPEG"),
        (Image.effect_noise((480, 480), 99), "logo.png: is too heavy for a page; expected: at most "
                                             f"{HEAVIEST // 1000} kB"),
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused(
    content: bytes | Image.Image | None, said: str, twin: Path
) -> None:
    change_settings(twin, logo="logo.png")
    if isinstance(content, bytes):
        (twin / "logo.png").write_bytes(content)
    elif content:
        content.save(twin / "logo.png")
    (problem,) = inspect_network(twin).errors
    assert str(problem).startswith(said)


def test_a_logo_has_the_words_of_its_network(twin: Path) -> None:
    change_settings(twin, logo="logo.jpg", institution="Institut des Landes")
    (twin / "logo.jpg").write_bytes(photograph(40))
    contents = inspect_network(twin).contents
    assert contents is not None
    logo, problems = read_logo(twin, contents.settings)
    assert (logo and logo.name, problems) == ("Logo : Institut des Landes", [])
