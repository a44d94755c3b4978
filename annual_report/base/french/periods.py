"""Dates and periods in French words, as precise as they are known.

Babel writes them. Two habits of Babel are mended: "1 juin" becomes "1er juin", "19–20 juin" becomes
"19 et 20 juin".
"""

from collections.abc import Collection, Iterable, Sequence

from babel.dates import format_date

from annual_report.base.dates import PartialDate
from annual_report.base.french.lists import join_items
from annual_report.base.french.typography import FRENCH, NO_BREAK

EDGES = ("début", "milieu", "fin")
"""The parts of a year that are no seasons, and have no article: "fin 2025"."""
SEASONS_WITH_VOWEL = ("été", "automne", "hiver")
"""The seasons before which an article loses its vowel: "l’hiver", and not "le hiver"."""


def partial_date(when: PartialDate, *, with_year: bool = True) -> str:
    """Write a date as precisely as known: "2025", "début 2025", "juin 2025", "1er juin 2025".

    Without the year: "début d’année", "juin", "1er juin"; a year alone stays "2025".
    """
    if when.part:
        return _name_part(when.part, when.year if with_year else None)
    if when.month is None:
        return str(when.year)
    # Babel's patterns for "juin 2025" and "juin".
    pattern = "MMMM y" if with_year else "MMMM"
    month = str(format_date(when.first, pattern, locale=FRENCH))
    if when.day is None:
        return month
    return f"{_write_day(when.day)}{NO_BREAK}{month}"


