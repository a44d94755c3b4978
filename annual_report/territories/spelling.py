"""Which institution or territory somebody means, however its name is spelt."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from annual_report.letters import fold_spelling
from annual_report.territories.institutions import (
    Institution,
    departments,
    institution,
    institutions_of,
)
from annual_report.territories.kinds import DEFAULT, TERRITORY, kinds
from annual_report.territories.reference_tables import rows

LEADING_WORDS = re.compile(r"(?:(?:de la|de l|du|des|de|d|la|le|les|l) )?(?=.)")
"""What may stand before a name once it is folded: "de la", "le", "d", "l"."""
KIND_WORDS: Mapping[re.Pattern[str], str] = {
    re.compile(rf"(?:la |le |l )?(?:{words}) (?=.)"): kind
    for words, kind in (
        ("conseil departemental|departement|cd|dpt|dept|dep", DEFAULT),
        ("conseil regional|region|cr", "région"),
        ("ville|mairie|commune", "commune"),
        ("communaute de communes|cc", "communauté de communes"),
        ("communaute d agglomeration|ca", "communauté d’agglomération"),
        ("communaute urbaine|cu", "communauté urbaine"),
    )
}
"""What may stand before a name once it is folded, and the kind that it says."""
CLOSE_ENOUGH = 0.7
FEW = 2000
"""Above this number of names, only those with the same first letter are looked through."""

Names = Mapping[str, tuple[Institution, ...]]


def find_institutions(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds that a code or a name may mean.

    One is certain; of several none is meant. Case, accents, hyphens, "St" and the words before a
    name don't matter; former names and acronyms are known. "territoire" is a kind: what is found is
    the département itself, and not the institution that stands on it.
    """
    if found := _by_code(text.strip().upper(), wanted):
        return found
    names, aliases = _names(wanted), _aliases(wanted)
    said, kind = _without_kind(plain(text))
    if kind and (found := _by_code(said.upper(), tuple(each for each in wanted if each == kind))):
        return found
    for key in (_joined(plain(text)), _joined(_bare(plain(text)))):
        if several := names.get(key) or aliases.get(key):
            return several
    key = _joined(_bare(said))
    several = names.get(key) or _loose_names(wanted).get(key) or aliases.get(key) or ()
    of_territory = DEFAULT if TERRITORY in wanted else None
    return tuple(each for each in several if kind in (None, of_territory) or kind in each.kinds)


def institutions_on(text: str) -> tuple[Institution, ...]:
    """Return the institutions of departmental rank on the département that a text names.

    The Collectivité européenne d’Alsace for Bas-Rhin or 67; two for the Rhône.
    """
    found = find_institutions(text, (TERRITORY,))
    return _on(found[0].code) if len(found) == 1 else ()


def nearest_institution(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Suggest the institution whose name looks most like `text`, None if none looks like it."""
    names = _loose_names(wanted)
    key = _joined(_bare(plain(text)))
    known: Iterable[str] = names
    if len(names) > FEW:
        known = [name for name in names if name[:1] == key[:1]]
    close = difflib.get_close_matches(key, known, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]][0] if close else None


def code_apart(code: str, wanted: tuple[str, ...]) -> str:
    """Return the code by which an institution can't be taken for another of the `wanted` kinds."""
    return code if len(_by_code(code, wanted)) < 2 else f"{code}D"


def kinds_beside(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds where a name is looked for that none of the wanted ones has.

    The communes are left out: any word may be the name of one.
    """
    return tuple(
        name
        for name, kind in kinds().items()
        if kind.tables and "communes" not in kind.tables and name not in wanted
    )


@cache
def plain(text: str) -> str:
    """Reduce a name to lower-case ASCII words."""
    bare = fold_spelling(text).replace("œ", "oe").replace("æ", "ae")
    words = re.sub(r"[^a-z0-9]+", " ", bare).strip()
    return re.sub(r"\bste?\b", lambda short: "saint" + short[0][2:], words)


def _by_code(code: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find the institutions of a code, less a zero that a spreadsheet lost.

    There are two where a network has départements and régions: 76 is the Seine-Maritime's and the
    Occitanie's; 76D and 76R say which.
    """
    padded = code.zfill(2) if len(code) == 1 else code
    found = {}
    for kind in wanted:
        every = institutions_of(kind)
        written = [padded, padded.removesuffix("D"), f"{padded}R", f"0{padded}"]
        if one := next((every[one] for one in written if one in every), None):
            found[one.code] = one
    if DEFAULT in wanted and padded in departments() and len(on := _on(padded)) == 1:
        found[on[0].code] = on[0]
    return tuple(found.values())


def _on(code: str) -> tuple[Institution, ...]:
    return tuple(each for each in institutions_of(DEFAULT).values() if code in each.departments)


def _without_kind(said: str) -> tuple[str, str | None]:
    """Return a folded name without the words that say its kind, and that kind."""
    for pattern, kind in KIND_WORDS.items():
        if match := pattern.match(said):
            return said[match.end() :], kind
    return said, None


def _bare(said: str) -> str:
    return LEADING_WORDS.sub("", said, count=1)


def _joined(said: str) -> str:
    """Take the spaces out: "Val dOise" is common too."""
    return said.replace(" ", "")


@cache
def _names(wanted: tuple[str, ...]) -> Names:
    """Index institutions by their names as they are."""
    return _index((_joined(key), each) for key, each in _folded_names(wanted))


@cache
def _loose_names(wanted: tuple[str, ...]) -> Names:
    """Index institutions by their names without the words that may stand before them."""
    return _index(
        (_joined(_bare(said)), each)
        for key, each in _folded_names(wanted)
        for said in (key, _without_kind(key)[0])
    )


def _folded_names(wanted: tuple[str, ...]) -> Iterator[tuple[str, Institution]]:
    for kind in wanted:
        for each in institutions_of(kind).values():
            for key in [each.key] if each.key else {plain(each.name), plain(each.title)}:
                yield key, each


@cache
def _aliases(wanted: tuple[str, ...]) -> Names:
    """Index `alias.csv`, whose columns are `alias,departements,institutions`."""
    found = []
    for row in rows("alias.csv"):
        meant = [departments()[code] for code in row["departements"].split()]
        if TERRITORY not in wanted:
            meant = [institution(code) for code in row["institutions"].split()]
        found += [
            (_joined(plain(row["alias"])), each) for each in meant if {*each.kinds} & {*wanted}
        ]
    return _index(found)


def _index(found: Iterable[tuple[str, Institution]]) -> Names:
    index: dict[str, dict[str, Institution]] = {}
    for key, each in found:
        index.setdefault(key, {})[each.code] = each
    return {key: tuple(several.values()) for key, several in index.items()}
