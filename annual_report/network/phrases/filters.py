"""The filters of phrases, which write a value for a French sentence: `{{ n|lettres }}` is "douze".

A phrase is the Jinja template of a sentence. `docs/phrases.md` shows each filter with an example.
A filter for counts takes a list too, and counts the entries. A filter for numbers takes certain
kinds (`KINDS_TAKEN`: count, people, share, year) and refuses the other kinds, so that no share is
written as a count.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from html import unescape
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from annual_report.base.dates import PartialDate
from annual_report.base.french.lists import join_items
from annual_report.base.french.numbers import (
    choose_form,
    format_number,
    one_in,
    out_of_ten,
    round_in_words,
    write_count,
    write_percentage,
)
from annual_report.base.french.periods import date_range, print_dates
from annual_report.base.french.sentences import mark_number, open_with_capital
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.phrases.plain_values import PhraseList, PhraseRows, is_recorded
from annual_report.network.phrases.typed_numbers import NumberKind, TypedNumber
from annual_report.network.territories.grammar import write_at_town
from annual_report.network.territories.institutions import (
    find_institution,
    is_called,
    tell_apart,
    write_in_region,
)
from annual_report.network.territories.kinds import FILLED, REGION, kinds_by_name
from annual_report.network.territories.spelling import write_of_town

# The text is this program's own HTML, of which only the words are compared: no parser is needed.
TAG = re.compile(r"<[^>]*>")
# Beyond these, a filter of a phrase would write a word or a number too long for a sentence.
LARGEST_NUMBER = 10**15
MOST_DECIMALS = 9
SHORT_CODE = 5
"""The most signs of a code that readers know: the nine figures of an EPCI say nothing to them."""
# Words of any text: no parser is needed for letters and digits in a row.
WORD = re.compile(r"\w+")
SHORT_WORD = 3
"""The most letters of a word that keeps a final s when words are compared: "les", "ils", "pas"."""
LISTED_UP_TO = 24
"""The most members that a sentence, a list, a map or an alternative text names one by one.

The names of more members are in a table only.
"""


def enumerate_institutions(codes: Iterable[str]) -> str:
    """Return the names of institutions with articles: "l’Aude, la Charente et le Gers".

    More institutions than LISTED_UP_TO are counted instead: "123 membres".
    """
    codes = list(codes)
    if len(codes) > LISTED_UP_TO:
        return write_count(len(codes), "membre")
    return join_items(member.with_article for member in tell_apart(codes))


def find_known_number(code: str, kind: str | None = None) -> str:
    """Return the number by which readers know a member, such as "11" for the Aude; "" without.

    Readers know the numbers of départements, which a map writes inside the territories. The codes
    of communes and métropoles are unknown to readers, and an organisation has no code. The number
    of a région is known where the région is a département too, overseas. `kind` is the kind of the
    member in a network, for the Ville de Paris may be a commune or a département.
    """
    member = find_institution(code)
    # Only kinds with filled territories have room for a number on the map.
    drawn = kinds_by_name()[kind or member.kinds[0]].drawn
    if drawn != FILLED or len(code) > SHORT_CODE or member.kinds == (REGION,):
        return ""
    return member.number


def _count_by_kind(members: PhraseRows) -> str:
    """Return the numbers of members by kind: "3 départements et la Ville de Paris".

    `members` are the rows of the table of members. A member whose own name doesn't contain the name
    of the kind, such as the Métropole de Lyon among départements, is named instead of counted.
    """
    counted = Counter[str]()
    apart = []
    for member in members:
        if is_called(member["nature"], [member["membre"]]):
            counted[member["nature"]] += 1
        else:
            apart.append(find_institution(member["membre"]).whole.with_article)
    counts = []
    for name, kind in kinds_by_name().items():
        if counted[name]:
            counts.append(write_count(counted[name], kind.name, kind.plural))
    return join_items([*counts, *apart])


def _choose_for_members(codes: Collection[str], *forms: str) -> str:
    """Return the singular or plural form of a word for named members: "rejoint", "rejoignent"."""
    number = len(codes)
    for code in codes:
        # "Les Landes" take a plural by themselves.
        if find_institution(code).with_article.lower().startswith("les "):
            number = max(number, 2)
    return choose_form(number, *forms)


@pass_context
def _write_whole_name(context: Context, code: str) -> str:
    """Return a member's whole name with its article: "le Département du Gers"."""
    institution = find_institution(code)
    # A network may have a name of its own for a member, instead of the reference's name.
    named = context["réseau"]["institutions"].get(code)
    if named:
        return institution.with_name(named).with_article
    return institution.whole.with_article


