"""The data that builds are measured on: copies of the real network, its rows over ten years."""

import csv
import shutil
from pathlib import Path

from annual_report.project import ROOT

NETWORK = ROOT / "data" / "departements-participatifs"
YEARS = tuple(range(2016, 2026))


def networks(folder: Path, size: int) -> Path:
    """Return the data for `size` reports: as many networks as have so many years, one at least."""
    place = folder / f"data-{size}"
    if not place.exists():
        for number in range(max(1, size // len(YEARS))):
            ten_years(place / f"reseau-{number:03}")
    return place


def ten_years(place: Path) -> None:
    """Repeat the rows of the two real years over ten."""
    shutil.copytree(NETWORK, place)
    for table in ("membres", "rencontres", "sujets", "ressources"):
        path = place / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            names, *rows = list(csv.reader(stream))
        where = names.index("annee")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            for year in YEARS:
                like = "2024" if year % 2 == 0 else "2025"
                for row in rows:
                    if row[where] == like:
                        moved = [cell.replace(like, str(year)) for cell in row]
                        writer.writerow(moved)
    for year in YEARS:
        text = place / "textes" / ("2024.md" if year % 2 == 0 else "2025.md")
        if not (place / "textes" / f"{year}.md").exists():
            shutil.copy(text, place / "textes" / f"{year}.md")
