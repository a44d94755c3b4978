"""Dates and periods in words, as precise as they are known.

Babel knows most of it; two of its habits are mended here: "1 juin" (1er juin) and "19–20 juin"
(19 et 20 juin).
"""

from collections.abc import Collection, Iterable, Sequence

from babel.dates import format_date

from annual_report.base.dates import PartialDate
from annual_report.base.french.lists import join_items
from annual_report.base.french.typography import FRENCH, NO_BREAK

EDGES = ("début", "milieu", "fin")


def partial_date(when: PartialDate, *, with_year: bool = True) -> str:
    """Write a date as precisely as it is known: "2025", "début 2025", "juin", "1er juin 2025"."""
    if when.part:
        return _part(when.part, f" {when.year}" if with_year else "")
    if when.month is None:
        return str(when.year)
    words = str(format_date(when.first, "MMMM y" if with_year else "MMMM", locale=FRENCH))
    return words if when.day is None else f"{_day(when.day)}{NO_BREAK}{words}"


def date_range(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write a period: "19 et 20 juin 2025", "28 février au 2 mars 2024", "mars à mai 2024"."""
    if end is None or end == start:
        return partial_date(start, with_year=with_year)
    last = partial_date(end, with_year=with_year)
    # Over the turn of the year each date has its own; parts of a year have no "au" between them.
    if start.year != end.year:
        return f"{partial_date(start)} {_to(start)} {partial_date(end)}"
    if start.part or end.part:
        return f"{partial_date(start, with_year=with_year)} – {last}"
    if start.day is None or end.day is None or start.month != end.month:
        return f"{partial_date(start, with_year=False)} {_to(start)} {last}"
    # Two days in a row are "19 et 20"; more are a stretch, "18 au 20".
    link = "et" if end.day - start.day == 1 else "au"
    return f"{_day(start.day)} {link} {last}"


def print_dates(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write when something happened: "les 19 et 20 juin", "le 3 mai", "en juin", "en 2025"."""
    words = date_range(start, end, with_year=with_year)
    several = end is not None and end != start
    if start.part:
        return words if several else f"{_in_part(start.part, with_year)}{words}"
    if start.day is None:
        return f"de {words}" if several else f"en {words}"
    if several and end is not None and end.day is not None:
        consecutive = start.month == end.month and end.day - start.day == 1
        return f"les {words}" if consecutive else f"du {words}"
    return f"le {words}"


def in_years(periods: Iterable[tuple[int, int]]) -> str:
    """Write stretches of years: "en 2020", "en 2020 et 2021", "de 2020 à 2022 et en 2025"."""
    stretches = [_in_years(period) for period in periods]
    if len(stretches) > 1 and any(" et " in stretch for stretch in stretches):
        return ", puis ".join(stretches)
    return join_items(stretches)


def _in_years(period: tuple[int, int]) -> str:
    first, last = period
    if first == last:
        return f"en {first}"
    # "de 2020 à 2021" would be asked: and what of the years between?
    return f"en {first} et {last}" if last == first + 1 else f"de {first} à {last}"


def member_years(
    stretches: Sequence[tuple[int, int]], recorded: Collection[int], until: int
) -> str:
    """Write the years of a member: "depuis 2024 au moins", "de 2020 à 2022, puis depuis 2025".

    The last stretch goes on if it reaches `until`. It may have begun earlier where the year before
    it isn't `recorded`.
    """
    *past, (first, last) = stretches
    if last != until:
        return in_years(stretches)
    since = f"depuis {first}{'' if first - 1 in recorded else ' au moins'}"
    return f"{in_years(past)}, puis {since}" if past else since


def list_runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Gather years, in their order, into stretches: the first and the last year of each."""
    stretches: list[tuple[int, int]] = []
    for year in years:
        if stretches and year == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], year)
        else:
            stretches.append((year, year))
    return stretches


def _part(part: str, year: str) -> str:
    """Name a part of a year: "début 2025", "fin d’année", "printemps 2025"."""
    if part == "milieu" and year:
        return f"mi-{year.strip()}"
    if part in EDGES:
        return f"{part}{year or ' d’année'}"
    return f"{part}{year}"


def _in_part(part: str, with_year: bool) -> str:
    """Return what stands before a part of a year in a sentence: "en", "au", nothing."""
    if part in EDGES:
        return "" if with_year else "en "
    return "à l’" if part in ("été", "automne", "hiver") else "au "


def _day(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _to(start: PartialDate) -> str:
    return "à" if start.day is None else "au"
