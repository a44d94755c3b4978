"""The search for an institution or a territory by a code or a name, in any spelling."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from annual_report.base.letters import fold_spelling
from annual_report.network.territories.grammar import write_of_name
from annual_report.network.territories.institutions import (
    Institution,
    departments_by_code,
    find_institution,
    institutions_by_code,
)
from annual_report.network.territories.kinds import COMMUNE, DEFAULT, TERRITORY, kinds_by_name
from annual_report.network.territories.reference import read_reference, read_reference_rows

OF_WORDS = {"du ": "le ", "des ": "les ", "de ": "", "d ": ""}
"""The word before a folded name that is a complement, and the article that remains of it."""
# Names as people type them are read here; no parser knows their forms.
# Taken: "la baule", "l aude". Not taken: "lannion".
ARTICLE = re.compile(r"(?:la|le|les|l) (?=.)")
# Taken: "vaudreuil le", as lists of communes write "Vaudreuil (Le)".
ARTICLE_BEHIND = re.compile(r"(.+) (la|le|les|l)$")
KIND_WORDS: Mapping[re.Pattern[str], str] = {
    re.compile(rf"(?:la |le |l )?(?:{words}) (?=.)"): kind
    for words, kind in (
        ("conseil departemental|conseil general|departement|cd|dpt|dept|dep", DEFAULT),
        ("conseil regional|region|cr", "région"),
        ("ville|mairie|commune", "commune"),
        ("communaute de communes|cc", "communauté de communes"),
        ("communaute d agglomeration|ca", "communauté d’agglomération"),
        ("communaute urbaine|cu", "communauté urbaine"),
    )
}
"""The words that may stand before a folded name, and the kind that they say."""
ARRONDISSEMENTS = {
    str(first + number): commune
    for first, count, commune in ((75101, 20, "75056"), (69381, 9, "69123"), (13201, 16, "13055"))
    for number in range(count)
}
"""The communes of municipal arrondissements, by their codes."""
SIREN_OF_COMMUNE = re.compile(r"21(\d\d)0(\d{3})\d")
"""The SIREN of a commune in métropole: 214401093 is the one of 44109."""
CLOSE_ENOUGH = 0.7
"""The likeness from which a name is suggested."""
SLIP = 0.84
"""The likeness from which a name is taken for a slip of an institution's: Girnode, Gironde."""
SAME_NAME = 0.9
"""The likeness from which two names of organisations are taken for one."""
SHORTEST_PART = 4
"""The least number of letters by which the beginning or middle of a name is recognised."""
FEW = 2000
"""With more names than this, only those with the same first letter are compared."""

Names = Mapping[str, tuple[Institution, ...]]


