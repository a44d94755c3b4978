"""The commands that speak of data: what they print, what they ask, their exit status."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import program
from openpyxl import load_workbook
from twin import TWIN

from annual_report.commands.arguments import DONE, WRONG
from annual_report.commands.command_line import main
from annual_report.commands.terminal import deciding
from annual_report.commands.terminal.parsing import USAGE
from annual_report.project import ROOT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TWIN, tmp_path / "reseau"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANGUAGE", "en")  # put back after what --lang changes

    def command(*words: object, answer: str | None = None) -> tuple[int, str, str]:
        stdin = io.StringIO(answer or "")
        monkeypatch.setattr(stdin, "isatty", lambda: answer is not None)
        monkeypatch.setattr("sys.stdin", stdin)
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_check_tells_errors_remarks_to_dos_and_what_was_read(run: Run, package: Path) -> None:
    (package / "membres.csv").write_text(
        "annee,membre,etat\n2024,Ain,\n2025,Ain,\n2025,Girond,\n2025,à compléter,\n",
        encoding="utf-8",
    )
    (package / "~$membres.xlsx").write_bytes(b"")
    status, out, err = run("check", "--data", package)
    assert (status, err) == (WRONG, "")
    assert out == (
        "membres.csv\n"
        "  error: row 4, column membre: “Girond” is not a French département; "
        "expected: an Insee code or an official name; nearest: Gironde (33)\n"
        "  to fill in: row 5: “2025” still to fill in: Membre\n"
        "  read: “Ain” as “01” (membre, rows 2, 3)\n"
        "\n"
        "datapackage.json\n"
        "  to fill in: readers look for presentation, contact, edition: say it with “settings”\n"
        "\n"
        "~$membres.xlsx\n"
        "  remark: says that a spreadsheet has a file open: save and close it\n"
        "\n"
        "errors: 1, remarks: 1, to fill in: 2, understood: 2\n"
    )


def test_check_speaks_french_unless_asked(run: Run, package: Path) -> None:
    (package / "membres.csv").write_text("annee,membre\n2025,Girond\n", encoding="utf-8")
    out = run("check", "--lang", "fr", "--data", package)[1]
    assert (
        "  erreur\u00a0: ligne 2, colonne membre\u00a0: «\u00a0Girond\u00a0» n’est pas un "
        "département français\u202f; attendu\u00a0: un code Insee ou un nom officiel\u202f; "
        "le plus proche\u00a0: Gironde (33)\n" in out
    )
    assert "“Girond” is not" in run("check", "--lang", "en", "--data", package)[1]


def test_the_system_speaks_french_too(run: Run, package: Path) -> None:
    (package / "membres.csv").unlink()
    (package / "membres.csv").mkdir()
    why = "ne peut pas être ouvert\u00a0: c’est un dossier\n"
    assert why in run("check", "--lang", "fr", "--data", package)[1]
    # In a process of its own: the servers of a build go on speaking as they began.
    in_a_file = program(
        "build", "--lang", "fr", "--data", TWIN, "--out", package / "datapackage.json"
    )
    assert "ce n’est pas un dossier" in in_a_file.stdout


def test_check_for_machines(run: Run, package: Path) -> None:
    status, out, _err = run("check", "--format", "json", "--data", package)
    found = json.loads(out)
    assert (status, found["ok"], found["understandings"]) == (DONE, True, [])
    assert [(each["severity"], each["message"]) for each in found["problems"]] == [
        (
            "todo",
            "datapackage.json: readers look for presentation, contact, edition: say it with "
            "“settings”",
        )
    ]
    (package / "membres.csv").write_text("annee,membre,etat\n2025,Girond,\n", encoding="utf-8")
    status, out, _err = run("check", "--format", "json", "--data", package)
    found = json.loads(out)
    assert (status, found["ok"], len(found["problems"])) == (WRONG, False, 2)
    wrong = [each for each in found["problems"] if each["severity"] == "error"]
    message = wrong[0].pop("message")
    assert message.startswith("membres.csv, row 2, column membre: “Girond” is not")
    assert wrong == [
        {
            "place": {
                "file": "membres.csv",
                "row": 2,
                "column": "membre",
                "sheet": None,
                "rows": [],
            },
            "what": "is not a French département",
            "value": "Girond",
            "expected": "an Insee code or an official name",
            "nearest": "Gironde (33)",
            "severity": "error",
        }
    ]


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
    run: Run, package: Path, words: tuple[str, ...], answer: str | None, written: bool
) -> None:
    workbook = package.parent / "classeur.xlsx"
    assert run("workbook", workbook, "--data", package)[0] == DONE
    book = load_workbook(workbook)
    book["Membres"].append([2025, "75"])
    book.save(workbook)
    before = (package / "membres.csv").read_bytes()
    status, out, _err = run("import", workbook, *words, "--data", package, answer=answer)
    assert status == DONE
    assert "Membres: added: 2025, 75C\n" in out
    assert ((package / "membres.csv").read_bytes() != before) == written
    assert ("written: 1 changes\n" in out) == written
    assert ("nothing was written; to write: add --yes\n" in out) == (not written)


def test_what_is_saved_while_import_waits_for_its_yes_is_not_lost(
    run: Run, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, table = package.parent / "classeur.xlsx", package / "membres.csv"
    run("workbook", workbook, "--data", package)
    book = load_workbook(workbook)
    book["Membres"].append([2025, "75"])
    book.save(workbook)

    def answered(_question: str) -> str:
        with table.open("a", encoding="utf-8") as stream:
            stream.write("2025,33\n")
        return "o"

    monkeypatch.setattr(deciding, "answer", answered)
    status, out, err = run("import", workbook, "--data", package, answer="")
    assert (status, "written" in out) == (WRONG, False)
    assert err == "membres.csv: was changed meanwhile: nothing was written; do it again\n"
    assert run("import", workbook, "--yes", "--data", package)[0] == DONE
    assert {"2025,33,", "2025,75C,"} <= set(table.read_text(encoding="utf-8").splitlines())


def test_a_workbook_is_never_written_over_by_mistake(run: Run, package: Path) -> None:
    workbook = package.parent / "classeur.xlsx"
    workbook.write_bytes(b"x")
    status, out, err = run("workbook", workbook, "--data", package)
    assert (status, out, workbook.read_bytes()) == (USAGE, "", b"x")
    assert err == (
        f"{workbook} is already there, and is not sure to be in the data: is no "
        "workbook: a CSV file goes into the network’s folder; expected: a workbook in .xlsx; "
        "choose another name, or add --force, which puts it aside\n"
    )
    assert run("workbook", workbook, "--force", "--data", package)[0] == DONE
    (aside,) = package.parent.glob("classeur-*.xlsx")
    assert aside.read_bytes() == b"x"


def test_a_workbook_is_written_over_once_all_that_it_holds_is_in_the_data(
    run: Run, package: Path
) -> None:
    workbook = package.parent / "classeur.xlsx"
    run("workbook", workbook, "--data", package)
    assert run("workbook", workbook, "--data", package)[0] == DONE
    book = load_workbook(workbook)
    book["Membres"].append([2025, "75"])
    book.save(workbook)
    typed = workbook.read_bytes()
    status, _out, err = run("workbook", workbook, "--data", package)
    assert (status, workbook.read_bytes()) == (USAGE, typed)
    assert err == (
        f"{workbook} is already there, and holds 1 changes that were not imported: import it "
        "first; choose another name, or add --force, which puts it aside\n"
    )
    run("import", workbook, "--yes", "--data", package)
    assert run("workbook", workbook, "--data", package)[0] == DONE


def test_a_workbook_of_another_network_is_refused(run: Run, package: Path) -> None:
    other = shutil.copytree(package, package.parent / "autre")
    descriptor = (other / "datapackage.json").read_text(encoding="utf-8")
    text = descriptor.replace('"jumeau"', '"autre"').replace("Réseau jumeau", "Autre réseau")
    (other / "datapackage.json").write_text(text, encoding="utf-8")
    workbook = package.parent / "classeur.xlsx"
    run("workbook", workbook, "--data", other)
    book = load_workbook(workbook)
    book["Membres"].append([2025, "75"])
    book.save(workbook)
    before = (package / "membres.csv").read_bytes()
    status, _out, err = run("import", workbook, "--yes", "--data", package)
    assert (status, err) == (
        WRONG,
        "classeur.xlsx: is the workbook of another network, Autre réseau: add --data and its "
        "folder; expected: Réseau jumeau\nnothing was written\n",
    )
    assert (package / "membres.csv").read_bytes() == before
    assert run("import", workbook, "--yes", "--data", other)[0] == DONE
    assert "75" in (other / "membres.csv").read_text(encoding="utf-8")


def test_rows_that_go_need_their_number_and_undo_brings_them_back(run: Run, package: Path) -> None:
    workbook = package.parent / "classeur.xlsx"
    run("workbook", workbook, "--data", package)
    book = load_workbook(workbook)
    book["Membres"].delete_rows(2)
    book["Dispositifs"].delete_rows(2)
    book.save(workbook)
    before = {path.name: path.read_bytes() for path in package.glob("*.csv")}
    status, out, _err = run("import", workbook, "--yes", "--data", package)
    assert status == DONE
    lines = out.splitlines()
    assert lines[:3] == [
        "rows that would go: 2",
        "Membres: removed: 2024, 01",
        "Dispositifs: removed: 44, Budget participatif, budget participatif, 2019, "
        "https://exemple.fr/budget",
    ]
    assert lines[-1] == "nothing was written: 2 rows would go; to agree: --yes --removing 2"
    assert run("import", workbook, "--yes", "--removing", "1", "--data", package)[0] == USAGE
    assert {path.name: path.read_bytes() for path in package.glob("*.csv")} == before
    assert run("import", workbook, "--yes", "--removing", "2", "--data", package)[0] == DONE
    assert {path.name: path.read_bytes() for path in package.glob("*.csv")} != before
    assert "to take back: import" in run("undo", "--data", package)[1]
    assert run("undo", "--yes", "--data", package)[0] == DONE
    assert {path.name: path.read_bytes() for path in package.glob("*.csv")} == before
    assert "there is nothing to take back" in run("undo", "--data", package)[1]


def test_the_usual_network_is_said_once(
    run: Run, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package.parent)
    assert run("use", "nowhere")[0] == USAGE
    assert run("use", package.name)[0] == DONE
    assert run("check")[1].splitlines()[-1] == f"{package.name}: no error"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            ("import", ROOT / "tests" / "corpus" / "twin" / "membres.csv"),
            WRONG,
            "membres.csv: is no workbook: a CSV file goes into the network’s folder; expected: a "
            "workbook in .xlsx\nnothing was written\n",
        ),
        (("import", "absent.xlsx"), WRONG, "absent.xlsx: there is no such file here\n"),
        (
            ("new", "2030"),
            USAGE,
            "2030 does not follow the years of this network, 2024 to 2025; nearest: 2026\n",
        ),
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
    run: Run, package: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    assert run(*words, "--data", package) == (status, "", said)


def test_new_says_what_it_prepared(run: Run, package: Path) -> None:
    status, out, _err = run("new", "2026", "--data", package)
    assert (status, out.splitlines()[0]) == (DONE, "membres: rows for 2026: 3")
    assert run("new", "2026", "--data", package)[0] == USAGE
    assert run("check", "--data", package)[0] == DONE


def test_a_value_read_in_many_rows_is_said_once(run: Run, package: Path) -> None:
    path = package / "presences.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    rows = "".join(f"{year},Ain\n" for year in range(2021, 2026))
    (package / "membres.csv").write_text(f"annee,membre\n{rows}", encoding="utf-8")
    out = run("check", "--data", package)[1]
    assert "  read: “Ain” as “01” (membre, rows 2, 3, 4 and 2 others)\n" in out
