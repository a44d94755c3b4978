"""The places of members, their common borders, and the towns near to all."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd

from oracle import reference
from oracle.files import Files, list_rows
from oracle.members import (
    count_people,
    find_regions,
    is_compared,
    list_arrived,
    list_gone,
    list_returned,
    list_unlisted,
    name_census,
    tell_kinds,
)
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import agree, agree_with, count_by, tell_people

FEW_MEMBERS = 12
FEW_TOWNS = 4
"""So many members, or towns, are named to who doesn’t see the map."""
MOST_BARS = 150
"""Of a kind with more institutions than this no bars are drawn."""


def name_outlines() -> str:
    return str(reference.read_sidecar("contours")["producteur"])


@tells("carte")
def draw_map(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    codes = files.sort(files.members(year))
    regions = count_by(find_regions(files, codes), str)
    most = max(regions.values(), default=0)
    first = sorted([name for name in regions if regions[name] == most], key=reference.fold)
    finding: Facts = [agree(len(codes), "est le membre", "sont les membres"), year]
    named = list_first_regions(regions)
    if len(regions) == 1 and len(codes) > 1:
        finding = ["tous", first]
    elif named:
        each = []
        if len(first) > 1:
            each = ["chacune"]
        head = agree(len(first), "première région", "premières régions")
        finding = [head, first, most, agree(most, "membre", "membres"), each]
    return {
        "finding": finding,
        "alternative": _describe_map(files, year),
        "note": [name_outlines()],
        "of": [],
        "légende.membre": [year],
        "légende.resté": [year - 1],
        "légende.arrivé": [year],
        "légende.revenu": [year],
        "légende.parti": ["parti", year],
        "légende.plus_listé": ["parti", year],
        "légende.lieux": [],
        "légende.lieux_sans_nom": [],
        "légende.sans_nom": [],
    }


def _describe_map(files: Files, year: int) -> Facts:
    """Return the places with members and without, the movements, and the towns of meetings."""
    codes = files.members(year)
    found = find_regions(files, codes)
    told: Facts = []
    if len(set(found)) > 1:
        told += ["carte", tell_regions(count_by(found, str))]
    else:
        told += tell_members_of_map(files, files.sort(codes))
    if is_compared(files, year):
        came = len(list_arrived(files, year) | list_returned(files, year))
        went = len(list_gone(files, year) | list_unlisted(files, year))
        if came:
            told += [came, agree(came, "arrivé", "arrivés")]
        if went:
            told += [went, year - 1, "seulement"]
    return [*told, _tell_towns_of_map(files.meetings(year))]


def _tell_towns_of_map(meetings: pd.DataFrame) -> Facts:
    """Return the towns of a year's meetings, a least number if a meeting lacks a town."""
    placed = meetings[meetings["ville"] != ""]
    places = placed[["ville", "departement"]].drop_duplicates()
    if places.empty:
        return []
    is_lost = (meetings["ville"] == "") & (meetings["format"] != "distanciel")
    least = []
    if is_lost.any():
        least = ["moins"]
    if len(places) > FEW_TOWNS:
        return ["Rencontres dans", least, len(places), "villes"]
    towns = list(dict.fromkeys(reference.locate_town(town) for town in places["ville"]))
    number = len(placed) + int(is_lost.sum())
    return [agree(number, "Rencontre", "Rencontres"), towns, least]


def tell_members_of_map(files: Files, codes: list[str]) -> Facts:
    """Return the names of a few members of a map, or how many there are of each kind."""
    if len(codes) <= FEW_MEMBERS:
        return [reference.name_members(codes)]
    (kind, *others) = {reference.find_kind(code, files.genres) for code in codes}
    plural = reference.kinds().at[kind, "pluriel"]
    if others:
        return tell_kinds(files, codes)
    return [len(codes), plural]


def tell_regions(counts: dict[str, int]) -> Facts:
    """Return the first three régions by members, the numbers of others, and empty ones."""
    largest_first = sorted(counts, key=lambda region: (-counts[region], reference.fold(region)))
    by_count = sorted(counts.values(), reverse=True)
    # Equals are all named, or none of them is.
    first = [region for region in largest_first if _count_up_to(by_count, counts[region]) <= 3]
    others = [region for region in largest_first if region not in first]
    told: Facts = []
    for region in first:
        told += [counts[region], tell_in_region(region)]
    if len(others) == 1:
        told += [counts[others[0]], tell_in_region(others[0])]
    elif others:
        most = counts[others[0]]
        least = counts[others[-1]]
        told += [most, ["plus"] if least < most else [], "par région"]
        if first:
            told += ["dans", len(others), "autres"]
        else:
            told += ["dans", len(others), "régions"]
    return [*told, tell_empty_regions(set(counts))]


