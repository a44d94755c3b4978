"""A page is made when something that it could be made of is another, and only then."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from changing import append, edit
from making import NETWORK, build_pages
from own_notebooks import FIND_TOWNS, PUBLISH_SENTENCE, write_notebook

from annual_report import measures
from annual_report.base.project import ROOT
from annual_report.machine.making.folder import make_folder_job
from annual_report.machine.making.pages import hash_beside
from annual_report.network.network import open_network
from annual_report.report.publication.networks import make_network_job

pytestmark = pytest.mark.slow

READ_FILES_OF_THE_ANALYST = """import json
import pandas as pd
open_places = json.load(open(f"{data}/lieux.geojson"))
sentence = ", ".join([*pd.read_csv(f"{data}/budgets.csv")["montant"].astype(str),
                      *pd.read_excel(f"{data}/effectifs.xlsx")["total"].astype(str),
                      *open_places["features"]])"""
"""A cell whose sentence has what stands in three files that no network has: "1200, 77, Nantes"."""


@pytest.fixture
def network_with_files(network: Path) -> Path:
    """Return a network with files of its analyst's own, which its notebook reads with pandas."""
    import pandas as pd

    (network / "budgets.csv").write_text("annee,montant\n2025,1200\n", encoding="utf-8")
    pd.DataFrame({"total": [77]}).to_excel(network / "effectifs.xlsx", index=False)
    (network / "lieux.geojson").write_text('{"features": ["Nantes"]}', encoding="utf-8")
    return network


def build_page(network: Path, notebooks: Path, out: Path) -> str:
    """Build the one page of a folder of notebooks: "made", or "skipped" if it is up to date."""
    built = build_pages(network, out, notebooks)
    assert built.good, built.failures
    (outcome,) = built.outcomes.values()
    return outcome


def test_a_page_is_made_again_when_a_file_of_the_network_s_folder_has_changed(
    network_with_files: Path, tmp_path: Path
) -> None:
    notebooks = tmp_path / "notebooks"
    out = tmp_path / "out"
    write_notebook(notebooks, "page", READ_FILES_OF_THE_ANALYST, PUBLISH_SENTENCE, pages={})
    assert build_page(network_with_files, notebooks, out) == "made"
    assert "<p>1200, 77, Nantes</p>" in (out / "page.html").read_text(encoding="utf-8")

    edit(network_with_files / "lieux.geojson", "Nantes", "Rezé")

    assert build_page(network_with_files, notebooks, out) == "made"
    assert "<p>1200, 77, Rezé</p>" in (out / "page.html").read_text(encoding="utf-8")


def test_a_page_is_not_made_again_for_a_file_that_somebody_has_open(
    network_with_files: Path, tmp_path: Path
) -> None:
    """Excel and LibreOffice write a file of their own beside each file that is open in them."""
    notebooks = tmp_path / "notebooks"
    out = tmp_path / "out"
    write_notebook(notebooks, "page", READ_FILES_OF_THE_ANALYST, PUBLISH_SENTENCE, pages={})
    assert build_page(network_with_files, notebooks, out) == "made"

    (network_with_files / "~$effectifs.xlsx").write_text("open in Excel")
    (network_with_files / ".~lock.budgets.csv#").write_text("open in LibreOffice")

    assert build_page(network_with_files, notebooks, out) == "skipped"


PARAMETERS = 'year: int = 2025\ndata: str = "x"'


def test_a_page_is_made_again_when_anything_that_it_could_be_made_of_has_changed(
    network: Path, tmp_path: Path
) -> None:
    notebooks = tmp_path / "notebooks"
    out = tmp_path / "out"

    def write_page(*cells: str) -> None:
        write_notebook(notebooks, "page", *cells, pages={}, parameters=PARAMETERS)

    write_page(FIND_TOWNS, PUBLISH_SENTENCE)
    assert build_page(network, notebooks, out) == "made"
    assert build_page(network, notebooks, out) == "skipped"

    # A table of the network.
    edit(network / "rencontres.csv", "Toulouse", "Blagnac")
    assert build_page(network, notebooks, out) == "made"

    # The text of a year.
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    assert build_page(network, notebooks, out) == "made"

    # The style of the network.
    (network / "style.css").write_text(":root { --serif: Didot, serif }\n")
    assert build_page(network, notebooks, out) == "made"

    # The notebook itself.
    write_page(FIND_TOWNS, PUBLISH_SENTENCE, "1")
    assert build_page(network, notebooks, out) == "made"

    # A module beside the notebook.
    (notebooks / "aid.py").write_text("WORD = 'x'\n")
    assert build_page(network, notebooks, out) == "made"


