"""Chapter 1, who is in the network: the members, what moved, and the map of both."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import clause, enumeration, labelled, phrase
from annual_report.measures import regions
from annual_report.sentences.fragment import Fragment, paragraph, words
from annual_report.territories.departments import in_region
from annual_report.territories.institutions import institution


def members(members: pd.DataFrame, year: int, agents: str) -> Fragment:
    """Say who is in the network, through which `agents`, each with its right article."""
    said = phrase(
        "{n} {n:département a|départements ont} pris part au travail du groupe en {year}, "
        "{n:représenté par ses|représentés par leurs} {agents} : {codes:les}.",
        n=len(members),
        year=str(year),
        agents=agents,
        codes=list(members["code"]),
    )
    return paragraph(said, kind="lead")


def movement(movement: pd.DataFrame, year: int) -> Fragment:
    """Say who came, who is gone and how many stayed since the year before."""
    status = movement.groupby("status")["code"].agg(list)
    if movement["status"].isna().any():
        return paragraph(
            f"Les membres de {year - 1} ne sont pas renseignés : arrivées et départs ne peuvent "
            "pas être établis.",
            kind="empty",
        )
    gone, new, back = (status.get(name, []) for name in ("parti", "arrivé", "revenu"))
    return paragraph(
        _stayed(len(status.get("resté", [])), len(gone), year - 1),
        _gone(movement, gone),
        _arrived(new, back),
    )


def _stayed(stayed: int, gone: int, year: int) -> str:
    before = stayed + gone
    if before == 1:
        verb = (
            "Le membre de {year} est resté."
            if stayed
            else "Le seul membre de {year} n’est pas resté."
        )
        return verb.format(year=year)
    if gone == 0:
        return phrase("Les {n} membres de {year} sont tous restés.", n=before, year=str(year))
    if stayed == 0:
        return phrase("Aucun des {n} membres de {year} n’est resté.", n=before, year=str(year))
    return phrase(
        "{stayed} des {before} membres de {year} {stayed:est resté|sont restés}, soit {share:%}.",
        stayed=stayed,
        before=before,
        year=str(year),
        share=stayed / before,
    )


def _gone(movement: pd.DataFrame, gone: list[str]) -> str:
    if not gone:
        return "Aucun départ."
    said = phrase("{gone:les} {gone:ne fait|ne font} plus partie du groupe", gone=gone)
    left = movement["status"].eq("parti")
    here = movement.loc[~left, "region"]
    lost = [name for name in regions(movement[left]).index if name not in set(here)]
    if not lost:
        return f"{said}."
    where = enumeration(f"la région {name}" for name in lost)
    verb = clause("{n:n’y est plus représentée|n’y sont plus représentées}", n=len(lost))
    return f"{said} ; {where} {verb}."


def _arrived(new: list[str], back: list[str]) -> str:
    if not new and not back:
        return "Aucune arrivée."
    if not back:
        return phrase("{new:les} {new:rejoint|rejoignent} le groupe.", new=new)
    if not new:
        return phrase("{back:les} {back:revient|reviennent} dans le groupe.", back=back)
    return phrase(
        "{new:les} {new:rejoint|rejoignent} le groupe ; {back:les} y {back:revient|reviennent} "
        "après une interruption.",
        new=new,
        back=back,
    )


def members_list(movement: pd.DataFrame, year: int) -> Fragment:
    """List the members by code, then those who are gone."""
    gone = movement["status"].eq("parti").fillna(False).astype(bool)
    items = [
        *map(_item, movement[~gone].itertuples()),
        *(_item(each, f", jusqu’en {year - 1}") for each in movement[gone].itertuples()),
    ]
    html = Markup('<ul class="members">{}</ul>').format(Markup("\n").join(items))
    return Fragment(html, {"members": [labelled(code) for code in movement.loc[~gone, "code"]]})


def _item(member: Any, until: str = "") -> Markup:
    """Write a line of the list: who came this year and who is gone are marked in words too."""
    new = pd.notna(member.status) and member.status in ("arrivé", "revenu")
    kind = "left" if until else "arrived" if new else ""
    opened = Markup('<li class="{}">').format(kind) if kind else Markup("<li>")
    said = until or (", cette année" if new else "")
    return Markup("{}<b>{}</b> {}{}</li>").format(opened, member.code, words(member.name), said)


def members_map(movement: pd.DataFrame, meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map of the members shows: its finding, alternative and note."""
    status = movement.groupby("status")["code"].agg(list)
    gone = status.get("parti", [])
    new = list(movement.loc[movement["status"].isin(["arrivé", "revenu"]), "code"])
    here = movement[~movement["code"].isin(gone)]
    held = meetings.dropna(subset="department").drop_duplicates("department", keep="last")
    towns = list(held["town"].dropna())
    told = [
        phrase(
            "Carte de France, {n:# membre|membres} en {year} en plein", n=len(here), year=str(year)
        )
    ]
    told += [clause("en pointillés, les arrivées : {new:les}", new=new)] if new else []
    told += [clause("en hachures, les départs : {gone:les}", gone=gone)] if gone else []
    told += [f"un point marque les lieux de rencontre : {enumeration(towns)}"] if towns else []
    key = [f"En plein : membres en {year}"]
    key += ["en pointillés : arrivés cette année"] if new else []
    key += [f"en hachures : partis depuis {year - 1}"] if gone else []
    key += ["point : lieu de rencontre"] if len(held) else []
    return {
        "finding": _map_finding(here),
        "of": "de la carte des membres",
        "alternative": " ; ".join(told) + ".",
        "note": ", ".join(key) + ".",
    }


def _map_finding(members: pd.DataFrame) -> str:
    by_region = regions(members)["members"]
    first, most = by_region.index[0], int(by_region.iloc[0])
    if len(members) == 1:
        return f"Le seul membre est {institution(members['code'].iloc[0]).locative}."
    if len(by_region) == 1:
        return phrase("Les {n} membres sont {region}.", n=len(members), region=in_region(first))
    if by_region.iloc[1] == most:
        return phrase(
            "Les {n} membres se répartissent dans {regions} régions.",
            n=len(members),
            regions=len(by_region),
        )
    return phrase(
        "{most} {most:membre|membres} sur {total} {most:est|sont} {region}.",
        most=most,
        total=len(members),
        region=in_region(first),
    )
