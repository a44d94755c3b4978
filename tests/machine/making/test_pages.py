"""Pages that notebooks declare: what is built, listed, kept up to date, and removed."""

import json
from pathlib import Path

import nbformat
import pytest
from making import build_pages
from own_notebooks import MIME, PUBLISH_SENTENCE, write_notebook
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
from annual_report.machine.run.tasks import Report
from annual_report.report.publication.networks import EACH

pytestmark = pytest.mark.slow

# What the data have: years, and the values of columns of which a notebook may make a page each.
VALUES: Values = {
    "year": (2024, 2025),
    "membres.membre": ("33", "44"),
    "sujets.theme": ("Démocratie", "Eau vive"),
}


def list_declared(folder: Path, *declarations: object) -> tuple[Report, ...]:
    """Return the pages of notebooks n0, n1, … whose metadata have a declaration each."""
    for number, pages in enumerate(declarations):
        write_notebook(folder, f"n{number}", pages=pages)
    notebooks = read_notebooks([folder])
    list_wanted_values(notebooks, EACH)
    names = {"membres.membre": {"44": "la Loire-Atlantique"}}
    return list_reports(notebooks, VALUES, names)


def refuse_declared(folder: Path, *declarations: object) -> str:
    """Return the line in which declarations of pages are refused."""
    with pytest.raises(ParameterError) as refused:
        list_declared(folder, *declarations)
    return str(refused.value)


# The declaration of a notebook n0, and its pages: their names, titles and parameters.
DECLARED = {
    "of each year": (
        {"name": "{year}", "each": "year", "title": "Résumé {year}"},
        [("2024", "Résumé 2024", {"year": 2024}), ("2025", "Résumé 2025", {"year": 2025})],
    ),
    # The title of a page is its name, if none is declared.
    "of each year, without a title": (
        {"name": "deux-{year}", "each": "year"},
        [("deux-2024", "deux-2024", {"year": 2024}), ("deux-2025", "deux-2025", {"year": 2025})],
    ),
    # "De la" is one phrase with the name that is known of 44; of 33 none is.
    "of each member": (
        {"name": "membres/{membre}", "each": "membres.membre", "title": "De {membre}"},
        [
            ("membres/33", "De 33", {"membre": "33"}),
            ("membres/44", "De la Loire-Atlantique", {"membre": "44"}),
        ],
    ),
    # A file's name has neither accents nor spaces; {x} is no placeholder, and stays.
    "of each value": (
        {"name": "themes/{theme}", "each": "sujets.theme", "title": "{theme} : {x}"},
        [
            ("themes/Democratie", "Démocratie : {x}", {"theme": "Démocratie"}),
            ("themes/Eau-vive", "Eau vive : {x}", {"theme": "Eau vive"}),
        ],
    ),
    "once": ({}, [("n0", "n0", {})]),
}


@pytest.mark.parametrize(("declaration", "pages"), DECLARED.values(), ids=DECLARED)
def test_a_notebook_makes_pages_of_years_of_members_of_values_or_one(
    tmp_path: Path, declaration: object, pages: list[tuple[str, str, dict[str, object]]]
) -> None:
    reports = list_declared(tmp_path, declaration)

    assert [(page.name, page.title, dict(page.parameters)) for page in reports] == pages


def test_pages_of_years_and_single_pages_stand_before_those_of_members_and_values(
    tmp_path: Path,
) -> None:
    reports = list_declared(
        tmp_path,
        {"name": "membres/{membre}", "each": "membres.membre"},
        {"name": "themes/{theme}", "each": "sujets.theme"},
        {"name": "{year}", "each": "year"},
        {},
    )

    assert [report.name for report in reports] == [
        "2024",
        "2025",
        "n3",
        "membres/33",
        "membres/44",
        "themes/Democratie",
        "themes/Eau-vive",
    ]


def test_the_shipped_notebooks_declare_the_pages_of_the_project() -> None:
    # From three years on there are trends.
    values = {**VALUES, "year": (2024, 2025, 2026)}

    reports = list_reports(read_notebooks(), values)

    years = ["2024", "2025", "2026"]
    data = ["2024-donnees", "2025-donnees", "2026-donnees"]
    assert [report.name for report in reports] == [*years, *data, "tendances"]
    assert [report.name for report in reports if report.pdf] == [*years, "tendances"]


