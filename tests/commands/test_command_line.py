"""What a person who made a mistake reads: one clear message, an exit status, and no page."""

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


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ("build deux", 2, "argument YEAR: invalid int value: 'deux'\nfor help: python pipeline.py"),
        ("build --forse", 2, "--forse"),
        ("biuld", 2, "'biuld'"),
        ("build --jobs 0", 2, "--jobs: “0” is not a number from 1 up\n"),
        ("build 24", 2, "there are no data for 24; expected: 2024 et 2025; nearest: 2024\n"),
        (
            "build --data data/departements-participatif",
            1,
            "data/departements-participatif: there is no network here; expected: membres.csv, or a "
            "workbook with this sheet; nearest: ",
        ),
        (
            "new 2030",
            2,
            "2030 does not follow the years of this network, 2024 to 2025; nearest: 2026\n",
        ),
        ("new 20260", 2, "“20260” is not a year; expected: from 1900 to 2100\n"),
        ("use nowhere", 2, "nowhere: there is no network here\n"),
        ("build --notebooks carnets", 2, "say with --out where the pages go"),
        ("open --out pages", 2, "--out is for notebooks alone: name them with --notebooks"),
        ("open nowhere", 2, "nowhere: there is no such folder"),
    ],
)
def test_a_slip_is_told_in_one_line_with_its_status(words: str, status: int, message: str) -> None:
    done = pipeline(*words.split())
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert done.stderr.count("\n") <= 2


@pytest.mark.parametrize("robot", [{"CI": "true"}, {"CI": ""}])
def test_without_a_command_and_a_person_the_help_is_printed(
    robot: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", robot["CI"])
    done = pipeline()
    assert (done.returncode, done.stdout) == (2, "")
    assert COMMANDS["open"].summary.split()[0] in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
@pytest.mark.parametrize(
    ("more", "status"), [({}, 0), ({"CI": "1"}, 2), ({"BROWSER": "", "DISPLAY": ""}, 2)]
)
def test_without_a_command_a_person_at_a_terminal_finds_the_door(
    tmp_path: Path, more: dict[str, str], status: int
) -> None:
    """The browser of this person says goodbye at once, as « Fermer » does."""
    import pty

    visit = (
        "import sys, urllib.request as u; a = sys.argv[1]; o = '/'.join(a.split('/')[:3]);"
        "f = 'application/x-www-form-urlencoded';"
        "u.urlopen(u.Request(a + 'fermer', b'', {'Origin': o, 'Content-Type': f}))"
    )
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{visit}" "$1"\n')
    browser.chmod(0o755)
    environment = {**os.environ, "CI": "", "BROWSER": f"{browser} %s", **more}
    environment.pop("WAYLAND_DISPLAY", None)
    here = tmp_path / "vide"
    here.mkdir()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "pipeline.py")],
        cwd=here,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    assert process.wait(PATIENCE) == status
    said = os.read(ours, 100_000).decode()
    assert ("the door is closed" in said) == (status == 0)


def test_each_command_says_in_its_help_what_it_is_for() -> None:
    listed = pipeline("--help").stdout
    for name, command in COMMANDS.items():
        assert command.summary in listed
        assert command.summary in pipeline(name, "--help").stdout.replace("\n", " ")


def test_messages_speak_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, words in (("fr", "aucune erreur"), ("en", "no error")):
        monkeypatch.setenv("LANGUAGE", language)
        done = pipeline("check", "--data", TWIN)
        assert (done.returncode, done.stderr) == (0, "")
        assert words in done.stdout
    monkeypatch.setenv("LANGUAGE", "fr")  # in a process of its own, its processes speak it too
    in_a_file = program("build", "--data", TWIN, "--out", ROOT / "pipeline.py")
    assert "ce n’est pas un dossier" in in_a_file.stdout


def test_a_build_tells_its_pages_as_they_come_and_what_it_remarks_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = Progress(several=True)
    progress.tell(Event("noted", "un", said="to fill in: 1"))
    progress.tell(Event("made", "un", "2025.html"))
    assert capsys.readouterr().out == "un/2025.html: built\n"
    progress.tell(Event("failed", "un", "2024.html", said="one reason\nanother"))
    assert capsys.readouterr().out == "un/2024.html: failed (one reason – another)\n"
    progress.sum_up()
    total = "built: 1, up to date: 0, failed: 1, in 0 s"
    assert capsys.readouterr().out == f"un: to fill in: 1\n{total}\n"


@pytest.mark.slow
def test_a_network_without_members_hears_what_it_lacks(tmp_path: Path) -> None:
    begun = pipeline("init", "reseau", cwd=tmp_path, answer="\n\n\n")
    assert begun.stdout.splitlines()[-2:] == [
        "from now on, here, without --data: reseau",
        "fill in the workbook, then: python pipeline.py check · python pipeline.py build --publish "
        "envoi",
    ]
    done = pipeline("build", "--out", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no page but the list: the network has no member yet; fill in" in done.stdout
    assert ".ipynb" not in done.stdout, "what they all lack is said once"
    done = pipeline("build", "2026", cwd=tmp_path)
    assert done.returncode == 2
    assert "there are no data for 2026: the network has no member yet; fill in" in done.stderr


def test_the_network_that_commands_are_about_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("un", "deux"):
        shutil.copytree(TWIN, tmp_path / name)
    several = "several networks are here, deux, un: say which with --data, or once for all with"
    for words in (["check"], ["new", "2026"]):
        done = pipeline(*words, cwd=tmp_path)
        assert (done.returncode, several in done.stderr) == (2, True)
    assert pipeline("use", "deux", cwd=tmp_path).returncode == 0
    assert pipeline("check", cwd=tmp_path).stdout.splitlines()[-1] == "deux: no error"
    monkeypatch.chdir(tmp_path)
    assert find_usual_network() == "deux"
    shutil.rmtree("deux")
    for words in (["check"], ["build"]):
        done = pipeline(*words, cwd=tmp_path)
        gone = "deux: the network that commands are about here is gone: “python pipeline.py use”"
        assert (done.returncode, gone in done.stderr) == (2, True)
    assert pipeline("use", "un", cwd=tmp_path).returncode == 0


def test_what_can_not_be_sent_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    package = shutil.copytree(TWIN, tmp_path / "réseau")
    assert pipeline("new", "2026", "--data", package).returncode == 0
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    files = sorted(tmp_path.rglob("*"))
    for target, words, status, expected in (
        ("notes.txt", (), 1, "notes.txt: File exists\n"),
        ("réseau", (), 2, "réseau: what pages are made of lies here: choose another folder\n"),
        ("envoi", ("--data", "data"), 2, "--publish: one network at a time\n"),
        ("envoi", ("2026",), 1, "2026: only finished years are given out"),
        ("envoi", ("2031",), 2, "there are no data for 2031; expected: 2024,"),
    ):
        done = pipeline(
            "build",
            *words,
            "--publish",
            tmp_path / target,
            "--data",
            package,
            "--out",
            tmp_path / "out",
        )
        assert (done.returncode, expected in done.stderr) == (status, True), done.stderr
        assert sorted(tmp_path.rglob("*")) == files


def test_what_nobody_foresaw_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_folder: str) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("annual_report.report.publication.checking.inspect_network", fail)
    assert main(["check"]) == 1
    hint = "nobody foresaw it: --debug shows where it comes from"
    assert capsys.readouterr().err == f"KeyError: 'odd' ({hint})\n"
    assert main(["check", "--debug"]) == 1
    trace = capsys.readouterr().err.splitlines()
    assert (trace[0], trace[-1]) == ("Traceback (most recent call last):", "KeyError: 'odd'")
