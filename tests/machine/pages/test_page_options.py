"""Options of a page are asked for from outside, by nbconvert's traits or by `build`: one list."""

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cells import notebook_of
from conftest import pipeline
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from selectolax.lexbor import LexborHTMLParser
from traitlets import TraitError
from traitlets.config import Config

from annual_report.base.errors import PageError, ParameterError
from annual_report.commands.page_options import add_page_options, read_page_options
from annual_report.machine.pages.export.exporter import ReportExporter
from annual_report.machine.pages.export.options import HELP, NOTHING_ASKED, ExportOptions

STYLE = ":root { --accent: #7a1f3d; }"
HOME = "/home/claire/loans.csv"


def make_notebook() -> NotebookNode:
    """Return a notebook of few words, with two chapters and somebody's home."""
    notebook = notebook_of({"text/plain": HOME}, source="where = 'loans'")
    notebook.cells += [
        new_markdown_cell("# Loans"),
        new_markdown_cell("## By year\n\nMore."),
        new_markdown_cell("## By library\n\nLess."),
    ]
    return notebook


def make_failed() -> NotebookNode:
    """Return a notebook of which a cell failed."""
    error = new_output("error", ename="ZeroDivisionError", evalue="division by zero")
    notebook = make_notebook()
    notebook.cells.append(new_code_cell("1 / 0", outputs=[error], execution_count=2))
    return notebook


def export_with(notebook: NotebookNode, **options: Any) -> str:
    """Return the page of a notebook, by an exporter that is made with some options."""
    exporter = ReportExporter(**options)
    html, _resources = exporter.from_notebook_node(notebook, {"metadata": {"name": "loans"}})
    return str(html)


def test_each_option_has_its_help_and_default_on_both_roads() -> None:
    defaults = NOTHING_ASKED._asdict()
    assert HELP.keys() == defaults.keys()

    parser = argparse.ArgumentParser()
    add_page_options(parser)
    described = {action.dest: action.help for action in parser._actions}
    asked = vars(parser.parse_args([]))
    exporter = ReportExporter()
    for name, words in HELP.items():
        trait = ReportExporter.class_traits(config=True)[name]
        assert trait.help == words
        assert described[name] == words
        assert asked[name] == defaults[name]
        assert (getattr(exporter, name) or "") == (defaults[name] or "")


@pytest.mark.parametrize(
    ("options", "has", "lacks"),
    [
        ({}, ["<nav", "loans.csv"], ['lang="fr"', HOME, "where ="]),
        ({"language": "en"}, ['<html lang="en">'], []),
        ({"language": "pt-BR"}, ['<html lang="pt-BR">'], []),
        ({"code": "none"}, [], ["where ="]),
        ({"code": "folded"}, ["<details>", "<code>where ="], []),
        ({"code": "shown"}, ["<code>where ="], ["<details>"]),
        ({"contents": False}, ["By library"], ['<nav class="contents"']),
    ],
)
def test_an_option_changes_the_page(
    options: Mapping[str, Any], has: list[str], lacks: list[str]
) -> None:
    html = export_with(make_notebook(), **options)
    assert [part for part in has if part not in html] == []
    assert [part for part in lacks if part in html] == []


def test_the_notebook_itself_says_its_language_and_its_code_where_nobody_asks() -> None:
    notebook = make_notebook()
    notebook.metadata.update(lang="de", code="shown")
    own = export_with(notebook, language="en")

    assert '<html lang="de">' in own
    assert "<code>where =" in own
    # What is asked for from outside is the code of all pages, whatever each says.
    assert "<code>where =" not in export_with(notebook, code="none")


def test_a_style_is_a_file_and_its_colours_are_in_the_page(tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text(STYLE, encoding="utf-8")

    assert "#7a1f3d" in export_with(make_notebook(), style=str(style))


def test_an_error_is_refused_or_shown() -> None:
    with pytest.raises(PageError, match="it failed, ZeroDivisionError"):
        export_with(make_failed())
    assert "ZeroDivisionError: division by zero" in export_with(make_failed(), allow_errors=True)


def test_a_home_is_veiled_or_refused() -> None:
    assert "claire" not in export_with(make_notebook())
    with pytest.raises(PageError, match="place on a machine"):
        export_with(make_notebook(), veil=False)


def test_a_strict_page_is_refused_for_its_remarks() -> None:
    # A notebook of few words that names no language is remarked.
    with pytest.raises(PageError, match="in which language"):
        export_with(make_notebook(), strict=True)

    notebook = make_notebook()
    notebook.cells.pop(0)  # the home, which is remarked as well
    assert export_with(notebook, strict=True, language="en")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"language": "klingon"}, "“klingon” is no language: en, fr, pt-BR"),
        ({"style": "none.css"}, "none.css: is no style that can be read"),
    ],
)
def test_a_wrong_value_is_refused_in_a_line(options: Mapping[str, str], words: str) -> None:
    with pytest.raises(ParameterError) as refused:
        export_with(make_notebook(), **options)
    assert str(refused.value) == words


def test_a_word_that_is_no_choice_is_refused_with_the_choices() -> None:
    configured = Config(ReportExporter=Config(code="all"))
    with pytest.raises(TraitError, match="'none', 'folded', 'shown'"):
        ReportExporter(config=configured)


