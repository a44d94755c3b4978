"""Pages that notebooks declare: what is built, listed, kept up to date, and removed."""

import json
from pathlib import Path

import nbformat
import pytest
from making import build_pages
from own_notebooks import MIME, SAY, write_notebook
from twin import TWIN

from annual_report.base.errors import ParameterError
from annual_report.base.project import NOTEBOOKS, ROOT
from annual_report.machine.making.pages import (
    Values,
    list_reports,
    list_wanted_values,
    read_notebooks,
    tell_pageless,
)
from annual_report.report.publication.networks import EACH

pytestmark = pytest.mark.slow

VALUES: Values = {
    "year": (2024, 2025),
    "membres.membre": ("33", "44"),
    "sujets.theme": ("Démocratie", "Eau vive"),
}


def declare(tmp_path: Path, *pages: object) -> list[tuple[str, str, dict[str, object]]]:
    """Return what notebooks make that declare some pages each: name, title, parameters."""
    for number, declared in enumerate(pages):
        write_notebook(tmp_path, f"n{number}", pages=declared)
    notebooks = read_notebooks([tmp_path])
    list_wanted_values(notebooks, EACH)
    names = {"membres.membre": {"44": "la Loire-Atlantique"}}
    reports = list_reports(notebooks, VALUES, names)
    return [(report.name, report.title, dict(report.parameters)) for report in reports]


def test_a_notebook_makes_pages_of_years_of_members_of_values_or_one(tmp_path: Path) -> None:
    assert declare(
        tmp_path,
        {"name": "{year}", "each": "year", "title": "Résumé {year}"},
        {"name": "membres/{membre}", "each": "membres.membre", "title": "De {membre}"},
        {"name": "themes/{theme}", "each": "sujets.theme", "title": "{theme} : {x}"},
        {"name": "deux-{year}", "each": "year"},
        {},
    ) == [
        ("2024", "Résumé 2024", {"year": 2024}),
        ("2025", "Résumé 2025", {"year": 2025}),
        ("deux-2024", "deux-2024", {"year": 2024}),
        ("deux-2025", "deux-2025", {"year": 2025}),
        ("n4", "n4", {}),
        ("membres/33", "De 33", {"membre": "33"}),
        ("membres/44", "De la Loire-Atlantique", {"membre": "44"}),
        ("themes/Democratie", "Démocratie : {x}", {"theme": "Démocratie"}),
        ("themes/Eau-vive", "Eau vive : {x}", {"theme": "Eau vive"}),
    ]


def test_the_shipped_notebooks_declare_the_pages_of_the_project() -> None:
    values = {**VALUES, "year": (2024, 2025, 2026)}
    reports = {report.name: report for report in list_reports(read_notebooks(), values)}
    years, data = ([f"{year}{kind}" for year in (2024, 2025, 2026)] for kind in ("", "-donnees"))
    assert list(reports) == [*years, *data, "tendances"]
    assert [report.name for report in reports.values() if report.pdf] == [*years, "tendances"]


@pytest.mark.parametrize(
    ("pages", "refusal"),
    [
        ("x", "n0.ipynb: metadata annual_report, pages: “x”"),
        ([{"name": "x"}], "pages: “[{'name': 'x'}]”; expected: {…}"),
        ({"nam": "x"}, "nam: “x”; expected: name, each, title, frame, pdf, years"),
        ({"pdf": "yes"}, "pdf: “yes”"),
        ({"name": "../x"}, "name: “../x”"),
        (
            {"name": "{x}", "each": "week"},
            "each: “week”; expected: once, [2024, 2025], "
            "FILE.csv:COLUMN, year, membres.membre, sujets.theme",
        ),
        ({"name": "x", "each": "year"}, "name: “x”; expected: {year}"),
        ({"name": "{year}"}, "name: “{year}”; expected: no placeholder"),
        ({"name": "{a}-{b}", "each": "sujets.theme"}, "name: “{a}-{b}”"),
    ],
)
def test_what_is_declared_wrongly_is_refused_by_its_name(
    tmp_path: Path, pages: object, refusal: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        declare(tmp_path, pages)
    assert refusal in str(caught.value)


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"a\.html: of n0 and of n1"):
        declare(tmp_path, {"name": "a"}, {"name": "a"})
    with pytest.raises(ParameterError, match=r"index\.html: of index and of"):
        declare(tmp_path / "other", {"name": "index"})
    write_notebook(tmp_path / "t", "themes", pages={"name": "{theme}", "each": "sujets.theme"})
    values: Values = {"year": (2025,), "sujets.theme": ("Eau vive", "eau vive")}
    with pytest.raises(ParameterError, match="of themes Eau vive and of themes eau vive"):
        list_reports(read_notebooks([tmp_path / "t"]), values)


def test_a_notebook_that_makes_no_page_is_told_and_why(tmp_path: Path) -> None:
    write_notebook(tmp_path, "idea")  # which declares no page
    write_notebook(tmp_path, "slip", pages={"name": "t/{theme}", "each": "sujets.them"})
    assert list(tell_pageless(read_notebooks([tmp_path]), VALUES)) == [
        "idea.ipynb: its metadata declare no page (annual_report): not built",
        "slip.ipynb: no page, for the data have no value of sujets.them",
    ]


