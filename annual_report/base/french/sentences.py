"""The last step of a French sentence: numbers in letters or figures, the capital, the spaces.

A template puts numbers between two control characters ("marks"), and they are written when the
whole sentence is there: in letters where a number opens the sentence, or where all numbers are
small; else in figures. The number 1 is always "un". Values such as titles are put between two other
characters, so that a point inside a title ends no sentence.
"""

import re

from annual_report.base.french.lists import capitalize
from annual_report.base.french.numbers import IN_WORDS_UP_TO, format_number, in_words
from annual_report.base.letters import space_singly

# The patterns here read plain French text, and marks of our own in it: no parser knows them.
NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""The hyphen of numbers in letters: no line ends between "dix-" and "sept"."""
MARK = "\x02"
"""The sign before a number that is not written yet."""
END_OF_NUMBER = "\x03"
"""The sign after such a number."""
# Taken: a marked 4, with "f" before a feminine noun, with "^" where a capital is asked for. Not
# taken: a bare "4", which stays as the phrase has it.
NUMBER = re.compile("\x02(\\d+)(f?)(\\^?)\x03")
# Taken: a marked title, up to the nearest end mark; a title may have several lines. Not taken: a
# title between « and » alone.
VALUE = re.compile("\x04(.*?)\x05", re.DOTALL)
# Taken: ". Le", "? «", ". 17". Not taken: "etc.)", "a.b".
END = re.compile("(?<=[.!?…])\\s+(?=[^\\W_]|[\x02\x04«])")
OPENING_SIGNS = "[*_"
"""The signs of Markdown that may stand before a sentence's first letter: "[le guide](…)"."""
WITHOUT_SPACE = ".,)"
"""The signs before which French has no space; before ";" it has one."""


def mark_number(value: int, gender: str = "") -> str:
    """Return a number between marks, for `write_sentences` to write in letters or figures.

    3 → "trois" where all numbers of the sentence are small, "3" beside 40; "Trois" opens a
    sentence. `gender` is "f" before a feminine noun: "une rencontre".
    """
    return f"{MARK}{value}{gender}{END_OF_NUMBER}"


def open_with_capital(words: str) -> str:
    """Return words with a capital; a marked number will be written so: "Trois" rencontres."""
    number = NUMBER.match(words)
    if number:
        return f"{MARK}{number[1]}{number[2]}^\x03{words[number.end() :]}"
    return capitalize(words)


def hold_value(value: str) -> str:
    """Return a value, such as a title, between marks: no point inside ends the sentence around it.

    A value without letters and digits stays unmarked: a lone point is to end the sentence.
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
    for paragraph in _split_paragraphs(held):
        lines = []
        for line in paragraph:
            lines.append(_write_line(line, values, as_sentences))
        paragraphs.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, paragraphs))


def _split_paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of a phrase's Markdown, each as its lines.

    An empty line ends a paragraph, an item of a list or a heading begins a line; any other break of
    a line means no more than a space: a phrase's file may break its lines anywhere.
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        lines = paragraphs[-1]
        if not line.strip(" \t"):
            paragraphs.append([])
        elif not lines or _read_bullet(line):
            lines.append(line)
        else:
            lines[-1] += f"\n{line}"
    return paragraphs


def _read_bullet(line: str) -> str:
    """Return the bullet of a line, or the signs of a heading, with its spaces; "" without them.

    "  - Nantes" → "  - ", "## Les sujets" → "## ", "-3" → ""
    """
    sign, space, _words = line.lstrip(" ").partition(" ")
    is_bullet = sign == "-"
    is_heading = bool(sign) and not sign.strip("#")
    if not space or not (is_bullet or is_heading):
        return ""
    return line[: line.index(sign)] + sign + space


def _write_line(line: str, values: list[str], as_sentences: bool) -> str:
    """Return a line with all sentences written; a bullet or the signs of a heading stay before.

    `values` are the texts that the line names by their numbers.
    """
    bullet = _read_bullet(line)
    # The breaks of a phrase's file, and the spaces that a false condition leaves, are one space.
    words = space_singly(line.removeprefix(bullet)).strip()
    for sign in WITHOUT_SPACE:
        words = words.replace(f" {sign}", sign)
    sentences = []
    for sentence in filter(None, END.split(words)):
        filled = _fill_sentence(sentence, values)
        if as_sentences:
            filled = _capitalize_sentence(filled)
        sentences.append(filled)
    if not sentences:
        return ""
    return bullet + " ".join(sentences)


def _capitalize_sentence(sentence: str) -> str:
    """Return a sentence of Markdown with a capital: "[le guide](…)" → "[Le guide](…)"."""
    words = sentence.lstrip(OPENING_SIGNS)
    signs = sentence[: len(sentence) - len(words)]
    return signs + capitalize(words)


def _fill_sentence(sentence: str, values: list[str]) -> str:
    """Return a sentence with its marked numbers, all in letters or all in figures, and its values.

    `values` are the texts of the whole phrase; the sentence has their numbers between marks.
    """
    counts = [int(number[1]) for number in NUMBER.finditer(sentence)]
    opens_sentence = NUMBER.match(sentence) is not None
    has_capital = any(number[3] for number in NUMBER.finditer(sentence))
    in_letters = opens_sentence or has_capital or max(counts, default=0) <= IN_WORDS_UP_TO

    def write(number: re.Match[str]) -> str:
        """Return the number of a match of NUMBER, in letters or in figures."""
        count = int(number[1])
        # Where the other numbers are in figures, 1 is "un" all the same: it may be an article.
        if not (in_letters or count == 1):
            return format_number(count)
        words = in_words(count, feminine=number[2] == "f").replace("-", NO_BREAK_HYPHEN)
        if number[3]:
            return capitalize(words)
        return words

    written = NUMBER.sub(write, sentence)
    # Values come last, and nothing in them is changed.
    return VALUE.sub(lambda place: values[int(place[1])], written)
