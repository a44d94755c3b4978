"""The commands that speak of data: what they print, what they ask, their exit status."""

import os
import shutil
from pathlib import Path

import pytest
from changing import append
from conftest import pipeline, program
from doors import fill_in_workbook, read_files
from openpyxl import Workbook, load_workbook
from twin import CORPUS, TWIN

from annual_report.base.errors import DataError
from annual_report.commands import workbook as commands
from annual_report.commands.arguments import DONE, WRONG
from annual_report.commands.terminal import USAGE
from annual_report.network.network import open_network


def run(
    twin: Path, *words: str | Path, answer: str | None = None, lang: str = "en"
) -> tuple[int, str, str]:
    """Type a command about a network; return its status, and what it says."""
    done = pipeline(*words, "--data", twin, "--lang", lang, answer=answer)
    return done.returncode, done.stdout, done.stderr


def add_paris(book: Workbook) -> None:
    book["Membres"].append([2025, "75"])


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
        "datapackage.json\n"
        "  to fill in: readers look for presentation, contact, edition; "
        "to say it: settings presentation=…\n"
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
    (twin / "presences.csv").write_text("rencontre,membre,etat,agents\n", encoding="utf-8")
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


@pytest.mark.parametrize(
    ("words", "answer", "written"),
    [
        ((), None, False),
        ((), "n\n", False),
        ((), "\n", False),
        ((), "o\n", True),
        (("--yes",), None, True),
    ],
)
def test_import_writes_only_with_a_yes(
    twin: Path, words: tuple[str, ...], answer: str | None, written: bool
) -> None:
    workbook = fill_in_workbook(twin, add_paris)
    before = read_files(twin)
    status, out, _err = run(twin, "import", workbook, *words, answer=answer)
    assert status == DONE
    assert "Membres: added: 2025, 75C\n" in out
    assert (read_files(twin) != before) == written
    assert ("written: 1 changes\n" in out) == written
    assert ("nothing was written; to write: add --yes\n" in out) == (not written)


def test_what_is_saved_while_import_waits_for_its_yes_is_not_lost(
    twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, table = fill_in_workbook(twin, add_paris), twin / "membres.csv"

    def ask_agreement(_question: str) -> bool:
        append(table, "2025,33\n")
        return True

    monkeypatch.setattr(commands, "ask_agreement", ask_agreement)
    status, out, err = run(twin, "import", workbook, answer="")
    assert (status, "written" in out) == (WRONG, False)
    assert err == "membres.csv: was changed meanwhile: nothing was written; do it again\n"
    assert run(twin, "import", workbook, "--yes")[0] == DONE
    assert {"2025,33,", "2025,75C,"} <= set(table.read_text(encoding="utf-8").splitlines())


def test_a_workbook_that_is_there_is_kept_under_another_name(twin: Path) -> None:
    workbook = twin.parent / "classeur.xlsx"
    for content in (b"x", b"y"):
        workbook.write_bytes(content)
        status, out, _err = run(twin, "workbook", workbook)
        assert (status, "classeur.xlsx: kept as " in out) == (DONE, True)
    kept = sorted(twin.parent.glob("classeur-*.xlsx"))
    assert {each.read_bytes() for each in kept} == {b"x", b"y"}
    assert f'import "{kept[-1]}"\n' in out or f'import "{kept[0]}"\n' in out
    assert load_workbook(workbook)["Membres"]


def test_a_workbook_of_another_network_is_refused(twin: Path) -> None:
    other = Path(shutil.copytree(twin, twin.parent / "autre"))
    descriptor = (other / "datapackage.json").read_text(encoding="utf-8")
    text = descriptor.replace('"jumeau"', '"autre"').replace("Réseau jumeau", "Autre réseau")
    (other / "datapackage.json").write_text(text, encoding="utf-8")
    workbook, before = fill_in_workbook(other, add_paris), read_files(twin)
    status, _out, err = run(twin, "import", workbook, "--yes")
    assert (status, err) == (
        WRONG,
        "classeur.xlsx: is the workbook of another network, Autre réseau: add --data and its "
        "folder; expected: Réseau jumeau\nnothing was written\n",
    )
    assert read_files(twin) == before
    assert run(other, "import", workbook, "--yes")[0] == DONE


def test_rows_that_go_need_their_number_and_undo_brings_them_back(twin: Path) -> None:
    def remove(book: Workbook) -> None:
        book["Membres"].delete_rows(2)
        book["Dispositifs"].delete_rows(2)

    workbook, before = fill_in_workbook(twin, remove), read_files(twin)
    status, out, _err = run(twin, "import", workbook, "--yes")
    assert status == DONE
    lines = out.splitlines()
    assert [*lines[:3], lines[-1]] == [
        "rows that would go: 2",
        "Membres: removed: 2024, 01",
        "Dispositifs: removed: 44, Budget participatif, budget participatif, 2019, "
        "https://exemple.fr/budget",
        "nothing was written: 2 rows would go; to agree: --yes --removing 2",
    ]
    assert run(twin, "import", workbook, "--yes", "--removing", "1")[0] == USAGE
    assert run(twin, "import", workbook, answer="o\n")[0] == DONE, "a yes is no number"
    assert read_files(twin) == before
    assert run(twin, "import", workbook, answer="2\n")[0] == DONE
    assert read_files(twin) != before
    assert "to take back: import" in run(twin, "undo")[1]
    assert run(twin, "undo", "--yes")[0] == DONE
    assert read_files(twin) == before
    assert "there is nothing to take back" in run(twin, "undo")[1]
    assert run(twin, "import", workbook, "--yes", "--removing", "2")[0] == DONE
    assert read_files(twin) != before


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
            ("import", CORPUS / "twin" / "membres.csv"),
            WRONG,
            "membres.csv: is no workbook: a CSV file goes into the network’s folder; expected: a "
            "workbook in .xlsx\nnothing was written\n",
        ),
        (("import", "absent.xlsx"), WRONG, "absent.xlsx: there is no such file here\n"),
        (
            ("import", os.devnull),
            WRONG,
            "null: is a pipe or a device; expected: an ordinary file\nnothing was written\n",
        ),
        (
            ("new", "2030"),
            USAGE,
            "2030 does not follow the years of this network, 2024 to 2025; nearest: 2026\n",
        ),
        (("new", "20260"), USAGE, "“20260” is not a year; expected: from 1900 to 2100\n"),
        (("workbook", "absent/x.xlsx"), WRONG, "absent/x.xlsx: No such file or directory\n"),
        (
            ("new", "deux"),
            USAGE,
            "argument YEAR: invalid int value: 'deux'\nfor help: python pipeline.py --help\n",
        ),
        (
            ("workbook", "reseau.pdf"),
            USAGE,
            "“reseau.pdf” is no workbook’s name; expected: .xlsx, which LibreOffice opens and "
            "saves; nearest: reseau.xlsx\n",
        ),
    ],
)
def test_a_wrong_command_is_told_in_one_line(
    twin: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    assert run(twin, *words) == (status, "", said)