# The declaration of a notebook n0, and a part of the line that refuses it.
WRONG = {
    "a text": ("x", "n0.ipynb: metadata annual_report, pages: “x”"),
    "a list": ([{"name": "x"}], "pages: “[{'name': 'x'}]”; expected: {…}"),
    "a key that isn't known": (
        {"nam": "x"},
        "nam: “x”; expected: name, each, title, frame, pdf, years",
    ),
    "a text for yes": ({"pdf": "yes"}, "pdf: “yes”"),
    "a name out of the folder": ({"name": "../x"}, "name: “../x”"),
    "no column": (
        {"name": "{x}", "each": "week"},
        "each: “week”; expected: once, [2024, 2025], "
        "FILE.csv:COLUMN, year, membres.membre, sujets.theme",
    ),
    "one name for all years": ({"name": "x", "each": "year"}, "name: “x”; expected: {year}"),
    "a placeholder for one page": (
        {"name": "{year}"},
        "name: “{year}”; expected: no placeholder",
    ),
    "two placeholders for one column": (
        {"name": "{a}-{b}", "each": "sujets.theme"},
        "name: “{a}-{b}”",
    ),
}


@pytest.mark.parametrize(("declaration", "line"), WRONG.values(), ids=WRONG)
def test_a_wrong_declaration_is_refused_by_its_name(
    tmp_path: Path, declaration: object, line: str
) -> None:
    assert line in refuse_declared(tmp_path, declaration)


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "a.html: of n0 and of n1" in refuse_declared(tmp_path, {"name": "a"}, {"name": "a"})


def test_a_page_with_the_name_of_the_list_of_pages_is_refused(tmp_path: Path) -> None:
    assert "index.html: of index and of" in refuse_declared(tmp_path, {"name": "index"})


def test_two_values_whose_pages_have_one_name_on_some_systems_are_refused(tmp_path: Path) -> None:
    write_notebook(tmp_path, "themes", pages={"name": "{theme}", "each": "sujets.theme"})
    # Windows and macOS take Eau-vive.html and eau-vive.html for one file.
    values: Values = {"year": (2025,), "sujets.theme": ("Eau vive", "eau vive")}

    with pytest.raises(ParameterError, match="of themes Eau vive and of themes eau vive"):
        list_reports(read_notebooks([tmp_path]), values)


def test_a_notebook_that_makes_no_page_is_told_and_why(tmp_path: Path) -> None:
    write_notebook(tmp_path, "idea")  # which declares no page
    write_notebook(tmp_path, "slip", pages={"name": "t/{theme}", "each": "sujets.them"})

    assert list(tell_pageless(read_notebooks([tmp_path]), VALUES)) == [
        "idea.ipynb: its metadata declare no page (annual_report): not built",
        "slip.ipynb: no page, for the data have no value of sujets.them",
    ]


def test_the_notebook_that_is_given_out_has_what_was_published_and_no_more(tmp_path: Path) -> None:
    # What was only looked at stays with the analyst: secret-1 to secret-3.
    cells = ["sentence = 'publié'", PUBLISH_SENTENCE, "print('secret-1')", "'secret-2'"]
    write_notebook(tmp_path / "n", "page", *cells, pages={})
    source = nbformat.read(tmp_path / "n" / "page.ipynb", 4)
    source.metadata["widgets"] = {"state": "secret-3"}  # as JupyterLab may save what they show
    nbformat.write(source, tmp_path / "n" / "page.ipynb")
    out = tmp_path / "out"

    assert build_pages(TWIN, out, tmp_path / "n").good

    executed = (out / ".build" / "page.ipynb").read_text(encoding="utf-8")
    assert "secret-1\\n" in executed
    given_out = nbformat.read(out / "page.ipynb", 4)
    nbformat.validate(given_out)
    outputs = []
    for cell in given_out.cells:
        outputs += cell.get("outputs", ())
    # Two of the cover, and the one of PUBLISH_SENTENCE: all three are pieces of the page.
    assert [MIME in output.data for output in outputs] == [True, True, True]
    assert "secret" not in json.dumps([outputs, given_out.metadata])
    for file in ("page.html", "page.md"):
        assert "secret" not in (out / file).read_text(encoding="utf-8")


def test_a_notebook_that_fails_is_kept_and_names_its_cell(tmp_path: Path) -> None:
    write_notebook(tmp_path / "n", "page", "x = 1\nundefined", pages={})
    out = tmp_path / "out"

    failed = build_pages(TWIN, out, tmp_path / "n").pages["page.html"]

    # The third cell, behind those of the parameters and of the cover.
    assert failed.said == (
        "cell [3], line 2, “undefined”: NameError: name 'undefined' is not defined"
    )
    # papermill's own words, in the notebook to which the page of the error leads.
    assert "An Exception was encountered" in (out / ".build" / "page.ipynb").read_text("utf-8")
    assert ".build/page.ipynb" in (out / "page.erreur.html").read_text("utf-8")


SWITCH_RULES_OFF = """import sys
for module in [m for name, m in sys.modules.items() if name.startswith("annual_report")]:
    for name in ("check_page", "check_files"):
        if hasattr(module, name):
            setattr(module, name, lambda *_arguments: None)"""
