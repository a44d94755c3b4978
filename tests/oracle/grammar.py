"""Rules of French that a program can hold, and readings that no page may have.

Each rule yields the words of a text that break it.
"""

import re
from collections.abc import Callable, Iterator

from oracle.sentences import LETTERS, NUMBER, read_number

FEMININE = (
    "année", "commune", "communauté", "entrée", "intercommunalité", "invitation", "métropole",
    "organisation", "page", "paire", "présence", "rencontre", "région", "sortie", "ville",
)  # fmt: skip
MASCULINE = (
    "département", "ensemble", "format", "habitant", "hôte", "membre", "relevé", "sujet", "thème",
)  # fmt: skip
NOUNS = {*FEMININE, *MASCULINE}
OF_FEMININE = "|".join(FEMININE)
OF_MASCULINE = "|".join(MASCULINE)
GENDER = re.compile(
    rf"\b(?:un|aucun|seul|le|du|ce|premier|dernier|tous les) (?:{OF_FEMININE})s?\b"
    rf"|\b(?:une|aucune|seule|la|cette|première|dernière|toutes les) (?:{OF_MASCULINE})s?\b"
    rf"|\b(?:{OF_FEMININE})s? (?:est|sont|a été|ont été) (?!aussi)\w+(?:é|és|i|is|u|us)\b"
    rf"|\b(?:{OF_MASCULINE})s? (?:est|sont|a été|ont été) \w+(?:ée|ées|ie|ies|ue|ues)\b",
    re.IGNORECASE,
)
PLURAL_AFTER_ONE = re.compile(
    r"(?<![\d ,.])(?<!\bet )\b(?:[01]|une?|aucune?) (?!\d)(\w+s)\b", re.IGNORECASE
)
INVARIABLE = {
    "fois", "temps", "mois", "des", "dans", "sans", "pays", "plus", "cours", "résumés", "puis",
    "depuis", "avis", "panels", "pas", "ans", "cas",
}  # fmt: skip
SINGULAR_VERBS = {"est", "a", "vient", "revient", "retrouve"}
PLURAL_VERBS = {"sont", "ont", "viennent", "reviennent", "retrouvent"}
VOWELS = "aeiouàâäéèêëîïôöùûüœæ"
# Taken: "de Albi", "la Essonne", "que elle", "de habitants". Not: "le onze", "de Yutz", "la une".
UNELIDED = re.compile(
    rf"\b(?:[ldnsmtcj]e|la|que) (?!(?:onze|un|une|oui|huit)\b)"
    rf"(?:[{VOWELS}]\w|Hérault|h(?:abitant|eure|omme|ybride|ôte))",
    re.IGNORECASE,
)
ELIDED = re.compile(rf"\b(?:[ldnsmtcj]|qu)’(?![{VOWELS}hy«“])", re.IGNORECASE)
UNCONTRACTED = re.compile(r"\b(?:de|à) les?\b", re.IGNORECASE)
DOUBLED = re.compile(r"\b([^\W\d_]+) \1\b")
TWICE = {"nous", "vous"}
NONSENSE = re.compile(
    r"\b(?:None|[Nn]a[Nn]|NaT|null)\b|<NA>|\(\)|\.\.(?:\s|$)|[{}]|(?<!\.)\b\d+\.0\b(?!\.)"
)
"""What no sentence holds: a value that isn't there, a hole, a number as Python prints it."""
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
NAMED = re.compile(r"Licence Ouverte 2\.0|CC0 1\.0")
SPACES = re.compile(r"(?<! [?;:!»])(?: [;:?!»]| [,.](?=\s|$)|« |«[^\s ]|\w['\"]\w)")

