"""No-break spaces and apostrophes, as French typography has them."""

import re

from babel import Locale

FRENCH = Locale("fr")
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def typeset(text: str) -> str:
    """Put the no-break spaces that French punctuation needs, typographic apostrophes and quotes.

    No line ends with a word of one letter ("à", "il y a"), nor parts a number from what it counts,
    unless it looks like a year. Only a space that is already there changes its kind, so that
    addresses stay whole.
    """
    text = re.sub(r"(?<=\w)\.\.(?!\.)", ".", text)  # a name that ends a sentence: "Inc."
    text = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    text = re.sub(r'(?<![\w=])"(\S[^"\n]*?)"(?!\w)', r"« \1 »", text)
    text = re.sub(r"(?<![\w’-])([^\W\d]) (?=\w)|(?<=\w) (?=y\W)", r"\1" + NO_BREAK, text)
    text = re.sub(r"(?<![\w’-])(?:(de) (?=\d)|(\d{1,3}) (?=[^\W\d]))", r"\1\2" + NO_BREAK, text)
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:%»])", NO_BREAK + r"\1", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text)
    return _mark_inner_quotes(text)


def _mark_inner_quotes(text: str) -> str:
    """Give a quote inside another the signs that French has for it: “…” inside « … »."""
    # Where one is open or closed too often, nobody knows which is inside.
    if text.count("«") != text.count("»"):
        return text
    depth = 0

    def choose_sign(match: re.Match[str]) -> str:
        nonlocal depth
        opens = match[0].startswith("«")
        is_inner = depth >= (1 if opens else 2)
        depth += 1 if opens else -1
        if not is_inner:
            return match[0]
        return "“" if opens else "”"

    return re.sub(f"«{NO_BREAK}|{NO_BREAK}?»", choose_sign, text)
