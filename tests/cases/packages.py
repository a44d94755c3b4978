"""Valid packages drawn at random, and another form of one of their tables, as people save them.

The author of each meant the same rows. What becomes of a cell is said in `corpus.yaml`.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from twin import TWIN

Rows = list[list[str]]
Tables = dict[str, Rows]
"""The rows of each table, its header first."""
Draw = Callable[[st.SearchStrategy[Any]], Any]
Form = Callable[[Draw, Rows], bytes | Rows]

TITLES = (
    "", "Retour d’expériences", "Journée d’accueil", "Élus et débats", "Chef-d’œuvre à Nantes",
)  # fmt: skip
SUBJECTS = ("Conseils des jeunes", "Débat public", "Budget participatif", "Tirage au sort")
CODES = ["01", "04", "17", "22", "31", "33", "44", "59", "974"]
TOWNS = ("", "Nantes", "Châteauroux", "Bourg-en-Bresse")
HEADERS: dict[str, list[str]] = {
    name: (TWIN / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for name in ("membres", "rencontres", "presences", "sujets", "ressources")
}


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
                tables["presences"].append([row[0], code, "présent"])
        tables["sujets"] += [[year, subject, "", "traité", ""] for subject in subjects]
    return tables


def write_tables(tables: Tables) -> dict[str, bytes]:
    """Return the files of a package, tables as CSV in UTF-8."""
    files = {f"{name}.csv": as_csv(rows).encode() for name, rows in tables.items()}
    files["reseau.csv"] = (TWIN / "reseau.csv").read_bytes()
    for year in ("2024", "2025"):
        files[f"textes/{year}.md"] = (TWIN / "textes" / "2025.md").read_bytes()
    return files


def as_csv(rows: Rows, separator: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)
    return stream.getvalue()


# --- The forms of a table: its author meant the same rows ----------------------------------------


def save_otherwise(draw: Draw, tables: Tables, form: Form) -> dict[str, bytes]:
    """Return the files of a package of which one table was saved in another form."""
    name = draw(st.sampled_from([each for each in tables if len(tables[each]) > 1]))
    made = form(draw, tables[name])
    content = made if isinstance(made, bytes) else as_csv(made).encode()
    return write_tables(tables) | {f"{name}.csv": content}


def _sorted_with_header(_draw: Draw, rows: Rows) -> Rows:
    return sorted(rows)


def _header_further_down(draw: Draw, rows: Rows) -> Rows:
    place = draw(st.integers(1, len(rows)))
    return [*rows[1:place], rows[0], *rows[place:]]


def _title_above(draw: Draw, rows: Rows) -> Rows:
    words = st.sampled_from(
        ["Réseau", "2025", "Total 2025", "Membres 2025", "Ensemble", "19/06/2025"]
    )
    return [[draw(words)], *([[]] * draw(st.integers(0, 30))), *rows]


def _total_below(draw: Draw, rows: Rows) -> Rows:
    words = st.sampled_from(["Total", "TOTAL :", "Ensemble", "Nombre de lignes"])
    return [*rows, [draw(words), *([""] * draw(st.integers(0, 1))), str(len(rows) - 1)]]


def _columns_in_another_order(draw: Draw, rows: Rows) -> Rows:
    order = draw(st.permutations(range(len(rows[0]))))
    return [[row[at] for at in order] for row in rows]


def _blanks(draw: Draw, rows: Rows) -> Rows:
    place = draw(st.integers(0, len(rows)))
    return [["", *row, ""] for row in [*rows[:place], [""] * len(rows[0]), *rows[place:]]]


def _a_row_twice(draw: Draw, rows: Rows) -> Rows:
    return [*rows, rows[draw(st.integers(1, len(rows) - 1))]]


def _by_excel(draw: Draw, rows: Rows) -> bytes:
    text = as_csv(rows, draw(st.sampled_from(";\t"))).replace("\n", "\r\n")
    return text.encode(
        draw(st.sampled_from(["cp1252", "utf-8-sig", "utf-16", "cp850", "utf-8"])), "replace"
    )


def _misread(draw: Draw, rows: Rows) -> bytes:
    read_as = draw(st.sampled_from(["cp1252", "mac_roman", "latin-1"]))
    return as_csv(rows).encode().decode(read_as, "replace").encode()


def _as_ascii(_draw: Draw, rows: Rows) -> bytes:
    return as_csv(rows).encode("ascii", "replace")


FORMS: dict[str, Form] = {
    "sorted with its header": _sorted_with_header,
    "the header further down": _header_further_down,
    "a title above": _title_above,
    "a total below": _total_below,
    "columns in another order": _columns_in_another_order,
    "blank rows and columns": _blanks,
    "a row twice": _a_row_twice,
    "saved by Excel": _by_excel,
    "read in another encoding": _misread,
    "saved as ASCII": _as_ascii,
}