READINGS = (
    # departures, promises, hosts and rates that nobody recorded
    r"ne (?:fait|font) plus partie",
    r"[Aa]ucun départ",
    r"promis et tenus|\d+ tenus?\b",
    r"jamais (?:venu|accueilli)",
    r"passée?s? par (?:le|la|l’)",  # who is still there has not passed by
    # faults of language
    r"\d années? sur \d",
    r"de cette année|, cette année",
    r"rejoignent (?:le|la|l’)",  # beside what is told in the past
    r"[Vv]enues?\b(?! de)|dont on connaît la suite|présences? notées?",
    r"(?i)^([\w ]+) des \1 membres",
    r"du réseau Réseau",
    r"(?i)^(\w+) .*, \1$",  # "Guide du tirage au sort, guide"
    # a statement of conformity belongs to whoever publishes, after an audit
    r"(?i)rgaa|wcag|conforme",
    # one word for each thing
    r"distanciel",
    r"[Dd]’une année à l’autre|[Tt]endances|sur toutes ses années|[Aa]nnée après année",
    # identifiers of meetings
    r"\b20\d\d-R?\d{1,2}\b",
)
"""What no paragraph, caption or line of a list says, on any page of any network."""
# A sentence that begins with figures. Not taken: "Le 3 mai. 12 juin" of a list of dates.
FIGURES_FIRST = re.compile(
    r"(?:^|[.?!] )\d+ (?!août|avril|décembre|février|janvier|juillet|juin|mai|mars|nov|oct|sept)"
)
NOT_SENTENCES = re.compile(
    r"^(?:\d+ % |\d+ (?:départements?|membres?|rencontres?|sujets?|habitants|années?|"
    r"en présentiel|hybrides?|à distance|voisine?s?)|"
    r"\d{1,3}(?: \d{3})+ habitants|\d+ [A-ZÉÎ]|"
    r"\d{4} (?:\d+ |de nouveau membre)|"
    r"\d{1,2}(?:er)? (?:et|au))"
)
"""Large figures, a year or a member of a list with what belongs to it, or a meeting’s date."""


def list_agreements(text: str) -> Iterator[str]:
    """Yield a noun that doesn't go with its number, and a verb that doesn't go with them."""
    for number in NUMBER.finditer(text):
        words = list(LETTERS.finditer(text, number.end()))[:2]
        if not words or text[number.end() : words[0].start()].strip():
            continue
        noun = words[0][0]
        is_plural = read_number(number[0]) >= 2
        if noun.removesuffix("s") in NOUNS and noun.endswith("s") != is_plural:
            yield f"{number[0]} {noun}"
        elif noun.removesuffix("s") in NOUNS and len(words) > 1:
            is_next = text[words[0].end() : words[1].start()].isspace()
            if is_next and words[1][0] in (SINGULAR_VERBS if is_plural else PLURAL_VERBS):
                yield f"{number[0]} {noun} {words[1][0]}"


def list_plurals_after_one(text: str) -> Iterator[str]:
    """Yield the words for one or zero with a plural."""
    for found in PLURAL_AFTER_ONE.finditer(text):
        if found[1].lower() not in INVARIABLE:
            yield found[0]


def _find_all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    """Return a rule that a pattern finds broken."""

    def find(text: str) -> Iterator[str]:
        yield from (match[0] for match in pattern.finditer(text))

    return find


def list_doubled(text: str) -> Iterator[str]:
    """Yield a word that stands there twice."""
    yield from (match[0] for match in DOUBLED.finditer(text) if match[1] not in TWICE)


RULES: dict[str, Callable[[str], Iterator[str]]] = {
    "agreement in number": list_agreements,
    "plural after one": list_plurals_after_one,
    "gender": _find_all(GENDER),
    "elision": _find_all(UNELIDED),
    "no elision": _find_all(ELIDED),
    "contraction": _find_all(UNCONTRACTED),
    "doubled word": list_doubled,
    "nonsense": _find_all(NONSENSE),
}
EXAMPLES = {
    "agreement in number": "2 membre|une rencontres|trois sujets est|Vingt et un thème|0 paires",
    "plural after one": "1 villes|aucune listes",
    "gender": "un rencontre|la sujet|toutes les membres|régions sont venus|hôtes sont notées",
    "elision": "de Albi|la Essonne|que elle|plus de habitants|le Hérault",
    "no elision": "l’Landes|d’trois",
    "contraction": "de les Landes|à Le Mans|de le groupe",
    "doubled word": "de de|les les Landes",
    "nonsense": "3.0 membres|nan|None|dans () régions",
}
"""Of each rule some texts that break it."""
RIGHT = (
    "1,9 million d’habitants, 21 membres, une rencontre ; le 11 mai, le onze, de Yutz, du Mans ;"
    " les paires se sont trouvées, un hôte est noté, une seule région ; nous nous réunissons"
)
"""What breaks no rule."""


def find_wrong_words(text: str) -> list[str]:
    """Return the words that break a rule of French in a line, with the rule."""
    plain = NAMED.sub("", text.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\u00a0", " "))
    plain = THOUSANDS.sub("\u202f", plain)
    return [f"{rule}: {words}" for rule, find in RULES.items() for words in find(plain)]


def find_forbidden_readings(line: str, *, is_sentence: bool = True) -> list[str]:
    """Return the words of a line that no page may have; a label may begin with figures."""
    found = [match[0] for reading in READINGS for match in re.finditer(reading, line)]
    if is_sentence and not NOT_SENTENCES.match(line):
        found += [match[0] for match in FIGURES_FIRST.finditer(line)]
    return found
