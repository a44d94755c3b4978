"""A page is made anew from what it carries; whatever was altered is said, and nothing strange runs.

The table of what somebody may do to a page, and of the answer that each gets, is `ANSWERS`.
"""

import base64
import bz2
import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from making import make_pages
from selectolax.lexbor import LexborHTMLParser

from annual_report import verify as verifying
from annual_report.carried import Carried, carried_by
from annual_report.errors import ReportError
from annual_report.pages.checks.personal import contact
from annual_report.pages.export.carried import FOUND, TYPE, put_in
from annual_report.project import NOTEBOOKS, ROOT
from annual_report.publication.giving_out import sent_form
from annual_report.verify import extract, verify

pytestmark = pytest.mark.slow

REAL, EXAMPLE = "departements-participatifs", "reseau-exemple"
KINDS = ("2025", "2025-affiche", "2025-donnees", "tendances", "member")
WEIGHT = 15_000


@pytest.fixture(scope="session")
def builds(real_build: Path, example_build: Path) -> dict[str, Path]:
    return {REAL: real_build, EXAMPLE: example_build}


@pytest.fixture(scope="module")
def report(real_build: Path) -> str:
    return (real_build / "2025.html").read_text(encoding="utf-8")


def page_of(build: Path, kind: str) -> Path:
    """Return the file of a kind of page; that of the first member."""
    return min(build.glob("departements/*.html")) if kind == "member" else build / f"{kind}.html"


def carried_of(html: str) -> Carried:
    found = carried_by(html)
    assert found is not None
    return found


def carrying(html: str, content: bytes) -> str:
    """Return a page that carries something else, and says the digest of that."""
    packed = base64.b64encode(bz2.compress(content)).decode()
    return put_in(re.sub('<p class="proof">[^<]*</p>', "", FOUND.sub("", html)), packed, "fr")


def carrying_instead(html: str, **fields: Any) -> str:
    """Return a page that carries the same but for some fields."""
    said = json.dumps({**carried_of(html)._asdict(), **fields}, sort_keys=True)
    return carrying(html, said.encode())


def with_file(html: str, name: str, text: str) -> str:
    """Return a page that carries one file more, or another one."""
    return carrying_instead(html, files={**carried_of(html).files, name: text})


def changed(name: str, folder: Path, **settings: Any) -> Path:
    """Copy a network, with other settings."""
    network = shutil.copytree(ROOT / "data" / name, folder / "network")
    file = network / "datapackage.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    about["reseau"] |= settings
    file.write_text(json.dumps(about), encoding="utf-8")
    return network


def answer(folder: Path, html: str, name: str = "2025.html", **options: Any) -> str:
    """Verify a page that was altered; return what is said of it."""
    file = folder / name
    file.write_bytes(html.encode())
    right, lines = verify(file, **options)
    assert not right
    return "\n".join(lines)


# --- What is right --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("network", [REAL, EXAMPLE])
def test_a_page_is_made_anew_from_what_was_taken_out_of_it(
    builds: dict[str, Path], network: str, kind: str, tmp_path: Path
) -> None:
    page = page_of(builds[network], kind)
    if (network, kind) == (REAL, "tendances"):
        assert not page.exists(), "two years have no trends"
        return
    name = page.relative_to(builds[network]).with_suffix("").as_posix()
    extract(page, tmp_path / "network")
    (tmp_path / "out").mkdir()
    make_pages(tmp_path / "network", tmp_path / "out", name.__eq__)
    assert (tmp_path / "out" / page.name).read_bytes() == page.read_bytes()


def test_a_page_that_nobody_touched_is_proven(real_build: Path, tmp_path: Path) -> None:
    mailed = tmp_path / "2025.html"
    mailed.write_bytes((real_build / "2025.html").read_bytes().replace(b"\n", b"\r\n"))
    done = pipeline("verify", mailed, real_build / "2025-affiche.html", "--lang", "fr")
    said = "bien ce que font les données qu’elle porte"
    assert done.stdout.count(said) == 2, done.stdout + done.stderr
    assert done.returncode == 0


