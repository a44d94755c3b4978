"""Chapter 1, who is in the network: the members, what moved, and the map of both."""

from typing import Any

import pandas as pd

from annual_report.french import (
    LISTED_UP_TO,
    capitalized,
    clause,
    enumeration,
    labelled,
    phrase,
    some,
)
from annual_report.french.called import called
from annual_report.measures import kind_of, regions
from annual_report.pages.fragment import NOTHING, Fragment, paragraph
from annual_report.sentences.sources import under_map
from annual_report.territories.departments import in_region
from annual_report.territories.institutions import institution
from annual_report.territories.kinds import ANY, Kind

SHORT_CODE = 5
"""Signs of a code that one reads: the nine figures of an EPCI say nothing to anybody."""
LONGEST_ROW = 28
FEW_MOVED = 8
FEW_REGIONS = 3


def members(members: pd.DataFrame, year: int, agents: str) -> Fragment:
    """Say who is in the network, through which `agents`, each with its right article."""
    through = "{n:représenté{kind.e} par ses|représenté{kind.e}s par leurs} {agents}"
    said = phrase(
        "{us.The} {n:compte un{kind.e} seul{kind.e} {kind.name}|réunit} "
        + ("" if len(members) == 1 else "{n:{kind.f}} {kind.plural} ")
        + "en {year}"
        + (f", {through}" if agents else "")
        + (" : {codes:les}." if len(members) <= LISTED_UP_TO else "."),
        n=len(members),
        kind=kind_of(members),
        us=called(),
        year=str(year),
        agents=agents,
        codes=list(members["code"]),
    )
    facts = {"members": [labelled(code) for code in members["code"]]}
    return Fragment(paragraph(said, kind="lead").html, facts, (said,))


def movement(movement: pd.DataFrame, year: int) -> Fragment:
    """Say how many stayed since the year before, who isn't listed any more, who left, who came.

    Nothing can be said where the year before isn't recorded.
    """
    if movement["status"].isna().any():
        return NOTHING
    status = movement.groupby("status")["code"].agg(list)
    stayed, left, unlisted, new, back = (
        status.get(name, []) for name in ("resté", "parti", "plus listé", "arrivé", "revenu")
    )
    return paragraph(
        _stayed(len(stayed), len(stayed) + len(left) + len(unlisted), year),
        _moved(new, back, left),
        _unlisted(unlisted, year),
        lost := _nobody_left_in(movement, year),
        None if new or back else f"Aucun {'' if lost else 'membre '}n’est nouveau.",
    )


def _stayed(stayed: int, before: int, year: int) -> str | None:
    if stayed == 0:  # who they are is said next
        return None
    if before == 1:
        return f"Le membre de {year - 1} est toujours là."
    if stayed == before:
        template = "Les {before} membres de {then} sont toujours là."
    else:
        template = "{stayed} des {before} membres de {then} {stayed:est|sont} toujours là."
    return phrase(template, stayed=stayed, before=before, then=str(year - 1))


def _unlisted(codes: list[str], year: int) -> str | None:
    """Say who is missing from the list, which is all that is known of them."""
    if not codes:
        return None
    return phrase(
        "{codes:les} {codes:n’est|ne sont} pas dans la liste de {year}.",
        codes=codes,
        year=str(year),
    )


def _nobody_left_in(movement: pd.DataFrame, year: int) -> str | None:
    """Name the regions that had a member the year before and have none now."""
    missing = movement["status"].isin(["parti", "plus listé"])
    here = set(movement.loc[~missing, "region"])
    lost = [name for name in regions(movement[missing]).index if name not in here]
    if not lost:
        return None
    where = " ni ".join(in_region(name) for name in lost)
    return f"Aucun membre de {year} ne se trouve {where}."


def _moved(new: list[str], back: list[str], left: list[str]) -> str | None:
    """Say in one sentence who came, who came back and who left: only the first names the network.

    "Retrouver" and "quitter" agree with the network, whatever the members' gender.
    """
    said = [
        (new, "{who:a|ont} rejoint {us.the}", ""),
        (back, "{who:a|ont} retrouvé {us.the}", "{who:l’a|l’ont} retrouvé{us.e}"),
        (left, "{who:a|ont} quitté {us.the}", "{who:l’a|l’ont} quitté{us.e}"),
    ]
    moved = [each for each in said if each[0]]
    clauses = [
        clause("{who:les} " + (first if at == 0 else again), who=who, us=called())
        for at, (who, first, again) in enumerate(moved)
    ]
    return capitalized(f"{' ; '.join(clauses)}.") if clauses else None


def is_readable(code: str) -> bool:
    """Whether a code says something to a reader beside the name; an organisation's is its name."""
    return len(code) <= SHORT_CODE and institution(code).name != code


