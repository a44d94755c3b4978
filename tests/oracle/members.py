"""Who was a member when, who came and who went."""

from collections.abc import Collection
from itertools import pairwise

from oracle import reference
from oracle.files import Files
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import agree, agree_with, count_by, tell_fraction, tell_people, tell_percentage


def list_stayed(files: Files, year: int) -> set[str]:
    return files.members(year) & files.members(year - 1)


def list_returned(files: Files, year: int) -> set[str]:
    """Return the members that weren't there the year before, and were earlier."""
    earlier = set(files.membres.loc[files.membres["annee"] < year - 1, "membre"])
    return (files.members(year) & earlier) - files.members(year - 1)


def list_arrived(files: Files, year: int) -> set[str]:
    return files.members(year) - files.members(year - 1) - list_returned(files, year)


def list_gone(files: Files, year: int) -> set[str]:
    """Return the members with a departure noted for a year."""
    noted = set(files.departs.loc[files.departs["annee"] == year, "membre"])
    return (files.members(year - 1) - files.members(year)) & noted


def list_unlisted(files: Files, year: int) -> set[str]:
    """Return who isn't in the list any more, of a network that says so."""
    if not files.tells_absent:
        return set()
    return files.members(year - 1) - files.members(year) - list_gone(files, year)


def is_compared(files: Files, year: int) -> bool:
    return {year - 1, year} <= set(files.years)


def find_regions(files: Files, codes: Collection[str]) -> list[str]:
    """Return the region of each member; none at all if a single one isn't known."""
    if files.kind["regions"] == "non" or not all(map(reference.is_known, codes)):
        return []
    return [str(reference.fact(code, "region")) for code in codes]


def count_people(files: Files, codes: Collection[str]) -> int | None:
    """Count the inhabitants of members; None if some of them may live in two."""
    found = {reference.find_kind(code, files.genres) for code in codes}
    kind = "membre"
    if len(found) == 1:
        kind = found.pop()
    if reference.kinds().at[kind, "population"] == "non":
        return None
    return int(reference.institutions().loc[list(codes), "population"].sum())


def count_everyone() -> int:
    return int(reference.departments()["population"].astype(int).sum())


def tell_kinds(files: Files, codes: Collection[str]) -> Facts:
    """Return how many members there are of each kind, if there are several."""
    kinds = count_by(codes, lambda code: reference.find_kind(code, files.genres))
    if len(kinds) < 2:
        return []
    apart = [
        code
        for code in codes
        if reference.find_kind(code, files.genres) == "département"
        and not reference.find_title(code).startswith("Département")
    ]
    told: Facts = []
    for kind, row in reference.kinds().iterrows():
        number = kinds.get(str(kind), 0) - (len(apart) if kind == "département" else 0)
        if number > 0:
            told.append([number, str(kind) if number == 1 else row["pluriel"]])
    titles = [reference.find_title(code) for code in apart]
    words = [
        reference.join_word(reference.find_article(code, title), title)
        for code, title in zip(apart, titles, strict=True)
    ]
    return [*told, words]


def name_census() -> list[str]:
    """Return the words of the source of populations."""
    insee = reference.read_sidecar("departements")
    return [f"{insee['producteur']}, {insee['populations']}", *insee["exceptions"].values()]


