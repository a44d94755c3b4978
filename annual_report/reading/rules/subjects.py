"""Subjects: announced and spoken of, spelt in one way, each once."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from annual_report.letters import fold_spelling
from annual_report.messages import N_
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, is_pair, refuse, remark, seen_before
from annual_report.reading.values.vocabulary import PLANNED, TREATED

SHORTEST, LONGEST = 4, 60
"""Shorter words may differ by a letter and be two; longer ones are sentences."""


def one_subject_twice(tables: Tables) -> Iterator[Problem]:
    """Refuse a subject that is there twice in two spellings; remark a spelling that changes."""
    table, text = tables["sujets"], tables["sujets"].text
    folds = {name: text[name].map(fold_spelling) for name in ("sujet", "theme", "format")}
    first = seen_before(text["annee"], text["etat"], folds["format"], folds["sujet"])
    again = first.notna() & (text["sujet"] != "")
    again &= ~text.duplicated(["annee", "etat", "format", "sujet"])
    what, expected = N_("is the subject of row {row} in another spelling"), N_("one row only")
    near = first.map(text["sujet"], "ignore")
    yield from refuse(table, again, "sujet", what, expected, near, row=first)
    for column in ("sujet", "theme"):
        before = seen_before(folds[column].mask(again, ""))
        near = before.map(text[column], "ignore")
        other = before.notna() & (text[column] != "") & near.ne(text[column]) & ~again
        what = N_("is spelt otherwise than in row {row}")
        yield from remark(table, other, column, what, near=near, row=before)


def plans_never_spoken_of_again(tables: Tables) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    table, text = tables["sujets"], tables["sujets"].text
    subject = _subject(text).map(fold_spelling)
    treated = text["etat"].eq(TREATED) & (subject != "")
    pairs = pd.DataFrame({"annee": text["annee"], "subject": subject})
    mask = (
        text["etat"].eq(PLANNED)
        & (subject != "")
        & text["annee"].isin(text["annee"][treated])
        & text["annee"].eq(text["annee"].groupby(subject).transform("max"))
        & ~is_pair(text["annee"], subject, pairs[treated])
    )
    what = N_("was planned for {year} and never spoken of again")
    for column, named in (("sujet", text["sujet"] != ""), ("theme", text["sujet"] == "")):
        yield from remark(table, mask & named, "sujet", what, value=column, year=text["annee"])


def themes_one_letter_apart(tables: Tables) -> Iterator[Problem]:
    """Remark two themes that a letter sets apart."""
    table, text = tables["sujets"], tables["sujets"].text
    words = _subject(text)
    first = {fold_spelling(word): row for row, word in reversed([*words.items()]) if word}
    for one, other in _pairs_apart(first):
        before, last = sorted((first[one], first[other]))
        column = "theme" if text["theme"][last] else "sujet"
        here, what = text.index == last, N_("is one letter away from “{word}”, row {row}")
        yield from remark(table, pd.Series(here, text.index), "theme", what, value=column,
                          word=words[before], row=before)  # fmt: skip


def _subject(text: pd.DataFrame) -> pd.Series:
    return text["theme"].where(text["theme"] != "", text["sujet"])


def _pairs_apart(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the pairs of words that one letter sets apart, each once."""
    known: dict[str, list[str]] = {}
    for word in words:
        if SHORTEST <= len(word) <= LONGEST:
            shorter = _with_a_letter_less(word)
            beside = {other for each in shorter for other in known.get(each, ())}
            yield from ((each, word) for each in sorted(beside) if is_one_letter_apart(each, word))
            for each in shorter:
                known.setdefault(each, []).append(word)


def is_one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, other or elsewhere sets words apart; numbers are the same."""
    same_numbers = re.sub(r"\D", "", one) == re.sub(r"\D", "", other)
    return one != other and same_numbers and bool(
        _with_a_letter_less(one) & _with_a_letter_less(other)
    )  # fmt: skip


def _with_a_letter_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
