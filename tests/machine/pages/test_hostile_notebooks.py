"""Notebooks and pictures of anybody: what tells of people stays out, and no stack is printed."""

import base64
import copy
import io
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cells import export, notebook_of
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from annual_report.base.errors import PageError, ReportError, say_error
from annual_report.base.messages import _
from annual_report.machine.pages.checks.pictures import (
    clean_picture,
    clean_picture_address,
    find_picture_kind,
    read_picture_beside,
    write_picture_address,
)
from annual_report.machine.pages.export.exporter import to_html
from annual_report.machine.pages.export.published import read_published
from annual_report.machine.pages.fragment import MIME
from annual_report.machine.pages.written import make_text_fragment

WHO = "Camille Martin"
ORIENTATION = 0x0112
ARTIST = 0x013B
COPYRIGHT = 0x8298
GPS = 0x8825
"""The numbers of Exif for notes in a photograph."""
TURNED = range(1, 9)
"""All orientations that Exif knows: a camera is held in four ways, each perhaps mirrored."""


def photograph(kind: str, orientation: int = 6, **more: Any) -> bytes:
    """Return a picture that says who took it, where, and how it is turned."""
    picture = Image.new("RGB", (40, 24), "white")
    picture.paste("navy", (0, 0, 10, 5))
    about = Image.Exif()
    about[ORIENTATION] = orientation
    about[ARTIST] = WHO
    about[COPYRIGHT] = WHO
    about.get_ifd(GPS)[2] = (48.0, 51.0, 24.0)
    stream = io.BytesIO()
    if kind == "PNG":
        told = PngInfo()
        told.add_text("Author", WHO)
        told.add_itxt("Comment", WHO, zip=True)
        more["pnginfo"] = told
    picture.save(stream, kind, exif=about, comment=WHO.encode(), **more)
    return stream.getvalue()


def shown(content: bytes) -> Image.Image:
    """Return a picture as a browser shows it, which turns it upright."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_seen_as_it_was_and_tells_nothing(kind: str, orientation: int) -> None:
    taken = photograph(kind, orientation)
    assert WHO.encode() in taken

    cleaned = clean_picture(kind.lower(), taken)
    assert WHO.encode() not in cleaned

    notes = Image.open(io.BytesIO(cleaned)).getexif()
    assert set(notes) <= {ORIENTATION}, "a note stays that doesn't turn the picture"

    if kind == "WEBP":
        assert Image.open(io.BytesIO(cleaned)).size == (40, 24)
    else:
        assert shown(cleaned).tobytes() == shown(taken).tobytes()
    assert clean_picture(kind.lower(), cleaned) == cleaned


@pytest.mark.parametrize("more", [{"progressive": True}, {"quality": 95, "subsampling": 0}, {}])
def test_no_jpeg_is_compressed_again(more: dict[str, Any]) -> None:
    taken = photograph("JPEG", 3, **more)
    cleaned = clean_picture("jpeg", taken + b"trailing " + WHO.encode())

    assert Image.open(io.BytesIO(cleaned)).tobytes() == Image.open(io.BytesIO(taken)).tobytes()
    assert WHO.encode() not in cleaned

    first = taken.index(b"\xff\xda")
    assert taken[first:-2] in cleaned


def test_a_gif_still_moves_and_says_nothing() -> None:
    frames = [Image.new("RGB", (9, 9), (80 * number, 0, 0)) for number in range(3)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=WHO)

    assert WHO.encode() in stream.getvalue()

    cleaned = Image.open(io.BytesIO(clean_picture("gif", stream.getvalue())))
    assert cleaned.n_frames == 3  # type: ignore[attr-defined]
    assert cleaned.info["loop"] == 0
    assert WHO.encode() not in clean_picture("gif", stream.getvalue())


@given(st.data())
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_broken_picture_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    taken = bytearray(photograph(kind))
    for _number in range(data.draw(st.integers(1, 5))):
        taken[data.draw(st.integers(12, len(taken) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(taken[: data.draw(st.integers(12, len(taken)))])
    address = f"data:image/png;base64,{base64.b64encode(broken).decode()}"
    made = clean_picture_address(address)

    assert made is None or made.startswith("data:image/")


DRAWN = f"""<?xml version="1.0"?><!-- {WHO} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="x" inkscape:export-filename="/home/c/a.png"
 onload="x()"><metadata><dc:creator>{WHO}</dc:creator></metadata><sodipodi:namedview a="{WHO}"/>