def is_said_in(words: "str | Collection[str]", text: str) -> bool:
    """Whether a text (HTML) contains some words, or each of several titles.

    Spelling and number don't matter: "Rencontres annuelles" contains "rencontre annuelle". Only
    whole words count: "rencontres" doesn't contain "encontre".
    """
    said = _fold_words(TAG.sub(" ", unescape(text or "")))
    titles = words
    if isinstance(words, str):
        titles = [words]
    return all(_fold_words(title) in said for title in titles)


def _fold_words(text: str) -> str:
    """Return the words of a text without accents, capitals and plurals, each between two spaces."""
    singular = []
    for word in WORD.findall(fold_spelling(text)):
        if len(word) > SHORT_WORD:
            singular.append(word.rstrip("sx"))
        else:
            singular.append(word)
    return f" {' '.join(singular)} "


def _count(value: Any) -> Any:
    """Return the number of entries of a list, and any other value unchanged."""
    if isinstance(value, Collection):
        return _count_entries(value)
    return value


def _count_entries(value: Collection[Any]) -> int:
    """Return the number of entries of a list, as a number that knows how many more are unknown.

    Of a column in which cells are empty, a PhraseList, `len` would give the filled cells alone.
    `PhraseList.count()` returns a number that a phrase can print only after asking of how many
    rows the value is known: "12 membres sur 15".
    """
    if isinstance(value, PhraseList):
        return value.count()
    return len(value)


def _list_each_once(values: Iterable[Any]) -> list[Any]:
    """Return values without repetitions, in order; the coverage of a column is kept."""
    # A dictionary keeps the first of equal keys, and the order.
    once = dict.fromkeys(values)
    if isinstance(values, PhraseList):
        return PhraseList(once, values.name, values.coverage)
    return list(once)


def _write_in_letters(value: Any, gender: str = "") -> str:
    """Return a count to be written in letters: "douze"; `gender` is "f" for a feminine noun.

    Raise ValueError for a negative number, or a number too large for letters.
    """
    number = int(_count(value))
    if not 0 <= number <= LARGEST_NUMBER or gender not in ("", "f"):
        raise ValueError(_("{number} is no number to write in letters", number=number))
    return mark_number(number, gender)


def _write_in_figures(value: Any, decimals: int = 0) -> str:
    """Return a count in figures: "1 200"."""
    return format_number(_count(value), _check_decimals(decimals))


