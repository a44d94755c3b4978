"""Fictional networks of any size: of one size each year, or whose years differ in size."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from kinds_of_networks import list_largest_towns, list_seats
from network_files import TEXT, Meeting, NetworkFiles, meeting, planned, shared, treated

from annual_report.base.project import ROOT
from annual_report.network.territories.institutions import find_institution, institutions_by_code

SHOWN = ROOT / "data" / "reseau-exemple"
LAST = 2025
THEMES = ("jeunesse", "ruralité", "évaluation", "tirage au sort", "accessibilité", "climat")
KINDS = ("", "séance thématique", "codéveloppement", "retour d’expériences")
WORDS = (1, 3)
"""How much an animator writes: a paragraph a chapter, or three, and as many topics."""


class Size(NamedTuple):
    """A year: how many members and meetings, how much was written."""

    members: int
    meetings: int
    words: int


SIZES = tuple(Size(*size) for size in product((6, 17, 41), (2, 11), WORDS))


def write_of_size(folder: Path, members: int, years: int, meetings: int = 6) -> Path:
    """Write a network of the years until 2025, of départements or, if there aren't as many, towns.

    `members` and `meetings` are those of each year, which has lost and won a member. Two meetings
    in five have a host; three members in five come; of one in twenty nobody wrote down anything.
    """
    kind = "département"
    codes = sorted(institutions_by_code("département"))
    # The Collectivité européenne d’Alsace was no member before there was one.
    if 2026 - years < 2021:
        codes.remove("6AE")
    if members > len(codes):
        kind = "commune"
        codes = list_largest_towns()[: members + years]
    every_year = range(2026 - years, 2026)
    of_year = {}
    for at, year in enumerate(every_year):
        of_year[year] = [codes[(at + number) % len(codes)] for number in range(members)]
    held = []
    for number in range(years * meetings):
        year = every_year[number // meetings]
        place = number % meetings
        held.append(_hold_one(number, year, place, meetings, of_year[year]))
    subjects = []
    for year in (*every_year, 2026):
        theme = THEMES[year % len(THEMES)]
        subjects.append(planned(year, f"Parlons-en : {theme}", theme))
    for year in every_year[::2]:
        theme = THEMES[year % len(THEMES)]
        subjects.append(treated(year, f"Parlons-en : {theme}", theme))
    files = NetworkFiles(
        of_year,
        name="réseau fictif",
        kinds=[kind],
        meetings=held,
        subjects=subjects,
        resources=[shared(year, f"Recueil {year}", "recueil") for year in every_year],
        texts=dict.fromkeys(every_year, TEXT),
    )
    return files.write(folder)


def _hold_one(number: int, year: int, place: int, meetings: int, members: Sequence[str]) -> Meeting:
    """Return a meeting: `number` is its place among all, `place` that among those of its year."""
    start = date(year, 1, 1) + timedelta(days=(2 * place + 1) * 365 // (2 * meetings))
    host = members[number % len(members)]
    came = []
    absent = []
    for at, member in enumerate(members):
        # No two meetings have the same states.
        chance = crc32(f"{number} {at}".encode()) % 20
        if chance == 19:
            continue
        if chance < 12 or member == host:
            came.append(member)
        else:
            absent.append(member)
    form = "distanciel"
    kind = KINDS[number % 4]
    if number % 5 >= 2:
        return meeting(f"{start}", form, kind=kind, came=came, absent=absent)
    form = "présentiel" if number % 5 else "hybride"
    kind = "rencontre annuelle" if number % 5 else KINDS[1]
    department = find_institution(host).departments[0]
    town = {"75": "Paris", **list_seats()}[department]
    title = f"Rencontre {place + 1}"
    return meeting(
        f"{start}",
        form,
        title,
        kind=kind,
        town=town,
        department=department,
        host=host,
        came=came,
        absent=absent,
    )


def write_years(folder: Path, sizes: Sequence[Size] = SIZES) -> dict[int, Size]:
    """Write a network with a year of each size, the last one this year's; return sizes by year.

    Its words are those of the network that the project shows; a year has more or fewer of them.
    """
    years = {LAST + 1 - len(sizes) + at: size for at, size in enumerate(sizes)}
    # The Collectivité européenne d’Alsace was no member before there was one.
    codes = [code for code in sorted(institutions_by_code("département")) if code != "6AE"]
    themes = {row["sujet"]: row["theme"] for row in _read_shown("sujets")}
    topics = list(themes)
    texts = sorted((SHOWN / "textes").glob("*.md"))
    members = {}
    meetings: list[Meeting] = []
    subjects = []
    resources = []
    written = {}
    for at, (year, size) in enumerate(years.items()):
        members[year] = [codes[(at + 7 * number) % len(codes)] for number in range(size.members)]
        meetings += _hold_meetings(year, at, size, members[year])
        for number in range(1 + 2 * size.words):
            topic = topics[(at + number) % len(topics)]
            told = treated if number < size.words + 1 else planned
            subjects.append(told(year, topic, themes[topic]))
        for row in _read_shown("ressources")[: size.words]:
            resources.append(shared(year, row["titre"], row["genre"], row["url"]))
        written[year] = _write_text(texts, at, size.words)
    files = NetworkFiles(
        members,
        name="réseau des années",
        meetings=meetings,
        subjects=subjects,
        resources=resources,
        texts=written,
    )
    files.write(folder)
    return years


def _hold_meetings(year: int, at: int, size: Size, members: Sequence[str]) -> Iterator[Meeting]:
    """Yield the meetings of a year, the `at`-th of the network: one in three has a host."""
    titles = [row["titre"] for row in _read_shown("rencontres") if row["titre"]]
    for number in range(size.meetings):
        days = (2 * number + 1) * 365 // (2 * size.meetings)
        # No year has the days of another, as if its rows had been copied.
        start = date(year, 1, 1) + timedelta(days=days + at % 13)
        title = titles[(at + number) % len(titles)]
        came = members[:-1]
        if number % 3:
            kind = KINDS[number % 4]
            yield meeting(f"{start}", "distanciel", title, kind=kind, came=came)
            continue
        host = members[number % len(members)]
        yield meeting(
            f"{start}",
            "présentiel",
            title,
            kind="rencontre annuelle",
            department=find_institution(host).departments[0],
            host=host,
            came=came,
        )


def _write_text(texts: Sequence[Path], at: int, words: int) -> str:
    """Return the text of a year: of each chapter so many paragraphs of the texts that are shown."""
    written = []
    for heading in ("Objectifs", "Temps forts", "Perspectives"):
        paragraphs: list[str] = []
        for number in range(len(texts)):
            paragraphs += _read_chapter(texts[(at + number) % len(texts)], heading)
        wanted = words if heading == "Objectifs" else (words + 1) // 2
        written.append("\n\n".join([f"## {heading}", *paragraphs[:wanted]]))
    return "\n\n".join(written) + "\n"


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
