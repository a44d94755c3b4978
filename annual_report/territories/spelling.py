"""Which département, and which institution, somebody means, however its name is spelt."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from annual_report.territories.departments import Department, departments
from annual_report.territories.institution_tables import Institution
from annual_report.territories.institutions import institution, institutions_of
from annual_report.territories.kinds import DEFAULT, kinds
from annual_report.territories.reference_tables import rows

# What may stand before a name once it is folded: "département de la", "le", "d", "l".
LEADING_WORDS = re.compile(
    r"(?:(?:le )?departement )?(?:(?:de la|de l|du|des|de|d|la|le|les|l) )?(?=.)"
)
# What may stand before the name of an institution, once it is folded, and the kind that it says.
KIND_WORDS: Mapping[re.Pattern[str], str] = {
    re.compile(rf"(?:la |le |l )?(?:{words}) (?=.)"): kind
    for words, kind in (
        ("conseil departemental|departement|cd|dpt|dept|dep", "département"),
        ("conseil regional|region|cr", "région"),
        ("ville|mairie|commune", "commune"),
        ("communaute de communes|cc", "communauté de communes"),
        ("communaute d agglomeration|ca", "communauté d’agglomération"),
        ("communaute urbaine|cu", "communauté urbaine"),
    )
}
CLOSE_ENOUGH = 0.7
FEW = 2000
"""Above this number of names, only those with the same first letter are looked through."""


def find_department(text: str) -> Department | None:
    """Find a département by its code or its official name, however it is spelt.

    Case, accents, apostrophes, hyphens, "St" and the words before the name don't matter. "1" is
    01 whose zero a spreadsheet lost, Basses-Alpes is 04. Anything else, "Rhin" or "Haute", is None:
    nothing is guessed.
    """
    code = text.strip().upper()
    found = departments().get(code.zfill(2) if len(code) == 1 else code)
    if found is None:
        found = _by_name().get(_bare(text).replace(" ", ""))
    if found is None and len(called := departments_called(text)) == 1:
        found = called[0]
    return found


def departments_called(text: str) -> tuple[Department, ...]:
    """Return the départements of a former or another name: one, or several of which none is meant.

    Basses-Alpes are the Alpes-de-Haute-Provence; Seine-et-Oise is three départements today.
    """
    return _by_alias().get(_bare(text).replace(" ", ""), ())


def nearest_department(text: str) -> Department | None:
    """Suggest the département whose name looks most like `text`, None if none looks like it."""
    import difflib  # only someone's slip needs it

    names = {_bare(department.name): department for department in departments().values()}
    close = difflib.get_close_matches(_bare(text), names, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]] if close else None


@cache
def _by_name() -> Mapping[str, Department]:
    """Index départements by bare name without spaces: "Val dOise" is common too."""
    return {_bare(each.name).replace(" ", ""): each for each in departments().values()}


@cache
def _by_alias() -> Mapping[str, tuple[Department, ...]]:
    """Index `alias.csv`, whose columns are `alias,departements,institutions`, as names are."""
    return {
        _bare(row["alias"]).replace(" ", ""): tuple(
            departments()[code] for code in row["departements"].split()
        )
        for row in rows("alias.csv")
        if row["departements"]
    }


def find_institutions(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of the `wanted` kinds that a code or a name may mean.

    One is certain; of several none is meant. A code of a département is that of its institution,
    if one alone stands on it and on nothing else: 75 is the Ville de Paris, 69 may be two, and 67
    is none, but see `institutions_on`.
    """
    if found := _by_code(text.strip().upper(), wanted):
        return found
    names, aliases = _institution_names(wanted), _institution_aliases(wanted)
    as_said, bare = (each(text).replace(" ", "") for each in (plain, _bare))
    for index, key in ((names, as_said), (aliases, as_said), (names, bare), (aliases, bare)):
        if several := index.get(key):
            return several
    said, kind = _without_kind(plain(text))
    if kind and (found := _by_code(said.upper(), tuple(each for each in wanted if each == kind))):
        return found
    key = LEADING_WORDS.sub("", said, count=1).replace(" ", "")
    for index in (names, _loose_names(wanted), aliases):
        if several := index.get(key):
            return tuple(each for each in several if kind is None or kind in each.kinds)
    return ()


