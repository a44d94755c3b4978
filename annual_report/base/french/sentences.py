r"""The last step of a French sentence: numbers in letters or figures, the capital, the spaces.

A template puts numbers between two control characters ("marks"), and they are written when the
whole sentence is there: in letters where a number opens the sentence, or where all numbers are
small; else in figures. The number 1 is always "un". Values such as titles are put between two other
characters, so that a point inside a title ends no sentence.

    "\x024\x03 membres ont lu \x04Qui ? Moi\x05."  →  "Quatre membres ont lu Qui ? Moi."
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
BEGINNING_OF_VALUE = "\x04"
"""The sign before a value, in which nothing is changed."""
END_OF_VALUE = "\x05"
"""The sign after a value."""
# Taken: a marked 4, with "f" before a feminine noun, with "^" where a capital is asked for. Not
# taken: a bare "4", which stays as the phrase has it.
NUMBER = re.compile(rf"{MARK}(?P<figures>\d+)(?P<feminine>f?)(?P<capital>\^?){END_OF_NUMBER}")
# Taken: a marked title, up to the nearest end mark; a title may have several lines. Not taken: a
# title between « and » alone.
VALUE = re.compile(f"{BEGINNING_OF_VALUE}(.*?){END_OF_VALUE}", re.DOTALL)
# Taken: the space of ". Le", "? «", ". 17". Not taken: "etc.)", "a.b".
END = re.compile(rf"(?<=[.!?…])\s+(?=[^\W_]|[{MARK}{BEGINNING_OF_VALUE}«])")
OPENING_SIGNS = "[*_"
"""The signs of Markdown that may stand before a sentence's first letter: "[le guide](…)"."""
WITHOUT_SPACE = ".,)"
"""The signs before which French has no space; before ";" it has one."""


def mark_number(value: int, gender: str = "") -> str:
    """Return a number between marks, for `write_sentences` to write in letters or figures.

    3 will be "trois" where all numbers of the sentence are small, "3" beside 40, and "Trois" where
    a sentence begins. `gender` is "f" before a feminine noun, else "": "une rencontre".
    """
    return f"{MARK}{value}{gender}{END_OF_NUMBER}"


def open_with_capital(words: str) -> str:
    """Return words with a capital: "rencontres" → "Rencontres".

    A number between marks at their beginning is marked to have a capital: "Trois rencontres".
    """
    number = NUMBER.match(words)
    if number is None:
        return capitalize(words)
    marked = f"{MARK}{number['figures']}{number['feminine']}^{END_OF_NUMBER}"
    return marked + words[number.end() :]


def hold_value(value: str) -> str:
    """Return a value, such as a title, between marks: no point inside ends the sentence around it.

    A value without letters and digits stays unmarked: a lone point is to end the sentence.
    """
    if any(sign.isalnum() for sign in value):
        return f"{BEGINNING_OF_VALUE}{value}{END_OF_VALUE}"
    return value


def write_sentences(text: str, *, as_sentences: bool = True) -> str:
    """Return the text of a phrase with marked numbers and values written, sentence by sentence.

    Without `as_sentences` the first letter stays small: a label such as "membres".
    """
    # A place number stands for each value first: no sign in a value may end a sentence, a line or a
    # paragraph. `_fill_sentence` puts the values back at the end.
    values: list[str] = []

    def hold(value: re.Match[str]) -> str:
        """Keep the value of a match of VALUE, and return its place between the same marks."""
        values.append(value[1])
        return f"{BEGINNING_OF_VALUE}{len(values) - 1}{END_OF_VALUE}"

    held = VALUE.sub(hold, text)
    paragraphs = []
    for paragraph in _split_paragraphs(held):
        lines = [_write_line(line, values, as_sentences) for line in paragraph]
        # A phrase's condition may have left nothing of a line, or of a paragraph.
        paragraphs.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, paragraphs))


def _split_paragraphs(text: str) -> list[list[str]]:
    r"""Return the paragraphs of a phrase's Markdown, each as its lines.

    An empty line ends a paragraph, an item of a list or a heading begins a line; any other break of
    a line means no more than a space: a phrase's file may break its lines anywhere.

    "Deux villes\nen 2025 :\n- Lyon\n\nFin" → [["Deux villes\nen 2025 :", "- Lyon"], ["Fin"]]
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        lines = paragraphs[-1]
        # A no-break space alone is no empty line: an author asked for it.
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

    `values` are the texts that stand for the place numbers in the line.
    """
    bullet = _read_bullet(line)
    # The breaks of a phrase's file, and the spaces that a false condition leaves, are one space.
    # `strip` takes a no-break space at the end as well.
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

    `values` are the texts of the whole phrase; the sentence has their place numbers between marks.
    """
    numbers = list(NUMBER.finditer(sentence))
    opens_sentence = NUMBER.match(sentence) is not None
    has_capital = any(number["capital"] for number in numbers)
    all_are_small = all(int(number["figures"]) <= IN_WORDS_UP_TO for number in numbers)
    in_letters = opens_sentence or has_capital or all_are_small

    def write_number(number: re.Match[str]) -> str:
        """Return the number of a match of NUMBER, in letters or in figures."""
        count = int(number["figures"])
        # Where the other numbers are in figures, 1 is "un" all the same: it may be an article.
        if not in_letters and count != 1:
            return format_number(count)
        words = in_words(count, feminine=bool(number["feminine"]))
        words = words.replace("-", NO_BREAK_HYPHEN)
        if number["capital"]:
            return capitalize(words)
        return words

    written = NUMBER.sub(write_number, sentence)
    # Values come last, and nothing in them is changed.
    return VALUE.sub(lambda place: values[int(place[1])], written)