@tells("carte_dite")
def tell_map(asked: Asked) -> Answer:
    files = asked.files
    if asked.page == "index":
        year = files.years[-1]
    else:
        year = asked.year
    regions = count_by(find_regions(files, files.members(year)), str)
    if not regions:
        return []
    return tell_regions(regions)


def list_first_regions(regions: dict[str, int]) -> list[str]:
    """Return the régions with most members, if they stand out: at most three, and not all."""
    most = max(regions.values(), default=0)
    first = sorted([name for name in regions if regions[name] == most], key=reference.fold)
    if len(first) <= 3 and len(first) < len(regions):
        return first
    return []


def _count_up_to(counts: list[int], number: int) -> int:
    return sum(count >= number for count in counts)


def tell_in_region(region: str) -> str:
    """Return a région after "in", by the article that the reference gives it."""
    rows = reference.institutions()
    named = rows[rows["nom"].eq(region)]
    article = named.loc[["région" in kinds for kinds in named["genres"]], "article"].iloc[0]
    if not isinstance(article, str) or not article:
        return f"à {region}"
    if article in ("le", "les"):
        return f"dans {article} {region}"
    return f"en {region}"


def tell_empty_regions(there: set[str]) -> Facts:
    """Return the régions without members: those of métropole, then overseas."""
    departments = reference.departments()
    is_overseas = departments.index.str.startswith("97")
    here = _sort_names(set(departments.loc[~is_overseas, "region"]) - there)
    overseas = set(departments.loc[is_overseas, "region"])
    far = _sort_names(overseas - there)
    told: Facts = []
    if here or far:
        told = ["sans membre"]
    if len(here) <= 6:
        told += here
    else:
        told += [len(here), "régions de métropole"]
    return [*told, *(["outre-mer"] if len(far) == len(overseas) else far)]


def _sort_names(names: set[str]) -> list[str]:
    return sorted(names, key=reference.fold)


@tells("source_membres")
def name_source(asked: Asked) -> Answer:
    files = asked.files
    members = files.members(asked.year)
    told: Facts = []
    if any(find_regions(files, [code]) for code in members):
        told.append(reference.read_sidecar("departements")["attribution"])
        if count_people(files, members) is not None:
            census, *exceptions = name_census()
            told += [census, files.kind["ensemble"], *exceptions]
    if any(reference.find_kind(code, files.genres) == "département" for code in members):
        told += [1, 2, "Corse", 1]
    return told


def list_groups(files: Files, year: int) -> list[list[str]]:
    """Return the members that touch from one to the next, the largest group first."""
    codes = reference.sort_codes(files.members(year))
    kinds = {reference.find_kind(code, files.genres) for code in codes}
    if len(kinds) > 1 or reference.kinds().at[kinds.pop(), "voisins"] == "non":
        return []
    group_of = {code: {code} for code in codes}
    for code, other in list_borders(codes):
        if group_of[code] is not group_of[other]:
            group_of[code] |= group_of[other]
            for each in group_of[other]:
                group_of[each] = group_of[code]
    groups = [files.sort(group_of[code]) for code in codes if len(group_of[code]) > 1]
    each_once = list(dict.fromkeys(map(tuple, groups)))
    return sorted(map(list, each_once), key=len, reverse=True)


def list_borders(codes: list[str]) -> list[tuple[str, str]]:
    """Return the pairs of members of whose territories two touch."""
    touching = set(reference.read("voisins").itertuples(index=False, name=None))
    grounds = {code: reference.fact(code, "territoires") for code in codes}
    return [
        (code, other)
        for code in codes
        for other in codes
        if code != other
        and any((here, there) in touching for here in grounds[code] for there in grounds[other])
    ]


@tells("voisins")
def draw_neighbours(asked: Asked) -> Answer:
    groups = list_groups(asked.files, asked.year)
    members = len(asked.files.members(asked.year))
    finding: Facts = [len(groups[0]), members]
    if len(groups[0]) == members:
        finding = ["tous"]
    regions = list(dict.fromkeys(find_regions(asked.files, groups[0])))
    told: Facts = ["plus", [tell_in_region(region) for region in regions]]
    if len(groups) > 1:
        told += [len(groups), len(groups[-1]), len(groups[0])]
    alone = members - sum(map(len, groups))
    if alone:
        told += [alone, agree(alone, "membre", "membres")]
    return {
        "finding": finding,
        "alternative": told,
        "note": [name_outlines()],
        "of": [],
        "légende.premier": ["plus"],
        "légende.autre": [1],
        "légende.seul": ["aucun"],
    }


