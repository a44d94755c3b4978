"""No-break spaces and apostrophes, as French typography has them."""

import re

from babel import Locale

FRENCH = Locale("fr")
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def typeset(text: str) -> str:
    """Put no-break spaces, typographic apostrophes and quotes where French needs them.

    No line ends with a word of a single letter ("à", "il y a"), nor between a number and the noun,
    unless the number looks like a year. Only a space that is already there changes its kind, so
    that addresses stay whole.
    """
    # Plain French text has no grammar that a parser knows: each pattern has its example.
    # "Plan Inc.." is a name with a point at the end of a sentence, "…" as three points isn't.
    text = re.sub(r"(?<=\w)\.\.(?!\.)", ".", text)
    # "l'an" and "d'« Agir »", but no minutes: "5' après".
    text = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    # A quote of "typed signs", but no attribute: class="note".
    text = re.sub(r'(?<![\w=])"(\S[^"\n]*?)"(?!\w)', r"« \1 »", text)
    # "à Lyon", "il y a", but not "vitamine-C en".
    text = re.sub(r"(?<![\w’-])([^\W\d]) (?=\w)|(?<=\w) (?=y\W)", r"\1" + NO_BREAK, text)
    # "de 12", "12 membres", but not "2025 membres".
    text = re.sub(r"(?<![\w’-])(?:(de) (?=\d)|(\d{1,3}) (?=[^\W\d]))", r"\1\2" + NO_BREAK, text)
    # "Et ensuite ?", "Oui !": only where a space is there, so that addresses stay whole.
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:%»])", NO_BREAK + r"\1", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text)
    return _mark_inner_quotes(text)


def _mark_inner_quotes(text: str) -> str:
    """Write a quote inside a quote with other signs: « un « mot » dit » → « un “mot” dit »."""
    # Where a sign is missing, no reader knows which quote is the inner one.
    if text.count("«") != text.count("»"):
        return text
    depth = 0

    def choose_sign(match: re.Match[str]) -> str:
        """Return the sign of a quote that opens or ends, by the number of quotes around it."""
        nonlocal depth
        if match[0].startswith("«"):
            depth += 1
            is_inner = depth > 1
            inner = "“"
        else:
            is_inner = depth > 1
            depth -= 1
            inner = "”"
        if is_inner:
            return inner
        return match[0]

    # Taken: "«" and "»" with the no-break space inside, which “…” doesn't have.
    return re.sub(f"«{NO_BREAK}|{NO_BREAK}?»", choose_sign, text)