def find_institutions(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds that a code or a name may mean.

    A single result is certain; several leave open which is meant. Case, accents, hyphens, "St" and
    the words before a name don't matter, but the article of a commune is a part of its name; former
    names and acronyms are known. For the kind "territoire" the département itself is found, and not
    the institution that stands on it.
    """
    found = _find_by_code(text.strip().upper(), wanted)
    if found:
        return found
    whole = fold_name(text)
    name, kind = _split_kind(whole)
    # "Département 44": a code with its kind before it.
    if kind in wanted:
        found = _find_by_code(name.upper(), (kind,))
        if found:
            return found
    # "Ville de Paris" is a name of its own, "Ville de Nantes" isn't: the whole name goes first.
    names = _index_names(wanted)
    found = _find_as_written(whole, names)
    if found:
        return found
    found = _find_as_written(name, names) or _find_without_article(name, wanted)
    # The words before a name must not say another kind. Of a territory they may: "Département du
    # Rhône" names the ground of two institutions.
    says_any_kind = kind is None or (kind == DEFAULT and TERRITORY in wanted)
    if says_any_kind:
        return found
    return tuple(institution for institution in found if kind in institution.kinds)


def find_institutions_on(text: str) -> tuple[Institution, ...]:
    """Return the institutions of departmental rank on the département that a text names.

    Bas-Rhin or 67 have one, the Collectivité européenne d’Alsace; the Rhône has two.
    """
    territories = find_institutions(text, (TERRITORY,))
    if len(territories) != 1:
        return ()
    return _list_institutions_on(territories[0].code)


def find_nearest_institution(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution with the name nearest to `text`; None if all names are far."""
    names = _index_names(wanted, loose=True)
    key = _make_bare_key(fold_name(text))
    # A name that was cut off: "Lamballe" for Lamballe-Armor.
    if len(key) >= SHORTEST_PART:
        longer = [name for name in names if key in name]
        if longer:
            best = min(longer, key=lambda name: (not name.startswith(key), len(name)))
            return names[best][0]
    # Comparing with 35,000 communes takes seconds; a first letter is rarely the slip.
    candidates: Iterable[str] = names
    if len(names) > FEW:
        candidates = [name for name in names if name[:1] == key[:1]]
    close = difflib.get_close_matches(key, candidates, n=1, cutoff=CLOSE_ENOUGH)
    if not close:
        return None
    return names[close[0]][0]


def find_institution_spelt_like(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution that an organisation's name may misspell, None for a good name.

    Less is alike than where a name is suggested: most organisations have a name of their own.
    """
    names = _index_names(wanted, loose=True)
    key = _make_bare_key(fold_name(text))
    close = difflib.get_close_matches(key, names, n=1, cutoff=SLIP)
    if not close:
        return None
    return names[close[0]][0]


def find_same_name(text: str, names: Iterable[str]) -> str | None:
    """Return the name, among some, that a text spells otherwise; None for a new name.

    Numbers tell names apart that have the same letters: "Quartier 1", "Quartier 2".
    """
    keys = {_make_loose_key(fold_name(name)): name for name in names}
    key = _make_loose_key(fold_name(text))
    digits = _list_digits(key)
    alike = [other for other in keys if _list_digits(other) == digits]
    close = difflib.get_close_matches(key, alike, n=1, cutoff=SAME_NAME)
    return keys[close[0]] if close else None


def _list_digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]


def find_commune_behind(code: str) -> tuple[str, Institution] | None:
    """Return the commune behind an arrondissement's code or a SIREN, after its own code."""
    siren = SIREN_OF_COMMUNE.fullmatch(code)
    if siren:
        own_code = siren[1] + siren[2]
    else:
        own_code = ARRONDISSEMENTS.get(code, "")
    communes = find_institutions(own_code, (COMMUNE,))
    if not communes:
        return None
    return own_code, communes[0]


def list_kinds_beside(wanted: Iterable[str]) -> tuple[str, ...]:
    """List the kinds to search for a name that no wanted kind has.

    The communes are left out: any word may be the name of a commune.
    """
    others = []
    for name, kind in kinds_by_name().items():
        is_searched = kind.tables and "communes" not in kind.tables
        if is_searched and name not in wanted:
            others.append(name)
    return tuple(others)


def find_point_of_town(name: str, department: str) -> tuple[float, float] | None:
    """Return the place on a map's sheet of a commune of a département; None for an unknown name.

    The Ville de Paris is a collectivity, and no row of the communes.
    """
    for row in read_reference_rows("communes.csv", {fold_name(name)}):
        if row[3] == department:
            return float(row[5]), float(row[6])
    return None


def write_of_town(town: str, department: str = "") -> str:
    """Write a town as a complement: d’Albi, du Mans, d’Hyères.

    Of towns that share a name and not its word, Hauteville among them, the town in `department`
    decides, else the largest.
    """
    rows = read_reference_rows("communes.csv", {fold_name(town)})
    inside = [row for row in rows if row[3] == department]
    candidates = inside or rows
    if not candidates:
        return write_of_name(town)
    largest = max(candidates, key=lambda row: int(row[4] or 0))
    return write_of_name(town, largest[2])


@cache
def fold_name(text: str) -> str:
    """Return a name as lower-case ASCII words, "st", "ste", "ht" and "hte" in full."""
    bare = fold_spelling(text).replace("œ", "oe").replace("æ", "ae")
    # Taken as one space: any run of other signs.
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    in_full = {"st": "saint", "ste": "sainte", "ht": "haut", "hte": "haute"}
    return " ".join(in_full.get(word, word) for word in words)


def _find_by_code(code: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of a code, with or without the zero that a spreadsheet drops.

    In a network of départements and régions a code may be two institutions': 76 is the
    Seine-Maritime and Occitanie; 76D and 76R say which.
    """
    padded = code.zfill(2)
    institutions = {}
    for kind in wanted:
        of_kind = institutions_by_code(kind)
        for written in (padded, padded.removesuffix("D"), f"{padded}R", f"0{padded}"):
            if written in of_kind:
                institutions[of_kind[written].code] = of_kind[written]
                break
    # 67 is the code of a territory, and the Collectivité européenne d’Alsace alone stands on it.
    if DEFAULT in wanted and padded in departments_by_code():
        standing = _list_institutions_on(padded)
        if len(standing) == 1:
            institutions[standing[0].code] = standing[0]
    return tuple(institutions.values())


def _list_institutions_on(department: str) -> tuple[Institution, ...]:
    """List the institutions of departmental rank that cover a département."""
    covering = []
    for institution in institutions_by_code(DEFAULT).values():
        if department in institution.departments:
            covering.append(institution)
    return tuple(covering)


def _split_kind(text: str) -> tuple[str, str | None]:
    """Return a folded name without the words before it that say a kind, and the kind."""
    for pattern, kind in KIND_WORDS.items():
        match = pattern.match(text)
        if match:
            return text[match.end() :], kind
    return text, None


def _find_as_written(text: str, names: Names) -> tuple[Institution, ...]:
    """Return the institutions of a folded name: as it stands, without "de", its article moved."""
    name = _drop_of(text)
    article_first = ARTICLE_BEHIND.sub(r"\2 \1", name)
    for spelling in (text, name, article_first):
        if spelling in names:
            return names[spelling]
    return ()


def _find_without_article(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of a folded name whose article or spaces were left out or added."""
    name = _drop_of(text)
    institutions = _index_names(wanted, loose=True).get(_make_loose_key(name), ())
    # "La Baule" is no spelling of Baule, in the Loiret: no commune gets an article it doesn't have.
    if ARTICLE.match(name):
        return tuple(institution for institution in institutions if institution.kinds != (COMMUNE,))
    return institutions


def _drop_of(text: str) -> str:
    """Return a folded name without a "de" before it: "du havre" becomes "le havre"."""
    for of, article in OF_WORDS.items():
        if text.startswith(of):
            return article + text.removeprefix(of)
    return text


def _make_loose_key(name: str) -> str:
    """Return a folded name without article and spaces, as in "Val dOise"."""
    return ARTICLE.sub("", name, count=1).replace(" ", "")


def _make_bare_key(name: str) -> str:
    """Return the loose key of a folded name without its kind: "conseil general de l aude", aude."""
    without_kind, _kind = _split_kind(name)
    return _make_loose_key(_drop_of(without_kind))


@cache
def _index_names(wanted: tuple[str, ...], *, loose: bool = False) -> Names:
    """Return the institutions of the `wanted` kinds by names, and by aliases of `alias.csv`.

    The names of the loose index have no kind, article or spaces.
    """
    institutions: dict[str, dict[str, Institution]] = {}
    for kind in wanted:
        for institution in institutions_by_code(kind).values():
            for key in _list_keys(institution, loose=loose):
                institutions.setdefault(key, {})[institution.code] = institution
    names = {key: tuple(by_code.values()) for key, by_code in institutions.items()}
    # An institution's own name goes before the alias of another.
    for alias, meant in _list_aliases(wanted):
        key = _make_loose_key(alias) if loose else alias
        names.setdefault(key, meant)
    return names


def _list_keys(institution: Institution, *, loose: bool) -> list[str]:
    """List the folded names of an institution, in an index or in the loose one."""
    # The communes have theirs in the reference: folding 35,000 names takes a second.
    if institution.key:
        names = [institution.key]
    else:
        names = [fold_name(institution.name), fold_name(institution.title)]
    if not loose:
        return names
    keys = []
    for name in names:
        keys.append(name.replace(" ", ""))
        keys.append(_make_loose_key(name))
        keys.append(_make_bare_key(name))
    return keys


def _list_aliases(wanted: tuple[str, ...]) -> Iterator[tuple[str, tuple[Institution, ...]]]:
    """Yield the folded aliases of `alias.csv`, each with the institutions that it may mean."""
    for row in read_reference("alias.csv"):
        if TERRITORY in wanted:
            meant = [departments_by_code()[code] for code in row["departements"].split()]
        else:
            meant = [find_institution(code) for code in row["institutions"].split()]
        of_wanted_kind = tuple(member for member in meant if {*member.kinds} & {*wanted})
        if of_wanted_kind:
            yield fold_name(row["alias"]), of_wanted_kind
