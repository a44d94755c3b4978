"""A page is made again of its network's data, and what differs from it is answer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from changing import EXAMPLE, REAL, append, copy_network, edit
from conftest import pipeline

from annual_report.base.project import ROOT
from annual_report.network.made_of import hash_data
from annual_report.network.network import open_network
from annual_report.report.publication.giving_out import to_sent_form

pytestmark = pytest.mark.slow


def verify(page: Path, network: Path | str = REAL) -> tuple[int, str]:
    """Verify a page; return the exit status and what is said of it."""
    done = pipeline("verify", page, "--data", ROOT / "data" / network)
    return done.returncode, (done.stdout + done.stderr).replace(f"{page}: ", "")


@pytest.mark.parametrize("name", ["2025", "2025-donnees", "tendances"])
def test_a_page_that_nobody_touched_is_the_same(example_build: Path, name: str) -> None:
    assert verify(example_build / f"{name}.html", EXAMPLE) == (0, "is the same\n")


def test_a_page_that_was_sent_or_mailed_is_the_same_under_any_name(
    real_build: Path, tmp_path: Path
) -> None:
    page = (real_build / "2025.html").read_text(encoding="utf-8")
    (tmp_path / "envoi.html").write_text(to_sent_form(page), encoding="utf-8", newline="\r\n")
    assert verify(tmp_path / "envoi.html") == (0, "is the same\n")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("17</b>", "18</b>", "[-**18**-]{+**17**+} départements"),
        ("</style>", "p {}</style>", "all words are the same; drawings, styles or links differ"),
    ],
)
def test_what_was_altered_is_said_with_the_words_around(
    real_build: Path, tmp_path: Path, old: str, new: str, line: str
) -> None:
    page = (real_build / "2024.html").read_text(encoding="utf-8")
    assert old in page
    (tmp_path / "2024.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    status, answer = verify(tmp_path / "2024.html")
    first, words, made = answer.splitlines()
    assert status == 1
    assert first == "is not the same"
    assert line in words
    assert made.startswith("made again with: Python 3.")


def test_other_data_are_named_with_what_they_change(real_build: Path, tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    edit(network / "rencontres.csv", "Nantes", "Rezé")
    status, answer = verify(real_build / "2025.html", network)
    assert status == 1
    assert answer.splitlines()[1].startswith("Données: ")
    assert "[-Nantes" in answer
    assert "Carnet" not in answer


@pytest.mark.parametrize(
    ("page", "network", "message"),
    [
        ("2025.html", "nowhere", "here are no data of one network, and without them no page can"),
        ("rien.html", REAL, "is no page that can be read"),
        ("index.html", REAL, "doesn’t say of what it was made"),
        ("2025.md", REAL, "doesn’t say of what it was made"),
    ],
)
def test_what_can_t_be_verified_is_said_in_a_line(
    real_build: Path, page: str, network: str, message: str
) -> None:
    status, answer = verify(real_build / page, network)
    assert status == 2
    assert answer.count("\n") == 1
    assert message in answer


def test_data_that_make_no_such_page_say_why(real_build: Path, tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    append(network / "membres.csv", "2025,Nulle part\n")
    status, answer = verify(real_build / "2025.html", network)
    assert status == 1
    assert answer.startswith("these data make no page “2025”\n")
    assert "Nulle part" in answer


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda folder: edit(folder / "membres.csv", ",", ";"), True),
        (lambda folder: edit(folder / "membres.csv", "2024,16,", "2024,Charente,"), True),
        (lambda folder: append(folder / "ressources.csv", "2025,Un guide,guide,\n"), False),
        (lambda folder: edit(folder / "textes" / "2025.md", "Nantes", "Rennes"), False),
        (lambda folder: append(folder / "membres.csv", "2025,80,parti\n"), False),
        (lambda folder: (folder / "style.css").write_text("p {color: #123456}"), False),
    ],
)
def test_the_hash_of_data_is_of_what_they_say(
    tmp_path: Path, change: Callable[[Path], object], *, same: bool
) -> None:
    network = copy_network(REAL, tmp_path)
    before = hash_data(open_network(network))
    change(network)
    assert (hash_data(open_network(network)) == before) is same
