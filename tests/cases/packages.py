"""Valid packages drawn at random."""

import csv
import io

from hypothesis import strategies as st
from twin import TWIN

Rows = list[list[str]]
Tables = dict[str, Rows]
"""The rows of each table, its header first."""

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