def test_a_page_that_was_sent_is_proven_under_its_name(real_build: Path, tmp_path: Path) -> None:
    names = {f"{name}.html": f"groupe-{name}.html" for name in ("2025", "2025-affiche")}
    html = sent_form((real_build / "2025.html").read_text(encoding="utf-8"), names)
    sent = tmp_path / "groupe-2025.html"
    sent.write_text(html, encoding="utf-8")
    assert 'href="groupe-2025-affiche.html"' in html
    assert verify(sent) == (True, ())
    other = html.replace("groupe-2025-affiche", "https://a.fr/2025-affiche")
    sent.write_text(other, encoding="utf-8")
    with pytest.raises(ReportError, match="is not what this program writes"):
        verify(sent)


def test_what_a_page_carries_is_light(report: str) -> None:
    assert len(report.encode()) - len(FOUND.sub("", report).encode()) < WEIGHT


def test_a_network_may_want_its_pages_to_carry_nothing(tmp_path: Path) -> None:
    network = changed(REAL, tmp_path, verifiable=False)
    make_pages(network, tmp_path, lambda name: name == "2025-affiche")
    html = (tmp_path / "2025-affiche.html").read_text(encoding="utf-8")
    assert TYPE not in html
    assert "annual-report verify" not in html


# --- What was altered -----------------------------------------------------------------------

Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(html: str) -> str:
        assert old in html, old
        return html.replace(old, new, 1)

    return edit


def in_drawing(html: str) -> str:
    found = re.search(r"<text[^>]*>([^<]*)</text>", html)
    assert found
    return html.replace(found[0], found[0].replace(f">{found[1]}<", ">Atlantide<"), 1)


def saved_by_a_browser(html: str) -> str:
    """Write the page as a browser does that has read it, with a comment that says from where."""
    tree = LexborHTMLParser(html.replace('href="index.html"', 'href="https://a.fr/index.html"'))
    return f"<!-- saved from url=(0013)https://a.fr/ -->\n{tree.html}".replace("<hr>", "<hr/>")


def in_data(html: str) -> str:
    rows = carried_of(html).files["membres.csv"]
    return with_file(html, "membres.csv", rows.replace("2025,93,", "2025,92,"))


