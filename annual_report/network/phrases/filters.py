"""The filters of phrases: what a value becomes in a French sentence.

`docs/phrases.md` shows each with what the page then says. Where a count is asked for, a list stands
for its length. A filter for numbers says of which kinds they are (`KINDS_TAKEN`), and refuses all
others: `chiffres` of a share, `pourcent` of a count.
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
from annual_report.network.phrases.told_numbers import NumberKind, TypedNumber
from annual_report.network.territories.grammar import write_at_town
from annual_report.network.territories.institutions import (
    find_institution,
    is_called,
    tell_apart,
    write_in_region,
)
from annual_report.network.territories.kinds import FILLED, REGION, kinds_by_name
from annual_report.network.territories.spelling import write_of_town

TAG = re.compile(r"<[^>]*>")
LARGEST_NUMBER = 10**15
MOST_DECIMALS = 9
SHORT_CODE = 5
"""Signs of a code that one reads: the nine figures of an EPCI say nothing to anybody."""
# Words of any text: no parser is needed for letters and digits in a row.
WORD = re.compile(r"\w+")
SHORT_WORD = 3
"""Letters up to which a word keeps its s: "les", "ils", "pas"."""
LISTED_UP_TO = 24
"""Above this number no sentence, list, map or alternative names them all: a table does."""


def enumerate_institutions(codes: Iterable[str]) -> str:
    """List institutions with their articles: "l’Aude, la Charente et le Gers".

    More than a page lists are counted: "123 membres".
    """
    codes = list(codes)
    if len(codes) > LISTED_UP_TO:
        return write_count(len(codes), "membre")
    return join_items(member.with_article for member in tell_apart(codes))


def find_known_number(code: str, kind: str | None = None) -> str:
    """Return the number by which readers know a member, "" where they know none.

    It is that of a département, which a map writes in its territory. Nobody knows a commune or a
    métropole by its code, and an organisation has none; a région's is known where it is a
    département too. `kind` is what the member is in its network: the Ville de Paris among communes
    is one of them.
    """
    member = find_institution(code)
    drawn = kinds_by_name()[kind or member.kinds[0]].drawn
    if drawn != FILLED or len(code) > SHORT_CODE or member.kinds == (REGION,):
        return ""
    return member.number


def _count_by_kind(members: PhraseRows) -> str:
    """Count members by kind; one that isn't called what its kind is, is said by name.

    "3 départements, la Ville de Paris et la Métropole de Lyon".
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
    # A single "les Landes" is a plural already.
    names = (find_institution(code).with_article for code in codes)
    is_plural = len(codes) > 1 or any(name.lower().startswith("les ") for name in names)
    return choose_form(2 if is_plural else 1, *forms)


@pass_context
def _write_of_member(context: Context, code: str) -> str:
    # What the network says that it calls itself, or else the reference.
    institution = find_institution(code)
    named = context["réseau"]["institutions"].get(code)
    return (institution.with_name(named) if named else institution.whole).of_name


def is_said_in(words: "str | Collection[str]", text: str) -> bool:
    """Whether a text (HTML) has some words in it, or all of several.

    It has them however they are spelt, and in whatever number: "rencontre annuelle" is said in
    "Rencontres annuelles"; no word is said in a longer one.
    """
    said = _fold_words(TAG.sub(" ", unescape(text or "")))
    titles = [words] if isinstance(words, str) else words
    return all(_fold_words(title) in said for title in titles)


def _fold_words(text: str) -> str:
    """Return the words of a text in the singular, spelt in one way, each between two spaces."""
    words = WORD.findall(fold_spelling(text))
    singular = [word.rstrip("sx") if len(word) > SHORT_WORD else word for word in words]
    return f" {' '.join(singular)} "


def _count(value: Any) -> Any:
    """Return a number as it is, and a list as the number of its entries."""
    return _count_entries(value) if isinstance(value, Collection) else value


def _count_entries(value: Collection[Any]) -> int:
    return value.count() if isinstance(value, PhraseList) else len(value)


def _list_each_once(values: Iterable[Any]) -> list[Any]:
    """Return values without those that came before, known of as many as they were."""
    once = dict.fromkeys(values)
    if isinstance(values, PhraseList):
        return PhraseList(once, values.name, values.coverage)
    return list(once)


def _write_in_letters(value: Any, gender: str = "") -> str:
    number = int(_count(value))
    if not 0 <= number <= LARGEST_NUMBER or gender not in ("", "f"):
        raise ValueError(_("{number} is no number to write in letters", number=number))
    return mark_number(number, gender)


def _write_in_figures(value: Any, decimals: int = 0) -> str:
    return format_number(_count(value), _check_decimals(decimals))


def _write_as_percentage(share: float, decimals: int = 0) -> str:
    return write_percentage(share, _check_decimals(decimals))


def _check_decimals(decimals: int) -> int:
    """Return how many decimals a number is to have; raise ValueError for more than one reads."""
    if decimals not in range(MOST_DECIMALS + 1):
        raise ValueError(_("{number} is no number of decimals", number=decimals))
    return decimals


def _write_dates(start: str, end: Any = None, year: int | None = None) -> str:
    first, last = _read_period(start, end)
    # The year stands only where it isn't the one that is spoken of.
    is_outside = year is not None and {first.year, (last or first).year} != {year}
    return date_range(first, last, with_year=is_outside)


def _read_period(start: str, end: Any) -> tuple[PartialDate, PartialDate | None]:
    return PartialDate.parse(start), PartialDate.parse(end) if is_recorded(end) else None


def _write_with_noun(value: Any, *forms: str) -> str:
    return write_count(int(_count(value)), *forms)


def _choose_for_number(value: Any, *forms: str) -> str:
    return choose_form(_count(value), *forms)


def _quote_titles(titles: Iterable[str]) -> list[str]:
    return [f"« {title} »" for title in titles]


def _list_words(words: Iterable[Any]) -> str:
    return join_items(map(str, words))


def _write_period_of_year(start: str, end: Any = None) -> str:
    return print_dates(*_read_period(start, end), with_year=False)


def _write_period(start: str, end: Any = None) -> str:
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
"""The kinds of numbers that each filter for numbers takes."""
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
    "du_membre": _write_of_member,
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
LIST_FILTERS: dict[str, Callable[..., Any]] = {
    "length": _count_entries,
    "unique": _list_each_once,
}
"""Filters of lists, which the template engine has too: ours keep of how many they are known."""


def _require_kinds(name: str, kinds: tuple[NumberKind, ...]) -> Callable[..., Any]:
    """Return a filter for numbers of some kinds, which refuses those of all others."""
    fill = UNTYPED_FILTERS[name]

    @wraps(fill)
    def fill_typed(value: Any, *options: Any, **named: Any) -> Any:
        if isinstance(value, TypedNumber):
            value.require_kind(kinds, name, _name_fitting)
            value.require_asked()
            return fill(value.plain, *options, **named)
        if isinstance(value, list) and NumberKind.COUNT not in kinds:
            raise TypeError(_("“{filter}” takes a number, and no list", filter=name))
        return fill(value, *options, **named)

    return fill_typed


def _name_fitting(kind: NumberKind) -> str:
    """Name the filters for a kind of numbers; a year takes none."""
    fitting = [name for name, kinds in KINDS_TAKEN.items() if kind in kinds]
    return ", ".join(fitting) or _("no filter, it is printed as it is")


FILTERS = dict(UNTYPED_FILTERS)
for _name, _kinds in KINDS_TAKEN.items():
    FILTERS[_name] = _require_kinds(_name, _kinds)
