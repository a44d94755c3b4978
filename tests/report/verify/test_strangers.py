"""A stranger's page is data: nothing strange is run, and nothing is written where it shouldn't."""

import bz2
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from carrying import answer, carried_of, carrying, carrying_instead, read_page, with_file
from changing import REAL, copy_network
from making import make_pages

from annual_report.base.errors import ReportError
from annual_report.base.project import NOTEBOOKS
from annual_report.report import verify as verifying
from annual_report.report.proof.carried import strip_outputs
from annual_report.report.verify import extract_page, verify_page

pytestmark = pytest.mark.slow


@pytest.fixture
def poster(real_build: Path) -> str:
    return read_page(real_build / "2025-affiche.html")


ODD = {
    "a bomb": bz2.compress(b"[" + b" " * 20_000_000),
    "ten thousand nested objects": bz2.compress(b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "cut off": bz2.compress(b"{}")[:-4],
    "two": bz2.compress(b"{}") * 2,
    "no bzip2": b"\xff",
    "another shape": bz2.compress(b'{"page": 1}'),
}
FIELDS: dict[str, dict[str, object]] = {
    "a page elsewhere": {"page": "../2025"},
    "a parameter that is code": {"parameters": {"year=1;import os#": 2025}},
    "a parameter that is none": {"parameters": {"year": [2025]}},
    "a number for a text": {"versions": {"pandas": 1}},
    "no file": {"files": {}},
    "a name without end": {"named": {"a" * 10 + "/b/c": ""}},
}
NAMES = ("../evil.csv", "/tmp/evil.csv", "textes/../../evil.md", "a/b.csv", "C:evil", ".evil")


@pytest.mark.parametrize("what", [*ODD, *FIELDS, *NAMES])
def test_what_no_program_of_ours_wrote_is_refused_and_not_written(
    poster: str, tmp_path: Path, what: str
) -> None:
    if what in ODD:
        html = carrying(poster, ODD[what])
    elif what in FIELDS:
        html = carrying_instead(poster, **FIELDS[what])
    else:
        html = with_file(poster, what, "x")
    page = tmp_path / "page" / "2025.html"
    page.parent.mkdir()
    page.write_text(html, encoding="utf-8")
    for wrong in (verify_page, lambda page: extract_page(page, tmp_path / "folder" / "below")):
        with pytest.raises(ReportError, match="is not what this program writes"):
            wrong(page)
    assert [*tmp_path.rglob("*")] == [page.parent, page]


def test_nothing_is_written_over(poster: str, tmp_path: Path) -> None:
    page, empty, link = (tmp_path / name for name in ("2025.html", "empty", "link"))
    page.write_text(poster, encoding="utf-8")
    empty.mkdir()
    link.symlink_to(empty)
    for folder in (tmp_path, link):
        with pytest.raises(ReportError, match="is not empty"):
            extract_page(page, folder)


EVIL = "{{ cycler.__init__.__globals__.os.system('touch evil') }}"
OWN_TABLE = {
    "name": "budgets",
    "path": "budgets.csv",
    "schema": {"fields": [{"name": "nom", "constraints": {"pattern": "(a+)+$"}}]},
}


def with_cell(html: str, source: str) -> str:
    files = carried_of(html).files
    name = next(each for each in files if each.startswith("notebooks/"))
    notebook = json.loads(files[name])
    notebook["cells"][2]["source"] = [*notebook["cells"][2]["source"], f"\n{source}"]
    return with_file(html, name, strip_outputs(json.dumps(notebook)))


@pytest.mark.parametrize(
    ("name", "strange"),
    {
        "notebooks/poster.ipynb": lambda html: with_cell(html, "open('evil', 'w')"),
        "phrases/affiche_signature.md": lambda html: with_file(
            html, "phrases/affiche_signature.md", EVIL
        ),
        "phrases/inconnue.md": lambda html: with_file(html, "phrases/inconnue.md", EVIL),
        "style.css": lambda html: with_file(html, "style.css", ":root { --ink: red }"),
        "logo.svg": lambda html: carrying_instead(html, named={"logo.svg": "0" * 32}),
    }.items(),
)
def test_nothing_of_a_stranger_is_run(
    poster: str,
    tmp_path: Path,
    name: str,
    strange: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = answer(tmp_path, strange(poster), "2025-affiche.html")
    assert f"and is not run: {name}; if you know where it comes from" in said
    assert not (tmp_path / "evil").exists()


def test_no_pattern_of_a_stranger_is_compiled(poster: str, tmp_path: Path) -> None:
    about = json.loads(carried_of(poster).files["datapackage.json"])
    about["resources"].append(OWN_TABLE)
    html = with_file(poster, "datapackage.json", json.dumps(about))
    assert "does not describe a network: " in answer(tmp_path, html, "2025-affiche.html")


def test_what_lies_in_a_folder_that_is_named_may_run(tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path, logo="logo.svg")
    (network / "phrases").mkdir()
    ours = (NOTEBOOKS / "phrases" / "affiche_signature.md").read_bytes()
    own = b"\xef\xbb\xbf{# \xc3\x80 nous. #}\r\n" + ours.replace(b"\n", b"\r\n")
    (network / "phrases" / "affiche_signature.md").write_bytes(own)
    (network / "style.css").write_text(":root { --ink: #101830; }", encoding="utf-8")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    (network / "logo.svg").write_text(drawing, encoding="utf-8")
    make_pages(network, tmp_path, "2025-affiche".__eq__)
    page = tmp_path / "2025-affiche.html"
    said = "".join(verify_page(page).lines)
    assert all(each in said for each in ("phrases/affiche_signature.md", "style.css", "logo.svg"))
    assert verify_page(page, network) == (True, ())


def test_what_hangs_is_ended(poster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = with_cell(poster, "while True: pass")
    source = carried_of(html).files["notebooks/poster.ipynb"]
    (tmp_path / "poster.ipynb").write_text(source, encoding="utf-8")
    for limit in (2, 10, 60):  # a busy machine needs longer to come so far
        monkeypatch.setattr(verifying, "SECONDS", float(limit))
        said = answer(tmp_path, html, "2025-affiche.html", tmp_path)
        if said.startswith("its data make no page"):
            break
    assert said == f"its data make no page: took longer than {limit} s"
