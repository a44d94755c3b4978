"""The last step of a French sentence: numbers in letters or figures, the capital, the spaces.

A phrase marks numbers, which are written once the whole sentence is there: in letters where
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
END_OF_NUMBER = "\x03"
"""The sign after such a number."""
# Taken: a marked 4, with "f" before a feminine noun, with "^" where a capital is asked for.
NUMBER = re.compile("\x02(\\d+)(f?)(\\^?)\x03")
# Taken: a marked title, up to the nearest end mark; a title may have several lines.
VALUE = re.compile("\x04(.*?)\x05", re.DOTALL)
# Taken: ". Le", "? «", ". 17". Not taken: "etc.)", "a.b".
END = re.compile("(?<=[.!?…])\\s+(?=[^\\W_]|[\x02\x04«])")
# Taken: an empty line, also of spaces alone. Not taken: the break of a line of text.
PARAGRAPH = re.compile(r"\n[ \t]*\n")
# Taken: the break before "- Nantes" or "## Les sujets". Not taken: before "-3", "puis".
LINE = re.compile(r"\n(?= *(?:- |#))")
"""The break before an item of a list, or a heading, inside a paragraph."""
# Taken: "- ", "## ", and nothing before "Le groupe". Not taken: "-3".
BULLET = re.compile(r" *(?:- |#+ )|")
# Taken: "l" of "le groupe", "[l" of "[le guide](…)", "**l" of "**le guide**".
OPENING = re.compile(r"^[\[*_]*.")
"""A sentence's first letter, in a link or emphasis too."""
# `str.split` would take no-break spaces too, which stay.
SPACES = re.compile(r"[ \n\t]+")
# Taken: the space of "membres ,". Not taken: that of "membres ;", which French writes.
BEFORE_SIGN = re.compile(r" +(?=[.,)])")


def mark_number(value: int, gender: str = "") -> str:
    """Return a number between marks, for `write_sentences` to write in letters or figures.

    Which of both depends on the other numbers of the sentence, and on its place in the sentence.
    `gender` is "f" before a feminine noun: "une rencontre".
    """
    return f"{MARK}{value}{gender}{END_OF_NUMBER}"


def open_with_capital(words: str) -> str:
    """Give words their capital; a marked number is to be written in letters with a capital."""
    number = NUMBER.match(words)
    if number:
        return f"{MARK}{number[1]}{number[2]}^\x03{words[number.end() :]}"
    return capitalize(words)


def hold_value(value: str) -> str:
    """Mark a value, such as a title, so that no point inside ends the sentence around it.

    A value without letters and digits stays unmarked: a bare point is to end the sentence.
    """
    if any(map(str.isalnum, value)):
        return f"\x04{value}\x05"
    return value


def write_sentences(text: str, *, as_sentences: bool = True) -> str:
    """Return the text of a phrase with marked numbers and values written, sentence by sentence.

    Without `as_sentences` the first letter stays small: a label such as "membres".
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
    """Return a line with all sentences written; a bullet or the signs of a heading stay before.

    `values` are the texts that the line names by their numbers.
    """
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
    """Return a sentence with all numbers in letters or all in figures, and with the values."""
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
