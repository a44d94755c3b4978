"""Sending: a page that is there is printed as it is, and what changed since is known."""

import shutil
from pathlib import Path

import pytest
from changing import append, edit
from conftest import need_browser, pipeline

from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.inspection import inspect_network
from annual_report.report.publication.networks import make_network_job
from annual_report.report.publication.sending import (
    SENT,
    find_sent_changes,
    keep_sent_year,
    list_sent_years,
)

pytestmark = pytest.mark.slow


def test_what_was_built_is_printed_and_not_made_again(network: Path, tmp_path: Path) -> None:
    need_browser()
    out, folder = tmp_path / "out", tmp_path / "envoi"
    places = ("--data", network, "--out", out)
    assert pipeline("build", "2025", *places).returncode == 0
    page = (out / "2025.html").stat().st_mtime_ns
    done = pipeline("build", "2025", *places, "--publish", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "built: 0, up to date: 2, failed: 0" in done.stdout
    assert "2025.html: printed:" in done.stdout
    assert (out / "2025.html").stat().st_mtime_ns == page
    printed = (out / "2025.pdf").stat().st_mtime_ns
    # Nor is it printed again, until the page is another one.
    assert pipeline("build", "2025", *places, "--publish", folder).returncode == 0
    assert (out / "2025.pdf").stat().st_mtime_ns == printed
    edit(network / "rencontres.csv", ",Nantes,", ",Rezé,")
    assert pipeline("build", "2025", *places).returncode == 0
    assert not (out / "2025.pdf").exists(), "it was of another page"


def test_what_changed_in_a_year_since_it_was_sent_is_told_in_full(
    network: Path, tmp_path: Path
) -> None:
    job = make_network_job(network, tmp_path / "out", read_notebooks())
    assert list_sent_years(job.out) == []
    keep_sent_year(job, 2025)
    assert list_sent_years(job.out) == [2025]

    def tell() -> list[str]:
        contents = inspect_network(network).contents
        assert contents is not None
        return [*find_sent_changes(contents, network, job.out, 2025).tell()]

    assert tell() == []
    append(network / "textes" / "2024.md", "\nUn mot.\n")  # of another year
    assert tell() == []
    meetings = (network / "rencontres.csv").read_text(encoding="utf-8").splitlines()
    (first,) = [line for line in meetings if line.startswith("2025-") and ",Nantes," in line]
    edit(network / "rencontres.csv", first, first.replace(",Nantes,", ",Rezé,"))
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    said = tell()
    assert said[0] == "Rencontres: rows added: 0, gone: 0, changed: 1"
    before, _arrow, after = said[1].partition(" → ")
    assert "Nantes" in before
    assert "Rezé" in after
    assert said[2:] == ["the text of 2025:", "  + Un mot de plus."]


def test_check_tells_what_changed_since_a_year_was_sent(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("build", network.name)
    keep_sent_year(make_network_job(network, out, read_notebooks()), 2025)
    shutil.move(out / SENT, tmp_path / "kept")
    assert "was sent" not in pipeline("check", "--data", network, cwd=tmp_path).stdout
    shutil.move(tmp_path / "kept", out / SENT)
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    said = pipeline("check", "--data", network, cwd=tmp_path).stdout
    assert said.index("since 2025 was sent:\n") < said.index("+ Un mot de plus.")
