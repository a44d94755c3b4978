"""Rules that compare the prose of each year with the tables, and with the prose of the year before.

`check_texts` takes the checked tables and texts, and yields remarks: a chapter that was left as it
was last year, a number of members that the table contradicts. None is an error, for a sentence may
well speak of an earlier year.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from annual_report.base.dates import PartialDate
from annual_report.base.french import in_words
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.network_folder import TEXTS
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.rows import Table
from annual_report.network.reading.rules import is_member, list_recorded_years
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.text_lines import SENTENCE
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.date_cells import LIKELY_YEARS
from annual_report.network.territories.kinds import ANY, kinds_by_name

Texts = Mapping[int, YearText]
"""The prose of each year, by the year."""
NUMBERS_IN_LETTERS = range(1, 1001)
"""The numbers of members that a sentence may have in letters."""
MOST_WORDS_OF_A_NUMBER = 6
"""The words of the longest number without hyphens: deux cent quatre vingt dix sept."""


def check_texts(tables: Mapping[str, Table], texts: Texts, settings: Settings) -> Iterator[Problem]:
    """Yield the remarks on the texts of the years; the tables must be without errors."""
    years = list_recorded_years(tables["membres"])
    for year, text in sorted(texts.items()):
        place = Place(f"{TEXTS}/{year}.md")
        if years and year not in years:
            fault = _("is of a year without members: no page has it")
            yield Problem(place, fault, expected=_("a year that has members"), severity="remark")
            continue
        yield from _check_for_last_years_words(place, year, texts)
        yield from _check_years_of_sentence(place, year, text)
        yield from _check_counts_of_sentence(place, year, text, tables["membres"], settings)
    yield from _check_meetings_after_publication(tables["rencontres"], texts)


def is_after_publication(meeting: Mapping[str, str], texts: Texts) -> bool:
    """Whether a meeting begins after the day on which the pages of the year are published.

    `meeting` is a row of `rencontres`; `texts` are year → text, which may say that day. Without the
    day, or without the date of the meeting, nobody knows: False.
    """
    text = texts.get(int(meeting["annee"]))
    if text is None or not text.published or not meeting["debut"]:
        return False
    return PartialDate.parse(meeting["debut"]).first > date.fromisoformat(text.published)


def check_for_coming_meetings(rencontres: Table, today: date) -> Iterator[Problem]:
    """Remark a meeting that is still to come, for the pages of the year tell a meeting as held."""
    for row in rencontres.rows:
        if row["debut"] and PartialDate.parse(row["debut"]).first > today:
            fault = _("is still to come: the pages of the year tell it as held")
            yield rencontres.make_problem(row, "debut", fault, severity="remark")


def _check_for_last_years_words(place: Place, year: int, texts: Texts) -> Iterator[Problem]:
    """Remark a chapter about the year that has the words of the year before.

    The chapters about the aims of the group and the use of meetings may well stay the same.
    """
    before = texts.get(year - 1)
    if before is None:
        return
    text = texts[year]
    chapters = {
        SENTENCE: (before.sentence, text.sentence),
        "Perspectives": (before.outlook, text.outlook),
        "Temps forts": (before.highlights, text.highlights),
    }
    for chapter, (old, new) in chapters.items():
        if new and old == new:
            fault = _("“{chapter}” is word for word that of {year}", chapter=chapter, year=year - 1)
            yield Problem(place, fault, severity="remark")


def _check_years_of_sentence(place: Place, year: int, text: YearText) -> Iterator[Problem]:
    """Remark a sentence of the year that speaks of other years, and not of this year."""
    words = fold_spelling(text.plain_sentence).replace(",", " ").replace(".", " ").split()
    years = []
    for word in words:
        if word.isdecimal() and int(word) in LIKELY_YEARS:
            years.append(int(word))
    if years and year not in years:
        fault = _("the sentence of the year speaks of another year")
        yield Problem(place, fault, str(years[0]), str(year), severity="remark")


def _check_counts_of_sentence(
    place: Place, year: int, text: YearText, membres: Table, settings: Settings
) -> Iterator[Problem]:
    """Remark a sentence of the year with another number of members than the table has."""
    rows = [row for row in membres.rows if row["annee"] == str(year)]
    count = sum(map(is_member, rows))
    # A number right before "membres", or before the kind's plural, "départements".
    nouns = {fold_spelling(kinds_by_name()[ANY].plural), fold_spelling(settings.kind.plural)}
    words = fold_spelling(text.plain_sentence).split()
    for at, word in enumerate(words):
        if word.strip(",.;:!?") not in nouns:
            continue
        # "les trente huit départements": the words before the noun may end with its number.
        number = _read_number(words[max(at - MOST_WORDS_OF_A_NUMBER, 0) : at])
        if number is not None and number != count:
            fault = _("the sentence of the year has another number of members than their table")
            yield Problem(place, fault, str(number), str(count), severity="remark")


def _read_number(words: list[str]) -> int | None:
    """Return the number at the end of some folded words, in figures or in letters; else None.

    ["les", "trente", "huit"] → 38, ["les", "38"] → 38, ["les", "anciens"] → None.
    """
    if words and words[-1].isdecimal():
        return int(words[-1])
    numbers = _list_numbers_in_words()
    # The longest first: "vingt deux" ends with "deux".
    for start in range(len(words)):
        found = numbers.get(" ".join(words[start:]))
        if found is not None:
            return found
    return None


@cache
def _list_numbers_in_words() -> Mapping[str, int]:
    """Return folded words → number, in both genders: "trente huit" → 38, "vingt et une" → 21."""
    numbers = {}
    for number in NUMBERS_IN_LETTERS:
        for feminine in (False, True):
            numbers[fold_spelling(in_words(number, feminine=feminine))] = number
    return MappingProxyType(numbers)


def _check_meetings_after_publication(rencontres: Table, texts: Texts) -> Iterator[Problem]:
    """Remark a meeting after the publication of the year's pages: no page has such a meeting."""
    for row in rencontres.rows:
        if row["annee"] and is_after_publication(row, texts):
            fault = _(
                "is after the day that the pages of {year} are published: none tells it",
                year=row["annee"],
            )
            yield rencontres.make_problem(row, "debut", fault, severity="remark")