<script>x("{WHO}")</script><a href="javascript:x()"><text>Vu</text></a></svg>"""


def test_a_drawing_keeps_what_is_seen_of_it() -> None:
    cleaned = clean_picture("svg+xml", DRAWN.encode()).decode()
    assert ">Vu<" in cleaned
    for gone in (WHO, "script", "javascript", "onload", "inkscape", "/home", "metadata"):
        assert gone not in cleaned


ENCODED = re.compile(r"base64,([A-Za-z0-9+/]+=*)")
"""A picture in an address of a page or of a notebook."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_neither_page_nor_notebook_tells_who_took_a_picture(kind: str, tmp_path: Path) -> None:
    taken = photograph(kind)
    (tmp_path / "photo.bin").write_bytes(taken)
    mime, held = f"image/{kind.lower()}", base64.b64encode(taken).decode()
    cell = nbformat.v4.new_markdown_cell(
        "![À côté](photo.bin) ![Jointe](attachment:a) "
        f"<img src='data:{mime};base64,{held}' alt='Dedans'>",
        attachments={"a": {mime: held}},
    )
    outputs = [
        nbformat.v4.new_output("display_data", {mime: held, "text/plain": "x"}),
        nbformat.v4.new_output(
            "display_data", {"text/html": f"<img src='data:{mime};base64,{held}' alt='Montrée'>"}
        ),
    ]
    code = nbformat.v4.new_code_cell("x", outputs=outputs, execution_count=1)
    published = read_published(nbformat.v4.new_notebook(cells=[cell, code]), "x", str(tmp_path))
    page = to_html(published)

    # Beside, attached, in the cell's HTML, and in both outputs.
    assert page.count(f"data:{mime};base64,") == 5

    in_output = published.notebook.cells[1].outputs[0].data[mime]
    written = nbformat.v4.writes(published.notebook)
    encoded_pictures = [*ENCODED.findall(page), *ENCODED.findall(written), in_output]
    assert len(encoded_pictures) > 5
    for encoded in encoded_pictures:
        assert WHO.encode() not in base64.b64decode(encoded)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_picture_beside_a_notebook_is_an_ordinary_file_that_is_one(tmp_path: Path) -> None:
    folder, outside = tmp_path / "carnets", tmp_path / "dehors.png"
    (folder / "images").mkdir(parents=True)
    for path in (folder / "bien.png", folder / "images" / "une image.png", outside):
        path.write_bytes(photograph("PNG"))
    key = tmp_path / "id_rsa"
    key.write_text("-----BEGIN OPENSSH PRIVATE KEY-----")
    (folder / "cle.png").symlink_to(key)
    (folder / "lien.png").symlink_to(outside)
    (folder / "ailleurs").symlink_to(tmp_path)
    (folder / "texte.png").write_text("mot de passe : soleil")
    (folder / "dossier.png").mkdir()
    os.mkfifo(folder / "tube.png")
    with (folder / "vide.png").open("wb") as stream:
        stream.write(photograph("PNG"))
        stream.truncate(3_000_000_000)

    for name in ("bien.png", "images/une image.png", "./images/../bien.png"):
        assert read_picture_beside(str(folder), name), name
    for name in (
        "cle.png",
        "lien.png",
        "ailleurs/dehors.png",
        "../dehors.png",
        "texte.png",
        "dossier.png",
        "tube.png",
        "vide.png",
        str(outside),
        "",
        ".",
        "\0",
    ):
        assert read_picture_beside(str(folder), name) is None, name

    words = "".join(f"![x]({name}) " for name in ("cle.png", "tube.png", "lien.png", "bien.png"))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words)])
    published = read_published(notebook, "x", str(folder))
    assert to_html(published).count("<img") == 1
    assert sum("a picture isn’t in the page" in line for line in published.lacks) == 3


