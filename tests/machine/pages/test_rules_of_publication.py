"""Each rule of publication: a page that breaks it is refused, and the message names the cell."""

from pathlib import Path

import pytest

from annual_report.base.errors import PageError
from annual_report.base.project import ROOT
from annual_report.machine.pages.checks.page_rules import check_page
from annual_report.machine.pages.checks.secrecy import (
    check_files,
    find_secrets,
    veil_places,
    veil_secrets,
)
from annual_report.report.publication.contrast import find_low_contrasts

PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>Résumé</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
</head>
<body><main><h1>Résumé</h1>
<div class="cell" data-cell="py-07">{body}</div><p>Fin</p></main></body></html>"""


def said(body: str, page: str = PAGE) -> str:
    with pytest.raises(PageError) as caught:
        check_page(page.format(body=body), "2025.html", {"py-07": "members.chips(edition)"})
    return str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Chapitre</h2><h3>Section</h3><h2>Chapitre</h2>",
        '<p id="a" aria-labelledby="b"><a href="#b">là</a><b id="b">b</b></p>',
        '<a href="https://example.org/">dehors</a>',
        '<a href="2024.html">à côté</a><a href="mailto:reseau@exemple.fr">écrire</a>',
        '<a download="a.csv" href="data:text/csv;charset=utf-8,a">CSV</a>',
        '<a download="a.json" href="data:application/json,1">JSON</a>',
    ],
)
def test_what_is_allowed(body: str) -> None:
    check_page(PAGE.format(body=body), "2025.html", {})


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h2>A</h2><h4>B</h4>", "a heading jumps from level 2 to 4: chapter(…) opens level 2"),
        ('<a href="javascript:a()">x</a>', "would run a script"),
        ('<a href="java&#9;script:a()">x</a>', "would run a script"),
        ('<a href="\x01javascript:a()">x</a>', "would run a script"),
        ('<svg aria-hidden="true"><a href="data:text/html,x"></a></svg>', "would run a script"),
        (
            '<p id="a"></p><p id="a"></p>',
            "the id “a” is there twice: publish one with another name",
        ),
        ('<a href="#nulle-part">x</a>', "nothing has the id “nulle-part”"),
        ('<p aria-labelledby="nulle-part">x</p>', "nothing has the id “nulle-part”"),
        ("<div>" * 9000 + "<h5>x</h5>", "a heading jumps from level 1 to 5"),
    ],
    ids=lambda text: text[:40],
)
def test_what_is_refused_is_told_with_its_cell(body: str, problem: str) -> None:
    lines = said(body).splitlines()
    assert any(problem in line for line in lines), lines
    assert all(line.startswith("2025.html: cell members.chips(edition): ") for line in lines)


@pytest.mark.parametrize(
    "drawing",
    ["", '<svg aria-hidden="true"/>', '<div><svg aria-hidden="true"><path></div>'],
    ids=["nothing", "closed by itself", "left open"],
)
def test_a_page_has_one_title_whatever_drawing_stands_before_another(drawing: str) -> None:
    assert "a page has one title, and its cells give it 2" in said(f"{drawing}<h1>x</h1>")


def test_the_palette_can_be_read_however_a_page_is_shown() -> None:
    assert find_low_contrasts() == ()

    low = find_low_contrasts(":root { --soft: #aaaaaa; --left: #eebb99 }")
    ways = "on paper, on a screen, on a screen with more contrast"
    assert f"contrast of soft on paper is below 4.5 {ways}" in low
    assert f"contrast of left on land is below 3.0 {ways}" in low


GIVEN_AWAY = [
    "écrit dans /home/camille/reseau",
    "/tmp/ar-x1/data",
    "lu dans /data/rh/agents.csv",
    "/Volumes/Partage/reseau",
    "smb://serveur/partage",
    '"/root/projet"',
    "C:\\Users\\camille\\reseau",
    '"C:\\\\Users\\\\camille"',
    "\\\\serveur\\partage\\reseau",
    "~/reseau",
    "file:///srv/reseau",
    "https://camille:motdepasse@paquets.example/simple",
    "-----BEGIN RSA PRIVATE KEY-----",
    "ghp_" + "a1" * 20,
    str(ROOT / "notebooks"),
]


@pytest.mark.parametrize("text", GIVEN_AWAY)
def test_what_gives_a_machine_or_a_secret_away(text: str) -> None:
    assert find_secrets(f"avant {text} après")
    assert find_secrets(text)
    assert not find_secrets(veil_secrets(f"avant {text} après"))
    with pytest.raises(PageError, match=r"^2025\.ipynb: "):
        check_files({"2025.ipynb": text.encode(), "2025.html": b"rien"})


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.org/home/accueil",
        "data/departements-participatifs",
        "https://exemple.org/data/membres.csv",
        "présentiel/distanciel, et/ou, 24/12/2025",
        "départements/44.html",
        "d’une année à l’autre : 3 / 4",
        "data:text/csv;charset=utf-8,%EF%BB%BFA;B%0D%0A",
        "for each in a:\\n    pass\\n",
        "contact@example.org",
    ],
)
def test_what_says_nothing_of_a_machine(text: str) -> None:
    assert find_secrets(text) == []


def test_the_folder_of_temporary_files_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/scratch/ar-call-x")
    assert find_secrets("[1] '/scratch/ar-call-x/ar-1'")
    assert "scratch" not in veil_secrets("in /scratch/ar-call-x/ar-1")
    assert veil_places("in /scratch/ar-call-x/a.csv") == ("in …/a.csv", ["/scratch/ar-call-x"])


def test_a_project_at_the_top_of_the_disk_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As in the container, whose folder is /work: no fixed pattern knows such a name.
    monkeypatch.setattr("os.getcwd", lambda: "/work")
    monkeypatch.setattr("tempfile.tempdir", "/tmp")

    assert find_secrets("lu dans /work/data/membres.csv") == [
        "“/work/data/membres.csv” is a place on a machine"
    ]
    assert veil_secrets("lu dans /work/data/membres.csv.") == "lu dans …/membres.csv."
    for harmless in ("/work", "un atelier/work/x", "https://exemple.org/work/x", "/workshop/x"):
        assert find_secrets(harmless) == [], harmless
    # What is shown of somebody's notebook may name the folder that all share.
    assert find_secrets("/tmp/x", homes_alone=True) == []
    assert find_secrets("/tmp/x") != []


def test_the_environments_secrets_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOT_TOKEN", "tournesol-42-bleu")
    (problem,) = find_secrets("le jeton est tournesol-42-bleu")

    assert "DEPOT_TOKEN" in problem
    assert "tournesol" not in problem
