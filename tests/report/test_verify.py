"""A page is verified: it is made again of its network's data, and the differences are told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from changing import EXAMPLE, REAL, append, copy_network, edit
from conftest import pipeline

from annual_report.base.project import ROOT
from annual_report.network.made_of import hash_data
from annual_report.network.network import open_network
from annual_report.report.publication.giving_out import to_sent_form

pytestmark = pytest.mark.slow


def verify(page: Path, network: Path | str = REAL) -> tuple[int, str]:
    """Verify a page by the command; return the exit status and the answer without the path."""
    done = pipeline("verify", page, "--data", ROOT / "data" / network)
    return done.returncode, (done.stdout + done.stderr).replace(f"{page}: ", "")


@pytest.mark.parametrize("name", ["2025", "2025-donnees", "tendances"])
def test_a_page_that_nobody_touched_is_the_same(example_build: Path, name: str) -> None:
    assert verify(example_build / f"{name}.html", EXAMPLE) == (0, "is the same\n")


def test_a_page_that_was_sent_or_mailed_is_the_same_under_any_name(
    real_build: Path, tmp_path: Path
) -> None:
    page = (real_build / "2025.html").read_text(encoding="utf-8")

    # Some mail programs write lines as Windows does.
    (tmp_path / "envoi.html").write_text(to_sent_form(page), encoding="utf-8", newline="\r\n")

    assert verify(tmp_path / "envoi.html") == (0, "is the same\n")


def alter(page: Path, folder: Path, old: str, new: str) -> Path:
    """Write a page with one text changed, as somebody may have done before mailing it."""
    html = page.read_text(encoding="utf-8")
    assert old in html
    altered = folder / page.name
    altered.write_text(html.replace(old, new, 1), encoding="utf-8")
    return altered


def test_a_word_that_was_altered_is_said_with_the_words_around(
    real_build: Path, tmp_path: Path
) -> None:
    altered = alter(real_build / "2024.html", tmp_path, "17</b>", "18</b>")

    status, answer = verify(altered)

    assert status == 1
    first, difference, versions = answer.splitlines()
    assert first == "is not the same"
    # -18- stands in the altered page, +17+ in the page that the data make.
    assert "[-**18**-]{+**17**+} départements" in difference
    assert versions.startswith("made again with: Python 3.")


def test_a_style_that_was_altered_is_told_from_altered_words(
    real_build: Path, tmp_path: Path
) -> None:
    altered = alter(real_build / "2024.html", tmp_path, "</style>", "p {}</style>")

    status, answer = verify(altered)

    assert status == 1
    assert answer.splitlines()[1] == ("all words are the same; drawings, styles or links differ")


def test_a_page_that_is_nested_beyond_measure_is_another_page(
    example_build: Path, tmp_path: Path
) -> None:
    page = alter(example_build / "2025.html", tmp_path, "<p>", "<div>" * 5000 + "<p>")
    status, answer = verify(page, EXAMPLE)

    assert status == 1
    assert "the words can’t be compared: the page’s elements are nested too deeply" in answer


def test_other_data_are_named_with_what_they_change(real_build: Path, tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    edit(network / "rencontres.csv", "Nantes", "Rezé")

    status, answer = verify(real_build / "2025.html", network)

    # Data and notebook are told apart: the notebook ("Carnet") is as it was.
    assert status == 1
    assert answer.splitlines()[1].startswith("Données: ")
    assert "[-Nantes" in answer
    assert "Carnet" not in answer


# A page, a network, and the line that says why the page can't be made again of the network.
UNVERIFIED = {
    "no network": (
        "2025.html",
        "nowhere",
        "here are no data of one network, and without them no page can",
    ),
    "no page": ("rien.html", REAL, "is no page that can be read"),
    "a list of pages": ("index.html", REAL, "doesn’t say of what it was made"),
    "a text": ("2025.md", REAL, "doesn’t say of what it was made"),
}


@pytest.mark.parametrize(("page", "network", "message"), UNVERIFIED.values(), ids=UNVERIFIED)
def test_a_page_that_can_t_be_verified_is_refused_in_a_line(
    real_build: Path, page: str, network: str, message: str
) -> None:
    status, answer = verify(real_build / page, network)

    assert status == 2
    (line,) = answer.splitlines()
    assert message in line


def test_data_that_make_no_such_page_say_why(real_build: Path, tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    append(network / "membres.csv", "2025,Nulle part\n")
    status, answer = verify(real_build / "2025.html", network)

    assert status == 1
    assert answer.startswith("these data make no page “2025”\n")
    assert "Nulle part" in answer


Change = Callable[[Path], object]

# The same facts, written otherwise: a spreadsheet's separator, a name for its code.
REWRITING: dict[str, Change] = {
    "separator": lambda network: edit(network / "membres.csv", ",", ";"),
    "name of a member": lambda network: edit(network / "membres.csv", "2024,16,", "2024,Charente,"),
}
# Other facts, other words, another look.
CHANGES: dict[str, Change] = {
    "resource": lambda network: append(network / "ressources.csv", "2025,Un guide,guide,\n"),
    "text": lambda network: edit(network / "textes" / "2025.md", "Nantes", "Rennes"),
    "member": lambda network: append(network / "membres.csv", "2025,80,parti\n"),
    "style": lambda network: (network / "style.css").write_text("p {color: #123456}"),
}


@pytest.mark.parametrize("rewrite", REWRITING.values(), ids=REWRITING)
def test_the_hash_of_data_is_the_same_for_the_same_facts(tmp_path: Path, rewrite: Change) -> None:
    network = copy_network(REAL, tmp_path)
    before = hash_data(open_network(network))

    rewrite(network)

    assert hash_data(open_network(network)) == before


def test_a_table_that_a_later_version_adds_leaves_the_hash_of_data_alone(
    tmp_path: Path,
) -> None:
    before = open_network(copy_network(REAL, tmp_path))
    without_rows = pd.DataFrame(columns=["annee", "ville"])

    later = replace(before, tables={**before.tables, "visites": without_rows}, counts={})

    assert hash_data(later) == hash_data(before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_hash_of_data_is_another_for_other_facts_words_or_looks(
    tmp_path: Path, change: Change
) -> None:
    network = copy_network(REAL, tmp_path)
    before = hash_data(open_network(network))

    change(network)

    assert hash_data(open_network(network)) != before
