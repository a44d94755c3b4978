"""What a French sentence needs of itself: letters or figures, a capital, its spaces.

A number that a phrase marks is written when its whole sentence is there: in letters at its head, or
if the sentence has neither figures nor a large number; else in figures. One is always "un".
A value in a sentence is held together: a point or a question mark inside a title ends nothing.
"""

import re

from annual_report.base.french.numbers import IN_WORDS_UP_TO, in_words, write_number

NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""That of a number in letters: no line ends between "dix-" and "sept"."""
MARK = "\x02"
"""What begins a number that is still to be written; a value with one is its sentence's affair."""
NUMBER = re.compile("\x02(\\d+)([fc]?)\x03")
FIGURES = "c"
"""The form of a number that is in figures, and has its sentence's others so."""
VALUE = re.compile("\x04(.*?)\x05", re.DOTALL)
END = re.compile("(?<=[.!?…])\\s+(?=[^\\W_]|[\x02\x04«])")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
LINE = re.compile(r"\n(?= *(?:- |#))")
"""What begins a line of its own inside a paragraph: an item of a list, a heading."""
BEFORE_ONE = re.compile(r"\b([Dd]|[Qq]u)e (?=une?\b)")
"""Words that lose their vowel before a number in letters: "d’une à deux"."""
BULLET = re.compile(r" *(?:- |#+ )")
OPENING = re.compile(r"^[\[*_]*.")
"""A sentence's first letter, in a link or emphasis too."""
SPACES, BEFORE_SIGN = re.compile(r"[ \n\t]+"), re.compile(r" +(?=[.,)])")


def mark_number(value: int, form: str = "") -> str:
    """Mark a number, to be written in its sentence: in letters that are feminine, or FIGURES."""
    return f"{MARK}{value}{form}\x03"


def hold_value(value: str) -> str:
    """Hold a value together, unless it is a sign alone."""
    return f"\x04{value}\x05" if any(map(str.isalnum, value)) else value


def write_sentences(text: str, *, as_sentences: bool = True) -> str:
    """Write a phrase: its paragraphs, in them its lines, in them its sentences.

    What is no sentence begins with the letter that it has.
    """
    # Values go first: no sign of theirs may end a sentence, a line or a paragraph.
    values: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        values.append(found[1])
        return f"\x04{len(values) - 1}\x05"

    def write_line(each: str) -> str:
        bullet = BULLET.match(each)
        head = bullet[0] if bullet else ""
        # A file breaks its lines where it likes, and leaves a space where a condition is false.
        said = BEFORE_SIGN.sub("", SPACES.sub(" ", each.removeprefix(head)).strip())
        sentences = [_fill_sentence(sentence, values) for sentence in END.split(said) if sentence]
        if as_sentences:
            sentences = [OPENING.sub(lambda at: at[0].upper(), each) for each in sentences]
        return head + " ".join(sentences) if sentences else ""

    paragraphs = PARAGRAPH.split(VALUE.sub(put_away, text))
    lines = [[write_line(each) for each in LINE.split(paragraph)] for paragraph in paragraphs]
    return "\n\n".join(joined for each in lines if (joined := "\n".join(filter(None, each))))


def _fill_sentence(sentence: str, values: list[str]) -> str:
    """Write the numbers of one sentence alike, then its values."""
    small = all(form != FIGURES and int(amount) <= IN_WORDS_UP_TO
                for amount, form in NUMBER.findall(sentence))  # fmt: skip
    in_letters = small or bool(NUMBER.match(sentence))

    def write(found: re.Match[str]) -> str:
        amount = int(found[1])
        # Among figures too, one is "un": it may be an article.
        if found[2] == FIGURES or not (in_letters or amount == 1):
            return write_number(amount)
        return in_words(amount, feminine=found[2] == "f").replace("-", NO_BREAK_HYPHEN)

    # Only now is it seen whether "de" stands before a vowel; values come last, as they are.
    said = BEFORE_ONE.sub(r"\1’", NUMBER.sub(write, sentence))
    return VALUE.sub(lambda found: values[int(found[1])], said)
