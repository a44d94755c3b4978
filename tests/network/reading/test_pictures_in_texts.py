"""Pictures of a year's text: embedded, upright, light, in words, nothing of their maker."""

import base64
import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from annual_report.machine.pages.export.markdown import to_markdown
from annual_report.network.reading import pictures
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.texts import parse_text

FILE = "textes/2025.md"
ALT = "Le groupe au bord de l’Erdre"


def photograph(side: int = 400, *, noisy: bool = False) -> bytes:
    """Make a picture taken with the camera on its side, that says who took it and where."""
    picture = Image.effect_noise((side, side // 2), 90) if noisy else Image.new("L", (side, side))
    picture = picture.convert("RGB").resize((side, side // 2))
    about = Image.Exif()
    about[0x0112] = 6  # to be turned by a quarter
    about[0x013B] = "Jeanne Dupont"
    about.get_ifd(0x8825)[1] = "N"
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=about, quality=95)
    return stream.getvalue()


@pytest.fixture
def folder(twin: Path) -> Path:
    (twin / "photo.jpg").write_bytes(photograph())
    return twin


def write(folder: Path, line: str) -> str:
    text = (
        f"## Objectifs\n\nUn.\n\n## Temps forts\n\n### Nantes\n\nDeux jours.\n\n{line}\n\n"
        "## Perspectives\n\nDeux.\n"
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    return text


def read(folder: Path, line: str) -> tuple[str, list[str]]:
    text, problems = parse_text(write(folder, line), FILE, folder)
    return text.highlights[0].html, [f"{each.severity}: {each}" for each in problems]


def embedded(html: str) -> bytes:
    (found,) = re.findall(r'src="data:image/[a-z+]+;base64,([^"]+)"', html)
    return base64.b64decode(found)


def test_a_picture_is_in_the_page_upright_and_says_nothing_of_its_maker(folder: Path) -> None:
    assert b"Jeanne" in (folder / "photo.jpg").read_bytes()
    html, problems = read(folder, f"![{ALT}](photo.jpg)")
    assert problems == []
    assert f'alt="{ALT}" width="200" height="400"' in html
    with Image.open(io.BytesIO(embedded(html))) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (200, 400), {})
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                     "progressive", "progression"}  # fmt: skip
    assert embedded(html).count(b"Jeanne") == 0


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P")]
)
def test_colours_are_those_of_the_picture_s_own_profile(folder: Path, kind: str, mode: str) -> None:
    """A telephone's red is redder than the web's: its profile says how, to whoever shows it."""
    picture = Image.new("RGB", (60, 60), (255, 0, 0)).convert(mode)
    name = f"rouge.{kind.lower()}"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(folder / name, kind, icc_profile=profile)
    html, problems = read(folder, f"![{ALT}]({name})")
    assert problems == []
    with Image.open(io.BytesIO(embedded(html))) as shown:
        assert shown.info["icc_profile"] == profile
        red, green, _blue = shown.convert("RGB").tobytes()[:3]
    assert red > 250 > 100 > green


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_heavy_picture_is_made_small_enough(folder: Path, kind: str) -> None:
    name = f"photo.{kind.lower()}"
    with Image.open(io.BytesIO(photograph(3000, noisy=True))) as picture:
        picture.save(folder / name, kind)
    assert (folder / name).stat().st_size > 1_000_000
    html, problems = read(folder, f"![{ALT}]({name})")
    assert problems == []
    assert len(embedded(html)) <= pictures.HEAVIEST


@pytest.mark.parametrize("name", ["Photo de groupe.jpg", "été.jpg", "Photo de groupe (1).jpg"])
@pytest.mark.parametrize("place", ["", "textes"])
def test_a_picture_has_the_name_that_people_give_it(folder: Path, name: str, place: str) -> None:
    shutil.move(folder / "photo.jpg", folder / place / name)
    html, problems = read(folder, f"![{ALT}]({name})")
    assert ("<img" in html, problems) == (True, [])


FOREIGN = "is a picture from elsewhere, which a page can’t load"
NOT_HERE = "isn’t in the network’s folder"
HERE = "; expected: a file in the network’s folder"
NONE = (
    "is no picture that a page can hold; expected: PNG or JPEG; a drawing (SVG) is "
    "exported as PNG first"
)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("https://exemple.fr/x.jpg", f"“https://exemple.fr/x.jpg” {FOREIGN}{HERE}"),
        ("phto.jpg", f"“phto.jpg” {NOT_HERE}{HERE}; nearest: photo.jpg"),
        ("../../photo.jpg", f"“../photo.jpg” {NONE}"),
        ("photo.heic", f"“photo.heic” {NONE}"),
        ("faux.jpg", f"“faux.jpg” {NONE}"),
        ("plan.svg", f"“plan.svg” {NONE}"),
    ],
)
def test_what_no_page_can_show_is_refused_at_its_line(folder: Path, file: str, said: str) -> None:
    (folder / "faux.jpg").write_bytes(b"<html>")
    (folder / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    html, problems = read(folder, f"![x]({file})")
    assert "<img" not in html
    assert problems == [f"error: {FILE}, row 11: {said}"]


@pytest.mark.parametrize("words", ["", " ", "photo.jpg", "Photo"])
def test_a_picture_that_nobody_put_into_words_is_asked_for(folder: Path, words: str) -> None:
    html, problems = read(folder, f"![{words}](photo.jpg)")
    assert "<img" not in html
    (problem,) = problems
    assert problem.startswith(
        f"todo: {FILE}, row 11: “photo.jpg” isn’t shown before it is said what one sees in it"
    )


def test_what_pillow_gives_up_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    (folder / "photo.jpg").write_bytes(photograph(410))  # what was read once is not read again
    _html, problems = read(folder, f"![{ALT}](photo.jpg)")
    assert problems == [f"error: {FILE}, row 11: “photo.jpg” {NONE}"]


def test_a_picture_that_no_text_shows_is_remarked(folder: Path) -> None:
    write(folder, "Rien.")
    said = [str(each) for each in inspect_network(folder).problems if "picture" in each.what]
    assert said == ["photo.jpg: is a picture that no text shows; expected: ![…](photo.jpg)"]


def test_the_markdown_twin_says_what_one_sees(folder: Path) -> None:
    html, _problems = read(folder, f"![{ALT}](photo.jpg)")
    assert to_markdown(f"<body>{html}</body>") == f"Deux jours.\n\n*Image : {ALT}*\n"