def test_the_notebook_that_is_given_out_has_what_was_published_and_no_more(tmp_path: Path) -> None:
    """What was only looked at stays with the analyst."""
    cells = ["said = 'publié'", SAY, "print('secret-1')", "'secret-2'"]
    write_notebook(tmp_path / "n", "page", *cells, pages={})
    source = nbformat.read(tmp_path / "n" / "page.ipynb", 4)
    source.metadata["widgets"] = {"state": "secret-3"}  # as JupyterLab may save what they show
    nbformat.write(source, tmp_path / "n" / "page.ipynb")
    out = tmp_path / "out"
    assert build_pages(TWIN, out, tmp_path / "n").good
    whole = (out / ".build" / "page.ipynb").read_text(encoding="utf-8")
    assert "secret-1\\n" in whole
    given = nbformat.read(out / "page.ipynb", 4)
    nbformat.validate(given)
    outputs = [output for cell in given.cells for output in cell.get("outputs", ())]
    assert [MIME in output.data for output in outputs] == [True] * 3
    assert "secret" not in json.dumps([outputs, given.metadata])
    for path in out.glob("page.[hm]*"):
        assert "secret" not in path.read_text(encoding="utf-8"), path


def test_a_notebook_that_fails_is_kept_and_names_its_cell(tmp_path: Path) -> None:
    write_notebook(tmp_path / "n", "page", "x = 1\nundefined", pages={})
    out = tmp_path / "out"
    failed = build_pages(TWIN, out, tmp_path / "n").pages["page.html"]
    assert failed.said == (
        "cell [3], line 2, “undefined”: NameError: name 'undefined' is not defined"
    )
    assert "An Exception was encountered" in (out / ".build" / "page.ipynb").read_text("utf-8")
    assert ".build/page.ipynb" in (out / "page.erreur.html").read_text("utf-8")


OFF = """import sys
for module in [m for name, m in sys.modules.items() if name.startswith("annual_report")]:
    for name in ("check_page", "check_files"):
        if hasattr(module, name):
            setattr(module, name, lambda *_arguments: None)"""


def test_a_notebook_cannot_switch_the_rules_off(tmp_path: Path) -> None:
    """They are checked in a process in which it didn't run; a secret in its code is one too."""
    key, seen = "AKIA" + 16 * "A", "like a key or a password"
    cells = {
        "heading": "said = '<h6>Bas</h6>'",
        "secret": f"said = {key!r}",
        "code": f"said = 'x'; key = {key!r}",
    }
    for name, cell in cells.items():
        write_notebook(tmp_path / "n", name, OFF, cell, SAY, pages={})
    pages = build_pages(TWIN, tmp_path / "out", tmp_path / "n").pages
    for name, rule in {"heading": "a heading jumps", "secret": seen, "code": seen}.items():
        assert rule in pages[f"{name}.html"].said
        assert not (tmp_path / "out" / f"{name}.html").exists()
        assert "AKIA" not in (tmp_path / "out" / f"{name}.erreur.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("said = 'x'; source = '/home/paul/plans/notes.csv'", "/home/paul/plans/notes.csv"),
        ("said = 'x'; source = r'C:\\Users\\paul\\notes.csv'", r"C:\Users\paul\notes.csv"),
        ("said = 'x'; said = '/home/' + 'paul/notes.csv'", "/home/paul/notes.csv"),
    ],
)
def test_a_place_on_a_machine_is_said_whole_with_its_cell_to_who_builds_and_to_nobody_else(
    tmp_path: Path, cell: str, place: str
) -> None:
    write_notebook(tmp_path / "n", "page", cell, SAY, pages={"each": "once"})
    said = build_pages(TWIN, tmp_path / "out", tmp_path / "n").pages["page.html"].said
    assert said.startswith("cell [")
    assert f"“{place}” is a place on a machine, and the notebook is given out" in said
    assert "name a file by its place in the folder of the data or of the notebook" in said
    told = (tmp_path / "out" / "page.erreur.html").read_text(encoding="utf-8")
    assert "paul" not in told
    assert "notes.csv” is a place on a machine" in told


def test_pages_of_no_year_that_are_not_up_to_date_are_told_where_a_year_is_asked_for(
    tmp_path: Path,
) -> None:
    folder, out = tmp_path / "n", tmp_path / "out"
    write_notebook(folder, "page", pages={"each": "once"})
    told = "of no year, and not made again: page.html; build without a year makes them too"
    events = build_pages(TWIN, out, folder, years=(2025,)).events
    assert told in [event.said for event in events if event.kind == "noted"]
    assert build_pages(TWIN, out, folder).good
    events = build_pages(TWIN, out, folder, years=(2025,)).events
    assert told not in [event.said for event in events]


def test_pages_that_no_build_has_made_are_refused_by_name(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    for name in ("index.html", "mine.html"):
        (out / name).write_text("mine")
    write_notebook(tmp_path / "n", "page", pages={})
    (refusal,) = build_pages(TWIN, out, tmp_path / "n").failures
    assert "no build has written index.html, mine.html: move them" in refusal
    assert {path.read_text() for path in out.glob("*.html")} == {"mine"}


def test_an_added_notebook_stands_beside_the_shipped_ones_or_in_their_place(tmp_path: Path) -> None:
    write_notebook(tmp_path / "one", "mine", pages={})
    write_notebook(tmp_path / "one", "trends", pages={})
    notebooks = read_notebooks([NOTEBOOKS, tmp_path / "one"])
    assert set(notebooks) == {*read_notebooks(), "mine"}
    assert notebooks["trends"].folder == (tmp_path / "one").resolve()
    write_notebook(tmp_path / "two", "mine", pages={})
    with pytest.raises(ParameterError, match=r"two notebooks are called mine\.ipynb"):
        read_notebooks([NOTEBOOKS, tmp_path / "one", tmp_path / "two"])


def test_the_documents_name_all_that_a_notebook_may_ask_for() -> None:
    document = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [wanted for wanted in EACH if wanted not in document] == []
