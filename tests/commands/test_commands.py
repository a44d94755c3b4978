"""The commands that speak of data: what they print, what they ask, their exit status."""

from pathlib import Path

import pytest
from conftest import pipeline, program
from twin import TWIN

from annual_report.base.errors import DataError
from annual_report.commands.arguments import DONE, WRONG
from annual_report.commands.terminal import USAGE
from annual_report.network.network import open_network


def run(
    twin: Path, *words: str | Path, answer: str | None = None, lang: str = "en"
) -> tuple[int, str, str]:
    """Type a command about a network; return its status, and what it says."""
    done = pipeline(*words, "--data", twin, "--lang", lang, answer=answer)
    return done.returncode, done.stdout, done.stderr


def test_check_tells_errors_remarks_to_dos_and_what_was_read(twin: Path) -> None:
    (twin / "membres.csv").write_text(
        "annee,membre,etat\n2024,Ain,\n2025,Ain,\n2025,Girond,\n2025,à compléter,\n",
        encoding="utf-8",
    )
    (twin / "~$membres.xlsx").write_bytes(b"")
    said = (
        "membres.csv\n"
        "  error: row 4, column membre: “Girond” is not a French département; "
        "expected: an Insee code or an official name; nearest: Gironde (33)\n"
        "  to fill in: row 5: “2025” still to fill in: Membre\n"
        "  read: “Ain” as “01” (membre, rows 2, 3)\n"
        "\n"
        "reseau.csv\n"
        "  to fill in: readers look for these settings: presentation, contact\n"
        "\n"
        "~$membres.xlsx\n"
        "  remark: says that a spreadsheet has a file open: save and close it\n"
        "\n"
        "errors: 1, remarks: 1, to fill in: 2, understood: 2\n"
    )
    assert run(twin, "check") == (WRONG, said, "")
    french = (
        "  erreur\u00a0: ligne 4, colonne membre\u00a0: «\u00a0Girond\u00a0» n’est pas un "
        "département français\u202f; attendu\u00a0: un code Insee ou un nom officiel\u202f; "
        "le plus proche\u00a0: Gironde (33)\n"
    )
    assert french in run(twin, "check", lang="fr")[1]


def test_the_system_speaks_french_too(twin: Path) -> None:
    # In a process of its own: the servers of a build go on speaking as they began.
    in_a_file = program("build", "--lang", "fr", "--data", TWIN, "--out", twin / "datapackage.json")
    assert "ce n’est pas un dossier" in in_a_file.stdout


def test_what_is_alike_in_several_rows_is_said_once(twin: Path) -> None:
    (twin / "presences.csv").write_text("rencontre,membre,etat\n", encoding="utf-8")
    rows = [f"{year},{name}" for name in ("Ain", "Atlantide") for year in range(2018, 2026)]
    rows += ["2024,45", "2025,45", "2025,QQ"]
    (twin / "membres.csv").write_text("\n".join(["annee,membre", *rows, ""]), encoding="utf-8")
    why = "“Atlantide” is not a French département; expected: an Insee code or an official name"
    said = run(twin, "check")[1]
    assert said.count("“Atlantide”") == 1
    assert f"  error: rows 10, 11, 12 and 5 others, column membre: {why}\n" in said
    assert "  error: row 20, column membre: “QQ”" in said
    assert "  read: “Ain” as “01” (membre, rows 2, 3, 4 and 5 others)\n" in said
    assert "errors: 9," in said
    with pytest.raises(DataError) as refused:
        open_network(twin)
    first, *others = str(refused.value).splitlines()
    assert first == f"membres.csv, rows 10, 11, 12 and 5 others, column membre: {why}"
    assert len(others) == 1


def test_the_usual_network_is_said_once(twin: Path) -> None:
    folder = twin.parent
    assert pipeline("use", "nowhere", cwd=folder).returncode == USAGE
    assert pipeline("use", twin.name, cwd=folder).returncode == DONE
    said = pipeline("check", cwd=folder).stdout
    assert said.splitlines()[-1] == f"{twin.name}: no error"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            ("new", "2030"),
            USAGE,
            "2030 does not follow the years of this network, 2024 to 2025; nearest: 2026\n",
        ),
        (("new", "20260"), USAGE, "“20260” is not a year; expected: from 1900 to 2100\n"),
        (
            ("new", "deux"),
            USAGE,
            "argument YEAR: invalid int value: 'deux'\nfor help: python pipeline.py --help\n",
        ),
    ],
)
def test_a_wrong_command_is_told_in_one_line(
    twin: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    assert run(twin, *words) == (status, "", said)
