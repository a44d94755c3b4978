"""Sending: the page that was built is printed as it is, and what changed since is known."""

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

NEW_SENTENCE = "\nUn mot de plus.\n"
TOLD_SENTENCE = ["the text of 2025:", "  + Un mot de plus."]
"""The lines that tell that `NEW_SENTENCE` has come to the text of 2025."""


def build_2025(network: Path, out: Path) -> Job:
    """Build the pages of 2025 into a folder; return their job, which sending needs too."""
    job = make_network_job(network, out, read_notebooks())
    assert build_jobs([job], Options(years=(2025,)), lambda _event: None)
    return job


def send_2025(job: Job, folder: Path, events: list[Event] | None = None) -> Sending:
    """Send the page of 2025 into a folder; the events of printing are added to `events`."""
    heard = [] if events is None else events
    # As the command does: the year was built alone, and is sent alone.
    return send_years(job, [2025], folder, Options(years=(2025,)), heard.append)


def list_changes(network: Path, job: Job) -> list[str]:
    """Return the lines that tell what changed in 2025 since its page was sent."""
    contents = inspect_network(network).contents
    assert contents is not None
    return [*find_sent_changes(contents, network, job.out, 2025).tell()]


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of a folder, by its name."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- What is sent ---------------------------------------------------------------------------


def test_the_page_that_was_built_is_sent_with_its_print_and_nothing_is_made_again(
    network: Path, tmp_path: Path
) -> None:
    need_browser()
    out = tmp_path / "out"
    folder = tmp_path / "envoi"
    job = build_2025(network, out)
    page = out / "2025.html"
    built_at = page.stat().st_mtime_ns
    events: list[Event] = []

    sending = send_2025(job, folder, events)

    assert sending.is_printed
    assert list(sending.sheets.values()) == [1]
    assert [event.said for event in events] == ["printed: one sheet"]
    assert page.stat().st_mtime_ns == built_at
    name = f"{network.name}-2025"
    files = read_files(folder)
    assert set(files) == {f"{name}.html", f"{name}.pdf", f"{name}.png"}
    assert files[f"{name}.html"] == to_sent_form(page.read_text(encoding="utf-8")).encode()
    assert files[f"{name}.pdf"] == (out / "2025.pdf").read_bytes()


def test_a_page_is_printed_once_until_it_is_another_page(network: Path, tmp_path: Path) -> None:
    need_browser()
    out = tmp_path / "out"
    folder = tmp_path / "envoi"
    job = build_2025(network, out)
    send_2025(job, folder)
    first = read_files(folder)

    events: list[Event] = []
    send_2025(job, folder, events)
    assert events == []
    assert read_files(folder) == first

    # The print of the page before goes as soon as there is another page.
    edit(network / "rencontres.csv", ",Nantes,", ",Rezé,")
    build_2025(network, out)
    assert not (out / "2025.pdf").exists()


def test_the_command_builds_each_page_once_and_sends_what_it_has_built(
    network: Path, tmp_path: Path
) -> None:
    need_browser()
    out = tmp_path / "out"
    command = ("build", "2025", "--data", network, "--out", out, "--publish", tmp_path / "envoi")

    first = pipeline(*command)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "built: 2, up to date: 0, failed: 0" in first.stdout
    assert first.stdout.count("2025.html: printed: one sheet") == 1
    built_at = (out / "2025.html").stat().st_mtime_ns

    forced = pipeline(*command, "--force")
    assert "built: 2, up to date: 0, failed: 0" in forced.stdout
    assert (out / "2025.html").stat().st_mtime_ns > built_at

    third = pipeline(*command)
    assert "built: 0, up to date: 2, failed: 0" in third.stdout
    assert "printed" not in third.stdout


# --- What is not sent -----------------------------------------------------------------------

NOT_BUILT = "what would be sent is not built yet, or is older than its data: build"


