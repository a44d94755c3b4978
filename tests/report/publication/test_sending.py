"""Sending: a page that is there is printed as it is, and what changed since is known."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from changing import append, edit
from conftest import need_browser, pipeline

from annual_report.base.errors import ReportError
from annual_report.machine.making import build
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Job, Options
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.inspection import inspect_network
from annual_report.report.publication.giving_out import to_sent_form
from annual_report.report.publication.networks import make_network_job
from annual_report.report.publication.sending import (
    SENT,
    Sending,
    find_sent_changes,
    list_sent_years,
    send_years,
)

pytestmark = pytest.mark.slow


def make_pages(network: Path, out: Path) -> Job:
    """Build a year of a network."""
    job = make_network_job(network, out, read_notebooks())
    assert build_jobs([job], Options(years=(2025,)), lambda _event: None)
    return job


def send(job: Job, folder: Path, told: list[Event] | None = None) -> Sending:
    """Send the year."""
    heard = [] if told is None else told
    # As the command does: the year was built alone, and is sent alone.
    return send_years(job, [2025], folder, Options(years=(2025,)), heard.append)


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_sent_is_the_page_that_was_looked_at_and_nothing_is_made_again(
    network: Path, tmp_path: Path
) -> None:
    need_browser()
    out, folder = tmp_path / "out", tmp_path / "envoi"
    job = make_pages(network, out)
    looked_at = (out / "2025.html").read_bytes()
    before = (out / "2025.html").stat().st_mtime_ns
    told: list[Event] = []
    sent = send(job, folder, told)
    assert (sent.is_printed, [*sent.sheets.values()]) == (True, [1])
    assert [(event.kind, event.page, event.said) for event in told] == [
        ("kept", "2025.html", "printed: one sheet")
    ]
    assert (out / "2025.html").stat().st_mtime_ns == before
    name = f"{network.name}-2025"
    files = read_all(folder)
    assert set(files) == {f"{name}.html", f"{name}.pdf", f"{name}.png"}
    assert files[f"{name}.html"] == to_sent_form(looked_at.decode()).encode()
    assert files[f"{name}.pdf"] == (out / "2025.pdf").read_bytes()
    # Nor is it printed again, until the page is another one.
    again: list[Event] = []
    send(job, folder, again)
    assert again == []
    assert read_all(folder) == files
    edit(network / "rencontres.csv", ",Nantes,", ",Rezé,")
    make_pages(network, out)
    assert not (out / "2025.pdf").exists(), "it was of another page"


def test_the_command_builds_each_page_once_and_sends_what_it_has_built(
    network: Path, tmp_path: Path
) -> None:
    need_browser()
    out = tmp_path / "out"
    words = ("build", "2025", "--data", network, "--out", out, "--publish", tmp_path / "envoi")
    first = pipeline(*words)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "built: 2, up to date: 0, failed: 0" in first.stdout
    assert first.stdout.count("2025.html: printed: one sheet") == 1
    page = (out / "2025.html").stat().st_mtime_ns
    second = pipeline(*words, "--force")
    assert "built: 2, up to date: 0, failed: 0" in second.stdout
    assert (out / "2025.html").stat().st_mtime_ns > page
    third = pipeline(*words)
    assert "built: 0, up to date: 2, failed: 0" in third.stdout
    assert "printed" not in third.stdout


def test_what_is_not_built_or_older_than_its_data_is_not_sent(
    network: Path, tmp_path: Path
) -> None:
    need_browser()
    out, folder = tmp_path / "out", tmp_path / "envoi"
    job = make_network_job(network, out, read_notebooks())
    line = f"{network.name}: what would be sent is not built yet, or is older than its data: build"
    with pytest.raises(ReportError, match=line):
        send(job, folder)
    assert not folder.exists()
    make_pages(network, out)
    send(job, folder)
    sent, built = read_all(folder), read_all(out)
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    with pytest.raises(ReportError, match=line):
        send(job, folder)
    # A page that somebody has changed by hand was looked at by nobody.
    edit(network / "textes" / "2025.md", "\nUn mot de plus.\n", "")
    edit(out / "2025.html", "Nantes", "Rezé")
    with pytest.raises(ReportError, match=line):
        send(job, folder)
    edit(out / "2025.html", "Rezé", "Nantes")
    assert (read_all(folder), read_all(out)) == (sent, built)
    send(job, folder)


def test_what_is_saved_while_a_browser_prints_is_a_change_since_it_was_sent(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_browser()
    out = tmp_path / "out"
    job = make_pages(network, out)
    looked_at = (out / "2025.html").read_text(encoding="utf-8")
    print_pages = build._Build._print_pages

    def save_and_print(self: Any) -> None:
        append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
        print_pages(self)

    monkeypatch.setattr(build._Build, "_print_pages", save_and_print)
    send(job, tmp_path / "envoi")
    page = tmp_path / "envoi" / f"{network.name}-2025.html"
    assert page.read_text(encoding="utf-8") == to_sent_form(looked_at)
    contents = inspect_network(network).contents
    assert contents is not None
    said = [*find_sent_changes(contents, network, out, 2025).tell()]
    assert said == ["the text of 2025:", "  + Un mot de plus."]


def test_what_changed_in_a_year_since_it_was_sent_is_told_in_full(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_BROWSER", "no such browser")
    job = make_pages(network, tmp_path / "out")
    assert list_sent_years(job.out) == []
    assert not send(job, tmp_path / "envoi").is_printed
    assert list_sent_years(job.out) == [2025]

    def tell() -> list[str]:
        contents = inspect_network(network).contents
        assert contents is not None
        return [*find_sent_changes(contents, network, job.out, 2025).tell()]

    assert tell() == []
    append(network / "textes" / "2024.md", "\nUn mot.\n")  # of another year
    assert tell() == []
    # The page names the subjects that come next, and compares the members with those of before.
    subjects, members = network / "sujets.csv", network / "membres.csv"
    before = {file: file.read_text(encoding="utf-8") for file in (subjects, members)}
    append(subjects, "2026,Un sujet de plus,,prévu,\n")
    append(members, "2024,48\n")
    assert tell() == [
        "Membres – rows added: 1",
        "  nothing → 2024, 48",
        "Sujets – rows added: 1",
        "  nothing → 2026, Un sujet de plus, prévu",
    ]
    for file, text in before.items():
        file.write_text(text, encoding="utf-8")
    # What is only done in the next year, and who is a member then, is told by the next page.
    append(subjects, "2026,Un sujet de plus,,traité,\n")
    append(members, "2026,48\n")
    assert tell() == []
    meetings = (network / "rencontres.csv").read_text(encoding="utf-8").splitlines()
    (first,) = [line for line in meetings if line.startswith("2025-") and ",Nantes," in line]
    edit(network / "rencontres.csv", first, first.replace(",Nantes,", ",Rezé,"))
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    said = tell()
    assert said[0] == "Rencontres – rows changed: 1"
    # The first cells name the meeting, and only the changed cell is told.
    assert said[1].startswith("  2025-1, 2025, 2025-06-19 – ")
    assert said[1].endswith("ville: Nantes → Rezé")
    assert said[2:] == ["the text of 2025:", "  + Un mot de plus."]


def test_check_tells_what_changed_since_a_year_was_sent(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORT_BROWSER", "no such browser")
    out = Path("build", network.name)
    send(make_pages(network, out), tmp_path / "envoi")
    shutil.move(out / SENT, tmp_path / "kept")
    assert "was sent" not in pipeline("check", "--data", network, cwd=tmp_path).stdout
    shutil.move(tmp_path / "kept", out / SENT)
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    said = pipeline("check", "--data", network, cwd=tmp_path).stdout
    assert said.index("since 2025 was sent:\n") < said.index("+ Un mot de plus.")
