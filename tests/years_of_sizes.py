"""A fictional network whose years differ in size as real ones do: members, meetings, words.

Its words are those of the network that the project shows; a year has more or fewer of them.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple

from annual_report.base.project import ROOT
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.territories.institutions import find_institution, institutions_by_code

SHOWN = ROOT / "data" / "reseau-exemple"
LAST = 2025
KINDS = ("", "séance thématique", "codéveloppement", "retour d’expériences")
WORDS = (1, 3)
"""How much an animator writes: a paragraph a chapter, or three, and as many topics."""


class Size(NamedTuple):
    """A year: how many members and meetings, how much was written."""

    members: int
    meetings: int
    words: int


SIZES = tuple(Size(*size) for size in product((6, 17, 41), (2, 11), WORDS))


def write_years(folder: Path, sizes: Sequence[Size] = SIZES) -> dict[int, Size]:
    """Write a network with a year of each size, the last one this year's; return sizes by year."""
    years = {LAST + 1 - len(sizes) + at: size for at, size in enumerate(sizes)}
    # The Collectivité européenne d’Alsace was no member before there was one.
    codes = [code for code in sorted(institutions_by_code("département")) if code != "6AE"]
    shown = _read_shown("rencontres")
    titles = [row["titre"] for row in shown if row["titre"]]
    themes = {row["sujet"]: row["theme"] for row in _read_shown("sujets")}
    topics = list(themes)
    resources = _read_shown("ressources")
    members: list[Sequence[object]] = []
    meetings: list[Sequence[object]] = []
    subjects: list[Sequence[object]] = []
    presences: list[Sequence[object]] = []
    cited: list[Sequence[object]] = []
    for at, (year, size) in enumerate(years.items()):
        present = [codes[(at + 7 * number) % len(codes)] for number in range(size.members)]
        members += [[year, code] for code in present]
        for number in range(size.meetings):
            meeting = f"{year}-{number + 1}"
            days = (2 * number + 1) * 365 // (2 * size.meetings)
            # No year has the days of another, as if its rows had been copied.
            start = date(year, 1, 1) + timedelta(days=days + at % 13)
            title = titles[(at + number) % len(titles)]
            place: list[object] = ["distanciel", KINDS[number % 4], "", "", "", title]
            if number % 3 == 0:
                host = present[number % len(present)]
                department = find_institution(host).departments[0]
                place = ["présentiel", "rencontre annuelle", "", department, host, title]
            meetings.append([meeting, year, start, "", *place])
            presences += [[meeting, code, "présent"] for code in present[:-1]]
        for number in range(1 + 2 * size.words):
            topic = topics[(at + number) % len(topics)]
            state = "traité" if number < size.words + 1 else "prévu"
            subjects.append([year, topic, themes[topic], state])
        for row in resources[: size.words]:
            cited.append([year, row["titre"], row["genre"], row["url"]])
    tables: dict[str, Iterable[Sequence[object]]] = {
        "membres": members, "rencontres": meetings, "sujets": subjects, "presences": presences,
        "ressources": cited,
        "reseau": [["nom", "réseau des années"], ["fictif", "oui"], ["genres", "département"]],
    }  # fmt: skip
    _write_tables(folder, tables)
    texts = sorted((SHOWN / "textes").glob("*.md"))
    for at, (year, size) in enumerate(years.items()):
        _write_text(folder / "textes" / f"{year}.md", texts, at, size.words)
    return years


def _write_tables(folder: Path, tables: dict[str, Iterable[Sequence[object]]]) -> None:
    """Write tables in the columns that all networks have; cells at the end may be left out."""
    (folder / "textes").mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        columns = [field["name"] for field in read_shared_tables()[table]["schema"]["fields"]]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)


def _write_text(file: Path, texts: Sequence[Path], at: int, words: int) -> None:
    """Write the text of a year: of each chapter so many paragraphs of the texts that are shown."""
    written = []
    for heading in ("Objectifs", "Temps forts", "Perspectives"):
        paragraphs: list[str] = []
        for number in range(len(texts)):
            paragraphs += _read_chapter(texts[(at + number) % len(texts)], heading)
        wanted = words if heading == "Objectifs" else (words + 1) // 2
        written.append("\n\n".join([f"## {heading}", *paragraphs[:wanted]]))
    file.write_text("\n\n".join(written) + "\n", encoding="utf-8")


def _read_chapter(text: Path, heading: str) -> list[str]:
    """Return the paragraphs of a chapter; one below a heading of its own begins with it."""
    _before, _found, chapter = text.read_text(encoding="utf-8").partition(f"## {heading}\n")
    chapter, *_others = chapter.split("\n## ")
    paragraphs: list[str] = []
    above = ""
    for block in filter(None, (part.strip() for part in chapter.split("\n\n"))):
        if block.startswith("### "):
            above = f"{block}\n\n"
        else:
            paragraphs.append(above + block)
            above = ""
    return paragraphs


def _read_shown(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of the network that the project shows."""
    with (SHOWN / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