def _write_as_percentage(share: float, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage: "25 %"."""
    return write_percentage(share, _check_decimals(decimals))


def _check_decimals(decimals: int) -> int:
    """Return a number of decimals; raise ValueError for more than MOST_DECIMALS, or a negative."""
    if decimals not in range(MOST_DECIMALS + 1):
        raise ValueError(_("{number} is no number of decimals", number=decimals))
    return decimals


def _write_dates(start: str, end: Any = None, year: int | None = None) -> str:
    """Return a day or a period in words: "19 juin", "30 décembre 2025 au 2 janvier 2026".

    `year` is the year of the page: the words have a year only if a day is of another year.
    """
    first, last = _read_period(start, end)
    is_outside = False
    if year is not None:
        last_day = last or first
        is_outside = first.year != year or last_day.year != year
    return date_range(first, last, with_year=is_outside)


def _read_period(start: str, end: Any) -> tuple[PartialDate, PartialDate | None]:
    """Return the first and the last day of a period; None for a missing last day."""
    first = PartialDate.parse(start)
    if is_recorded(end):
        return first, PartialDate.parse(end)
    return first, None


def _write_with_noun(value: Any, *forms: str) -> str:
    """Return a count in figures with a noun in the singular or plural: "12 rencontres"."""
    return write_count(int(_count(value)), *forms)


def _choose_for_number(value: Any, *forms: str) -> str:
    """Return the singular or plural form of a word for a count: "a", "ont"."""
    return choose_form(_count(value), *forms)


def _quote_titles(titles: Iterable[str]) -> list[str]:
    """Return titles between French quotation marks."""
    return [f"« {title} »" for title in titles]


def _list_words(words: Iterable[Any]) -> str:
    """Return words as an enumeration: "a, b et c"."""
    return join_items(map(str, words))


def _write_period_of_year(start: str, end: Any = None) -> str:
    """Return a day or a period for a list of a known year: no year in the words."""
    return print_dates(*_read_period(start, end), with_year=False)


def _write_period(start: str, end: Any = None) -> str:
    """Return a day or a period with the year, for a list."""
    return print_dates(*_read_period(start, end))


COUNTS = (NumberKind.COUNT, NumberKind.PEOPLE)
KINDS_TAKEN = {
    "lettres": (NumberKind.COUNT,),
    "chiffres": COUNTS,
    "rond": COUNTS,
    "pourcent": (NumberKind.SHARE,),
    "sur": (NumberKind.SHARE,),
    "sur_dix": (NumberKind.SHARE,),
    "combien": COUNTS,
    "accord": COUNTS,
}
"""The kinds of numbers that each filter for numbers takes; the other filters take other values."""
UNTYPED_FILTERS: dict[str, Callable[..., Any]] = {
    "lettres": _write_in_letters,
    "chiffres": _write_in_figures,
    "rond": round_in_words,
    "pourcent": _write_as_percentage,
    "sur": one_in,
    "sur_dix": out_of_ten,
    "combien": _write_with_noun,
    "par_genre": _count_by_kind,
    "accord": _choose_for_number,
    "s_accorde": _choose_for_members,
    "les": enumerate_institutions,
    "en_entier": _write_whole_name,
    "numéro": find_known_number,
    "liste": _list_words,
    "cités": _quote_titles,
    "à": write_at_town,
    "dans": write_in_region,
    "de": write_of_town,
    "quand": _write_period_of_year,
    "daté": _write_period,
    "date": _write_dates,
    "majuscule": open_with_capital,
}
"""The functions of the filters by name, before the kinds of the numbers are checked."""
LIST_FILTERS: dict[str, Callable[..., Any]] = {
    "length": _count_entries,
    "unique": _list_each_once,
}
"""Filters of lists in place of the template engine's own filters, which would lose a coverage."""


def _require_kinds(name: str, kinds: tuple[NumberKind, ...]) -> Callable[..., Any]:
    """Return the filter `name` for numbers of some kinds; the filter refuses all other kinds.

    The filter raises WrongKindError for a number of another kind, or of which the phrase hasn't
    asked of how many rows the number is known, and TypeError for a list in place of a share.
    """
    fill = UNTYPED_FILTERS[name]

    @wraps(fill)
    def fill_typed(value: Any, *options: Any, **named: Any) -> Any:
        """Return the filter's words for a value, if the value is of a fitting kind."""
        # A plain number comes from the template itself, as in `12|lettres`, and has no kind.
        if isinstance(value, TypedNumber):
            value.require_kind(kinds, name, _name_fitting)
            value.require_asked()
            return fill(value.plain, *options, **named)
        if isinstance(value, list) and NumberKind.COUNT not in kinds:
            raise TypeError(_("“{filter}” takes a number, and no list", filter=name))
        return fill(value, *options, **named)

    return fill_typed


def _name_fitting(kind: NumberKind) -> str:
    """Return the names of the filters for a kind of numbers, for a message."""
    fitting = [name for name, kinds in KINDS_TAKEN.items() if kind in kinds]
    return ", ".join(fitting) or _("no filter, it is printed as it is")


FILTERS = dict(UNTYPED_FILTERS)
"""The functions of all filters of phrases but LIST_FILTERS, by name."""
for _name, _kinds in KINDS_TAKEN.items():
    FILTERS[_name] = _require_kinds(_name, _kinds)