"""A cell after which no rule of publication is checked, in the process that runs it."""
KEY = "AKIA" + 16 * "A"
"""A text of the form of a cloud's access key."""
# A cell that breaks a rule, and a part of the line that says so.
BREAKING = {
    "heading": ("sentence = '<h6>Bas</h6>'", "a heading jumps"),
    "secret": (f"sentence = {KEY!r}", "like a key or a password"),
    "code": (f"sentence = 'x'; key = {KEY!r}", "like a key or a password"),
}


def test_a_notebook_cannot_switch_the_rules_off(tmp_path: Path) -> None:
    for name, (cell, _line) in BREAKING.items():
        write_notebook(tmp_path / "n", name, SWITCH_RULES_OFF, cell, PUBLISH_SENTENCE, pages={})

    pages = build_pages(TWIN, tmp_path / "out", tmp_path / "n").pages

    # They are checked in a process in which no notebook ran.
    for name, (_cell, line) in BREAKING.items():
        assert line in pages[f"{name}.html"].said
        assert not (tmp_path / "out" / f"{name}.html").exists()
        assert KEY not in (tmp_path / "out" / f"{name}.erreur.html").read_text("utf-8")


# A cell, and the place that it names in its code or in what it publishes.
PLACES = {
    "in code": (
        "sentence = 'x'; source = '/home/paul/plans/notes.csv'",
        "/home/paul/plans/notes.csv",
    ),
    "of Windows": (
        "sentence = 'x'; source = r'C:\\Users\\paul\\notes.csv'",
        r"C:\Users\paul\notes.csv",
    ),
    "published": ("sentence = 'x'; sentence = '/home/' + 'paul/notes.csv'", "/home/paul/notes.csv"),
}


@pytest.mark.parametrize(("cell", "place"), PLACES.values(), ids=PLACES)
def test_a_place_on_a_machine_is_told_whole_to_the_analyst_and_to_nobody_else(
    tmp_path: Path, cell: str, place: str
) -> None:
    write_notebook(tmp_path / "n", "page", cell, PUBLISH_SENTENCE, pages={"each": "once"})

    said = build_pages(TWIN, tmp_path / "out", tmp_path / "n").pages["page.html"].said

    assert said.startswith("cell [")
    assert f"“{place}” is a place on a machine, and the notebook is given out" in said
    assert "name a file by its place in the folder of the data or of the notebook" in said
    # The page of the error may be sent to others.
    error_page = (tmp_path / "out" / "page.erreur.html").read_text(encoding="utf-8")
    assert "paul" not in error_page
    assert "notes.csv” is a place on a machine" in error_page


def test_pages_of_no_year_that_are_not_up_to_date_are_told_where_a_year_is_asked_for(
    tmp_path: Path,
) -> None:
    notebooks = tmp_path / "n"
    out = tmp_path / "out"
    write_notebook(notebooks, "page", pages={"each": "once"})
    remark = "of no year, and not made again: page.html; build without a year makes them too"

    def list_remarks() -> list[str]:
        """Build 2025 alone; return the remarks."""
        events = build_pages(TWIN, out, notebooks, years=(2025,)).events
        return [event.said for event in events if event.kind == "noted"]

    assert remark in list_remarks()
    assert build_pages(TWIN, out, notebooks).good  # makes the page
    assert remark not in list_remarks()


def test_pages_that_no_build_has_made_are_refused_by_name_and_stay(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    for name in ("index.html", "mine.html"):
        (out / name).write_text("mine")
    write_notebook(tmp_path / "n", "page", pages={})

    (refusal,) = build_pages(TWIN, out, tmp_path / "n").failures

    assert "no build has written index.html, mine.html: move them" in refusal
    pages = {path.name: path.read_text() for path in out.glob("*.html")}
    assert pages == {"index.html": "mine", "mine.html": "mine"}


def test_an_added_notebook_stands_beside_the_shipped_ones_or_in_their_place(tmp_path: Path) -> None:
    write_notebook(tmp_path, "mine", pages={})
    write_notebook(tmp_path, "trends", pages={})  # the name of a shipped one

    notebooks = read_notebooks([NOTEBOOKS, tmp_path])

    assert set(notebooks) == {*read_notebooks(), "mine"}
    assert notebooks["trends"].folder == tmp_path.resolve()


def test_two_added_notebooks_of_one_name_are_refused(tmp_path: Path) -> None:
    write_notebook(tmp_path / "one", "mine", pages={})
    write_notebook(tmp_path / "two", "mine", pages={})

    with pytest.raises(ParameterError, match=r"two notebooks are called mine\.ipynb"):
        read_notebooks([NOTEBOOKS, tmp_path / "one", tmp_path / "two"])


def test_the_documents_name_all_values_of_which_a_notebook_may_make_a_page_each() -> None:
    document = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert [column for column in EACH if column not in document] == []
