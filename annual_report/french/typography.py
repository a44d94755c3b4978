"""No-break spaces and apostrophes, as French typography has them."""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def typeset(text: str) -> str:
    """Put the no-break spaces that French punctuation needs, typographic apostrophes and quotes.

    No line ends with "à".

    Only a space that is already there changes its kind, so that addresses stay whole.
    """
    text = re.sub(r"(?<=\w)\.\.(?!\.)", ".", text)  # a name that ends a sentence: "Inc."
    text = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    text = re.sub(r'(?<![\w=])"(\S[^"\n]*?)"(?!\w)', r"« \1 »", text)
    text = re.sub(r"(?<![\w’-])([àÀ]) (?=[^\W\d])", r"\1" + NO_BREAK, text)
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:%»])", NO_BREAK + r"\1", text)
    return re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text)
