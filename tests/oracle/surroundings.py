"""The surroundings of sentences: covers, links, foots, sources, and the list of all pages."""

from datetime import date
from itertools import groupby

from oracle import reference
from oracle.attendance import count_attendance
from oracle.facts import find_sentence
from oracle.files import MONTHS, Files
from oracle.meetings import count_formats
from oracle.members import (
    count_everyone,
    count_people,
    find_regions,
)
from oracle.registry import Answer, Asked, tells
from oracle.sentences import SILENT, Facts
from oracle.territory import name_outlines, tell_members_of_map, tell_regions
from oracle.words import FEW, agree, count_by, tell_people, tell_percentage

OF = {"le": "du", "la": "de la", "l’": "de l’", "les": "des"}
OUTLINES = {"contours.geojson", "contours-fins.geojson", "encarts.geojson"}


def title(files: Files) -> str:
    name = files.setting("nom")
    return files.setting("titre") or name[:1].upper() + name[1:]


def of_whole_network(files: Files) -> str:
    """Return the network's whole name as a complement: du groupe des métropoles."""
    return reference.join_word(OF[files.setting("article") or "le"], files.setting("nom"))


def of_network(files: Files) -> str:
    article, word = files.word
    return reference.join_word(OF[article], word)


def to_network(files: Files) -> str:
    the = files.the_network()
    if the.startswith("le "):
        return f"au {the[3:]}"
    return f"à {the}"


def tell_years(years: list[int]) -> Facts:
    """Return the years that are named: of three and more in a row the first and the last."""
    named = []
    for year in years:
        if year - 1 not in years or year + 1 not in years:
            named.append(year)
    return named


def find_publication(files: Files, year: int) -> str:
    """Return the day of publication in the text of a year, "" without one."""
    for line in files.texts(year).split("\n## ")[0].splitlines():
        if line.startswith("Parution"):
            return line.partition(":")[2].strip()
    return ""


