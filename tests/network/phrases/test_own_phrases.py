"""A network's own phrases: the lines of `check`, the pages that follow or fail."""

from pathlib import Path

import pytest
from conftest import pipeline
from kinds_of_networks import write
from making import Built, build_pages

from annual_report.machine.making.pages import read_notebooks

OWN = "{# Autrement. #}\n{{ moves|length }} noms {{ nous.du }}, en {{ year }}.\n"
"""A phrase of a network's own, in the place of the program's `mouvement`: it names fewer values."""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Write a network of nine members, with a folder for phrases of its own."""
    folder = write(tmp_path / "reseau", "departements")
    (folder / "phrases").mkdir()
    return folder


def write_phrase(network: Path, source: str) -> None:
    (network / "phrases" / "mouvement.md").write_text(source, encoding="utf-8")


def build_2025(network: Path, out: Path) -> Built:
    """Build the page of 2025 where it is due."""
    notebooks = {"annual_report": read_notebooks()["annual_report"]}
    return build_pages(network, out, notebooks, years=(2025,))


def read_page(out: Path) -> str:
    """Return the page of 2025, with ordinary spaces."""
    return (out / "2025.html").read_text(encoding="utf-8").replace("\u00a0", " ")


def check(network: Path) -> tuple[int, str]:
    """Return the status of `check`, and its output on a single line."""
    done = pipeline("check", "--data", network)
    return done.returncode, " ".join(done.stdout.split())


@pytest.mark.slow
def test_a_page_is_made_again_with_a_phrase_that_the_network_adds(
    network: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert build_2025(network, out).good
    assert "9 noms du réseau" not in read_page(out)
    write_phrase(network, OWN)
    assert build_2025(network, out).good
    assert "9 noms du réseau, en 2025." in read_page(out)


@pytest.mark.slow
def test_a_wrong_phrase_fails_its_page_and_the_last_good_page_stays(
    network: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write_phrase(network, OWN)
    assert build_2025(network, out).good
    write_phrase(network, OWN.replace("year }}", "yeer }}"))
    built = build_2025(network, out)
    assert not built.good
    assert built.pages["2025.html"].kind == "failed"
    told = "\n".join(event.said for event in built.events)
    refusal = "phrases/mouvement.md, line 2: “yeer” is not given by the notebook; nearest: year"
    assert refusal in told
    assert "9 noms du réseau, en 2025." in read_page(out)


def test_check_tells_of_a_phrase_that_no_page_has(network: Path) -> None:
    (network / "phrases" / "mouvemnt.md").write_text("Bonjour.\n", encoding="utf-8")
    _status, told = check(network)
    assert "phrases/mouvemnt.md remark: is a phrase that no page tells; nearest: mouvement" in told


def test_check_tells_of_values_that_a_phrase_leaves_out(network: Path) -> None:
    write_phrase(network, OWN)
    status, told = check(network)
    assert status == 0
    assert (
        "phrases/mouvement.md remark: the program’s phrase has avant, comparés, which this one "
        "doesn’t say"
    ) in told


def test_check_refuses_a_phrase_with_an_unknown_filter(network: Path) -> None:
    write_phrase(network, OWN.replace("|length", "|longueur"))
    status, told = check(network)
    assert status == 1
    assert "error: row 2: there is no filter “longueur”" in told


def test_check_refuses_a_phrase_in_another_encoding(network: Path) -> None:
    (network / "phrases" / "mouvement.md").write_bytes("é".encode("utf-16"))
    status, told = check(network)
    assert status == 1
    assert "phrases/mouvement.md error: is not text, or is in UTF-16" in told
