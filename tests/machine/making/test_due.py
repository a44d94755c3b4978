"""A page is made when something that it could be made of is another, and only then."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from changing import append, edit
from making import NETWORK, build_pages
from own_notebooks import SAY, WHERE, write_notebook

from annual_report import measures
from annual_report.base.project import ROOT
from annual_report.machine.making.folder import make_folder_job
from annual_report.machine.making.pages import hash_beside
from annual_report.network.network import open_network
from annual_report.report.publication.networks import make_network_job

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
    made = build_pages(data, out, folder)
    assert made.good, made.failures
    return made.became


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


YEAR = 'year: int = 2025\ndata: str = "x"'


def test_whatever_a_page_could_be_made_of_is_a_reason(network: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "n", tmp_path / "out"
    write_notebook(folder, "page", WHERE, SAY, pages={}, parameters=YEAR)

    assert became(network, folder, out) == {"page.html": "made"}
    assert became(network, folder, out) == {"page.html": "skipped"}

    changes: Mapping[str, Callable[[], object]] = {
        "a table": lambda: edit(network / "rencontres.csv", "Toulouse", "Blagnac"),
        "a text": lambda: append(network / "textes" / "2025.md", "\nUn mot de plus.\n"),
        "a style": lambda: (network / "style.css").write_text(":root { --serif: Didot, serif }\n"),
        "its notebook": lambda: write_notebook(
            folder, "page", WHERE, SAY, "1", pages={}, parameters=YEAR
        ),
        "a module beside": lambda: (folder / "aid.py").write_text("WORD = 'x'\n"),
    }
    for name, change in changes.items():
        change()
        assert became(network, folder, out) == {"page.html": "made"}, name


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


def test_what_a_page_writes_to_a_table_no_measure_finds(network: Path) -> None:
    opened = open_network(network)
    for table in (opened.rencontres, opened.tables["rencontres"]):
        table["ville"] = "Nulle part"

    assert "Nulle part" not in set(measures.list_meetings(opened, 2025)["ville"])
    assert "Nulle part" not in set(opened.tables["rencontres"]["ville"])


def test_the_machine_knows_no_network_in_its_words() -> None:
    """What a notebook may ask for is listed where networks are known."""
    words = re.compile(r"[\"']membre[\"']|[\"']genre[\"']|\bmembers?\b|rencontres|sujets|presences")
    room = ROOT / "annual_report" / "machine"
    made = {
        path.relative_to(room).as_posix(): words.findall(path.read_text(encoding="utf-8"))
        for path in room.rglob("*.py")
    }

    assert {name: words for name, words in made.items() if words} == {}
    assert make_network_job(NETWORK, Path("out"), {}).each
    assert not make_folder_job([Path()], Path("out")).each