def _without_kind(said: str) -> tuple[str, str | None]:
    """Return a folded name without the words that say its kind, and that kind."""
    for pattern, kind in KIND_WORDS.items():
        if match := pattern.match(said):
            return said[match.end() :], kind
    return said, None


def institutions_on(text: str) -> tuple[Institution, ...]:
    """Return the institutions of departmental rank on the département that a text names.

    The Collectivité européenne d’Alsace for Bas-Rhin or 67; two for the Rhône.
    """
    if found := find_department(text):
        return _on(found.code)
    return ()


def nearest_institution(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Suggest the institution whose name looks most like `text`, None if none looks like it."""
    import difflib  # only someone's slip needs it

    names = _loose_names(wanted)
    key = _bare(text).replace(" ", "")
    known: Iterable[str] = names
    if len(names) > FEW:
        known = [name for name in names if name[:1] == key[:1]]
    close = difflib.get_close_matches(key, known, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]][0] if close else None


def _by_code(code: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find the institutions of a code, less a zero that a spreadsheet lost.

    There are two where a network has départements and régions: 76 is the Seine-Maritime's and the
    Occitanie's; 76D and 76R say which.
    """
    padded = code.zfill(2) if len(code) == 1 else code
    found = {}
    for kind in wanted:
        every = institutions_of(kind)
        written = [padded, padded.removesuffix("D"), f"{padded}R"]
        if len(padded) == 4:
            written.append(f"0{padded}")
        if one := next((every[one] for one in written if one in every), None):
            found[one.code] = one
    if DEFAULT in wanted and padded in departments():
        on = _on(padded)
        if len(on) == 1 and on[0].departments == (padded,):
            found[on[0].code] = on[0]
    return tuple(found.values())


def code_apart(code: str, wanted: tuple[str, ...]) -> str:
    """Return the code by which an institution can't be taken for another of the `wanted` kinds."""
    return code if len(_by_code(code, wanted)) < 2 else f"{code}D"


def _on(code: str) -> tuple[Institution, ...]:
    return tuple(each for each in institutions_of(DEFAULT).values() if code in each.departments)


Names = Mapping[str, tuple[Institution, ...]]


@cache
def _institution_names(wanted: tuple[str, ...]) -> Names:
    """Index institutions by their names as they are, without spaces."""
    return _index(
        (key.replace(" ", ""), each)
        for kind in wanted
        for each in institutions_of(kind).values()
        for key in _folded_names(each)
    )


@cache
def _loose_names(wanted: tuple[str, ...]) -> Names:
    """Index institutions by their names without the words that may stand before them."""
    return _index(
        (LEADING_WORDS.sub("", said, count=1).replace(" ", ""), each)
        for kind in wanted
        for each in institutions_of(kind).values()
        for key in _folded_names(each)
        for said in (key, _without_kind(key)[0])
    )


@cache
def _institution_aliases(wanted: tuple[str, ...]) -> Names:
    """Index the institutions of `alias.csv` that are of the wanted kinds."""
    kinds_wanted = set(wanted)
    return _index(
        (plain(row["alias"]).replace(" ", ""), each)
        for row in rows("alias.csv")
        for each in map(institution, row["institutions"].split())
        if kinds_wanted & set(each.kinds)
    )


def _index(found: Iterable[tuple[str, Institution]]) -> Names:
    index: dict[str, dict[str, Institution]] = {}
    for key, each in found:
        index.setdefault(key, {})[each.code] = each
    return {key: tuple(several.values()) for key, several in index.items()}


def _folded_names(each: Institution) -> tuple[str, ...]:
    if each.key:
        return (each.key,)
    return tuple({plain(each.name), plain(each.title)})


def kinds_beside(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds where a name is looked for that none of the wanted ones has.

    The communes are left out: any word may be the name of one.
    """
    return tuple(
        name
        for name, kind in kinds().items()
        if kind.tables and "communes" not in kind.tables and name not in wanted
    )


def _bare(text: str) -> str:
    """Reduce a name to lower-case ASCII words, without what may stand before it."""
    return LEADING_WORDS.sub("", plain(text), count=1)


@cache
def plain(text: str) -> str:
    """Reduce a name to lower-case ASCII words."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", bare).strip()
    return re.sub(r"\bste?\b", lambda short: "saint" + short[0][2:], words)
