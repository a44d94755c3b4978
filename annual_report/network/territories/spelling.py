"""Which institution or territory somebody means, however its name is spelt."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from annual_report.base.letters import fold_spelling
from annual_report.network.territories.institutions import (
    Institution,
    departments_by_code,
    find_institution,
    institutions_by_code,
)
from annual_report.network.territories.kinds import COMMUNE, DEFAULT, TERRITORY, kinds_by_name
from annual_report.network.territories.reference import read_reference, read_reference_rows

OF_WORDS = {"du ": "le ", "des ": "les ", "de ": "", "d ": ""}
"""What stands before a folded name that is a complement, and the article that is left of it."""
ARTICLE = re.compile(r"(?:la|le|les|l) (?=.)")
ARTICLE_BEHIND = re.compile(r"(.+) (la|le|les|l)$")
"""How lists of communes write a name: "Vaudreuil (Le)"."""
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
ARRONDISSEMENTS = {
    str(first + number): commune
    for first, count, commune in ((75101, 20, "75056"), (69381, 9, "69123"), (13201, 16, "13055"))
    for number in range(count)
}
"""The communes of municipal arrondissements, by their codes."""
SIREN_OF_COMMUNE = re.compile(r"21(\d\d)0(\d{3})\d")
"""214401093 is that of 44109; overseas they are written otherwise."""
CLOSE_ENOUGH = 0.7
SHORTEST_PART = 4
"""Letters of a part of a name that say which name is meant."""
FEW = 2000
"""Above this number of names, only those with the same first letter are looked through."""

Names = Mapping[str, tuple[Institution, ...]]


def find_institutions(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds that a code or a name may mean.

    One is certain; of several none is meant. Case, accents, hyphens, "St" and the words before a
    name don't matter, but the article of a commune is a part of its name; former names and acronyms
    are known. "territoire" is a kind: what is found is the département itself, and not the
    institution that stands on it.
    """
    # A code is certain. A name is looked for with its kind, and then without: "Ville de Paris" is
    # a name of its own, "Ville de Nantes" isn't.
    if institutions := _by_code(text.strip().upper(), wanted):
        return institutions
    names, whole = _names(wanted), fold_name(text)
    name, kind = _without_kind(whole)
    if kind in wanted and (institutions := _by_code(name.upper(), (kind,))):
        return institutions
    if several := _find_as_written(whole, names):
        return several
    several = _find_as_written(name, names) or _find_without_article(name, wanted)
    of_territory = DEFAULT if TERRITORY in wanted else None
    return tuple(
        institution
        for institution in several
        if kind in (None, of_territory) or kind in institution.kinds
    )


def find_institutions_on(text: str) -> tuple[Institution, ...]:
    """Return the institutions of departmental rank on the département that a text names.

    The Collectivité européenne d’Alsace for Bas-Rhin or 67; two for the Rhône.
    """
    institutions = find_institutions(text, (TERRITORY,))
    return _on(institutions[0].code) if len(institutions) == 1 else ()