def test_a_module_beside_a_notebook_that_changes_within_a_second_is_read_anew(
    network: Path, tmp_path: Path
) -> None:
    """Python takes a module that it has compiled for unchanged until the second is another."""
    notebooks = tmp_path / "notebooks"
    out = tmp_path / "out"
    take_word = "import aid_of_tests\nsentence = aid_of_tests.WORD"
    write_notebook(notebooks, "uses", take_word, PUBLISH_SENTENCE, pages={})
    for word in ("avant", "apres"):
        (notebooks / "aid_of_tests.py").write_text(f"WORD = '{word}'\n")

        build_page(network, notebooks, out)

        assert f"<p>{word}</p>" in (out / "uses.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["t.csv", "t.XLSX", "t.json", "t.geojson", "t.png", "aid.py"])
def test_the_hash_of_what_lies_beside_a_notebook_changes_with_each_file_that_it_may_read(
    tmp_path: Path, name: str
) -> None:
    without_file = hash_beside(tmp_path)

    (tmp_path / name).write_text("1")
    with_file = hash_beside(tmp_path)
    (tmp_path / name).write_text("2")
    with_other_content = hash_beside(tmp_path)

    assert len({without_file, with_file, with_other_content}) == 3


@pytest.mark.parametrize("name", ["~$t.xlsx", ".t.csv", "notes.txt"])
def test_the_hash_of_what_lies_beside_a_notebook_leaves_out_locks_and_other_files(
    tmp_path: Path, name: str
) -> None:
    without_file = hash_beside(tmp_path)

    (tmp_path / name).write_text("no data")

    assert hash_beside(tmp_path) == without_file


def test_a_notebook_that_writes_to_a_table_of_its_network_changes_no_measure(
    network: Path,
) -> None:
    opened = open_network(network)
    for table in (opened.rencontres, opened.tables["rencontres"]):
        table["ville"] = "Nulle part"

    assert "Nulle part" not in set(measures.list_meetings(opened, 2025)["ville"])
    assert "Nulle part" not in set(opened.tables["rencontres"]["ville"])


NETWORK_WORDS = re.compile(r"\b(?:membre|members?|genre|rencontres|sujets|presences)\b")
"""Words of a network's tables, in names too: "list_members" has one."""


def list_docstrings(tree: ast.AST) -> set[ast.expr]:
    """Return the strings of a module that stand as statements of their own, for readers."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


NAMING_FIELDS = ("id", "attr", "arg", "name", "asname", "module")
"""The fields in which nodes of a syntax tree hold a name: of a variable, an attribute, …"""


def list_names_and_strings(source: str) -> Iterator[str]:
    """Yield the names, the imported modules and the strings of a module, but for docstrings."""
    tree = ast.parse(source)
    docstrings = list_docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in docstrings:
            yield str(node.value)
        for field in NAMING_FIELDS:
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name.replace("_", " ")


def test_the_machine_knows_no_network_in_its_code() -> None:
    """The machine makes pages of any notebooks; what a network has is named in other rooms."""
    room = ROOT / "annual_report" / "machine"
    found = {}
    for file in room.rglob("*.py"):
        words = " ".join(list_names_and_strings(file.read_text(encoding="utf-8")))
        if NETWORK_WORDS.search(words):
            found[file.relative_to(room).as_posix()] = NETWORK_WORDS.findall(words)

    assert found == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""Make a page of each member."""', False),
        ("def list_members() -> None: ...", True),
        ("from annual_report.network import members", True),
        ("EACH = 'rencontres.csv'", True),
        ("pages.sujets = 1", True),
    ],
)
def test_the_words_of_a_network_are_found_in_code_and_not_in_docstrings(
    source: str, found: bool
) -> None:
    words = " ".join(list_names_and_strings(source))

    assert bool(NETWORK_WORDS.search(words)) == found


def test_a_network_offers_values_to_make_a_page_of_each_and_a_folder_offers_none() -> None:
    assert make_network_job(NETWORK, Path("out"), {}).each
    assert not make_folder_job([Path()], Path("out")).each