ANSWERS: dict[str, tuple[Edit, str]] = {
    "a digit in a sentence": (
        replaced("s’était réuni cinq fois", "s’était réuni six fois"),
        "“Le groupe s’était réuni six",
    ),
    "a sentence added": (
        replaced("</main>", "<p>Le groupe est dissous.</p></main>"),
        "“Le groupe est dissous.” is not in what its data make",
    ),
    "a digit in an alternative": (
        lambda html: re.sub(r'(aria-label="[^"]*)2025', r"\g<1>2035", html, count=1),
        "aria-label: ",
    ),
    "a name in a drawing": (in_drawing, "“Atlantide” instead of “"),
    "a link that leads elsewhere": (
        replaced('href="2025-affiche.html"', 'href="https://a.fr/"'),
        "href: “https://a.fr/” instead of “2025-affiche.html”",
    ),
    "a style that hides": (
        replaced("</style>", ".chapter { display: none }</style>"),
        "style sheet: ",
    ),
    "a colour of a drawing": (
        lambda html: re.sub(r'(<path [^>]*class=")', r"\1f-none ", html, count=1),
        "figure “",
    ),
    "a script": (replaced("</main>", "<script>1</script></main>"), "script: “1”"),
    "the data": (in_data, "instead of “"),
    "the end": (lambda html: html[:40_000], "is cut off: its end is missing"),
    "all that it carried": (lambda html: FOUND.sub("", html), "carries no data"),
    "saved by a browser": (saved_by_a_browser, "href: “https://a.fr/index.html” instead of"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_what_was_altered_is_said(
    report: str, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit, said = ANSWERS[what]
    assert edit(report) != report
    if edit is not in_data:  # what the same data make is known
        monkeypatch.setattr(verifying, "_make", lambda *_given: report)
    assert said in answer(tmp_path, edit(report))


def test_a_sentence_that_was_removed_and_a_cell_are_said(
    example_build: Path, tmp_path: Path
) -> None:
    html = (example_build / "2025-donnees.html").read_text(encoding="utf-8")
    sentence = re.search(r"<p>[^<]{40,}</p>", html)
    cell = re.search(r"<td class=\"n[^>]*>(\d+)</td>", html) or re.search(
        r"<td[^>]*>(\d+)</td>", html
    )
    assert sentence
    assert cell
    altered = html.replace(sentence[0], "", 1)
    altered = altered.replace(cell[0], cell[0].replace(f">{cell[1]}<", ">77<"), 1)
    said = answer(tmp_path, altered, "2025-donnees.html")
    assert f"“77” instead of “{cell[1]}”" in said
    assert re.search(r"table “[^”]+”: “77”", said)
    removed = " ".join(unescape(sentence[0][3:-4]).split())
    assert f"“{removed[:60]}" in said
    assert "” is missing" in said


def test_a_page_under_the_name_of_another_is_said(real_build: Path, tmp_path: Path) -> None:
    html = (real_build / "2024.html").read_text(encoding="utf-8")
    assert answer(tmp_path, html) == "is the page “2024” under another name"
    shutil.copy(real_build / "2024.html", tmp_path / "resume-2024-du-groupe.html")
    assert verify(tmp_path / "resume-2024-du-groupe.html").right


def test_a_page_that_a_browser_only_wrote_otherwise_says_so(report: str, tmp_path: Path) -> None:
    written = LexborHTMLParser(report).html
    assert written
    assert "says what it should, written otherwise" in answer(tmp_path, written)


def test_what_is_no_page_is_refused_in_words(real_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "2025.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    done = pipeline("verify", file, real_build / "index.html", tmp_path / "none.html")
    assert "is a PDF: a page can be verified, and not what was printed of it" in done.stdout
    assert "carries no data: it can only be compared" in done.stdout
    assert "No such file" in done.stdout
    assert done.returncode == 1


def test_a_page_of_another_version_is_compared_all_the_same(report: str, tmp_path: Path) -> None:
    html = carrying_instead(report, versions={"annual-report": "0.0.9", "pandas": "1.0"})
    said = answer(tmp_path, html)
    assert "made by another version: annual-report 0.0.9, and here " in said
    assert "pandas 1.0, and here " in said


# --- What comes from a stranger -------------------------------------------------------------

ODD = {
    "a bomb": bz2.compress(b"[" + b" " * 300_000_000),
    "ten thousand nested objects": bz2.compress(b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "cut off": bz2.compress(b"{}")[:-4],
    "two": bz2.compress(b"{}") * 2,
    "no base64": b"\xff",
    "another shape": bz2.compress(b'{"page": 1}'),
}


@pytest.mark.parametrize("what", ODD)
def test_what_no_program_of_ours_wrote_is_refused(report: str, tmp_path: Path, what: str) -> None:
    html = put_in(FOUND.sub("", report), base64.b64encode(ODD[what]).decode(), "fr")
    (tmp_path / "2025.html").write_text(html, encoding="utf-8")
    with pytest.raises(ReportError, match="is not what this program writes"):
        verify(tmp_path / "2025.html")


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/tmp/evil.csv", "textes/../../evil.md", "a/b.csv", "C:evil", ".evil"]
)
def test_no_name_leads_out_of_the_folder(report: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "2025.html").write_text(with_file(report, name, "x"), encoding="utf-8")
    with pytest.raises(ReportError, match="is not what this program writes"):
        extract(tmp_path / "2025.html", tmp_path / "folder" / "below")
    assert not list(tmp_path.rglob("*evil*"))


def test_nothing_is_written_over(real_build: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "empty")
    for folder in (tmp_path, link):
        with pytest.raises(ReportError, match="is not empty"):
            extract(real_build / "2025.html", folder)


EVIL = "{{ cycler.__init__.__globals__.os.system('touch evil') }}"
OWN_TABLE = {
    "name": "budgets",
    "path": "budgets.csv",
    "schema": {"fields": [{"name": "nom", "constraints": {"pattern": "(a+)+$"}}]},
}


def with_pattern(html: str) -> str:
    about = json.loads(carried_of(html).files["datapackage.json"])
    about["resources"].append(OWN_TABLE)
    return with_file(html, "datapackage.json", json.dumps(about))


def with_notebook(html: str, source: str) -> str:
    cells = json.loads(json.dumps(carried_of(html).cells))
    cells["cells"][2]["source"] += f"\n{source}"
    return carrying_instead(html, cells=cells)


@pytest.mark.parametrize(
    "strange",
    [
        lambda html: with_notebook(html, "open('evil', 'w')"),
        lambda html: with_file(html, "phrases/membres.md", EVIL),
        lambda html: with_file(html, "style.css", ":root { --ink: red }"),
        lambda html: carrying_instead(html, named={"logo.svg": "0" * 32}),
        with_pattern,
    ],
    ids=["annual_report.ipynb", "phrases/membres.md", "style.css", "logo.svg", "(a+)+$"],
)
def test_nothing_of_a_stranger_is_run(
    report: str,
    tmp_path: Path,
    strange: Edit,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verifying, "_make", pytest.fail)
    name = request.node.callspec.id
    said = answer(tmp_path, strange(report))
    assert f"and is not run: {name}; if you know where it comes from" in said
    assert not (tmp_path / "evil").exists()


def test_what_lies_in_a_folder_that_is_named_may_run(tmp_path: Path) -> None:
    network = changed(REAL, tmp_path)
    (network / "phrases").mkdir()
    ours = (NOTEBOOKS / "phrases" / "affiche_signature.md").read_text(encoding="utf-8")
    own = f"{{# À nous. #}}{ours}"
    (network / "phrases" / "affiche_signature.md").write_text(own, encoding="utf-8")
    (network / "style.css").write_text(":root { --ink: #101830; }", encoding="utf-8")
    make_pages(network, tmp_path, lambda name: name == "2025-affiche")
    page = tmp_path / "2025-affiche.html"
    assert "phrases/affiche_signature.md" in "".join(verify(page).lines)
    assert verify(page, network).right


def test_what_hangs_is_ended(report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = with_notebook(report, "while True: pass")
    (tmp_path / "annual_report.ipynb").write_text(carried_of(html).source, encoding="utf-8")
    (tmp_path / "2025.html").write_text(html, encoding="utf-8")
    monkeypatch.setattr(verifying, "SECONDS", 20.0)
    with pytest.raises(ReportError, match="took longer than 20 s"):
        verify(tmp_path / "2025.html", tmp_path)


# --- What is withheld -----------------------------------------------------------------------


def test_a_page_carries_no_comment_and_no_column_that_it_does_not_show(tmp_path: Path) -> None:
    network = changed(REAL, tmp_path)
    text = network / "textes" / "2025.md"
    text.write_text(f"{text.read_text(encoding='utf-8')}\n<!-- entre nous -->\n", encoding="utf-8")
    about = json.loads((network / "datapackage.json").read_text(encoding="utf-8"))
    (meetings,) = (each for each in about["resources"] if each["name"] == "rencontres")
    meetings["schema"] = {"fields": [{"name": "aparte", "title": "Aparté"}]}
    about["contributors"] = [{"title": "Quelqu’un"}]
    (network / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    rows = (network / "rencontres.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{row},{'aparte' if not n else 'entre nous'}" for n, row in enumerate(rows)]
    (network / "rencontres.csv").write_text("\n".join(rows), encoding="utf-8")
    make_pages(network, tmp_path, lambda name: name == "2025")
    carried = carried_of((tmp_path / "2025.html").read_text(encoding="utf-8"))
    told = json.dumps(carried._asdict(), ensure_ascii=False)
    assert not re.search("entre nous|Aparté|Quelqu’un", told)
    assert verify(tmp_path / "2025.html").right


@pytest.mark.parametrize("threshold", [5, 10])
def test_no_small_count_is_carried_nor_follows_from_what_is(tmp_path: Path, threshold: int) -> None:
    network = changed(EXAMPLE, tmp_path, seuil=threshold)
    make_pages(network, tmp_path, lambda name: name == "2025-donnees")
    page = tmp_path / "2025-donnees.html"
    files = carried_of(page.read_text(encoding="utf-8")).files
    rows = list(csv.DictReader(io.StringIO(files["presences.csv"])))
    counts = [int(row["agents"]) for row in rows if row["agents"]]
    assert all(count >= threshold for count in counts)
    masks = json.loads(files["extrait.json"])["masques"]
    assert masks
    for meeting, mask in masks.items():
        shown = sum(int(row["agents"] or 0) for row in rows if row["rencontre"] == meeting)
        hidden, many = (mask["total"] or 0) - shown, len(mask["membres"])
        assert mask["total"] is None or many < hidden < many * (threshold - 1)
    assert verify(page).right


def test_attendance_that_no_page_shows_is_not_carried_and_its_numbers_are_as_published(
    tmp_path: Path,
) -> None:
    network = changed(EXAMPLE, tmp_path, chapitres_omis=["presences", "paires"])
    make_pages(network, tmp_path, lambda name: name in ("2025", "2025-donnees"))
    for name in ("2025", "2025-donnees"):
        page = tmp_path / f"{name}.html"
        carried = carried_of(page.read_text(encoding="utf-8"))
        assert "presences.csv" not in carried.files
        right, lines = verify(page)
        assert right
        (line,) = (each for each in lines if each.startswith("made of data that are not in the"))
        assert re.search(r"\d", line)
        extract(page, tmp_path / name)
        (tmp_path / f"{name}-again").mkdir()
        make_pages(tmp_path / name, tmp_path / f"{name}-again", name.__eq__)
        assert (tmp_path / f"{name}-again" / page.name).read_bytes() == page.read_bytes()


def test_a_year_that_is_a_draft_is_carried_by_no_page(tmp_path: Path) -> None:
    network = changed(REAL, tmp_path)
    with (network / "membres.csv").open("a", encoding="utf-8") as rows:
        rows.writelines(f"2026,{code},\n" for code in (33, 44, 72))
    (network / "textes" / "2026.md").write_text("<!-- À compléter : tout -->", encoding="utf-8")
    make_pages(network, tmp_path, lambda name: name in ("2025", "2026"))
    page = tmp_path / "2025.html"
    carried = carried_of(page.read_text(encoding="utf-8"))
    assert not re.search("^2026", carried.files["membres.csv"], re.M)
    assert "textes/2026.md" not in carried.files
    assert verify(page).right
    assert carried_by((tmp_path / "2026.html").read_text(encoding="utf-8")) is None


def test_nobody_is_named_in_what_is_carried(builds: dict[str, Path]) -> None:
    for build in builds.values():
        for page in build.rglob("*.html"):
            if carried := carried_by(page.read_text(encoding="utf-8")):
                about = json.loads(carried.files["datapackage.json"])
                about["reseau"].pop("contact", None)  # which each page prints
                texts = [json.dumps(about["reseau"]), *carried.files.values()]
                texts.remove(carried.files["datapackage.json"])  # the address of a licence
                lines = "\n".join(texts).splitlines()
                assert [line for line in lines if contact(line)] == [], page.name
