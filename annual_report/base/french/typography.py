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
    # "Plan Inc..", a name with a point at the end of a sentence → "Plan Inc."; not "et..." .
    text = re.sub(r"(?<=\w)\.\.(?!\.)", ".", text)
    # "l'an" → "l’an", "d'« Agir »" → "d’« Agir »"; not the minutes of "5' après".
    text = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    # 'un "mot" dit' → "un « mot » dit"; not the attribute class="note".
    text = re.sub(r'(?<![\w=])"(\S[^"\n]*?)"(?!\w)', r"« \1 »", text)
    # The spaces of "à Lyon" and "il y a" break no line; not that of "vitamine-C en".
    text = re.sub(r"(?<![\w’-])([^\W\d]) (?=\w)|(?<=\w) (?=y\W)", r"\1" + NO_BREAK, text)
    # Nor do those of "de 12" and "12 membres"; not that of "2025 membres", perhaps a year.
    text = re.sub(r"(?<![\w’-])(?:(de) (?=\d)|(\d{1,3}) (?=[^\W\d]))", r"\1\2" + NO_BREAK, text)
    # "Et ensuite ?", "Oui !": only where a space is there, so that addresses stay whole.
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    # "sujets : deux", "12 %", "mot »"; not "https://…".
    text = re.sub(r"[ \u00a0\u202f]+([:%»])", NO_BREAK + r"\1", text)
    # "«mot" and "« mot" alike: no address has this sign.
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text)
    return _mark_inner_quotes(text)


def _mark_inner_quotes(text: str) -> str:
    """Write a quote inside a quote with other signs: « un « mot » dit » → « un “mot” dit »."""
    # Where a sign is missing, no reader knows which quote is the inner one.
    if text.count("«") != text.count("»"):
        return text
    # The number of quotes that are open at the place where the text is being read.
    depth = 0

    def choose_sign(match: re.Match[str]) -> str:
        """Return the sign for a "«" or a "»": the same, or “ or ” of a quote inside another."""
        nonlocal depth
        if match[0].startswith("«"):
            depth += 1
            if depth > 1:
                return "“"
        else:
            depth -= 1
            # A quote around the one that has just ended is still open.
            if depth > 0:
                return "”"
        return match[0]

    # Taken: "«" and "»" with the no-break space inside, which “…” doesn't have.
    return re.sub(f"«{NO_BREAK}|{NO_BREAK}?»", choose_sign, text)
