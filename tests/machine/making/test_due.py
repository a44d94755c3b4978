"""A page is made when something that it could be made of is another, and only then."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from changing import append, edit
from making import NETWORK, build_pages, processes
from own_notebooks import SAY, WHERE, write_notebook
from twin import TWIN

from annual_report import measures
from annual_report.base.errors import ReportError
from annual_report.base.program import hash_program
from annual_report.base.project import ROOT
from annual_report.machine.making.folder import make_folder_job
from annual_report.machine.making.pages import hash_beside
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import Snapshot
from annual_report.network.network import open_network
from annual_report.network.reading import inspection
from annual_report.report.publication.look import look_at_network
from annual_report.report.publication.networks import make_network_job, take_snapshot

pytestmark = pytest.mark.slow

BUDGETS = """import json
import pandas as pd
open_places = json.load(open(f"{data}/lieux.geojson"))
said = ", ".join([*pd.read_csv(f"{data}/budgets.csv")["montant"].astype(str),
                  *pd.read_excel(f"{data}/effectifs.xlsx")["total"].astype(str),
                  *open_places["features"]])"""


@pytest.fixture
def own(network: Path) -> Path:
    """Return a network with files of its analyst's own, which its notebook reads with pandas."""
    import pandas as pd

    (network / "budgets.csv").write_text("annee,montant\n2025,1200\n", encoding="utf-8")
    pd.DataFrame({"total": [77]}).to_excel(network / "effectifs.xlsx", index=False)
    (network / "lieux.geojson").write_text('{"features": ["Nantes"]}', encoding="utf-8")
    return network


def became(data: Path, folder: Path, out: Path) -> dict[str, str]:
    found = build_pages(data, out, folder)
    assert found.good, found.failures
    return found.became


def test_a_notebook_reads_what_lies_in_its_networks_folder_and_its_page_follows(
    own: Path, tmp_path: Path
) -> None:
    folder, out = write_notebook(tmp_path / "n", "page", BUDGETS, SAY, pages={}), tmp_path / "out"
    assert became(own, folder, out) == {"page.html": "made"}
    assert "<p>1200, 77, Nantes</p>" in (out / "page.html").read_text(encoding="utf-8")
    (own / "~$effectifs.xlsx").write_text("somebody has it open")
    (own / ".~lock.budgets.csv#").write_text("somebody has it open")
    assert became(own, folder, out) == {"page.html": "skipped"}
    edit(own / "lieux.geojson", "Nantes", "Rezé")
    assert became(own, folder, out) == {"page.html": "made"}
    assert "Rezé" in (out / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda data, _folder: edit(data / "rencontres.csv", "Toulouse", "Blagnac"),
        lambda data, _folder: append(data / "textes" / "2025.md", "\nUn mot de plus.\n"),
        lambda data, _folder: (data / "textes" / "2023.md").write_text("## Objectifs\n\nRien.\n"),
        lambda data, _folder: (data / "style.css").write_text(":root { --serif: Didot, serif }\n"),
        lambda _data, folder: write_notebook(folder, "page", WHERE, SAY, "1", pages={},
                                             parameters=YEAR),
        lambda _data, folder: (folder / "aid.py").write_text("WORD = 'x'\n"),
    ],
    ids=["a table", "a text", "a text that appears", "a style", "its notebook", "a module beside"],
)  # fmt: skip
def test_whatever_a_page_could_be_made_of_is_a_reason(
    network: Path, tmp_path: Path, change: Callable[[Path, Path], object]
) -> None:
    folder, out = tmp_path / "n", tmp_path / "out"
    write_notebook(folder, "page", WHERE, SAY, pages={}, parameters=YEAR)
    assert became(network, folder, out) == {"page.html": "made"}
    assert became(network, folder, out) == {"page.html": "skipped"}
    change(network, folder)
    assert became(network, folder, out) == {"page.html": "made"}


YEAR = 'year: int = 2025\ndata: str = "x"'


def test_an_aid_that_changes_within_a_second_is_read_anew(network: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "n", tmp_path / "out"
    write_notebook(folder, "uses", "import aid_of_tests\nsaid = aid_of_tests.WORD", SAY, pages={})
    for word in ("avant", "apres"):
        (folder / "aid_of_tests.py").write_text(f"WORD = '{word}'\n")
        became(network, folder, out)
        assert f"<p>{word}</p>" in (out / "uses.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["t.csv", "t.XLSX", "t.json", "t.geojson", "t.png", "aid.py"])
def test_what_lies_beside_a_notebook_counts(tmp_path: Path, name: str) -> None:
    before = hash_beside(tmp_path)
    (tmp_path / f"~${name}").write_text("open")
    (tmp_path / f".{name}").write_text("half")
    (tmp_path / "notes.txt").write_text("somebody's")
    assert hash_beside(tmp_path) == before
    (tmp_path / name).write_text("1")
    one = hash_beside(tmp_path)
    (tmp_path / name).write_text("2")
    assert len({before, one, hash_beside(tmp_path)}) == 3


def test_a_page_takes_what_the_look_has_read() -> None:
    snapshot = take_snapshot(str(NETWORK))
    found = processes().call(look_at_network, snapshot, hash_program(), ["year"])
    years = processes().call(list_years_unread, snapshot._replace(packed=found.packed))
    assert years == found.values["year"]


def list_years_unread(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the years of a network whose files can't be read again."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("the files were read again")

    inspection.inspect_network = refuse  # type: ignore[assignment]
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


def test_the_machine_knows_no_network_in_its_words() -> None:
    """What a notebook may ask for is listed where networks are known."""
    words = re.compile(r"[\"']membre[\"']|[\"']genre[\"']|\bmembers?\b|rencontres|sujets|presences")
    room = ROOT / "annual_report" / "machine"
    found = {
        path.relative_to(room).as_posix(): words.findall(path.read_text(encoding="utf-8"))
        for path in room.rglob("*.py")
    }
    assert {name: each for name, each in found.items() if each} == {}
    assert make_network_job(NETWORK, Path("out"), {}).each
    assert not make_folder_job([Path()], Path("out")).each


MANY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from pathlib import Path
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
        assert re.match(r"n\d\d/mine\.html: built$", line)
        assert len(list(out.glob("*/mine.html"))) < 5, "networks are told one by one"
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait() == 0, line + rest
    assert len(list(out.glob("*/mine.html"))) == 8
    assert len(list(out.glob("*/index.html"))) == 8
