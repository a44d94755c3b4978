"""The files of an executed notebook: its own file is the one that nbformat would write."""

import logging
from pathlib import Path

import nbformat
import pytest
from cells import export, notebook_of
from jinja2 import TemplateNotFound

from annual_report.machine.pages.export.exporter import (
    ReportExporter,
    render_template,
    template_environment,
)
from annual_report.machine.pages.written import make_text_fragment


def test_the_notebooks_of_a_build_stay_as_nbformat_reads_and_writes_them(
    real_build: Path, example_build: Path
) -> None:
    files = [path for build in (real_build, example_build) for path in build.rglob("*.ipynb")]
    assert len(files) > 30

    for path in files:
        text = path.read_text(encoding="utf-8")
        assert nbformat.v4.writes(nbformat.reads(text, as_version=4)) == text


def test_templates_are_the_projects_own_and_in_a_sandbox(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    for name in (str(tmp_path / "a.css"), "../report/style.css"):
        with pytest.raises(TemplateNotFound):
            render_template(name)

    source = "{{ cycler.__init__.__globals__ }}"
    with pytest.raises(Exception, match="unsafe"):
        template_environment().from_string(source).render()


def test_what_stays_in_the_notebook_is_said_wherever_it_is_exported(
    caplog: pytest.LogCaptureFixture,
) -> None:
    notebook = notebook_of(make_text_fragment("Un mot."))
    shown = nbformat.v4.new_output("execute_result", {"text/plain": "3"}, execution_count=2)
    notebook.cells.append(nbformat.v4.new_code_cell("n", outputs=[shown], execution_count=2))
    stays = "cell [2] n: something that it shows stays in the notebook"
    with caplog.at_level(logging.WARNING):
        export(notebook)
        assert stays not in caplog.text  # a build says it by itself
        ReportExporter().from_notebook_node(notebook)

    assert stays in caplog.text


def test_a_page_has_its_style_without_comments_and_indents() -> None:
    page = export(notebook_of(make_text_fragment("Un mot.")))
    style = page.partition("<style>")[2].partition("</style>")[0]

    assert "/*" not in style
    assert not [line for line in style.splitlines()[1:] if line[:1] in ("", " ")]
    assert "--paper:#fbfaf6;" in style