@tells("membres")
def tell_members(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    codes = files.sort(files.members(year))
    told: Facts = [files.the_network(), len(codes), files.count_noun(len(codes))]
    told += [year]
    if files.setting("representants"):
        told += [agree(len(codes), "ses", "leurs"), files.setting("representants")]
    told.append(tell_kinds(files, codes))
    people = count_people(files, codes)
    if people is None:
        return told
    told.append(tell_people(people))
    regions = set(find_regions(files, codes))
    if regions:
        told += [len(regions), agree(len(regions), "région", "régions")]
    if people < count_everyone():
        told.append(tell_percentage(people, count_everyone(), "0.1"))
    told.append(files.kind["ensemble"])
    told.append(tell_fraction(people, count_everyone(), "habitant"))
    # The exceptions of the census are told where the population of all is counted: in the sources.
    return [*told, name_census()[0]]


def tell_all(files: Files, number: int) -> str:
    """Return the word for all of the members, of the gender of their kind."""
    if files.counted["feminin"] == "oui":
        return agree(number, "elle", "toutes")
    return agree(number, "il", "tous")


@tells("mouvement")
def tell_moves(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    if not is_compared(files, year):
        return []
    stayed = list_stayed(files, year)
    gone = list_gone(files, year)
    unlisted = list_unlisted(files, year)
    told: Facts = []
    if files.tells_absent and stayed and gone | unlisted:
        before = len(files.members(year - 1))
        told += [before, year - 1, len(stayed), agree(len(stayed), "l’est", "le sont"), "toujours"]
    elif stayed == files.members(year) and not gone:
        told += [tell_all(files, len(stayed)), agree(len(stayed), "était", "étaient"), year - 1]
        before = len(files.members(year - 1))
        if not files.tells_absent and before > len(stayed):
            told += [before, files.count_noun(before)]
    verbs = (
        (list_arrived, "a rejoint", "ont rejoint"),
        (list_returned, "a retrouvé", "ont retrouvé"),
        (list_gone, "a quitté", "ont quitté"),
    )
    for find_who, singular, plural in verbs:
        if who := files.sort(find_who(files, year)):
            told += [reference.name_members(who), agree_with(who, singular, plural)]
            told += [files.the_network()]
    if unlisted:
        who = files.sort(unlisted)
        told += [reference.name_members(who), agree_with(who, "ne figure plus", "ne figurent plus")]
        told += [year]
    return told


def find_since(files: Files, code: str, year: int) -> int:
    """Return the first year of an unbroken membership until a year."""
    since = year
    while code in files.members(since - 1):
        since -= 1
    return since


@tells("anciennete")
def tell_seniority(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    since = {code: find_since(files, code, year) for code in files.members(year)}
    # Before these years nobody listed the members: they may have been there longer.
    oldest = {code: first for code, first in since.items() if first - 1 not in files.years}
    starts = set(oldest.values())
    if len(starts) != 1 or min(starts) >= year - 1:
        return []
    others = len(since) - len(oldest)
    verb = agree(len(oldest), "l’est", "le sont")
    told: Facts = [len(since), len(oldest), verb]
    if not others:
        told = [tell_all(files, len(oldest)), verb]
    told += [min(starts), "moins"]
    if others:
        told.append(agree(others, "l’autre est arrivé", "les autres sont arrivés"))
        told.append(agree(others, "revenu", "revenus"))
    return told


def write_number(code: str, genres: Collection[str]) -> list[str]:
    """Return the number of the département that a member is; of others there is no number."""
    kind = reference.find_kind(code, genres)
    if reference.kinds().at[kind, "carte"] != "territoires":
        return []
    if reference.fact(code, "genres") == ["région"]:
        return []
    return ["-".join(reference.fact(code, "departements"))]


@tells("liste_membres")
def list_members(asked: Asked) -> Answer:
    codes = asked.files.sort(asked.files.members(asked.year))
    names = reference.tell_apart(codes)
    told: Facts = [len(codes), agree(len(codes), "membre", "membres")]
    return [*told, [[*write_number(code, asked.files.genres), names[code]] for code in codes]]


@tells("membres_partis")
def list_former(asked: Asked) -> Answer:
    files = asked.files
    last = asked.year
    if not files.tells_absent:
        return []
    years = files.membres.groupby("membre")["annee"]
    first = years.min().to_dict()
    until = years.max().to_dict()
    noted = files.departs.groupby("membre")["annee"].max().to_dict()
    former = files.sort({str(code) for code in until if until[code] < last})
    by_start = sorted(former, key=lambda code: first[code])
    gone = [code for code in by_start if noted.get(code, 0) > until[code]]
    unlisted = [code for code in by_start if code not in gone]
    told: Facts = []
    if gone:
        verb = agree_with(gone, "n’est plus membre", "ne sont plus membres")
        told += [reference.name_members(gone), verb, last]
    if unlisted:
        verb = agree_with(unlisted, "ne figure plus", "ne figurent plus")
        told += [reference.name_members(unlisted), verb, last]
    return told


@tells("membres_au_fil")
def compare_years(asked: Asked) -> Answer:
    files = asked.files
    first = files.years[0]
    last = files.years[-1]
    stayed = files.members(first) & files.members(last)
    faithful = set.intersection(*(files.members(year) for year in files.years))
    told: Facts = []
    if stayed:
        told += [len(stayed), agree(len(stayed), "membre", "membres"), last, first]
        if len(faithful) == len(stayed):
            told += [agree(len(stayed), "l’a été", "l’ont été"), "chaque"]
        elif faithful:
            told += [len(faithful), agree(len(faithful), "l’a été", "l’ont été"), "chaque"]
    regions = {year: set(find_regions(files, files.members(year))) for year in files.years}
    if all(regions.values()):
        before = len(regions[first])
        after = len(regions[last])
        if before == after:
            told += [tell_regions(after), last, first]
        else:
            # What is said of the first year needn't be said again of the last.
            told += [tell_regions(before), first, [1, "seule"] if after == 1 else [after], last]
    return told


def tell_regions(number: int) -> Facts:
    if number == 1:
        return [1, "seule région"]
    return [number, "régions"]


@tells("membres_par_annee")
def count_moves(asked: Asked) -> Answer:
    files = asked.files
    first = files.years[0]
    last = files.years[-1]
    compared = [year for year in files.years if is_compared(files, year)]
    entries = sum(len(list_arrived(files, year) | list_returned(files, year)) for year in compared)
    exits = sum(len(list_gone(files, year) | list_unlisted(files, year)) for year in compared)
    has_gaps = len(files.years) <= last - first
    finding: Facts = [first]
    if entries:
        finding += ["moins"] * has_gaps + [entries, agree(entries, "entrée", "entrées")]
    else:
        finding += ["aucune"] + ["notée"] * has_gaps
    if exits:
        finding += ["moins"] * has_gaps + [exits, agree(exits, "sortie", "sorties")]
    return {"finding": finding, "alternative": _describe_moves(files), "note": [], "of": []}


def _describe_moves(files: Files) -> Facts:
    """Return where the members' bars go, and the highest bar of each row with its years."""
    members = {year: len(files.members(year)) for year in files.years}
    first = files.years[0]
    last = files.years[-1]
    counts = list(members.values())
    steps = [after - before for before, after in pairwise(counts)]
    highest = [year for year in files.years if members[year] == max(counts)]
    has_gaps = len(files.years) <= last - first
    described: Facts = [1, "par année renseignée," if has_gaps else "par année,", 1, "Membres"]
    if len(highest) == len(counts):
        described += ["toujours", max(counts)]
    else:
        if len(steps) > 1 and min(steps) > 0:
            described.append("de plus en plus")
        elif len(steps) > 1 and max(steps) < 0:
            described.append("de moins en moins")
        described += [members[first], first, members[last], last]
        if max(counts) > max(members[first], members[last]):
            described += ["plus", max(counts), highest]
    compared = [year for year in files.years if is_compared(files, year)]
    came = {year: list_arrived(files, year) | list_returned(files, year) for year in compared}
    went = {year: list_gone(files, year) | list_unlisted(files, year) for year in compared}
    for row, moved in (("Arrivées et retours", came), ("Sorties de la liste", went)):
        most = max(map(len, moved.values()), default=0)
        years = [year for year in compared if len(moved[year]) == most]
        if most:
            described += [row, "plus", most, years if len(years) <= 3 else []]
    return described
