"""The page of names misses none that a notebook uses, and shows what its examples gave."""

import ast
from collections.abc import Iterator

import yaml
from cells import sources
from names_page import MODULES, PAGE, SENTENCES, write_names_page

from annual_report import charts, measures
from annual_report.project import NOTEBOOKS


def used() -> Iterator[str]:
    """Yield the names of ours that the notebooks use, as the page has them."""
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        for code in sources(notebook.stem).values():
            for node in ast.walk(ast.parse(code)):
                if isinstance(node, ast.ImportFrom) and node.module:
                    home = node.module.removeprefix("annual_report").removeprefix(".")
                    names = [each.name for each in node.names if each.name not in MODULES]
                    if node.module.startswith("annual_report"):
                        yield from (f"{home}.{name}".lstrip(".") for name in names)
                elif isinstance(node, ast.Attribute):
                    home = getattr(node.value, "id", "")
                    if home in (*MODULES, "network"):
                        yield f"{home}.{node.attr}"


def test_no_name_is_missing_and_none_is_gone() -> None:
    known = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    every = {f"measures.{name}" for name in measures.__all__}
    every |= {f"charts.{name}" for name in charts.__all__}
    assert {name for of_chapter in known.values() for name in of_chapter} == every | set(used())


def test_the_examples_give_what_the_page_shows() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_names_page()  # or else: make generated names
