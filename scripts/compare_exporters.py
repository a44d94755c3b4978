"""Compare the pages of a folder of notebooks with nbconvert’s own pages of these notebooks.

    python scripts/compare_exporters.py [FOLDER]

Without a folder the notebooks are those of the tests. `make generated WHAT=comparison` writes the
table into docs/any-notebook.md.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from bench import spend
from page_numbers import (
    CONTEXT,
    Look,
    count_words,
    find_empty_chapters,
    find_equal_names,
    find_language,
    look_at_page,
)
from playwright.sync_api import BrowserContext, sync_playwright

from annual_report.base.project import ROOT
from annual_report.machine.pages.export.printing import find_browser

CORPUS = ROOT / "tests" / "corpus" / "notebooks"
OURS = "annual_report"
THEIRS = "html"
"""The exporters that are compared, by nbconvert’s names of them."""
MAKE = """
import logging, sys
from pathlib import Path
from nbconvert.exporters import get_exporter
name, notebooks, pages = sys.argv[1:]
logging.disable(logging.CRITICAL)
for file in sorted(Path(notebooks).glob("*.ipynb")):
    try:
        html, _resources = get_exporter(name)().from_filename(file)
    except Exception as error:
        print(f"{name}: {error}", file=sys.stderr)
    else:
        Path(pages, file.stem).with_suffix(".html").write_text(html, encoding="utf-8")
"""
PROCESSOR = "seconds of a processor"
SIZE = "MB"


@dataclass
class Numbers:
    """The numbers of faults in the pages that an exporter made of a folder of notebooks."""

    notebooks: int = 0
    made: int = 0
    in_language: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    empty: int = 0
    equal: int = 0
    size: int = 0
    looks: list[Look] = field(default_factory=list)
    seconds: float = 0


def count_pages(
    notebooks: Path, pages: Path, looks: Mapping[str, Look], seconds: float = 0
) -> Numbers:
    """Count the pages of a folder of notebooks, at which a browser has looked."""
    numbers = Numbers(seconds=seconds)
    for file in sorted(notebooks.glob("*.ipynb")):
        numbers.notebooks += 1
        page = pages / f"{file.stem}.html"
        if not page.exists():
            continue
        notebook = nbformat.read(file, as_version=4)
        html = page.read_text(encoding="utf-8")
        words = count_words(notebook, html)
        numbers.made += 1
        told = notebook.metadata.get("corpus", {}).get("language")
        numbers.in_language += find_language(html) == told
        numbers.shown += words.shown
        numbers.lost += words.lost
        numbers.empty += len(find_empty_chapters(html))
        numbers.equal += len(find_equal_names(html))
        numbers.size += len(html.encode())
        numbers.looks.append(looks[file.stem])
    return numbers


def list_numbers(numbers: Numbers) -> dict[str, str]:
    """Return the numbers as the table has them, each by what it counts."""
    looks = numbers.looks
    told = {
        f"pages made of {numbers.notebooks} notebooks": str(numbers.made),
        "whose `lang` is the notebook’s language": str(numbers.in_language),
    }
    for kind in ("Markdown", "tables", "drawings", "prints"):
        share = numbers.lost[kind] / max(numbers.shown[kind], 1)
        told[f"words of {kind} that are lost"] = f"{share:.1%}"
    hosts = {host for look in looks for host in look.hosts}
    return told | {
        "elements that break WCAG 2.2 A or AA, by axe-core": str(
            sum(len(look.violations) for look in looks)
        ),
        "pages wider than a telephone of 390 pixels": str(sum(look.is_wide for look in looks)),
        "pages that paper shrinks": str(sum(look.is_shrunk for look in looks)),
        "chapters that say and show nothing": str(numbers.empty),
        "tables and pictures without a name of their own": str(numbers.equal),
        "hosts that are asked for something": str(len(hosts)),
        "scripts": str(sum(look.scripts for look in looks)),
        SIZE: f"{numbers.size / 1e6:.1f}",
        PROCESSOR: f"{numbers.seconds:.1f}",
    }


def write_table(ours: Numbers, theirs: Numbers) -> str:
    """Return the table of Markdown that compares two exporters."""
    lines = [f"| | `{OURS}` | `{THEIRS}` |", "| --- | --: | --: |"]
    others = list_numbers(theirs)
    for name, number in list_numbers(ours).items():
        lines.append(f"| {name} | {number} | {others[name]} |")
    return "\n".join(lines)


def look_at_pages(files: Iterable[Path], context: BrowserContext) -> dict[str, Look]:
    """Return what a browser finds of pages, by their names; each is opened once."""
    window = context.new_page()
    return {file.stem: look_at_page(window, file) for file in sorted(files)}


def make_and_count(exporter: str, notebooks: Path, pages: Path, context: BrowserContext) -> Numbers:
    """Make the pages of a folder of notebooks by an exporter, and count them."""
    spent = spend(sys.executable, "-c", MAKE, exporter, notebooks, pages)
    looks = look_at_pages(pages.glob("*.html"), context)
    return count_pages(notebooks, pages, looks, spent.processor)


def compare_exporters(notebooks: Path = CORPUS) -> str:
    """Return the table of a folder of notebooks."""
    numbers: list[Numbers] = []
    with sync_playwright() as playwright, TemporaryDirectory() as place:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        context = browser.new_context(**CONTEXT)
        for exporter in (OURS, THEIRS):
            pages = Path(place, exporter)
            pages.mkdir()
            numbers.append(make_and_count(exporter, notebooks, pages, context))
        browser.close()
    ours, theirs = numbers
    return write_table(ours, theirs)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    print(compare_exporters(parser.parse_args().folder.resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
