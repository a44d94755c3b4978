"""The search for an institution or a territory by a code or a name, in any spelling.

    find_institutions("dept. de l'Allier", ("département",))     (Institution(code="03", …),)

The reference has one official name for each institution; people write many. Names are compared
folded (without case, accents and hyphens), then without the words of a kind in front ("ville de"),
then without articles and spaces. Each step is an index of all names of the wanted kinds, made once.
"""

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
"""The "de" before a folded name → the article within: "du havre" is "le havre"."""
# Names as people type them are read here; no parser knows their forms.
# Taken: the article of "la baule", "l aude", "pays de la loire".
# Not taken: the "l " of "val d oise".
ARTICLE = re.compile(r"\b(?:la|le|les|l) (?=.)")
# Taken: "vaudreuil le", as lists of communes write "Vaudreuil (Le)".
ARTICLE_BEHIND = re.compile(r"(.+) (la|le|les|l)$")
KIND_WORDS: Mapping[str, str] = {
    "conseil departemental": DEFAULT,
    "conseil general": DEFAULT,
    "departement": DEFAULT,
    "cd": DEFAULT,
    "dpt": DEFAULT,
    "dept": DEFAULT,
    "dep": DEFAULT,
    "conseil regional": "région",
    "region": "région",
    "cr": "région",
    "ville": "commune",
    "mairie": "commune",
    "commune": "commune",
    "communaute de communes": "communauté de communes",
    "cc": "communauté de communes",
    "communaute d agglomeration": "communauté d’agglomération",
    "ca": "communauté d’agglomération",
    "communaute urbaine": "communauté urbaine",
    "cu": "communauté urbaine",
}
"""The words that may stand before a folded name, each with the kind that the words mean."""
ARRONDISSEMENTS = (
    (range(75101, 75121), "75056"),
    (range(69381, 69390), "69123"),
    (range(13201, 13217), "13055"),
)
"""The codes of the municipal arrondissements of Paris, Lyon and Marseille, and of the communes."""
# Taken: "214401093", the SIREN of 44109. Not taken: "219740115", of a commune overseas.
SIREN_OF_COMMUNE = re.compile(r"21(\d\d)0(\d{3})\d")
"""The SIREN of a commune in métropole, with the digits of the commune's code."""
LIKENESS_TO_SUGGEST = 0.7
"""The likeness of two names, from 0 to 1, from which on a message suggests one for the other."""
LIKENESS_OF_SLIP = 0.84
"""The likeness from which on a name is taken for a misspelt institution: Girnode, Gironde."""
LIKENESS_OF_TWO_LETTERS = 0.8
"""The likeness of names of six letters, two of them exchanged: Landse, Landes."""
LIKENESS_OF_SAME = 0.9
"""The likeness from which on two names of organisations are taken for the same name."""
SHORTEST_PART = 4
"""The least number of letters by which the beginning or middle of a name is recognised."""
MOST_COMPARED = 2000
"""With more names than this, only those with the same first letter are compared."""

Names = Mapping[str, tuple[Institution, ...]]
"""Institutions by a name in a form for searches; homonyms share the name."""