NASTY: tuple[Any, ...] = (
    None,
    True,
    3,
    -1.5,
    "",
    "x" * 3000,
    "\x1b[31m\x07",
    [],
    ["a", 1],
    [[]],
    {},
    {"a": {"b": []}},
    {"tags": 3},
    [None],
    "</title><script>",
    ["</style>"],
    {"text/html": ["<p>"]},
    float("inf"),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all parts of a notebook."""
    found = [path] if path else []
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, part in inside:
        found += places(part, (*path, key))
    return found


def whole_notebook() -> NotebookNode:
    """Return a notebook that has all that one may have."""
    made = make_text_fragment("Un mot.")
    one = notebook_of(made, {"text/plain": "x", "text/html": "<b>x</b>", "application/json": {}})
    one.cells[0].metadata = NotebookNode({"tags": ["columns"]})
    one.cells[0].outputs.append(nbformat.v4.new_output("stream", text="x"))
    one.cells[0].outputs.append(
        nbformat.v4.new_output("error", ename="E", evalue="x", traceback=["x"])
    )
    one.cells[0].metadata["tags"].append("raises-exception")
    one.cells.append(
        nbformat.v4.new_markdown_cell(
            "# T\n![a](attachment:a)",
            attachments={"a": {"image/png": "iVBORw0KGgo="}},
            metadata={"tags": ["publish"]},
        )
    )
    one.metadata |= {
        "title": "T",
        "lang": "fr",
        "author": "A",
        "description": "D",
        "code": True,
        "kernelspec": {"name": "x", "language": "y", "display_name": "z"},
        "language_info": {"name": "y"},
        "annual_report": {"pages": {"name": "x"}},
    }
    one.cells[0].outputs[0].data[MIME] |= {
        "chapter": {"number": 1, "id": "a", "title": "A"},
        "remarks": ["x"],
        "lacks": ["y"],
        "page": {
            "title": "T",
            "links": [{"href": "a.html", "label": "a"}],
            "notices": [],
            "banners": [{"kind": "a", "words": "b"}],
            "omitted": ["b"],
            "year": 2025,
            "made_of": {"page": "x"},
            "address": "https://a.fr",
            "style": "",
            "logo": "",
            "description": "D",
        },
        "key_figures": {"a": 1},
    }
    return one


@pytest.mark.parametrize("is_shown", [False, True], ids=["published", "shown"])
def test_whatever_stands_anywhere_in_a_notebook_makes_a_page_or_one_line(
    is_shown: bool, pytestconfig: pytest.Config
) -> None:
    """Each place takes each value with `--deep`, and else a ninth of them, others at the next."""
    step = 1 if pytestconfig.option.deep else 9
    whole = whole_notebook()
    if is_shown:
        del whole.cells[0].outputs[0]["data"][MIME]
        del whole.cells[1].metadata["tags"]
    made, said, wrong = 0, list[str](), list[str]()
    for number, path in enumerate(places(whole)):
        for nasty in NASTY[number % step :: step]:
            notebook = copy.deepcopy(whole)
            inside: Any = notebook
            for key in path[:-1]:
                inside = inside[key]
            inside[path[-1]] = nbformat.from_dict(nasty) if isinstance(nasty, dict) else nasty
            try:
                export(notebook)
                made += 1
            except ReportError as error:
                said.append(str(error))
            except Exception as error:
                wrong.append(f"{path} {nasty!r:.40}: {error!r}")

    assert "\n".join(wrong) == ""
    assert all("\x1b" not in line for line in said)
    assert made > 100 / step


def test_a_message_steers_no_terminal() -> None:
    evil = "\x1b]0;a\x07\x1b[2J\x9b31m\r\u202egnp.exe\u2066"
    assert _("{page}: {problem}", page=evil, problem="x\ny") == "]0;a[2J31mgnp.exe: x\ny"
    assert say_error(KeyError(evil)).isprintable()

    notebook = notebook_of()
    notebook.cells[0].outputs = [nbformat.v4.new_output("error", ename=evil, evalue=evil)]
    with pytest.raises(PageError) as caught:
        export(notebook, evil)
    assert str(caught.value).isprintable()


def test_what_is_no_picture_has_no_address() -> None:
    assert find_picture_kind(b"-----BEGIN OPENSSH PRIVATE KEY-----") is None
    with pytest.raises(ValueError, match="no picture"):
        write_picture_address(b"%PDF-1.7")