def rows_of(members: pd.DataFrame) -> "pd.Series[str]":
    """Name the rows of a grid: "44 Loire-Atlantique", the name alone where the code says nothing.

    A name is cut where it would leave no room for the grid; two that would then be alike keep
    their codes.
    """
    named = members.drop_duplicates("code").set_index("code")["name"].map(_cut)
    codes = named.index.to_series()
    coded = codes.map(is_readable).astype(bool) | named.duplicated(keep=False)
    return members["code"].map(named.where(~coded, codes + " " + named))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_ROW else f"{name[:LONGEST_ROW].rstrip()}…"


def named_on_map(movement: pd.DataFrame) -> list[str]:
    """Return whom the map names: everybody where there is room, else those that moved, if few."""
    if len(movement) <= LISTED_UP_TO:
        return list(movement["code"])
    moved = movement.loc[movement["status"].ne("resté").fillna(False), "code"]
    return list(moved) if len(moved) <= FEW_MOVED else []


def members_map(movement: pd.DataFrame, meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map of the members shows: its finding, alternative and note."""
    status = movement.groupby("status")["code"].agg(list)
    gone = [*status.get("parti", []), *status.get("plus listé", [])]
    new = list(movement.loc[movement["status"].isin(["arrivé", "revenu"]), "code"])
    here = movement[~movement["code"].isin(gone)]
    held = meetings.dropna(subset="department").drop_duplicates("department", keep="last")
    towns = list(held["town"].dropna())
    full, dotted, hatched = looks(movement)
    told = [
        phrase(
            "Carte de France, {n:# membre|membres} en {year} {full}",
            n=len(here),
            year=str(year),
            full=full,
        )
    ]
    moves = "arrivées et retours" if "revenu" in status else "nouveaux membres"
    told += (
        [clause("{dotted}, {moves} : {new:les}", dotted=dotted, moves=moves, new=new)]
        if new
        else []
    )
    told += [_hatched(hatched, gone, year, kind_of(movement))] if gone else []
    told += [meeting_places(towns)] if towns else []
    key = [f"{dotted} : {moves}"] if new else []
    key += [f"{hatched} : membres de {year - 1} seulement"] if gone else []
    key += ["point : lieu de rencontre"] if len(held) else []
    told_key = [capitalized(f"{full} : membres en {year}"), *key] if key else []
    return {
        "finding": _map_finding(here),
        "of": "de la carte des membres",
        "alternative": " ; ".join(told) + ".",
        "note": under_map(" ; ".join(told_key) + "." if told_key else "", kind_of(movement)),
    }


def meeting_places(towns: list[str]) -> str:
    """Say in a map's alternative where its points are."""
    places = "le lieu" if len(towns) == 1 else "les lieux"
    return f"un point marque {places} de rencontre : {some(towns, 'villes')}"


def looks(members: pd.DataFrame) -> tuple[str, str, str]:
    """Say how a map shows who stayed, who came and who isn't there any more.

    Territories are filled; points are a disc, a circle or a cross.
    """
    places = [institution(code) for code in members["code"]]
    filled = any(each.territories for each in places)
    marked = any(each.point and not each.territories for each in places)
    if filled and marked:
        return "en plein ou en disque", "en pointillés ou en cercle", "en hachures ou en croix"
    if marked:
        return "en disque", "en cercle", "en croix"
    return "en plein", "en pointillés", "en hachures"


def _hatched(look: str, gone: list[str], year: int, kind: Kind) -> str:
    who = "{gone:les}" if len(gone) <= FEW_MOVED else "{n:# {kind.name}|{kind.plural}}"
    said = f"{look}, membres de {year - 1} seulement : {who}"
    return clause(said, gone=gone, n=len(gone), kind=kind)


def _map_finding(members: pd.DataFrame) -> str:
    by_region = regions(members)["members"]
    most = int(by_region.max()) if len(by_region) else 0
    apart = members["region"].isna().any() and (len(by_region) == 1 or by_region.eq(most).sum() > 1)
    if by_region.empty or apart:  # who has no region isn't counted in one
        kind = kind_of(members)
        who = "membre|membres" if kind.name == ANY else "{kind.name} membre|{kind.plural} membres"
        return phrase(f"{{n:{{kind.f}}}} {{n:{who}}}.", n=len(members), kind=kind)
    first = by_region.index[0]
    if len(members) == 1:
        return f"Le seul membre est {institution(members['code'].iloc[0]).locative}."
    if len(by_region) == 1:
        return phrase("Les {n} membres sont {region}.", n=len(members), region=in_region(first))
    best = list(by_region.index[by_region == most])
    if 1 < len(best) <= FEW_REGIONS and most > 1:
        where = enumeration(in_region(name) for name in best)
        return phrase("{n} membres sont {where}, {most} par région.",
                      n=most * len(best), where=where, most=most)  # fmt: skip
    if len(best) > 1:
        return phrase(
            "Les {n} membres se répartissent dans {regions:f} régions.",
            n=len(members),
            regions=len(by_region),
        )
    return phrase(
        "{most} {most:membre|membres} sur {total} {most:est|sont} {region}.",
        most=most,
        total=len(members),
        region=in_region(first),
    )