def find_institutions(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds that a code or a name may mean.

    A single result is certain; with more results the text is ambiguous. Case, accents, hyphens,
    "St" and the words before a name don't matter, but the article of a commune is a part of the
    name; former names and acronyms are known. For the kind "territoire" the département itself is
    found, and not the institution of that name.
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
    # "Ville de Paris" is a name, "Ville de Nantes" a kind and a name: the whole text goes first.
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
    """Return the institutions that have the tasks of a département on the ground that a text names.

    "Bas-Rhin" → the Collectivité européenne d’Alsace; "Rhône" → the Département du Rhône and the
    Métropole de Lyon; a text that names no département → ().
    """
    territories = find_institutions(text, (TERRITORY,))
    if len(territories) != 1:
        return ()
    return _list_institutions_on(territories[0].code)


def find_nearest_institution(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution that a message suggests for a misspelt `text`; None if all are far.

    Only the `wanted` kinds are looked through: "Girnode" → Gironde, "Lamballe" → Lamballe-Armor.
    Of 35,000 communes one resembles any word: a slip of a name of another kind goes first, "Landse"
    → Landes and not Landser. The name of a commune is right as it is: for "Valence" among
    départements no Val-de-Marne is suggested.
    """
    others = tuple(kind for kind in wanted if kind != COMMUNE)
    slip = _find_slip(text, others)
    is_right_already = COMMUNE not in wanted and is_name_of_commune(text)
    if slip or is_right_already:
        return slip
    names = _index_names(wanted, loose=True)
    key = _make_key_without_kind(fold_name(text))
    # A name that was cut off: "Lamballe" for Lamballe-Armor.
    if len(key) >= SHORTEST_PART:
        longer = [name for name in names if key in name]
        if longer:
            best = min(longer, key=lambda name: (not name.startswith(key), len(name)))
            return names[best][0]
    # Comparing with 35,000 communes takes seconds; the first letter is rarely mistyped.
    candidates: Iterable[str] = names
    if len(names) > MOST_COMPARED:
        candidates = [name for name in names if name[:1] == key[:1]]
    return _find_alike(key, names, candidates, LIKENESS_TO_SUGGEST)


def _find_slip(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution of the `wanted` kinds of whose name a text is a slip, or None.

    A letter or two differ, and not the first: "Ger" → Gers, "Cayenne" is no Mayenne.
    """
    names = _index_names(wanted, loose=True)
    key = _make_key_without_kind(fold_name(text))
    candidates = [name for name in names if name[:1] == key[:1]]
    return _find_alike(key, names, candidates, LIKENESS_OF_TWO_LETTERS)


def _find_alike(
    key: str, names: Names, candidates: Iterable[str], least: float
) -> Institution | None:
    """Return the institution among `names` whose name of the `candidates` is likest to a key.

    `least` is the likeness, from 0 to 1, below which there is none.
    """
    close = difflib.get_close_matches(key, candidates, n=1, cutoff=least)
    if not close:
        return None
    return names[close[0]][0]


def is_name_of_commune(text: str) -> bool:
    """Whether a text is the whole name of a commune, in any spelling: "Valence", "mairie de Lens".

    Any word may be the name of a commune by chance: "Bonjour" is none, "Passerelle" might be.
    """
    name, kind = _split_kind(fold_name(text))
    return kind in (None, COMMUNE) and bool(
        read_reference_rows("communes.csv", {name, _drop_of(name)})
    )


def find_institution_spelt_like(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution of a `wanted` kind that an organisation's name may misspell, or None.

    "Girnode" → Gironde, "Les Petits Ruisseaux" → None. The likeness must be greater than for a
    suggestion, because most names of organisations are right.
    """
    names = _index_names(wanted, loose=True)
    key = _make_key_without_kind(fold_name(text))
    return _find_alike(key, names, names, LIKENESS_OF_SLIP)


def find_same_name(text: str, names: Iterable[str]) -> str | None:
    """Return the name among `names` that a text spells in another way; None for a new name.

    "Reseau des maire" among ["Réseau des maires"] → "Réseau des maires". Different numbers make
    different names: "Quartier 1", "Quartier 2".
    """
    key = _make_key_without_article(fold_name(text))
    names_by_key = {}
    for name in names:
        other = _make_key_without_article(fold_name(name))
        if _list_digits(other) == _list_digits(key):
            names_by_key[other] = name
    close = difflib.get_close_matches(key, names_by_key, n=1, cutoff=LIKENESS_OF_SAME)
    if not close:
        return None
    return names_by_key[close[0]]


def _list_digits(text: str) -> list[str]:
    """Return the digits of a text, in order."""
    return [sign for sign in text if sign.isdigit()]


def find_commune_behind(code: str) -> tuple[str, Institution] | None:
    """Return the code and the commune that an arrondissement's code, or a SIREN, stands for.

    People type such codes for a commune: "75101" for Paris, "214401093" for Nantes. None for any
    other code.
    """
    commune_code = ""
    siren = SIREN_OF_COMMUNE.fullmatch(code)
    if siren:
        commune_code = siren[1] + siren[2]
    for arrondissements, commune in ARRONDISSEMENTS:
        if code.isdecimal() and int(code) in arrondissements:
            commune_code = commune
    communes = find_institutions(commune_code, (COMMUNE,))
    if not communes:
        return None
    return commune_code, communes[0]


def list_other_kinds(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the names of all kinds of institution but the `wanted` ones.

    A name that means nothing in the wanted kinds is looked for in these. Communes are left out,
    because any word may be the name of a commune; so are organisations, of which there is no list.
    """
    others = []
    for name, kind in kinds_by_name().items():
        is_searched = kind.tables and "communes" not in kind.tables
        if is_searched and name not in wanted:
            others.append(name)
    return tuple(others)


def find_point_of_town(name: str, department: str) -> tuple[float, float] | None:
    """Return the place of a commune on a map, in kilometres; None for an unknown name.

    `department` is the code of its département, for names are shared. Paris has None: as a
    collectivity it is no row of the table of communes.
    """
    for row in read_reference_rows("communes.csv", {fold_name(name)}):
        if row[3] == department:
            return float(row[5]), float(row[6])
    return None


def write_of_town(town: str, department: str = "") -> str:
    """Write a town after "de": d’Albi, du Mans, d’Hyères.

    The reference has the right word for each commune. Several communes may share a name and have
    different words: then the commune in the `department`, a code, decides, else the largest one.
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
    """Return a name as lower-case ASCII words, by which all spellings of it are the same.

    "St-Étienne" → "saint etienne". Such a name is called *folded* here.
    """
    bare = fold_spelling(text).replace("œ", "oe").replace("æ", "ae")
    # Taken as one space: any run of other signs.
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    in_full = {"st": "saint", "ste": "sainte", "ht": "haut", "hte": "haute"}
    return " ".join(in_full.get(word, word) for word in words)


def _find_by_code(code: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds with a code, also without its first zero.

    "44" → Loire-Atlantique, "1" → Ain. In a network of départements and régions two institutions
    may have the code: "76" → Seine-Maritime and Occitanie; 76D and 76R say which one is meant.
    """
    padded = code.zfill(2)
    institutions = {}
    for kind in wanted:
        of_kind = institutions_by_code(kind)
        # 44D is 44; a région may be typed without R, a commune of Ain without the first zero.
        for spelling in (padded, padded.removesuffix("D"), f"{padded}R", f"0{padded}"):
            if spelling in of_kind:
                institutions[of_kind[spelling].code] = of_kind[spelling]
                break
    # 67 is the code of the territory Bas-Rhin, where the Collectivité européenne d’Alsace is the
    # only institution.
    if DEFAULT in wanted and padded in departments_by_code():
        standing = _list_institutions_on(padded)
        if len(standing) == 1:
            institutions[standing[0].code] = standing[0]
    return tuple(institutions.values())


def _list_institutions_on(department: str) -> tuple[Institution, ...]:
    """Return the institutions with the tasks of a département that cover a département, by code."""
    covering = []
    for institution in institutions_by_code(DEFAULT).values():
        if department in institution.departments:
            covering.append(institution)
    return tuple(covering)


def _split_kind(text: str) -> tuple[str, str | None]:
    """Return a folded name without the words of a kind in front, and that kind.

    "ville de nantes" → ("de nantes", "commune"), "la ville du havre" → ("du havre", "commune"). A
    name without such words is returned as it is: "le havre" → ("le havre", None).
    """
    # An article may stand before the words of the kind.
    bare = text
    article = ARTICLE.match(text)
    if article:
        bare = text[article.end() :]
    for words, kind in KIND_WORDS.items():
        rest = bare.removeprefix(f"{words} ")
        if rest != bare and rest:
            return rest, kind
    return text, None


def _find_as_written(text: str, names: Names) -> tuple[Institution, ...]:
    """Return the institutions that `names` have under a folded name, or under a variant of it.

    "d albi" is found as "albi", "vaudreuil le" as "le vaudreuil".
    """
    name = _drop_of(text)
    article_first = ARTICLE_BEHIND.sub(r"\2 \1", name)
    for spelling in (text, name, article_first):
        if spelling in names:
            return names[spelling]
    return ()


def _find_without_article(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds with a folded name, but for article and spaces.

    "val doise" → Val-d’Oise, "havre" → Le Havre.
    """
    name = _drop_of(text)
    institutions = _index_names(wanted, loose=True).get(_make_key_without_article(name), ())
    # "La Baule" isn't Baule in the Loiret: a commune has no article but that of its name.
    if ARTICLE.match(name):
        return tuple(institution for institution in institutions if institution.kinds != (COMMUNE,))
    return institutions


def _drop_of(text: str) -> str:
    """Return a folded name without a "de" in front: "du havre" → "le havre", "d albi" → "albi"."""
    for of, article in OF_WORDS.items():
        if text.startswith(of):
            return article + text.removeprefix(of)
    return text


def _make_key_without_article(name: str) -> str:
    """Return a folded name without its first article and without spaces: people mistype both.

    "val d oise" and "val doise" → "valdoise"; "le havre" → "havre"; "pays de la loire" →
    "paysdeloire".
    """
    return ARTICLE.sub("", name, count=1).replace(" ", "")


def _make_key_without_kind(name: str) -> str:
    """Return a folded name without kind, article and spaces: "departement de l aude" → "aude"."""
    without_kind, _kind = _split_kind(name)
    return _make_key_without_article(_drop_of(without_kind))


@cache
def _index_names(wanted: tuple[str, ...], *, loose: bool = False) -> Names:
    """Return folded name → the institutions of the `wanted` kinds that are called so.

    The names are the official ones, and the aliases of `alias.csv`, such as acronyms. In the
    `loose` index the names have no words of a kind, no article and no spaces: "valdoise".
    """
    institutions: dict[str, dict[str, Institution]] = {}
    for kind in wanted:
        for institution in institutions_by_code(kind).values():
            for key in _list_keys(institution, loose=loose):
                institutions.setdefault(key, {})[institution.code] = institution
    names = {key: tuple(by_code.values()) for key, by_code in institutions.items()}
    # The name of an institution goes before the alias of a second institution.
    for alias, meant in _list_aliases(wanted):
        key = alias
        if loose:
            key = _make_key_without_article(alias)
        names.setdefault(key, meant)
    return names


def _list_keys(institution: Institution, *, loose: bool) -> list[str]:
    """List the folded names of an institution for an index, with or without articles and spaces."""
    # The reference has the folded names of communes: folding 35,000 names takes a second.
    if institution.key:
        names = [institution.key]
    else:
        names = [fold_name(institution.name), fold_name(institution.title)]
    if not loose:
        return names
    keys = []
    for name in names:
        keys.append(name.replace(" ", ""))
        keys.append(_make_key_without_article(name))
        keys.append(_make_key_without_kind(name))
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
