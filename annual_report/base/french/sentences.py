"""What a French sentence needs of itself: letters or figures, a capital, its spaces.

A number that a phrase marks is written when its whole sentence is there: in letters at its head, or
if none of the sentence's is large; else in figures. One is always "un".
A value in a sentence is held together: a point or a question mark inside a title ends nothing.
"""

import re

from annual_report.base.french.numbers import IN_WORDS_UP_TO, in_words, write_number

NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""That of a number in letters: no line ends between "dix-" and "sept"."""
MARK = "\x02"
"""What begins a number that is still to be written; a value with one is its sentence's affair."""
NUMBER = re.compile("\x02(\\d+)(f?)\x03")
VALUE = re.compile("\x04(.*?)\x05", re.DOTALL)
END = re.compile("(?<=[.!?…])\\s+(?=[^\\W_]|[\x02\x04«])")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
LINE = re.compile(r"\n(?= *(?:- |#))")
"""What begins a line of its own inside a paragraph: an item of a list, a heading."""
BULLET = re.compile(r" *(?:- |#+ )|")
OPENING = re.compile(r"^[\[*_]*.")
"""A sentence's first letter, in a link or emphasis too."""
SPACES, BEFORE_SIGN = re.compile(r"[ \n\t]+"), re.compile(r" +(?=[.,)])")


def mark_number(value: int, gender: str = "") -> str:
    """Mark a number, to be written in its sentence; "f" is the gender of a feminine one."""
    return f"{MARK}{value}{gender}\x03"


def hold_value(value: str) -> str:
    """Hold a value together, unless it is a sign alone."""
    return f"\x04{value}\x05" if any(map(str.isalnum, value)) else value


def write_sentences(text: str, *, as_sentences: bool = True) -> str:
    """Write a phrase: its paragraphs, in them its lines, in them its sentences.

    What is no sentence begins with the letter that it has.
    """
    # Values go first: no sign of theirs may end a sentence, a line or a paragraph.
    values: list[str] = VALUE.findall(text)
    places = iter(range(len(values)))
    held = VALUE.sub(lambda _value: f"\x04{next(places)}\x05", text)
    paragraphs = []
    for paragraph in PARAGRAPH.split(held):
        lines = (_write_line(line, values, as_sentences) for line in LINE.split(paragraph))
        paragraphs.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, paragraphs))


def _write_line(line: str, values: list[str], as_sentences: bool) -> str:
    bullet = BULLET.match(line)
    head = bullet[0] if bullet else ""
    # A file breaks its lines where it likes, and leaves a space where a condition is false.
    words = BEFORE_SIGN.sub("", SPACES.sub(" ", line.removeprefix(head)).strip())
    sentences = [_fill_sentence(sentence, values) for sentence in END.split(words) if sentence]
    if as_sentences:
        sentences = [OPENING.sub(lambda at: at[0].upper(), sentence) for sentence in sentences]
    return head + " ".join(sentences) if sentences else ""


def _fill_sentence(sentence: str, values: list[str]) -> str:
    """Write the numbers of one sentence alike, then its values."""
    is_small = all(int(count) <= IN_WORDS_UP_TO for count, _gender in NUMBER.findall(sentence))
    in_letters = is_small or bool(NUMBER.match(sentence))

    def write(number: re.Match[str]) -> str:
        count = int(number[1])
        # Among figures too, one is "un": it may be an article.
        if not (in_letters or count == 1):
            return write_number(count)
        return in_words(count, feminine=number[2] == "f").replace("-", NO_BREAK_HYPHEN)

    # Values come last, as they are.
    return VALUE.sub(lambda place: values[int(place[1])], NUMBER.sub(write, sentence))