@tells("couverture")
def open_year(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    written = files.chapter(year, "La phrase de l’année").replace("*", "")
    if written:
        sentence = [written]
    else:
        sentence = find_sentence(files, year)
    return {
        "titre": [],
        "sous_titre": [year],
        "chapeau": sentence or [of_network(files), year + 1],
        "résumé": [of_whole_network(files), year],
    }


@tells("couverture_donnees")
def open_data(asked: Asked) -> Answer:
    year = asked.year
    return {
        "titre": [],
        "sous_titre": [year],
        "chapeau": [],
        "résumé": [of_whole_network(asked.files), year],
    }


@tells("couverture_annees")
def open_all_years(asked: Asked) -> Answer:
    files = asked.files
    first = files.years[0]
    last = files.years[-1]
    before = len(files.members(first))
    after = len(files.members(last))
    told: Facts = [
        first,
        files.the_network(),
        before,
        agree(before, "membre", "membres"),
        files.pronoun,
        after,
        last,
    ]
    return {
        "titre": [],
        "sous_titre": [first, last],
        "chapeau": told,
        "résumé": [of_whole_network(files), first, last],
    }


@tells("chiffres")
def tell_large_figures(asked: Asked) -> Answer:
    files = asked.files
    # The list of all pages has each year's, the last first.
    if asked.page == "index":
        year = files.years[-1 - asked.time]
    else:
        year = asked.year
    codes = files.members(year)
    regions = len(set(find_regions(files, codes)))
    formats = count_formats(files, year)
    meetings = sum(formats.values())
    remote = formats.get("distanciel", 0)
    people = count_people(files, codes)
    noted = count_attendance(files, year)
    told: dict[str, Facts] = {
        "membres": [files.count_noun(len(codes))],
        "membres_détail": [regions, agree(regions, "région", "régions")] if regions else SILENT,
        "rencontres": [agree(meetings, "rencontre", "rencontres")] if meetings else SILENT,
        "rencontres_détail": _tell_remote(meetings, remote),
        "part_population": [],
        "part_population_détail": SILENT if people is None else tell_people(people),
        "part_presence": [],
        "part_presence_détail": SILENT,
    }
    if noted and noted.complete:
        part: Facts = [noted.complete, agree(noted.complete, "rencontre", "rencontres"), meetings]
        if noted.complete == meetings:
            part = ["à la seule rencontre" if meetings == 1 else "à toutes les rencontres"]
        told["part_presence_détail"] = part
    told["figures"] = [len(codes), told["membres"], told["membres_détail"]]
    if meetings:
        told["figures"] += [meetings, told["rencontres"], told["rencontres_détail"]]
    shares: list[Facts] = []
    if people and 100 * people >= count_everyone():
        share = tell_percentage(people, count_everyone(), "0.1")
        shares.append([share, told["part_population_détail"]])
    if noted and noted.complete and noted.invited >= FEW and noted.came:
        share = tell_percentage(noted.came, noted.invited, "1")
        shares.append([share, told["part_presence_détail"]])
    told["figures"] += {"year_data": shares, "annual_report": shares[:1]}.get(asked.page, [])
    return told


def _tell_remote(meetings: int, remote: int) -> Facts:
    if not remote:
        return SILENT
    return [["dont", remote] if remote < meetings else [], "à distance"]


@tells("chiffres_annees")
def tell_figures_of_all_years(asked: Asked) -> Answer:
    files = asked.files
    ever = len(set(files.membres["membre"]))
    always = len(set.intersection(*(files.members(year) for year in files.years)))
    meetings = len(files.meetings(*files.years))
    span = range(files.years[0], files.years[-1] + 1)
    met = [agree(meetings, "rencontre", "rencontres")]
    if any(not count_formats(files, year) for year in span):
        met = [agree(meetings, "rencontre notée", "rencontres notées")]
    # Of a year without a list nobody knows who was a member.
    once = [1, "année" if len(files.years) == len(span) else "année renseignée", "moins"]
    large: Facts = []
    if files.tells_absent:
        large = [ever, files.count_noun(ever), once]
    if always:
        large += [always, files.count_noun(always), "chaque"]
    if meetings:
        large += [meetings, met, files.years[0]]
    return {
        "membres": [files.count_noun(ever)] if files.tells_absent else SILENT,
        "membres_détail": once,
        "toujours": [files.count_noun(always)],
        "toujours_détail": ["chaque"],
        "rencontres": met,
        "rencontres_détail": [files.years[0]],
        "figures": large,
    }


@tells("cadre")
def tell_foot(asked: Asked) -> Answer:
    files = asked.files
    if asked.page in ("annual_report", "year_data"):
        year = asked.year
    else:
        year = files.years[-1]
    what = ""
    if asked.page != "index":
        what = files.setting("presentation")
    if what:
        who = [what]
    else:
        who = [title(files), files.setting("institution")]
    day = find_publication(files, year)
    published: list[str] = []
    if day:
        when = date.fromisoformat(day)
        if when.day == 1:
            number = "1er"
        else:
            number = str(when.day)
        published = [f"{number} {MONTHS[when.month - 1]} {when.year}"]
    contact = files.setting("contact")
    return {
        "pied": [[each for each in who if each], published],
        "contact": [to_network(files), [contact.partition("//")[2] or contact] if contact else []],
        "mentions": [],
        "accessibilite": [],
        "licence": [files.setting("licence")] if files.setting("licence") else [],
        "code": [],
        "fictif": ["Insee"] if files.kind["population"] == "oui" else [],
        "brouillon": [],
        "à_part": [],
        "image": [asked.year if asked.page in ("annual_report", "year_data") else []],
    }


@tells("autres_pages")
def name_link(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    labels: Facts = [["toutes"], [year], ["Les données", year]]
    if asked.page == "trends":
        before = files.years[-1] - 1
        if before in files.years:
            labels += [[before]]
    else:
        # A page leads to itself in the years around: the labels of both are told.
        for other in (year - 1, year + 1):
            if other in files.years:
                labels += [[other], ["Les données", other]]
    if len(files.years) >= 3:
        labels += [["D’année en année"]]
    return {"lien": labels[asked.time]}


@tells("citation")
def cite(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    titles = {"year_data": f"« Les données de {year} »", "trends": "« D’année en année »"}
    day = find_publication(files, year)
    publisher = files.setting("institution")
    published: Facts = ["sans date"]
    if day:
        published = [int(day[:4])]
    return [title(files), titles[asked.page], [publisher] if publisher else [], published]


@tells("methode")
def tell_method(asked: Asked) -> Answer:
    since = asked.files.setting("depuis")
    first = asked.files.years[0]
    if since and int(since) >= first:
        return ["jamais", 0]
    return ["jamais", 0, first, of_network(asked.files), "figure"]


@tells("methode_annees")
def tell_method_of_all_years(asked: Asked) -> Answer:
    return ["jamais", 0]


@tells("sources")
def list_sources(asked: Asked) -> Answer:
    files = asked.files
    is_of_year = asked.page != "trends"
    years = [year for year in files.years if year <= asked.year or not is_of_year]
    return [title(files), tell_years(years), list_producers(files, asked.page)]


def list_producers(files: Files, page: str) -> list[str]:
    """Return the producers of the reference's files that a page uses."""
    tables = reference.kinds().loc[files.genres, "tables"]
    if not any(tables):
        return []
    has_borders = page == "year_data" and files.kind["voisins"] == "oui"
    has_maps = page != "trends"
    codes = set(files.membres["membre"])
    if has_maps:
        unused = set[str]()
    else:
        unused = set(OUTLINES)
    unused |= set() if has_borders else {"voisins.csv"}
    producers = []
    for path in sorted(reference.REFERENCE.glob("*.meta.json")):
        source = reference.read_sidecar(path.name.removesuffix(".meta.json"))
        file = source["fichier"]
        if source["producteur"] == "Ce projet" or file in unused:
            continue
        words = source["attribution"]
        if has_maps and files.kind["population"] == "oui" and source.get("populations"):
            others = [
                reason
                for place, reason in source.get("exceptions", {}).items()
                if any(code.startswith(place) for code in codes)
            ]
            aside = ""
            if others:
                aside = f" ({', '.join(others)})"
            words = f"{words} ; {source['populations']}{aside}"
        producers.append(words)
    return list(dict.fromkeys(producers))


@tells("renvoi")
def refer(asked: Asked) -> Answer:
    return [f"« Les données de {asked.year} »"]


@tells("provenance")
def tell_provenance(asked: Asked) -> Answer:
    return {
        "titre": [],
        "faits": [],
        "années": [title(asked.files), tell_years(asked.files.years)],
        "licence": [],
        "millésimes": [],
    }


@tells("index_page")
def open_list(asked: Asked) -> Answer:
    files = asked.files
    years = tell_years(files.years)
    regions = reference.read_sidecar("departements")["attribution"]
    in_regions = []
    if files.kind["regions"] == "oui":
        in_regions = [regions]
    return {
        "titre": [title(files)],
        "résumé": [title(files), "tous"],
        "surtitre": [],
        "chapeau": [files.setting("presentation")] if files.setting("presentation") else [],
        "années": [],
        "guide": ["chaque"],
        "sans_année": ["aucune"],
        "tendances": [],
        "lien_tendances": ["toutes"],
        "sources": [title(files), years, in_regions],
        "membres": [str(files.counted["pluriel"])],
        "autres": [],
        "échecs": [],
        "à_faire": [],
    }


@tells("index_liens")
def link_year(asked: Asked) -> Answer:
    year = asked.files.years[-1 - asked.time]
    return {"résumé": [year], "tableaux": [year]}


@tells("index_texte")
def tell_list(asked: Asked) -> Answer:
    years = asked.files.years
    runs = [list(run) for _start, run in groupby(years, lambda year: year - years.index(year))]
    is_listed = any(len(run) == 2 for run in runs)
    told: Facts = [of_whole_network(asked.files)]
    for run in runs:
        if is_listed and run is not runs[0]:
            told += ["puis"]
        told.append(["de", run[0], "à", run[-1]] if len(run) > 2 else ["en", run])
    return told


@tells("index_carte")
def draw_all_members(asked: Asked) -> Answer:
    files, last = asked.files, asked.files.years[-1]
    here = files.members(last)
    everyone = set(files.membres["membre"])
    others = []
    if files.tells_absent:
        others = files.sort(everyone - here)
    number = len(others)
    finding: Facts = [files.the_network(), len(here), files.count_noun(len(here))]
    finding += [last]
    alternative = tell_members_of_map(
        files, files.sort([code for code in here if reference.is_known(code)])
    )
    regions = {}
    if files.kind["regions"] == "oui":
        regions = count_by(find_regions(files, here), str)
    span = range(files.years[0], last + 1)
    if others:
        # Of a year without a list nobody knows who was a member.
        if set(span) == set(files.years):
            finding += []
        else:
            finding += ["moins"]
        finding += [number, agree(number, "autre a été membre", "autres ont été membres")]
        if number <= reference.MOST_NAMES:
            finding += reference.name_members(others)
    if regions:
        alternative = ["carte", tell_regions(regions)]
    return {
        "finding": finding,
        "alternative": alternative,
        "note": [name_outlines()],
        "of": ["tous"],
        "légende.resté": [last],
        "légende.parti": [last],
        "légende.sans_nom": [],
    }
