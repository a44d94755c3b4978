"""A phrase with its agreements, written as it reads.

    phrase("{stayed} des {before} membres {stayed:est resté|sont restés}", stayed=1, before=17)

gives "Un des dix-sept membres est resté". A place in braces says how its value is written:

    {n}                 a whole number in letters; in figures, as all others of the phrase, if one
                        of them is above sixteen (one stays in letters: "plus d’un des 40 membres"),
                        but no phrase begins with figures: "vingt des quarante membres"
    {n:f}               the same, feminine: "une des trois rencontres"
    {n:d}               in figures: 12 792 742
    {n:one|several}     what agrees with n: singular below 2
    {n:# one|several}   both: "4 rencontres"
    {share:%} {share:%1}  a share of one as a percentage, with one decimal
    {codes:les}         départements with their articles: "l’Aude et les Landes"
    {codes:one|several} what agrees with them: a single "les Landes" is a plural already
    {kind.plural}       a word of a kind of member, also inside another place, to agree with it:
                        {n:{kind.f}} {n:{kind.name} a|{kind.plural} ont}: "une métropole a"

A phrase begins with a capital; its spaces become no-break ones where it enters a page.
"""

import re
import string
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from annual_report.french.called import Called
from annual_report.french.lists import capitalized
from annual_report.french.names import agreement, names
from annual_report.french.numbers import IN_WORDS_UP_TO, count, in_words, number, percentage, plural
from annual_report.territories.kinds import Kind

NUMBER_AT_HEAD = re.compile(r"\{(?P<name>\w+)(?::f|:\{kind\.f\})?\}")


class Phrases(string.Formatter):
    """Python's own formatting, with French ways to write a value; `whole` begins a sentence."""

    def __init__(self, *, whole: bool = False) -> None:
        self.whole = whole

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """Fill the places of a phrase."""
        written = [
            kwargs[name]
            for _text, name, spec, _conversion in self.parse(format_string)
            if name and spec in ("", "f", "{kind.f}") and isinstance(kwargs.get(name), int)
        ]
        head = NUMBER_AT_HEAD.match(format_string) if self.whole else None
        at_head = head is not None and isinstance(kwargs.get(head["name"]), int)
        self.in_letters = at_head or all(0 <= value <= IN_WORDS_UP_TO for value in written)
        return super().vformat(format_string, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value."""
        if format_spec == "les":
            return names(value)
        if "|" in format_spec:
            amount = value if isinstance(value, int | float) else agreement(value)
            one, several = format_spec.removeprefix("# ").split("|")
            counted = format_spec.startswith("# ")
            return count(int(amount), one, several) if counted else plural(amount, one, several)
        if format_spec.startswith("%"):
            return percentage(value, int(format_spec[1:] or 0))
        if format_spec == "d":
            return number(value)
        if format_spec not in ("", "f"):
            raise ValueError(f"a phrase can’t write {value!r} as “{format_spec}”")
        if isinstance(value, int):
            return self._amount(value, feminine=format_spec == "f")
        return str(value)

    def _amount(self, value: int, *, feminine: bool) -> str:
        if self.in_letters or value == 1:
            return in_words(value, feminine=feminine)
        return number(value)


def phrase(template: str, /, **values: int | float | str | Collection[str] | Kind | Called) -> str:
    """Write a phrase with its numbers, names and agreements, and a capital at its head."""
    return capitalized(_filled(template, values, whole=True))


def clause(template: str, /, **values: int | float | str | Collection[str] | Kind | Called) -> str:
    """Write a part of a phrase: the same, without a capital of its own."""
    return _filled(template, values)


def _filled(template: str, values: Mapping[str, Any], *, whole: bool = False) -> str:
    plain = {name: _plain(value) for name, value in values.items()}
    return Phrases(whole=whole).vformat(template, (), plain)


def _plain(value: Any) -> Any:
    """Take numpy's and pandas' whole numbers for what they are."""
    return int(value) if hasattr(value, "__index__") else value
