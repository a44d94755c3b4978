"""The command line after a mistake: one clear message, an exit status, and no page."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import pipeline, program
from twin import TWIN
from waiting import PATIENCE

from annual_report.base.project import ROOT
from annual_report.commands.arguments import find_usual_network
from annual_report.commands.command_line import COMMANDS, main
from annual_report.commands.progress import Progress
from annual_report.machine.making.job import Event

REAL = ROOT / "data" / "departements-participatifs"


# Words behind the program's name, the exit status (2: the words are wrong; 1: the data are), and a
# part of the line that is told.
SLIPS = {
    "no year": ("build deux", 2, "argument YEAR: invalid int value: 'deux'\nfor help: python"),
    "misspelt option": ("build --forse", 2, "--forse"),
    "misspelt command": ("biuld", 2, "'biuld'"),
    "no processes": ("build --jobs 0", 2, "--jobs: “0” is not a number from 1 up\n"),
    "year without data": (
        "build 24",
        2,
        "there are no data for 24; expected: 2024 et 2025; nearest: 2024\n",
    ),
    "misspelt network": (
        "build --data data/departements-participatif",
        1,
        "data/departements-participatif: there is no network here; expected: membres.csv, or a "
        "workbook with this sheet; nearest: ",
    ),
    "year far ahead": (
        "new 2030",
        2,
        "2030 does not follow the years of this network, 2024 to 2025; nearest: 2026\n",
    ),
    "year of five figures": (
        "new 20260",
        2,
        "“20260” is not a year; expected: from 1900 to 2100\n",
    ),
    "network that isn't there": ("use nowhere", 2, "nowhere: there is no network here\n"),
    "notebooks without a place for pages": (
        "build --notebooks carnets",
        2,
        "say with --out where the pages go",
    ),
    "place for pages without notebooks": (
        "open --out pages",
        2,
        "--out is for notebooks alone: name them with --notebooks",
    ),
    "folder that isn't there": ("open nowhere", 2, "nowhere: there is no such folder"),
}


@pytest.mark.parametrize(("words", "status", "message"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_one_line_with_its_status(words: str, status: int, message: str) -> None:
    done = pipeline(*words.split())

    assert done.returncode == status
    assert done.stdout == ""
    assert message in done.stderr
    # One line, and at most another that says how to get help.
    assert len(done.stderr.splitlines()) <= 2


@pytest.mark.parametrize("ci", ["true", ""])
def test_without_a_command_and_a_person_the_help_is_printed(
    ci: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `pipeline` gives the command no terminal, as no machine of a forge has one.
    monkeypatch.setenv("CI", ci)

    done = pipeline()

    assert done.returncode == 2
    assert done.stdout == ""
    assert COMMANDS["open"].summary.split()[0] in done.stderr


VISIT_AND_CLOSE = (
    "import sys, urllib.request as u; a = sys.argv[1]; o = '/'.join(a.split('/')[:3]);"
    "f = 'application/x-www-form-urlencoded';"
    "u.urlopen(u.Request(a + 'fermer', b'', {'Origin': o, 'Content-Type': f}))"
)
"""A browser that says goodbye at once, as « Fermer » does."""
# What the environment says besides, and how the program ends: 0 after a visit, 2 with the help.
TERMINALS = {
    "a person": ({}, 0),
    "a forge": ({"CI": "1"}, 2),
    "no browser": ({"BROWSER": "", "DISPLAY": ""}, 2),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
@pytest.mark.parametrize(("variables", "status"), TERMINALS.values(), ids=TERMINALS)
def test_without_a_command_a_person_at_a_terminal_finds_the_door(
    tmp_path: Path, variables: dict[str, str], status: int
) -> None:
    import pty

    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{VISIT_AND_CLOSE}" "$1"\n')
    browser.chmod(0o755)
    environment = {**os.environ, "CI": "", "BROWSER": f"{browser} %s", **variables}
    environment.pop("WAYLAND_DISPLAY", None)
    empty_folder = tmp_path / "vide"
    empty_folder.mkdir()
    ours, theirs = pty.openpty()

    process = subprocess.Popen(
        [sys.executable, str(ROOT / "pipeline.py")],
        cwd=empty_folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)

    assert process.wait(PATIENCE) == status
    told = os.read(ours, 100_000).decode()
    assert ("the door is closed" in told) == (status == 0)


def test_each_command_says_in_its_help_what_it_is_for() -> None:
    listed = pipeline("--help").stdout
    for name, command in COMMANDS.items():
        assert command.summary in listed
        assert command.summary in pipeline(name, "--help").stdout.replace("\n", " ")


@pytest.mark.parametrize(("language", "words"), [("fr", "aucune erreur"), ("en", "no error")])
def test_messages_speak_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)

    done = pipeline("check", "--data", TWIN)

    assert done.returncode == 0
    assert done.stderr == ""
    assert words in done.stdout


def test_the_processes_that_make_pages_speak_the_language_of_the_environment_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")

    # A program of its own, for those of the tests have started in English.
    done = program("build", "--data", TWIN, "--out", ROOT / "pipeline.py")

    assert "ce n’est pas un dossier" in done.stdout


def test_a_build_tells_its_pages_as_they_come_and_what_it_remarks_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = Progress(several=True)  # so that pages are told with their network, "un"

    progress.tell(Event("noted", "un", said="to fill in: 1"))
    progress.tell(Event("made", "un", "2025.html"))
    assert capsys.readouterr().out == "un/2025.html: built\n"

    progress.tell(Event("failed", "un", "2024.html", said="one reason\nanother"))
    assert capsys.readouterr().out == "un/2024.html: failed (one reason – another)\n"

    progress.sum_up()
    assert capsys.readouterr().out == (
        "un: to fill in: 1\nbuilt: 1, up to date: 0, failed: 1, in 0 s\n"
    )


@pytest.mark.slow
def test_a_network_without_members_is_told_that_it_has_none(tmp_path: Path) -> None:
    # Its name, its members and its years are left empty.
    begun = pipeline("init", "reseau", cwd=tmp_path, answer="\n\n\n")
    assert begun.stdout.splitlines()[-2:] == [
        "from now on, here, without --data: reseau",
        "fill in the workbook, then: python pipeline.py check · python pipeline.py build --publish "
        "envoi",
    ]

    built = pipeline("build", "--out", tmp_path / "out", cwd=tmp_path)
    of_a_year = pipeline("build", "2026", cwd=tmp_path)

    assert built.returncode == 0
    assert built.stderr == ""
    assert "no page but the list: the network has no member yet; fill in" in built.stdout
    assert ".ipynb" not in built.stdout, "the lack is told once, and not of each notebook"
    assert of_a_year.returncode == 2
    assert "there are no data for 2026: the network has no member yet; fill in" in of_a_year.stderr


@pytest.fixture
def two_networks(tmp_path: Path) -> Path:
    """Make a folder with two networks, un and deux."""
    for name in ("un", "deux"):
        shutil.copytree(TWIN, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("words", [["check"], ["new", "2026"]], ids=" ".join)
def test_of_several_networks_a_command_asks_which(two_networks: Path, words: list[str]) -> None:
    done = pipeline(*words, cwd=two_networks)

    assert done.returncode == 2
    assert "several networks are here, deux, un: say which with --data, or once for all with" in (
        done.stderr
    )


def test_the_network_that_commands_are_about_is_named_once(
    two_networks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipeline("use", "deux", cwd=two_networks).returncode == 0

    checked = pipeline("check", cwd=two_networks)

    assert checked.stdout.splitlines()[-1] == "deux: no error"
    monkeypatch.chdir(two_networks)
    assert find_usual_network() == "deux"


def test_the_door_opens_one_folder_whether_it_is_named_or_no_command_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "annual_report.door.start.open_door",
        lambda folder, *_more, **_options: opened.append(folder),
    )
    monkeypatch.setattr("annual_report.commands.command_line.is_anybody_there", lambda: True)
    monkeypatch.chdir(tmp_path)

    def list_opened() -> list[Path]:
        """Open the door without a command, then by its name; return the folders."""
        opened.clear()
        for words in ([], ["open", "--no-browser"]):
            assert main(words) == 0
        return opened

    assert list_opened() == [Path(), Path()], "an empty folder, for a new network"
    clone = Path("data", "departements-participatifs")
    shutil.copytree(TWIN, clone)
    assert list_opened() == [clone, clone], "the network that came with a clone"
    shutil.copytree(TWIN, "un")
    assert list_opened() == [Path(), Path()], "the folder of a network, for a second one"
    assert main(["use", "data/departements-participatifs"]) == 0
    assert list_opened() == [clone, clone], "the network that `use` has named"
    assert main(["open", "."]) == 0
    assert opened[-1] == Path(), "a double-click opens its own folder, whatever `use` says"


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_usual_network_that_is_gone_is_told_and_another_can_be_named(
    two_networks: Path, command: str
) -> None:
    pipeline("use", "deux", cwd=two_networks)
    shutil.rmtree(two_networks / "deux")

    done = pipeline(command, cwd=two_networks)

    assert done.returncode == 2
    gone = "deux: the network that commands are about here is gone: “python pipeline.py use”"
    assert gone in done.stderr
    assert pipeline("use", "un", cwd=two_networks).returncode == 0


# Other words of the command, the folder to send to, the exit status, and the line that is told.
UNSENT = {
    "a file": ((), "notes.txt", 1, "notes.txt: File exists\n"),
    "the network's own folder": (
        (),
        "réseau",
        2,
        "réseau: what pages are made of lies here: choose another folder\n",
    ),
    "several networks": (("--data", "data"), "envoi", 2, "--publish: one network at a time\n"),
    "a year that isn't finished": (
        ("2026",),
        "envoi",
        1,
        "2026: only finished years are given out",
    ),
    "a year without data": (("2031",), "envoi", 2, "there are no data for 2031; expected: 2024,"),
}


@pytest.mark.parametrize(("words", "target", "status", "message"), UNSENT.values(), ids=UNSENT)
def test_a_wish_to_send_is_refused_before_anything_is_built(
    tmp_path: Path, words: tuple[str, ...], target: str, status: int, message: str
) -> None:
    network = shutil.copytree(TWIN, tmp_path / "réseau")
    pipeline("new", "2026", "--data", network)  # a year that nobody has filled in
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))

    where: list[str | Path] = [
        "--publish",
        tmp_path / target,
        "--data",
        network,
        "--out",
        tmp_path / "out",
    ]
    done = pipeline("build", *words, *where)

    assert done.returncode == status
    assert message in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_error_that_nobody_foresaw_is_one_line_and_a_traceback_if_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A slip of the program, of which no class of errors knows.
    def fail(_folder: str) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("annual_report.report.publication.checking.inspect_network", fail)

    assert main(["check"]) == 1
    hint = "nobody foresaw it: --debug shows where it comes from"
    assert capsys.readouterr().err == f"KeyError: 'odd' ({hint})\n"

    assert main(["check", "--debug"]) == 1
    first, *_lines, last = capsys.readouterr().err.splitlines()
    assert first == "Traceback (most recent call last):"
    assert last == "KeyError: 'odd'"