def read_arguments(*words: str) -> ExportOptions:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--notebooks", action="append")
    add_page_options(parser)
    return read_page_options(parser.parse_args(words))


def test_arguments_are_the_options_by_name() -> None:
    folder = ("--notebooks", "x")
    assert read_arguments(*folder) == NOTHING_ASKED

    asked = read_arguments(
        *folder,
        "--language",
        "en",
        "--code",
        "shown",
        "--no-contents",
        "--allow-errors",
        "--no-veil",
        "--strict",
    )
    assert asked == ExportOptions(
        language="en", code="shown", contents=False, allow_errors=True, veil=False, strict=True
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--executed"], "--executed"),
        (["--data", "d", "--notebooks", "n", "--no-veil", "--code", "none"], "--code, --no-veil"),
        (["--language", "en"], "--language"),
    ],
)
def test_an_option_of_notebooks_is_refused_for_a_network(words: list[str], named: str) -> None:
    with pytest.raises(ParameterError) as refused:
        read_arguments(*words)
    assert str(refused.value).startswith(f"{named}: for notebooks and no network")


# --- By the programs themselves ----------------------------------------------------------------

ASKED = {"language": "en", "code": "shown", "contents": "False", "allow_errors": "True"}
ARGUMENTS = ("--language", "en", "--code", "shown", "--no-contents", "--allow-errors")


def run_nbconvert(folder: Path, **options: str) -> "subprocess.CompletedProcess[str]":
    """Start nbconvert's own command for a notebook, with some options."""
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "annual_report", "loans.ipynb"]
    command += [f"--ReportExporter.{name}={value}" for name, value in options.items()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_both_roads_make_the_same_page_of_the_same_options(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text(STYLE, encoding="utf-8")
    nbformat.write(make_failed(), tmp_path / "loans.ipynb")
    done = run_nbconvert(tmp_path, **ASKED, style="style.css")

    assert done.returncode == 0, done.stderr

    built = pipeline(
        "build",
        "--notebooks",
        ".",
        "--out",
        "pages",
        "--executed",
        *ARGUMENTS,
        "--style",
        "style.css",
        cwd=tmp_path,
    )
    assert built.returncode == 0, built.stdout

    page = (tmp_path / "pages" / "loans.html").read_text(encoding="utf-8")
    for part in ('lang="en"', "<code>where =", "ZeroDivisionError", "#7a1f3d"):
        assert part in page
    assert page == (tmp_path / "loans.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("code", "all", "'none', 'folded', 'shown'"),
        ("language", "klingon", "“klingon” is no language"),
    ],
)
def test_nbconvert_ends_with_one_line(tmp_path: Path, name: str, value: str, words: str) -> None:
    nbformat.write(make_notebook(), tmp_path / "loans.ipynb")
    done = run_nbconvert(tmp_path, **{name: value})

    assert done.returncode == 1

    lines = [line for line in done.stderr.splitlines() if "[NbConvertApp]" not in line]
    assert len(lines) == 1, done.stderr
    assert words in lines[0]
    assert not (tmp_path / "loans.html").exists()


# --- What a notebook says of itself ------------------------------------------------------------

ABOUT = {
    "authors": [{"name": "Ada Lovelace"}, {"name": "Mary Somerville"}],
    "date": "28 March 2025",
    "license": {"name": "CC BY 4.0"},
    "lang": "en",
}


def read_opening(html: str) -> str:
    """Return the words that a reader sees above the chapters of a page."""
    opening = LexborHTMLParser(html).css_first("header .cover")
    assert opening
    return " ".join(opening.text().split())


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        (ABOUT, "Loans Ada Lovelace, Mary Somerville · 28 March 2025 · Licence: CC BY 4.0"),
        ({"author": "Ada Lovelace", "license": "MIT"}, "Loans Ada Lovelace · Licence: MIT"),
        ({"date": 2025}, "Loans 2025"),
        ({"author": ["Ada Lovelace", "Mary Somerville"]}, "Loans Ada Lovelace, Mary Somerville"),
        ({"title": "Lent in a year"}, "Lent in a year"),
        ({"authors": [{"email": "a@example.org"}, 3]}, "Loans"),
    ],
)
def test_author_date_and_licence_stand_where_a_reader_sees_them(
    metadata: Mapping[str, Any], words: str
) -> None:
    notebook = make_notebook()
    notebook.metadata.update(metadata)

    assert read_opening(export_with(notebook)) == words


@pytest.mark.slow
@pytest.mark.parametrize("executed", [["--executed"], []])
def test_a_build_says_them_whether_it_runs_or_not(tmp_path: Path, executed: list[str]) -> None:
    notebook = make_notebook()
    notebook.metadata.update(ABOUT)
    nbformat.write(notebook, tmp_path / "loans.ipynb")
    pipeline("build", "--notebooks", ".", "--out", "pages", *executed, cwd=tmp_path)
    page = (tmp_path / "pages" / "loans.html").read_text(encoding="utf-8")

    assert "Mary Somerville · 28 March 2025 · Licence: CC BY 4.0" in read_opening(page)
    assert 'name="author" content="Ada Lovelace, Mary Somerville"' in page
