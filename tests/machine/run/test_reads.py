"""A page is made again when something that it read has changed, and only then."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changing import edit
from making import NETWORK, build_pages, processes
from own_notebooks import SAY, write_notebook
from twin import TWIN

from annual_report import measures
from annual_report.base.errors import ReportError
from annual_report.base.program import hash_program
from annual_report.base.project import ROOT
from annual_report.machine.making.records import Records
from annual_report.machine.making.store import FolderStore
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import Snapshot
from annual_report.network.network import open_network
from annual_report.network.reading import inspection
from annual_report.report.publication.look import look_at_network
from annual_report.report.publication.networks import take_snapshot

pytestmark = pytest.mark.slow

OPEN = "from annual_report.network.network import open_network\nnetwork = open_network(data)"


def built(data: Path, folder: Path, out: Path) -> dict[str, str]:
    """Build with the notebooks of a folder; return what became of each page, and why."""
    found = build_pages(data, out, folder)
    assert found.good, found.failures
    return found.became


MEASURE = """from annual_report.network.measures import list_treated_subjects
list_treated_subjects(network, 2025)"""
READ = {
    "nothing": ("1", set()),
    "network": (OPEN, set()),
    "table": (f"{OPEN}\nlen(network.sujets)", {"sujets.csv"}),
    "own": (f"{OPEN}\nlen(network.tables['sujets'])", {"sujets.csv"}),
    "years": (f"{OPEN}\nnetwork.years", {"membres.csv"}),
    "derived": (
        f"{OPEN}\nlen(network.presences), len(network.departs)",
        {"membres.csv", "presences.csv"},
    ),
    "measure": (f"{OPEN}\n{MEASURE}", {"sujets.csv"}),
    "text": (
        f"{OPEN}\nnetwork.textes.get(2024), network.textes.get(2031)",
        {"textes/2024.md", "textes/2031.md"},
    ),
    "texts": (f"{OPEN}\nlist(network.textes)", {"textes/"}),
    "file": ("open(data + '/rencontres.csv').close()", {"rencontres.csv"}),
}
"""A cell of each page, and what the page is recorded to have read."""


def test_the_record_says_which_tables_and_texts_a_page_has_read(
    network: Path, tmp_path: Path
) -> None:
    for name, (cell, _read) in READ.items():
        write_notebook(tmp_path / "n", name, cell, pages={})
    built(network, tmp_path / "n", tmp_path / "out")
    known = Records(FolderStore(tmp_path / "out")).known
    always = {"datapackage.json", "style.css"}
    for name, (_cell, read) in READ.items():
        parts = {part[6:] for part in known[name].made_of if part.startswith("data: ")}
        assert parts - always == read, name


def test_a_page_takes_what_the_look_has_read() -> None:
    snapshot = take_snapshot(str(NETWORK))
    found = processes().call(look_at_network, snapshot, hash_program(), ["year"])
    years = processes().call(list_years_unread, snapshot._replace(packed=found.packed))
    assert years == found.values["year"]


def list_years_unread(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the years of a network whose files can't be read again."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("the files were read again")

    inspection.inspect_package = refuse  # type: ignore[assignment]
    work_in_folder(snapshot)
    return open_network(snapshot.address).years


def test_what_other_code_has_read_is_not_taken() -> None:
    with pytest.raises(ReportError, match="another version"):
        look_at_network(take_snapshot(str(NETWORK)), "other", [])


def test_what_a_page_writes_to_a_table_no_measure_finds(network: Path) -> None:
    opened = open_network(network)
    for table in (opened.rencontres, opened.tables["rencontres"]):
        table["ville"] = "Nulle part"
    assert "Nulle part" not in set(measures.list_meetings(opened, 2025)["town"])
    assert "Nulle part" not in set(opened.tables["rencontres"]["ville"])


def test_a_text_that_appears_concerns_who_asked_for_it(network: Path, tmp_path: Path) -> None:
    cell = f"{OPEN}\nsaid = 2023 in network.textes"
    write_notebook(tmp_path / "n", "asked", cell, SAY, pages={})
    write_notebook(tmp_path / "n", "other", f"{OPEN}\n2024 in network.textes", pages={})
    built(network, tmp_path / "n", tmp_path / "out")
    shutil.copy(network / "textes" / "2024.md", network / "textes" / "2023.md")
    found = built(network, tmp_path / "n", tmp_path / "out")
    assert found["asked.html"] == "made: data changed: textes/2023.md"
    assert found["other.html"] == "skipped: up to date"


def test_a_module_beside_a_notebook_is_a_part_of_its_page(network: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "n", tmp_path / "out"
    write_notebook(folder, "uses", "import aid_of_tests\nsaid = aid_of_tests.WORD", SAY, pages={})
    write_notebook(folder, "other", pages={})
    (folder / "aid_of_tests.py").write_text("WORD = 'avant'\n")
    built(network, folder, out)
    assert "<p>avant</p>" in (out / "uses.html").read_text(encoding="utf-8")
    built(network, folder, out)  # its bytecode is read now
    (folder / "aid_of_tests.py").write_text("WORD = 'ensuite'\n")
    found = built(network, folder, out)
    assert found["uses.html"].startswith("made: file changed: ")
    assert "aid_of_tests.py" in found["uses.html"]
    assert found["other.html"] == "skipped: up to date"
    assert "<p>ensuite</p>" in (out / "uses.html").read_text(encoding="utf-8")


def test_a_page_that_says_the_same_is_not_touched(network: Path, tmp_path: Path) -> None:
    write_notebook(tmp_path / "n", "page", f"{OPEN}\nlen(network.sujets)", pages={})
    out = tmp_path / "out"
    built(network, tmp_path / "n", out)
    before = {name: (out / f"page.{name}").stat().st_mtime_ns for name in ("html", "ipynb")}
    edit(network / "sujets.csv", "2025,Conseils", "2025,D’autres")
    found_now = built(network, tmp_path / "n", out)
    assert found_now == {"page.html": "same: data changed: sujets.csv"}
    assert {n: (out / f"page.{n}").stat().st_mtime_ns for n in before} == before
    assert built(network, tmp_path / "n", out) == {"page.html": "skipped: up to date"}


MANY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (28, 28))
from pathlib import Path
from annual_report import measures
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Options
from annual_report.report.publication.networks import list_jobs
from annual_report.machine.making.pages import read_notebooks
from annual_report.commands.progress import report_progress
networks, own, out = sys.argv[1:]
jobs = list_jobs([networks], out, read_notebooks([Path(own)]))
def hear(event):
    tell(event)
    if event.kind == "made":
        sys.stdin.read()  # until whoever reads has looked
with report_progress(several=True) as tell:
    assert build_jobs(jobs, Options(jobs=2), hear)
"""


def test_many_networks_need_few_files_and_are_told_as_they_are_made(tmp_path: Path) -> None:
    networks, out = tmp_path / "networks", tmp_path / "out"
    for number in range(8):
        shutil.copytree(TWIN, networks / f"n{number:02}")
    write_notebook(tmp_path / "n", "mine", pages={})
    command = [sys.executable, "-c", MANY, *map(str, (networks, tmp_path / "n", out))]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        assert re.match(r"n\d\d/mine\.html: built", line)
        assert len(list(out.glob("*/mine.html"))) < 5, "networks are told one by one"
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait() == 0, line + rest
    assert len(list(out.glob("*/mine.html"))) == 8
    assert len(list(out.glob("*/index.html"))) == 8
