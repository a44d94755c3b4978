"""Measure how long a preview takes from a saved file to the new page in an open browser.

    python scripts/preview_delay.py [--times 5]

What an author changes is changed in a copy of the project: a text, a table, a notebook, the
template, a module. The report's own cells are measured in the same run (`baselines.floor`).
"""

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

from baselines import Reports, floor
from playwright.sync_api import Page, sync_playwright

from annual_report.pages.export.printing import find_browser
from annual_report.project import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from browser import launch

DATA = "data/departements-participatifs"
QUIET = 2.0
"""Seconds without a word after which a whole build has ended."""
LONGEST = 60.0
"""Seconds after which a build that says nothing is given up."""


@dataclass(frozen=True)
class Edit:
    """What an author replaces in a file, and by what the page shows it."""

    what: str
    file: str
    old: str
    new: str
    shown: str


EDITS = (
    Edit("a text", f"{DATA}/textes/2025.md", "balades", "visites", "visites"),
    Edit("a table", f"{DATA}/rencontres.csv", "annuelle,Nantes", "annuelle,Rezé", "Rezé"),
    Edit("the notebook", "notebooks/annual_report.ipynb", "Les rencontres", "Réunions", "Réunions"),
    Edit("the template", "templates/report/report.html.j2", "← </span>", "⟵ </span>", "⟵"),
    Edit(
        "a module",
        "annual_report/sentences/sources.py",
        "Sources et versions",
        "De quoi",
        "De quoi",
    ),
)


def main() -> int:
    """Run the measurements and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    cells = floor(Reports(ROOT / DATA, (2024, 2025))).cells
    print(f"the report's own cells, warm: {cells:.2f} s")
    with tempfile.TemporaryDirectory() as name, previewed(Path(name)) as (project, page, lines):
        for edit in EDITS:
            delays = [delay(project, page, lines, edit) for _time in range(times)]
            said = f"{statistics.median(delays):.2f} s (worst {max(delays):.2f})"
            print(f"from saving {edit.what} to the new page: {said}")
    return 0


@contextmanager
def previewed(folder: Path) -> Iterator[tuple[Path, Page, Queue[str]]]:
    """Preview a copy of the project; give its folder, an open page, and what the preview says."""
    copy_project(folder)
    command = [sys.executable, "-u", "pipeline.py", "preview", "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[2]
    lines: Queue[str] = Queue()
    threading.Thread(target=_pass_on, args=(process.stdout, lines), daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, find_browser())
            wait_for_quiet(lines)
            page = browser.new_context(bypass_csp=True).new_page()
            page.goto(f"{address}2025.html")
            yield folder, page, lines
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def copy_project(folder: Path) -> None:
    """Copy all that a preview watches, and what starts it."""
    for name in ("annual_report", "notebooks", "templates", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pipeline.py", folder)


def _pass_on(stream: Iterable[str], lines: Queue[str]) -> None:
    for line in stream:
        lines.put(line)


def wait_for_quiet(lines: Queue[str]) -> None:
    """Wait until a build has begun to speak, and has ended."""
    lines.get(timeout=LONGEST)
    with suppress(Empty):
        while lines.get(timeout=QUIET):
            pass


def delay(project: Path, page: Page, lines: Queue[str], edit: Edit) -> float:
    """Return the seconds from saving a file to the page that shows it; put the file back."""
    path = project / edit.file
    before = path.read_text(encoding="utf-8")
    shows = f"document.body.textContent.includes({edit.shown!r})"
    assert edit.old in before, edit.what
    assert not page.evaluate(shows), edit.what
    started = time.perf_counter()
    path.write_text(before.replace(edit.old, edit.new), encoding="utf-8")
    page.wait_for_function(shows, polling=20)
    seconds = time.perf_counter() - started
    wait_for_quiet(lines)
    path.write_text(before, encoding="utf-8")
    wait_for_quiet(lines)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
