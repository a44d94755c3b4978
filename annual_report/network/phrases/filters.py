"""The filters of phrases: what a value becomes in a French sentence.

`docs/phrases.md` shows each with what the page then says. Where a count is asked for, a list stands
for its length.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
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
from annual_report.network.phrases.plain_values import PhraseRows, is_recorded
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
    return len(value) if isinstance(value, Collection) else value


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


FILTERS: dict[str, Callable[..., Any]] = {
    "lettres": _write_in_letters,
    "chiffres": _write_in_figures,
    "rond": round_in_words,
    "pourcent": _write_as_percentage,
    "sur": one_in,
    "sur_dix": out_of_ten,
    "combien": lambda value, *forms: write_count(int(_count(value)), *forms),
    "par_genre": _count_by_kind,
    "accord": lambda value, *forms: choose_form(_count(value), *forms),
    "s_accorde": _choose_for_members,
    "les": enumerate_institutions,
    "du_membre": _write_of_member,
    "numéro": find_known_number,
    "liste": lambda words: join_items(map(str, words)),
    "cités": lambda titles: [f"« {title} »" for title in titles],
    "à": write_at_town,
    "dans": write_in_region,
    "de": write_of_town,
    "quand": lambda start, end=None: print_dates(*_read_period(start, end), with_year=False),
    "daté": lambda start, end=None: print_dates(*_read_period(start, end)),
    "date": _write_dates,
    "majuscule": open_with_capital,
}