def find_nearest_institution(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Suggest the institution whose name looks most like `text`, None if none looks like it."""
    names = _names(wanted, loose=True)
    key = _key(_without_of(_without_kind(fold_name(text))[0]))
    # A name that was cut off: "Lamballe" for Lamballe-Armor.
    if len(key) >= SHORTEST_PART and (longer := [name for name in names if key in name]):
        return names[min(longer, key=lambda name: (not name.startswith(key), len(name)))][0]
    near: Iterable[str] = names
    # Comparing with 35,000 communes takes seconds; a first letter is rarely the slip.
    if len(names) > FEW:
        near = [name for name in names if name[:1] == key[:1]]
    close = difflib.get_close_matches(key, near, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]][0] if close else None


def find_commune_behind(code: str) -> tuple[str, Institution] | None:
    """Return the commune of an arrondissement's code or of a SIREN, and the code that it has."""
    siren = SIREN_OF_COMMUNE.fullmatch(code)
    own_code = siren[1] + siren[2] if siren else ARRONDISSEMENTS.get(code, "")
    communes = find_institutions(own_code, (COMMUNE,))
    return (own_code, communes[0]) if communes else None


def list_kinds_beside(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds where a name is looked for that none of the wanted ones has.

    The communes are left out: any word may be the name of one.
    """
    return tuple(
        name
        for name, kind in kinds_by_name().items()
        if kind.tables and "communes" not in kind.tables and name not in wanted
    )


def find_point_of_town(name: str, department: str) -> tuple[float, float] | None:
    """Return where a commune of a département is on a map's sheet, None if there is none so called.

    The Ville de Paris is a collectivity, and no row of the communes.
    """
    rows = read_reference_rows("communes.csv", {fold_name(name)})
    points = (row[5:7] for row in rows if row[3] == department)
    return next(((float(x), float(y)) for x, y in points), None)


@cache
def fold_name(text: str) -> str:
    """Reduce a name to lower-case ASCII words."""
    bare = fold_spelling(text).replace("œ", "oe").replace("æ", "ae")
    words = re.sub(r"[^a-z0-9]+", " ", bare).strip()
    return re.sub(r"\bste?\b", lambda short: "saint" + short[0][2:], words)


def _by_code(code: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find the institutions of a code, less a zero that a spreadsheet lost.

    There are two where a network has départements and régions: 76 is the Seine-Maritime's and the
    Occitanie's; 76D and 76R say which.
    """
    padded = code.zfill(2)
    institutions = {}
    for kind in wanted:
        of_kind = institutions_by_code(kind)
        for written in (padded, padded.removesuffix("D"), f"{padded}R", f"0{padded}"):
            if written in of_kind:
                institutions[of_kind[written].code] = of_kind[written]
                break
    if DEFAULT in wanted and padded in departments_by_code() and len(on := _on(padded)) == 1:
        institutions[on[0].code] = on[0]
    return tuple(institutions.values())


def _on(code: str) -> tuple[Institution, ...]:
    return tuple(
        department
        for department in institutions_by_code(DEFAULT).values()
        if code in department.departments
    )


def _without_kind(text: str) -> tuple[str, str | None]:
    """Return a folded name without the words that say its kind, and that kind."""
    for pattern, kind in KIND_WORDS.items():
        if match := pattern.match(text):
            return text[match.end() :], kind
    return text, None


def _find_as_written(text: str, names: Names) -> tuple[Institution, ...]:
    """Find a folded name as it stands, without a "de" before it, or with its article behind it."""
    name = _without_of(text)
    moved = ARTICLE_BEHIND.sub(r"\2 \1", name)
    return next((names[spelling] for spelling in (text, name, moved) if spelling in names), ())


def _find_without_article(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find a folded name whose article, or spaces, were left out or added."""
    name = _without_of(text)
    institutions = _names(wanted, loose=True).get(_key(name), ())
    # "La Baule" is no spelling of Baule, in the Loiret: no commune gets an article that it hasn't.
    if ARTICLE.match(name):
        return tuple(institution for institution in institutions if institution.kinds != (COMMUNE,))
    return institutions


def _without_of(text: str) -> str:
    """Take a "de" from before a folded name: "du havre" is "le havre"."""
    for of, article in OF_WORDS.items():
        if text.startswith(of):
            return article + text.removeprefix(of)
    return text


def _key(name: str) -> str:
    """Take the article and the spaces from a folded name: "Val dOise" is common too."""
    return ARTICLE.sub("", name, count=1).replace(" ", "")


@cache
def _names(wanted: tuple[str, ...], *, loose: bool = False) -> Names:
    """Index institutions by their names, or else by what those in `alias.csv` call them.

    The loose index has them without kind, article and spaces.
    """
    institutions: dict[str, dict[str, Institution]] = {}
    for institution in chain.from_iterable(institutions_by_code(kind).values() for kind in wanted):
        own = map(fold_name, (institution.name, institution.title))
        for name in (institution.key,) if institution.key else own:
            without_kind = _without_of(_without_kind(name)[0])
            keys = (name.replace(" ", ""), _key(name), _key(without_kind)) if loose else (name,)
            for key in keys:
                institutions.setdefault(key, {})[institution.code] = institution
    names = {key: tuple(several.values()) for key, several in institutions.items()}
    # An institution's own name goes before what another is also called.
    for alias, meant in _list_aliases(wanted):
        names.setdefault(_key(alias) if loose else alias, meant)
    return names


def _list_aliases(wanted: tuple[str, ...]) -> Iterator[tuple[str, tuple[Institution, ...]]]:
    """Yield the folded names of `alias.csv`: `alias,departements,institutions`."""
    for row in read_reference("alias.csv"):
        if TERRITORY in wanted:
            meant = [departments_by_code()[code] for code in row["departements"].split()]
        else:
            meant = [*map(find_institution, row["institutions"].split())]
        if several := tuple(member for member in meant if {*member.kinds} & {*wanted}):
            yield fold_name(row["alias"]), several
