"""Valid packages drawn at random, and one edit to each, as people make them.

An edit says what its author meant: the same tables, others, or nothing that a reader could know.
"""

import copy
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from twin import TWIN

from annual_report.territories.institutions import departments_by_code

Rows = list[list[str]]
Tables = dict[str, Rows]
"""The rows of each table, its header first."""
Draw = Callable[[st.SearchStrategy[Any]], Any]

TITLES = (
    "", "Retour d’expériences", "Journée d’accueil", "Élus et débats", "Chef-d’œuvre à Nantes",
)  # fmt: skip
SUBJECTS = ("Conseils des jeunes", "Débat public", "Budget participatif", "Tirage au sort")
FORMER = {
    "04": "Basses-Alpes",
    "22": "Côtes-du-Nord",
    "44": "Loire-Inférieure",
    "17": "Charente-Inférieure",
}
CODES = ["01", "04", "17", "22", "31", "33", "44", "59", "974"]
TOWNS = ("", "Nantes", "Châteauroux", "Bourg-en-Bresse")
HEADERS: dict[str, list[str]] = {
    name: (TWIN / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for name in ("membres", "rencontres", "presences", "sujets", "ressources", "dispositifs")
}
DESCRIPTOR: dict[str, Any] = json.loads((TWIN / "datapackage.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Edit:
    """The files after an edit, and those that its author would have written in full.

    `meant` is None where the edit can mean two things: no reading of it is right without a word.
    """

    name: str
    files: dict[str, bytes]
    meant: dict[str, bytes] | None


@st.composite
def packages(draw: st.DrawFn) -> Tables:
    """Draw the tables of a network of two years, in order and without anything to be said of it."""
    tables: Tables = {name: [list(header)] for name, header in HEADERS.items()}
    subjects = draw(st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3, unique=True))
    for year in ("2024", "2025"):
        members = sorted(draw(st.sets(st.sampled_from(CODES), min_size=2, max_size=5)))
        tables["membres"] += [[year, code, ""] for code in members]
        for number in range(1, draw(st.integers(1, 3)) + 1):
            start = draw(st.sampled_from(["", f"{year}-0{number}", f"{year}-0{number}-19"]))
            form = draw(st.sampled_from(["présentiel", "hybride", "distanciel"]))
            town = draw(st.sampled_from(TOWNS)) if form != "distanciel" else ""
            titled = draw(st.sampled_from(TITLES))
            end = draw(st.sampled_from(["", f"{year}-0{number}-20"])) if len(start) == 10 else ""
            row = [f"{year}-{number}", year, start, end, form, "", town, "", "", titled]
            tables["rencontres"].append(row)
            for code in sorted(draw(st.sets(st.sampled_from(members)))):
                agents = str(draw(st.integers(1, 30)))
                tables["presences"].append([row[0], code, "présent", agents])
        tables["sujets"] += [[year, subject, "", "traité", ""] for subject in subjects]
    return tables


def write_tables(tables: Tables, descriptor: Any = None, separator: str = ",") -> dict[str, bytes]:
    """Return the files of a package, tables as CSV in UTF-8."""
    files = {f"{name}.csv": as_csv(rows, separator).encode() for name, rows in tables.items()}
    described = DESCRIPTOR if descriptor is None else descriptor
    files["datapackage.json"] = json.dumps(described, ensure_ascii=False).encode()
    for year in ("2024", "2025"):
        files[f"textes/{year}.md"] = (TWIN / "textes" / "2025.md").read_bytes()
    return files


def as_csv(rows: Rows, separator: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)
    return stream.getvalue()


# --- The edits: from a package, what is drawn of it and what its author meant -------------------

LATER = {"0": "2", "1": "5"}


def _with_cell(tables: Tables, name: str, row: int, column: str, value: str) -> Tables:
    changed = copy.deepcopy(tables)
    changed[name][row][HEADERS[name].index(column)] = value
    return changed


def _a_row(draw: Draw, tables: Tables, name: str) -> int:
    return int(draw(st.integers(1, len(tables[name]) - 1)))


def _form(name: str, change: Callable[[Draw, str, Rows], bytes | Rows]) -> Any:
    """Make an edit of a table's form: its author meant the same rows."""

    def edit(draw: Draw, tables: Tables) -> Edit:
        table = draw(st.sampled_from([each for each in tables if len(tables[each]) > 1]))
        made = change(draw, table, copy.deepcopy(tables[table]))
        files = write_tables(tables)
        files[f"{table}.csv"] = made if isinstance(made, bytes) else as_csv(made).encode()
        return Edit(name, files, write_tables(tables))

    return edit


def _sorted_with_header(_draw: Draw, _table: str, rows: Rows) -> Rows:
    return sorted(rows)


def _header_further_down(draw: Draw, _table: str, rows: Rows) -> Rows:
    place = draw(st.integers(1, len(rows)))
    return [*rows[1:place], rows[0], *rows[place:]]


def _title_above(draw: Draw, _table: str, rows: Rows) -> Rows:
    words = st.sampled_from(
        ["Réseau", "2025", "Total 2025", "Membres 2025", "Ensemble", "19/06/2025"]
    )
    return [[draw(words)], *([[]] * draw(st.integers(0, 30))), *rows]


def _total_below(draw: Draw, _table: str, rows: Rows) -> Rows:
    words = st.sampled_from(["Total", "TOTAL :", "Ensemble", "Nombre de lignes"])
    return [*rows, [draw(words), *([""] * draw(st.integers(0, 1))), str(len(rows) - 1)]]


def _columns_in_another_order(draw: Draw, _table: str, rows: Rows) -> Rows:
    order = draw(st.permutations(range(len(rows[0]))))
    return [[row[at] for at in order] for row in rows]


def _blanks(draw: Draw, _table: str, rows: Rows) -> Rows:
    place = draw(st.integers(0, len(rows)))
    return [["", *row, ""] for row in [*rows[:place], [""] * len(rows[0]), *rows[place:]]]


def _a_row_twice(draw: Draw, _table: str, rows: Rows) -> Rows:
    return [*rows, rows[draw(st.integers(1, len(rows) - 1))]]


def _by_excel(draw: Draw, _table: str, rows: Rows) -> bytes:
    text = as_csv(rows, draw(st.sampled_from(";\t"))).replace("\n", "\r\n")
    return text.encode(
        draw(st.sampled_from(["cp1252", "utf-8-sig", "utf-16", "cp850", "utf-8"])), "replace"
    )


def _misread(draw: Draw, _table: str, rows: Rows) -> bytes:
    read_as = draw(st.sampled_from(["cp1252", "mac_roman", "latin-1"]))
    return as_csv(rows).encode().decode(read_as, "replace").encode()


def _as_ascii(_draw: Draw, _table: str, rows: Rows) -> bytes:
    return as_csv(rows).encode("ascii", "replace")


def _cell(
    name: str, table: str, column: str, change: Callable[[Draw, str], str | None], *, clear: bool
) -> Any:
    """Make an edit of one cell; `clear` tells whether it still means what it did."""

    def edit(draw: Draw, tables: Tables) -> Edit | None:
        at = HEADERS[table].index(column)
        rows = [number for number, row in enumerate(tables[table]) if number and row[at]]
        if not rows:
            return None
        row = draw(st.sampled_from(rows))
        value = change(draw, tables[table][row][at])
        if value is None or value == tables[table][row][at]:
            return None
        files = write_tables(_with_cell(tables, table, row, column, value))
        return Edit(f"{name}: {value}", files, write_tables(tables) if clear else None)

    return edit


def _one_of(*values: str) -> Callable[[Draw, str], str]:
    return lambda draw, _old: str(draw(st.sampled_from(values)))


def _named(draw: Draw, code: str) -> str:
    name = departments_by_code()[code].name
    return str(draw(st.sampled_from([
        name, name.upper(), f"{code} {name}", f"{name} ({code})", f"CD {code}", code.lstrip("0"),
        FORMER.get(code, name), departments_by_code()[code].with_article,
    ])))  # fmt: skip


def _dated(draw: Draw, day: str) -> str:
    parts = day.split("-")
    months = ["janvier", "février", "mars"]
    if len(parts) == 1:
        return f"{day}.0"
    year, month = parts[0], months[int(parts[1]) - 1]
    forms = [f"{month} {year}", f"{parts[1]}/{year}", f"{year}.{int(parts[1])}"]
    if len(parts) == 3:
        forms = [
            f"{parts[2]}/{parts[1]}/{year}", f"{parts[2]} {month} {year}", f"{day} 00:00:00",
            f"{parts[2]}.{parts[1]}.{year}", f"{parts[1]}/{parts[2]}/{year}",
            f"{parts[2]}/{parts[1]}/{year[2:]}",
        ]  # fmt: skip
    return str(draw(st.sampled_from(forms)))


def _joined(_draw: Draw, number: str) -> str | None:
    return f"{number[0]}\u2060{number[1:]}" if len(number) > 1 else None


def _look_alike(_draw: Draw, words: str) -> str:
    return words.replace("e", "\u0435", 1)


def _a_later_year(_draw: Draw, year: str) -> str:
    return f"{year[:2]}{LATER.get(year[3], '5')}{year[3]}"


def _a_setting(draw: Draw, tables: Tables) -> Edit:
    """Ask for a threshold of five where nobody would look for it, or twice."""
    meant = copy.deepcopy(DESCRIPTOR)
    meant["reseau"]["seuil"] = 5
    wrong = copy.deepcopy(DESCRIPTOR)
    text = json.dumps(wrong)
    how = draw(st.sampled_from(["root", "table", "twice", "name", "capital"]))
    if how == "root":
        text = json.dumps({**wrong, "seuil": 5})
    elif how == "table":
        wrong["resources"][0]["seuil"] = 5
        text = json.dumps(wrong)
    elif how == "twice":
        text = text.replace('"seuil": 0', '"seuil": 5, "seuil": 0')
    else:
        wrong["reseau"][{"name": "seuils", "capital": "Seuil"}[how]] = 5
        text = json.dumps(wrong)
    files = write_tables(tables) | {"datapackage.json": text.encode()}
    return Edit(f"setting: {how}", files, write_tables(tables, meant))


def _a_subject_again(draw: Draw, tables: Tables) -> Edit:
    changed = copy.deepcopy(tables)
    row = list(changed["sujets"][_a_row(draw, tables, "sujets")])
    row[1] = row[1].upper()
    changed["sujets"].append(row)
    return Edit("a subject in capitals again", write_tables(changed), write_tables(tables))


def _a_meeting_again(draw: Draw, tables: Tables) -> Edit:
    changed = copy.deepcopy(tables)
    row = list(changed["rencontres"][_a_row(draw, tables, "rencontres")])
    row[0] = row[0].replace("-", "-0")
    changed["rencontres"].append(row)
    return Edit("a meeting again, with a zero", write_tables(changed), write_tables(tables))


LOST = ("#CHAMP!", "undefined", "NULL", "Journ?e")
NONE = ("-", "–", "/", "néant", "aucun")
EDITS = (
    _form("sorted with its header", _sorted_with_header),
    _form("the header further down", _header_further_down),
    _form("a title above", _title_above),
    _form("a total below", _total_below),
    _form("columns in another order", _columns_in_another_order),
    _form("blank rows and columns", _blanks),
    _form("a row twice", _a_row_twice),
    _form("saved by Excel", _by_excel),
    _form("read in another encoding", _misread),
    _form("saved as ASCII", _as_ascii),
    _cell("agents", "presences", "agents", _one_of(*NONE), clear=False),
    _cell("agents", "presences", "agents", _joined, clear=False),
    _cell("year", "membres", "annee", _a_later_year, clear=True),
    _cell("year", "rencontres", "annee", _a_later_year, clear=True),
    _cell("member", "membres", "membre", _named, clear=True),
    _cell("member", "membres", "membre", lambda _draw, code: f"{code} ?", clear=False),
    _cell("start", "rencontres", "debut", _dated, clear=True),
    _cell("end", "rencontres", "fin", _one_of("2029", "2052-01-01"), clear=False),
    _cell("format", "rencontres", "format", lambda _draw, word: word.upper(), clear=True),
    _cell("town", "rencontres", "ville", _look_alike, clear=True),
    _cell("title", "rencontres", "titre", _one_of(*LOST), clear=False),
    _cell("subject", "sujets", "sujet", _look_alike, clear=True),
    _cell("subject", "sujets", "sujet", _one_of(*NONE), clear=False),
    _a_setting,
    _a_subject_again,
    _a_meeting_again,
)
