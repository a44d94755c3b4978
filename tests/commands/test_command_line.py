"""What a person who made a mistake reads: one clear message, an exit status, and no page."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import pipeline

from annual_report.base.project import ROOT
from annual_report.commands.command_line import main

pytestmark = pytest.mark.slow

REAL = ROOT / "data" / "departements-participatifs"


def said(done: "subprocess.CompletedProcess[str]") -> str:
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (
            ["build", "2031"],
            2,
            "parameter year: there are no data for 2031; expected: 2024 et 2025; nearest: 2025",
        ),
        (["build", "deux"], 2, "'deux'"),
        (["build", "--forse"], 2, "--forse"),
        (["biuld"], 2, "no command “biuld”; expected: build, preview"),
        (["biuld"], 2, "; nearest: build"),
        (["frobnicate"], 2, "verify\n"),
        (["build", "--jobs", "0"], 2, "--jobs: “0” is not a number from 1 to 1000000"),
        (["build", "--timeout", "0"], 2, "--timeout: “0” is not a number from 1 to 1000000"),
        (["build", "24"], 2, "nearest: 2024"),
        (["build", "25"], 2, "nearest: 2025"),
        ([], 2, "COMMAND"),
        (
            ["build", "--data", "data/departements-participatif"],
            1,
            "data/departements-participatif: there is no network here; expected: "
            "membres.csv, or a workbook with this sheet; nearest: ",
        ),
    ],
)
def test_a_slip_on_the_command_line(
    tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    out: list[str | Path] = ["--out", tmp_path / "out"] if arguments[:1] == ["build"] else []
    done = pipeline(*arguments, *out)
    assert done.returncode == status
    assert message in said(done)
    assert "Traceback" not in said(done)
    assert list(tmp_path.rglob("*.html")) == []


def test_a_build_of_wrong_data_says_so_and_makes_no_page(twin: Path, tmp_path: Path) -> None:
    (twin / "rencontres.csv").rename(twin / "rencontres.xlsx")
    done = pipeline("build", "--data", twin, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "rencontres.csv: is missing; expected: rencontre, annee" in said(done)
    assert list(tmp_path.rglob("*.html")) == []


def test_a_language_is_heard_before_the_command_too() -> None:
    for words in (["--lang", "fr", "check"], ["check", "--lang", "fr"], ["--lang=fr", "check"]):
        done = pipeline(*words, "--data", REAL)
        assert (done.returncode, done.stderr) == (0, "")
        assert "aucune erreur" in done.stdout
    assert pipeline("--lang", "de", "check").returncode == 2


def test_a_network_without_members_hears_what_it_lacks(tmp_path: Path) -> None:
    network, out = tmp_path / "reseau", tmp_path / "out"
    begun = pipeline("init", "reseau", cwd=tmp_path, answer="\n\n\n")
    assert begun.stdout.splitlines()[-2:] == [
        "from now on, here, without --data: reseau",
        "fill in the workbook, then: python pipeline.py check · python pipeline.py build --publish "
        "envoi",
    ]
    done = pipeline("build", "--data", network, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no page but the list: the network has no member yet; fill in" in done.stdout
    assert ".ipynb" not in done.stdout, "what they all lack is said once"
    done = pipeline("build", "2026", "--data", network, "--out", out)
    assert done.returncode == 2
    assert "there are no data for 2026: the network has no member yet; fill in" in said(done)
    (network / "membres.csv").write_text("annee,membre,etat\n2026,32,\n", encoding="utf-8")
    done = pipeline("build", "--data", network, "--out", out)
    assert done.stdout.splitlines()[-1] == f"to open: {out / 'index.html'}"


def test_in_a_folder_of_several_networks_one_is_to_be_named(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        shutil.copytree(REAL, tmp_path / name)
    for command in (["check"], ["new", "2026"]):
        done = pipeline(*command, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr == (
            "several networks are here, deux, un: say which with --data, or once for all with “use”"
            "\n"
        )
    named = pipeline("check", "--data", tmp_path)
    assert named.returncode == 2
    assert f"several networks are here, {tmp_path / 'deux'}, {tmp_path / 'un'}: " in said(named)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--out", "{folder}", "--publish", "envoi"],
        ["build", "--data", "{folder}"],
        ["build", "--data", "https://nom:secret@exemple.fr/x"],
        ["check", "--data", "https://nom:secret@exemple.fr/x"],
        ["preview", "--out", "{folder}"],
        ["check", "https://nom:secret@exemple.fr/x"],
    ],
)
def test_an_address_is_refused_before_anything_is_done_and_its_password_is_not_said(
    tmp_path: Path, arguments: list[str]
) -> None:
    words = [each.format(folder=(tmp_path / "out").as_uri()) for each in arguments]
    done = pipeline(*words)
    assert done.returncode == 2
    assert "://" in said(done)
    assert "secret" not in said(done)
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_sent_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    package = shutil.copytree(REAL, tmp_path / "réseau")
    assert pipeline("new", "2026", "--data", package).returncode == 0
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    notebooks = tmp_path / "carnets"
    notebooks.mkdir()
    shutil.copy(ROOT / "docs" / "any-notebook.ipynb", notebooks / "seul.ipynb")
    files = sorted(tmp_path.rglob("*"))
    made_of = "what pages are made of lies here: choose another folder\n"
    for target, words, status, expected in (
        ("notes.txt", (), 2, "notes.txt: is no folder"),
        ("notes.txt/envoi", (), 2, "envoi: is no folder"),
        ("réseau", (), 2, f"réseau: {made_of}"),
        ("carnets", ("--notebooks", notebooks), 2, f"carnets: {made_of}"),
        ("envoi", ("--data", "data"), 2, "--publish: one network at a time\n"),
        ("envoi", ("2026",), 1, "2026: only finished years are given out"),
        ("envoi", ("2031",), 2, "there are no data for 2031; expected: 2024,"),
    ):
        done = pipeline("build", *words, "--publish", tmp_path / target, "--data", package,
                        "--out", tmp_path / "out")  # fmt: skip
        assert (done.returncode, expected in done.stderr) == (status, True), done.stderr
        assert sorted(tmp_path.rglob("*")) == files


def test_what_nobody_foresaw_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_folder: str) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("annual_report.network.reading.inspection.inspect_network", fail)
    assert main(["check"]) == 1
    hint = "nobody foresaw it: --debug shows where it comes from"
    assert capsys.readouterr().err == f"KeyError: 'odd' ({hint})\n"
    assert main(["check", "--debug"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert (said[0], said[-1]) == ("Traceback (most recent call last):", "KeyError: 'odd'")


def test_the_help_of_build_is_short_and_the_rest_is_behind_help_all() -> None:
    short, whole = (pipeline("build", word).stdout for word in ("--help", "--help-all"))
    assert set(re.findall(r"--[a-z-]+", short)) == {
        *("--help", "--data", "--publish", "--pdf", "--force", "--help-all"),
        *("--lang", "--debug"),
    }
    assert {"--timeout", "--scheduler", "--out", "--lang"} <= set(re.findall(r"--[a-z-]+", whole))
