"""A network's own phrases: the lines of `check`, the pages that follow or fail."""

from pathlib import Path

import pytest
from conftest import pipeline
from kinds_of_networks import write
from making import build_pages

from annual_report.machine.making.pages import read_notebooks

SAID = "{# Autrement. #}\n{{ moves|length }} noms {{ nous.du }}, en {{ year }}.\n"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    folder = write(tmp_path / "reseau", "departements")
    (folder / "phrases").mkdir()
    return folder


def made(data: Path, out: Path) -> tuple[bool, list[str], str]:
    """Build a year's page; return whether all is well, the pages made, and the lines told."""
    notebooks = {"annual_report": read_notebooks()["annual_report"]}
    built = build_pages(data, out, notebooks, years=(2025,))
    pages = sorted(
        page for page, event in built.pages.items() if event.kind in ("made", "failed") and page
    )
    return built.good, pages, "\n".join(event.said for event in built.events)


def plain(page: Path) -> str:
    return page.read_text(encoding="utf-8").replace("\u00a0", " ")


@pytest.mark.slow
def test_pages_follow_a_phrase_of_the_network(network: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert made(network, out)[:2] == (True, ["2025.html"])
    (network / "phrases" / "mouvement.md").write_text(SAID, encoding="utf-8")
    assert made(network, out)[:2] == (True, ["2025.html"])
    assert "9 noms du réseau, en 2025." in plain(out / "2025.html")
    wrong = SAID.replace("year }}", "yeer }}")
    (network / "phrases" / "mouvement.md").write_text(wrong, encoding="utf-8")
    good, pages, lines = made(network, out)
    assert not good
    assert pages == ["2025.html"]
    refusal = "phrases/mouvement.md, line 2: “yeer” is not given by the notebook; nearest: year"
    assert refusal in lines
    assert "9 noms du réseau, en 2025." in plain(out / "2025.html")  # the last good one


def test_check_reads_them(network: Path) -> None:
    (network / "phrases" / "mouvemnt.md").write_text("Bonjour.\n", encoding="utf-8")
    idle = "phrases/mouvemnt.md\n  remark: is a phrase that no page tells; nearest: mouvement\n"
    assert idle in pipeline("check", "--data", network).stdout
    (network / "phrases" / "mouvemnt.md").unlink()
    file = network / "phrases" / "mouvement.md"
    file.write_text(SAID, encoding="utf-8")
    done = pipeline("check", "--data", network)
    assert done.returncode == 0
    assert (
        "phrases/mouvement.md remark: the program’s phrase has avant, comparés, which this one "
        "doesn’t say"
    ) in " ".join(done.stdout.split())
    file.write_text(SAID.replace("|length", "|longueur"), encoding="utf-8")
    done = pipeline("check", "--data", network)
    assert done.returncode == 1
    assert "error: row 2: there is no filter “longueur”" in " ".join(done.stdout.split())


def test_one_that_is_not_text_is_refused(network: Path) -> None:
    (network / "phrases" / "mouvement.md").write_bytes("é".encode("utf-16"))
    done = pipeline("check", "--data", network)
    assert done.returncode == 1
    assert "phrases/mouvement.md error: is not text, or is in UTF-16" in " ".join(
        done.stdout.split()
    )