@pytest.fixture
def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find no browser: pages are sent alone, which takes no time."""
    monkeypatch.setenv("REPORT_BROWSER", "no such browser")


@pytest.mark.usefixtures("without_paper")
def test_a_page_that_is_not_built_is_not_sent(network: Path, tmp_path: Path) -> None:
    job = make_network_job(network, tmp_path / "out", read_notebooks())

    with pytest.raises(ReportError, match=f"{network.name}: {NOT_BUILT}"):
        send_2025(job, tmp_path / "envoi")

    assert not (tmp_path / "envoi").exists()


@pytest.mark.usefixtures("without_paper")
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("network/textes/2025.md", "codéveloppement", "jardinage", id="older"),
        # A page that somebody has changed by hand was looked at by nobody.
        pytest.param("out/2025.html", "Nantes", "Rezé", id="by hand"),
    ],
)
def test_a_page_that_its_data_do_not_make_is_not_sent(
    name: str, old: str, new: str, network: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = tmp_path / "envoi"
    job = build_2025(network, out)
    send_2025(job, folder)
    sent = read_files(folder)
    changed = tmp_path / name.replace("network", network.name)

    edit(changed, old, new)
    with pytest.raises(ReportError, match=NOT_BUILT):
        send_2025(job, folder)
    assert read_files(folder) == sent

    edit(changed, new, old)
    send_2025(job, folder)
    assert read_files(folder) == sent


# --- What changed since ---------------------------------------------------------------------


def test_what_is_saved_while_a_browser_prints_is_a_change_since_the_sending(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_browser()
    out = tmp_path / "out"
    job = build_2025(network, out)
    built = (out / "2025.html").read_text(encoding="utf-8")
    print_pages = build._Build._print_pages

    def save_text_and_print(self: Any) -> None:
        append(network / "textes" / "2025.md", NEW_SENTENCE)
        print_pages(self)

    monkeypatch.setattr(build._Build, "_print_pages", save_text_and_print)
    send_2025(job, tmp_path / "envoi")

    sent = tmp_path / "envoi" / f"{network.name}-2025.html"
    assert sent.read_text(encoding="utf-8") == to_sent_form(built)
    assert list_changes(network, job) == TOLD_SENTENCE


@pytest.mark.usefixtures("without_paper")
def test_a_year_is_known_as_sent_even_without_its_print(network: Path, tmp_path: Path) -> None:
    job = build_2025(network, tmp_path / "out")
    assert list_sent_years(job.out) == []

    sending = send_2025(job, tmp_path / "envoi")

    assert not sending.is_printed
    assert list_sent_years(job.out) == [2025]
    assert list_changes(network, job) == []


@pytest.mark.usefixtures("without_paper")
def test_changes_that_the_page_of_the_year_tells_are_told(network: Path, tmp_path: Path) -> None:
    job = build_2025(network, tmp_path / "out")
    send_2025(job, tmp_path / "envoi")
    # The page names the subjects that come next, and compares the members with those of before.
    append(network / "sujets.csv", "2026,Un sujet de plus,,prévu,\n")
    append(network / "membres.csv", "2024,48\n")

    assert list_changes(network, job) == [
        "Membres – rows added: 1",
        "  nothing → 2024, 48",
        "Sujets – rows added: 1",
        "  nothing → 2026, Un sujet de plus, prévu",
    ]


@pytest.mark.usefixtures("without_paper")
@pytest.mark.parametrize(
    ("file", "added"),
    [
        ("textes/2024.md", "\nUn mot.\n"),
        # What is done in the next year, and who is a member then, is told by the next page.
        ("sujets.csv", "2026,Un sujet de plus,,traité,\n"),
        ("membres.csv", "2026,48\n"),
    ],
)
def test_changes_of_another_year_are_not_told(
    file: str, added: str, network: Path, tmp_path: Path
) -> None:
    job = build_2025(network, tmp_path / "out")
    send_2025(job, tmp_path / "envoi")

    append(network / file, added)

    assert list_changes(network, job) == []


@pytest.mark.usefixtures("without_paper")
def test_of_a_changed_row_the_first_cells_and_the_changed_one_are_told(
    network: Path, tmp_path: Path
) -> None:
    job = build_2025(network, tmp_path / "out")
    send_2025(job, tmp_path / "envoi")
    meetings = network / "rencontres.csv"
    rows = meetings.read_text(encoding="utf-8").splitlines()
    [row] = [row for row in rows if row.startswith("2025-") and ",Nantes," in row]

    edit(meetings, row, row.replace(",Nantes,", ",Rezé,"))
    append(network / "textes" / "2025.md", NEW_SENTENCE)

    heading, changed_row, *text = list_changes(network, job)
    assert heading == "Rencontres – rows changed: 1"
    assert changed_row.startswith("  2025-1, 2025, 2025-06-19 – ")
    assert changed_row.endswith("ville: Nantes → Rezé")
    assert text == TOLD_SENTENCE


@pytest.mark.usefixtures("without_paper")
def test_check_tells_what_changed_since_a_year_was_sent(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("build", network.name)
    send_2025(build_2025(network, out), tmp_path / "envoi")
    # Without the record of what was sent, no year has been sent.
    shutil.move(out / SENT, tmp_path / "kept")
    assert "was sent" not in pipeline("check", "--data", network, cwd=tmp_path).stdout
    shutil.move(tmp_path / "kept", out / SENT)

    append(network / "textes" / "2025.md", NEW_SENTENCE)

    said = pipeline("check", "--data", network, cwd=tmp_path).stdout
    assert said.index("since 2025 was sent:\n") < said.index("+ Un mot de plus.")