@tells("voisins_ensembles")
def list_neighbours(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    groups = list_groups(files, year)
    told: Facts = []
    for group in groups:
        people = int(reference.institutions().loc[group, "population"].sum())
        told += [reference.name_members(group), tell_people(people)]
    alone = files.sort(files.members(year) - {code for group in groups for code in group})
    if alone:
        told += [reference.name_members(alone)]
        told += [agree_with(alone, "ne touche", "ne touchent"), "aucun"]
    return told


Town = tuple[str, str]
"""A town and its département: many share their names."""


@cache
def read_towns() -> pd.DataFrame:
    """Return the communes of mainland France, Paris among them, with people and place."""
    communes = reference.read("communes")
    communes = communes.astype({"population": int, "x": float, "y": float})
    outlines = json.loads((reference.REFERENCE / "contours.geojson").read_text("utf-8"))
    shapes = [each["properties"] for each in outlines["features"]]
    paris = next(each for each in shapes if each["code"] == "75" and not each["encart"])
    people = reference.fact("75C", "population")
    communes.loc[len(communes)] = ["75056", "Paris", "", "75", people, paris["x"], paris["y"], ""]
    return communes[~communes["departement"].str.match("2A|2B|97")]


@cache
def locate_towns() -> dict[Town, tuple[float, float]]:
    """Return where the towns of mainland France are, in kilometres."""
    columns = read_towns()[["nom", "departement", "x", "y"]]
    return {(town, department): (x, y) for town, department, x, y in columns.to_numpy().tolist()}


@cache
def find_home(departments: tuple[str, ...]) -> tuple[tuple[float, float], Town] | None:
    """Return the mean place of the inhabitants of départements, and their largest town."""
    inside = read_towns()
    inside = inside[inside["departement"].isin(departments)]
    if inside.empty:
        return None
    x, y = np.average(inside[["x", "y"]].to_numpy(), axis=0, weights=inside["population"])
    largest = inside.sort_values("population").iloc[-1]
    return (x, y), (largest["nom"], largest["departement"])


def list_homes(files: Files, year: int) -> list[tuple[tuple[float, float], Town]]:
    """Return where the people of each member live, and its largest town; mainland France alone."""
    homes = []
    for code in files.sort(files.members(year)):
        if reference.is_known(code) and reference.fact(code, "territoires"):
            homes.append(find_home(tuple(reference.fact(code, "departements"))))
    return [home for home in homes if home]


def list_visited(files: Files, *years: int) -> dict[Town, int]:
    """Return the towns of mainland France where the network met, each with its last year."""
    rows = list_rows(files.meetings(*years))
    towns = {(row.ville, row.departement): int(row.annee) for row in rows}
    return {town: year for town, year in towns.items() if town in locate_towns()}


def measure_towns(files: Files, year: int) -> dict[str, tuple[int, int]]:
    """Return the mean and the longest distance of towns, the nearest first.

    The towns are those of meetings, and the eight nearest of the members' largest towns.
    """
    homes = list_homes(files, year)
    visited = list_visited(files, year - 1, year)
    distances = {}
    for town in [*visited, *(largest for _home, largest in homes)]:
        x, y = locate_towns()[town]
        away = [math.hypot(x - east, y - north) for (east, north), _largest in homes]
        distances[town] = round(sum(away) / len(away)), round(max(away))
    means = pd.Series([mean for mean, _longest in distances.values()], dtype=int)
    ranks = dict(zip(distances, means.rank(), strict=True))
    shown = [town for town in distances if town in visited or ranks[town] <= 8]
    by_distance = sorted(shown, key=lambda town: distances[town][0])
    return {town[0]: distances[town] for town in by_distance}


@tells("lieux")
def find_nearest_town(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    towns = measure_towns(files, year)
    years = [each for each in (year - 1, year) if list_visited(files, each)]
    members = files.members(year)
    homes = list_homes(files, year)
    seen: Facts = []
    if years:
        seen = ["retrouvé", years]
    whom: Facts = [len(homes), "membres"]
    if len(homes) == len(members):
        whom = ["tous"]
    first, *others, last = towns
    population = name_census()[0]
    after: Facts = [[town, towns[town][0], "km"] for town in [*others, last][:2]]
    if not others[1:]:
        after = [[others[0], towns[others[0]][0], "km"]]
    return {
        "finding": [first, "plus", whom, towns[first][0], "km"],
        "alternative": [
            1,
            "plus",
            after,
            last,
            towns[last][0],
            "km",
            "plus",
            towns[first][1],
            "km",
            reference.leave_town(first),
            towns[last][1],
            "km",
            reference.leave_town(last),
        ],
        "note": ["distance", "plus", seen, "chaque", "plus", "chacun", population],
        "of": [],
    }


@tells("lieux_vus")
def list_seen_towns(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    visited = {town for town, _department in list_visited(files, year - 1, year)}
    distances = measure_towns(files, year)
    seen = {town: mean for town, (mean, _longest) in distances.items() if town in visited}
    if not seen or len(seen) > 5:
        return []
    years = [each for each in (year - 1, year) if list_visited(files, each)]
    told: Facts = [years, files.the_network(), "s’est", "retrouvé"]
    first = next(iter(seen))
    for town, mean in seen.items():
        told += [reference.locate_town(town), mean, "km"]
        if town == first and len(list_homes(files, year)) < len(files.members(year)):
            told.append("hors Corse et outre-mer")
    return told


@tells("regions")
def tell_leading_regions(asked: Asked) -> Answer:
    files = asked.files
    codes = files.members(asked.year)
    sizes = count_by(find_regions(files, codes), str)
    if not sizes:
        return []
    if len(sizes) == 1:
        return [agree(len(codes), "Le seul membre est", "Tous les membres sont"), [*sizes]]
    smallest = 0
    reached = 0
    for smallest in sorted(sizes.values(), reverse=True):
        reached += smallest
        if 2 * reached >= len(codes):
            break
    leading = [region for region, size in sizes.items() if size >= smallest]
    if len(leading) == len(sizes):
        return [len(codes), len(sizes), "régions"]
    inside = sum(sizes[region] for region in leading)
    order = sorted(leading, key=lambda region: (-sizes[region], -_count_people_in(codes, region)))
    return [inside, len(codes), len(leading), len(sizes), "régions", order]


def _count_people_in(codes: set[str], region: str) -> int:
    inside = [code for code in codes if reference.fact(code, "region") == region]
    return int(reference.institutions().loc[inside, "population"].sum())


@tells("tailles")
def draw_sizes(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    kinds = {reference.find_kind(code, files.genres) for code in files.members(year)}
    (kind,) = kinds
    plural = reference.kinds().at[kind, "pluriel"]
    peers = list_kind_by_size(kind)
    ranks = {code: rank for rank, code in enumerate(peers, 1)}
    ours = sorted(files.members(year), key=ranks.__getitem__)
    part, reached = _find_telling_part(ranks, ours)
    head: Facts = [reached, len(ours)]
    if reached == len(ours):
        head = ["tous", reached]
    largest = ours[0]
    smallest = ours[-1]
    has_bars = len(peers) <= MOST_BARS
    described: Facts = []
    if has_bars:
        described = [1, kind]
    for code in (largest, smallest):
        described += [reference.name_members([code]), ranks[code]]
        if code == largest:
            described += [len(peers)]
        described += tell_people(int(reference.fact(code, "population")))
    if len(ours) > 2:
        described += ["autres", 2]
    # 101 départements, with Alsace and Corse as a single institution each, and the Rhône as two.
    hundred: Facts = []
    if kind == "département":
        hundred = [len(peers)]
    steps: Facts = ["chaque graduation", 10]
    if has_bars:
        steps = []
    return {
        "finding": [part, plural, *head],
        "alternative": described,
        "note": [*hundred, *steps, *name_census()],
        "of": [],
        "légende.membre": [year],
        "légende.autre": [kind if has_bars else plural],
    }


LESS_POPULOUS = "moitié la moins peuplée"
PARTS = {"dixième le plus peuplé": 0.1, "quart le plus peuplé": 0.25, "moitié la plus peuplée": 0.5}


def list_kind_by_size(kind: str) -> list[str]:
    """Return the codes of all institutions of a kind, those with most inhabitants first."""
    rows = reference.institutions()
    rows = rows[[kind in genres for genres in rows["genres"]]]
    return list(rows.sort_values("population", ascending=False, kind="stable").index)


def _find_telling_part(ranks: Mapping[str, int], ours: Sequence[str]) -> tuple[str, int]:
    """Return the part of a kind that the page tells, and the number of members in that part.

    It is the smallest part with half of the members; where even the more populous half of the kind
    has fewer, it is the other half.
    """
    for part, share in PARTS.items():
        reached = sum(ranks[code] <= share * len(ranks) for code in ours)
        if 2 * reached >= len(ours):
            return part, reached
    return LESS_POPULOUS, len(ours) - reached
