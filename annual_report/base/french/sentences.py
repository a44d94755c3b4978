"""The last step of a French sentence: its numbers in letters or figures, its capital, its spaces.

A phrase marks its numbers, and they are written once the whole sentence is there: in letters where
a number opens the sentence, or where all numbers are small; else in figures. The number 1 is always
"un". A value in a sentence is held together: a point inside a title ends no sentence.
"""

import re

from annual_report.base.french.lists import capitalize
from annual_report.base.french.numbers import IN_WORDS_UP_TO, format_number, in_words

# The patterns here read plain French text, and marks of our own in it: no parser knows them.
NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""The hyphen of numbers in letters: no line ends between "dix-" and "sept"."""
MARK = "\x02"
"""The sign before a number that is not written yet."""
NUMBER = re.compile("\x02(\\d+)(f?)(\\^?)\x03")
VALUE = re.compile("\x04(.*?)\x05", re.DOTALL)
# Taken: ". Le", "? «", ". 17". Not taken: "etc.)", "a.b".
END = re.compile("(?<=[.!?…])\\s+(?=[^\\W_]|[\x02\x04«])")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
LINE = re.compile(r"\n(?= *(?:- |#))")
"""The break before an item of a list, or a heading, inside a paragraph."""
BULLET = re.compile(r" *(?:- |#+ )|")
OPENING = re.compile(r"^[\[*_]*.")
"""A sentence's first letter, in a link or emphasis too."""
SPACES = re.compile(r"[ \n\t]+")
BEFORE_SIGN = re.compile(r" +(?=[.,)])")


def mark_number(value: int, gender: str = "") -> str:
    """Mark a number for its sentence to write; the gender of a feminine noun is "f"."""
    return f"{MARK}{value}{gender}\x03"


def open_with_capital(words: str) -> str:
    """Give words their capital; a marked number is to be written in letters with a capital."""
    number = NUMBER.match(words)
    if number:
        return f"{MARK}{number[1]}{number[2]}^\x03{words[number.end() :]}"
    return capitalize(words)


def hold_value(value: str) -> str:
    """Mark a value as a piece of its sentence, unless the value has neither letter nor digit."""
    if any(map(str.isalnum, value)):
        return f"\x04{value}\x05"
    return value


def write_sentences(text: str, *, as_sentences: bool = True) -> str:
    """Write a phrase: its paragraphs, in them its lines, in them its sentences.

    A label isn't written `as_sentences`: it keeps its first letter small.
    """
    # Places stand for the values first: no sign in a value may end a sentence, line or paragraph.
    values: list[str] = VALUE.findall(text)
    places = iter(range(len(values)))
    held = VALUE.sub(lambda _value: f"\x04{next(places)}\x05", text)
    paragraphs = []
    for paragraph in PARAGRAPH.split(held):
        lines = []
        for line in LINE.split(paragraph):
            lines.append(_write_line(line, values, as_sentences))
        paragraphs.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, paragraphs))


def _write_line(line: str, values: list[str], as_sentences: bool) -> str:
    """Write the sentences of a line after its bullet or its signs of a heading, if it has any."""
    bullet = BULLET.match(line)
    head = ""
    if bullet:
        head = bullet[0]
    # A phrase's file may break its lines anywhere, and a false condition leaves its spaces.
    words = SPACES.sub(" ", line.removeprefix(head)).strip()
    words = BEFORE_SIGN.sub("", words)
    sentences = []
    for sentence in filter(None, END.split(words)):
        filled = _fill_sentence(sentence, values)
        if as_sentences:
            filled = OPENING.sub(lambda opening: opening[0].upper(), filled)
        sentences.append(filled)
    if not sentences:
        return ""
    return head + " ".join(sentences)


def _fill_sentence(sentence: str, values: list[str]) -> str:
    """Write all numbers of a sentence in letters or all in figures, then put its values in."""
    counts = [int(number[1]) for number in NUMBER.finditer(sentence)]
    opens_sentence = NUMBER.match(sentence) is not None
    has_capital = any(number[3] for number in NUMBER.finditer(sentence))
    in_letters = opens_sentence or has_capital or max(counts, default=0) <= IN_WORDS_UP_TO

    def write(number: re.Match[str]) -> str:
        count = int(number[1])
        # Beside figures one stays "un": the word may be an article.
        if not (in_letters or count == 1):
            return format_number(count)
        words = in_words(count, feminine=number[2] == "f").replace("-", NO_BREAK_HYPHEN)
        if number[3]:
            return capitalize(words)
        return words

    written = NUMBER.sub(write, sentence)
    # Values come last, and nothing in them is changed.
    return VALUE.sub(lambda place: values[int(place[1])], written)
