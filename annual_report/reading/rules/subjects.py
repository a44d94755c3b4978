"""Subjects, resources and schemes: announced and spoken of, spelt in one way, each once."""

from collections.abc import Iterable, Iterator

import pandas as pd

from annual_report.letters import folded
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, is_pair, joined, say, seen_before, words_for
from annual_report.reading.values.vocabulary import PLANNED, TREATED

SHORTEST, LONGEST = 4, 60
"""Shorter words may differ by a letter and be two; longer ones are sentences."""


def one_subject_twice(tables: Tables) -> Iterator[Problem]:
    """Refuse a subject that is there twice in two spellings; remark a spelling that changes."""
    table, text = tables["sujets"], tables["sujets"].text
    folds = {name: text[name].map(folded) for name in ("sujet", "theme", "format")}
    key = joined(text["annee"], text["etat"], folds["format"], folds["sujet"])
    first = seen_before(key.where(text["sujet"] != ""))
    same = first.map(text["sujet"], "ignore")
    again = first.notna() & ~text.duplicated(["annee", "etat", "format", "sujet"])
    what = words_for(
        first, lambda row: _("is the subject of row {row} in another spelling", row=row)
    )
    yield from say(table, again, "sujet", what, _("one row only"), same, severity="error")
    for column in ("sujet", "theme"):
        before = seen_before(folds[column].where((text[column] != "") & ~again))
        name = before.map(text[column], "ignore")
        what = words_for(before, lambda row: _("is spelt otherwise than in row {row}", row=row))
        other = before.notna() & name.ne(text[column])
        yield from say(table, other, column, what, nearest=name)


def plans_never_spoken_of_again(tables: Tables) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    table, text = tables["sujets"], tables["sujets"].text
    subject = _subject(text).map(folded)
    treated = text["etat"].eq(TREATED) & (subject != "")
    pairs = pd.DataFrame({"annee": text["annee"], "subject": subject})
    last = text["annee"].groupby(subject).transform("max")
    mask = (
        text["etat"].eq(PLANNED)
        & (subject != "")
        & text["annee"].isin(text["annee"][treated])
        & text["annee"].eq(last)
        & ~is_pair(text["annee"], subject, pairs[treated])
    )
    what = words_for(
        text["annee"], lambda year: _("was planned for {year} and never spoken of again", year=year)
    )
    for column in ("sujet", "theme"):
        named = text["sujet"] != "" if column == "sujet" else text["sujet"] == ""
        yield from say(table, mask & named, "sujet", what, value=column)


def themes_one_letter_apart(tables: Tables) -> Iterator[Problem]:
    """Remark two themes that a letter sets apart."""
    table, text = tables["sujets"], tables["sujets"].text
    words = _subject(text)
    first = {folded(word): row for row, word in reversed([*words.items()]) if word}
    for one, other in _alike(first):
        if is_one_letter_apart(one, other):
            before, last = sorted((first[one], first[other]))
            what = _("is one letter away from “{word}”, row {row}", word=words[before], row=before)
            mask = pd.Series(text.index == last, text.index)
            column = "theme" if text["theme"][last] else "sujet"
            found = say(table, mask, "theme", what, value=column)
            yield from found


def one_address_twice(tables: Tables) -> Iterator[Problem]:
    """Remark two resources of a year, or two schemes of a member, that have one address."""
    for name, column, whose in (
        ("ressources", "titre", "annee"),
        ("dispositifs", "dispositif", "membre"),
    ):
        table, text = tables[name], tables[name].text
        first = seen_before(joined(text["url"], text[whose]).where(text["url"] != ""))
        what = words_for(first, lambda row: _("has the address of row {row}", row=row))
        yield from say(table, first.notna(), column, what)


def _subject(text: pd.DataFrame) -> pd.Series:
    return text["theme"].where(text["theme"] != "", text["sujet"])


def _alike(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the pairs of words that are the same once a letter of each is left out, each once."""
    known: dict[str, list[str]] = {}
    for word in words:
        if not SHORTEST <= len(word) <= LONGEST:
            continue
        shorter = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
        beside = {other: None for each in shorter for other in known.get(each, ())}
        yield from ((other, word) for other in sorted(beside))
        for each in shorter:
            known.setdefault(each, []).append(word)


def is_one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or swapped with its neighbour sets words apart."""
    if abs(len(one) - len(other)) > 1 or one.isdecimal() or other.isdecimal():
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return len(one) != len(other)
    a, b = one[start:], other[start:]
    if a[:1].isdecimal() or b[:1].isdecimal():
        return False  # "phase 1" and "phase 2" are two
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