def date_range(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write a period as a label has it: "19 et 20 juin 2025", "28 février au 2 mars 2024".

    `end` is None for a period of a single date. Without `with_year`, for a page about that year:
    "19 et 20 juin"; a period over the turn of the year has both of its years all the same.
    """
    last = start if end is None else end
    if last == start:
        return partial_date(start, with_year=with_year)
    # 31 décembre 2024 au 1er janvier 2025
    if start.year != last.year:
        return f"{partial_date(start)} {_write_to(last)}"
    # "début au printemps 2025" is no French: début 2025 – printemps 2025
    if start.part or last.part:
        first_words = partial_date(start, with_year=with_year)
        return f"{first_words} – {partial_date(last, with_year=with_year)}"
    # 28 février au 2 mars 2024; mars à mai 2024; 3 juin à juillet 2025
    if start.day is None or last.day is None or start.month != last.month:
        first_words = partial_date(start, with_year=False)
        return f"{first_words} {_write_to(last, with_year=with_year)}"
    # 19 et 20 juin 2025; 18 au 20 juin 2025, a day between
    link = "et" if _are_next_days(start, last) else "au"
    return f"{_write_day(start.day)} {link} {partial_date(last, with_year=with_year)}"


def print_dates(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write a period as a sentence has it, with its prepositions: "les 19 et 20 juin", "en juin".

    `end` is None for a period of a single date; without `with_year` the year is left out.
    """
    last = start if end is None else end
    words = date_range(start, last, with_year=with_year)
    if last == start:
        # au printemps 2025; début 2025
        if start.part:
            return f"{_choose_in(start.part, with_year)}{words}"
        # en juin 2025; en 2025
        if start.day is None:
            return f"en {words}"
        # le 3 mai 2025
        return f"le {words}"
    # les 19 et 20 juin 2025
    if _are_next_days(start, last):
        return f"les {words}"
    # de l’été à l’automne 2025; de juin à fin 2025; de début 2025 à fin 2025
    if start.year == last.year and (start.part or last.part):
        # "de début à fin 2025" would be no French: "début" keeps its year.
        is_edge = start.part in EDGES
        first_words = partial_date(start, with_year=with_year and is_edge)
        return f"{_choose_from(start, first_words)}{first_words} {_write_to(last, with_year)}"
    # du 28 février au 2 mars 2024; de mars à mai 2024; d’avril à juin 2024
    return f"{_choose_from(start, words)}{words}"


def _are_next_days(start: PartialDate, end: PartialDate) -> bool:
    """Whether two dates are a day and the day after it in the same month: 19 and 20 June."""
    if start.day is None or end.day is None:
        return False
    same_month = (start.year, start.month) == (end.year, end.month)
    return same_month and end.day - start.day == 1


def in_years(periods: Iterable[tuple[int, int]]) -> str:
    """Write periods, each of a first and a last year, with the prepositions of a sentence.

    [(2020, 2020)] → "en 2020", [(2020, 2022), (2025, 2025)] → "de 2020 à 2022 et en 2025"
    """
    stretches = [_write_stretch(first, last) for first, last in periods]
    # "en 2020 et 2021 et en 2023" would be one "et" too many.
    if len(stretches) > 1 and any(" et " in stretch for stretch in stretches):
        return ", puis ".join(stretches)
    return join_items(stretches)


def write_years(years: Iterable[int]) -> str:
    """Write years in order, three or more in a row by their ends.

    [2019, 2021, 2022] → "2019, 2021 et 2022", [2020, 2021, 2022, 2025] → "2020 à 2022 et 2025"
    """
    items: list[str] = []
    for first, last in list_runs(years):
        if first == last:
            items.append(str(first))
        elif last == first + 1:
            items += [str(first), str(last)]
        else:
            items.append(f"{first} à {last}")
    return join_items(items)


def _write_stretch(first: int, last: int) -> str:
    """Write some years in a row: "en 2020", "en 2020 et 2021", "de 2020 à 2022"."""
    if first == last:
        return f"en {first}"
    # "de 2020 à 2021" would make a reader look for the years between.
    if last == first + 1:
        return f"en {first} et {last}"
    return f"de {first} à {last}"


def member_years(
    stretches: Sequence[tuple[int, int]], recorded: Collection[int], until: int
) -> str:
    """Write the years of a member: "depuis 2024 au moins", "de 2020 à 2022, puis depuis 2025".

    `stretches` are the periods of the membership in order, each as its first and its last year;
    `recorded` are the years that the network's data have, and `until` is the year of the page.
    """
    *past, (first, last) = stretches
    # A membership that doesn't reach the year of the page is over.
    if last != until:
        return in_years(stretches)
    since = f"depuis {first}"
    # Nobody wrote down the year before: the membership may have begun earlier.
    if first - 1 not in recorded:
        since += " au moins"
    if not past:
        return since
    return f"{in_years(past)}, puis {since}"


def list_runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last year of each run of consecutive years.

    The years are given in order: [2020, 2021, 2022, 2025] → [(2020, 2022), (2025, 2025)]
    """
    runs: list[tuple[int, int]] = []
    previous: int | None = None
    for year in years:
        if previous is not None and year == previous + 1:
            first, _last = runs[-1]
            runs[-1] = (first, year)
        else:
            runs.append((year, year))
        previous = year
    return runs


def _name_part(part: str, year: int | None) -> str:
    """Name a part of a year: "mi-2025", "fin 2025", "printemps 2025".

    Without a year: "milieu d’année", "fin d’année", "printemps".
    """
    if year is None:
        if part in EDGES:
            return f"{part} d’année"
        return part
    if part == "milieu":
        return f"mi-{year}"
    return f"{part} {year}"


def _choose_in(part: str, with_year: bool) -> str:
    """Return the word for "in" that goes before a part of a year in a sentence.

    "fin 2025" → "", "fin d’année" → "en ", "été" → "à l’", "printemps" → "au "
    """
    if part in EDGES:
        return "" if with_year else "en "
    return "à l’" if part in SEASONS_WITH_VOWEL else "au "


def _write_day(day: int) -> str:
    """Write a day of a month: only the first is an ordinal in French, "1er"."""
    return "1er" if day == 1 else str(day)


def _choose_from(start: PartialDate, words: str) -> str:
    """Return the word for "from" that goes before the `words` of a date.

    The 3rd of June → "du ", the spring → "du ", the summer → "de l’", June → "de ", April → "d’".
    """
    if start.part and start.part not in EDGES:
        return "de l’" if start.part in SEASONS_WITH_VOWEL else "du "
    if start.day is not None:
        return "du "
    # d’avril, d’août, d’octobre; de mars, de début 2025, de 2024
    return "d’" if words[0] in "ao" else "de "


def _write_to(end: PartialDate, with_year: bool = True) -> str:
    """Write the end of a period with the word for "to": "au 3 juin", "à juin", "à l’automne"."""
    words = partial_date(end, with_year=with_year)
    if end.part and end.part not in EDGES:
        return f"à l’{words}" if end.part in SEASONS_WITH_VOWEL else f"au {words}"
    if end.day is not None:
        return f"au {words}"
    return f"à {words}"
