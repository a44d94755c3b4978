"""When, where and how the network met, and who was the host."""

from typing import Any

from oracle import reference
from oracle.files import Files, is_dated, list_rows, write_dates
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import agree, count_by, is_said_in

Meeting = Any
"""A row of `rencontres.csv`, by its columns."""
FORMATS = ("présentiel", "hybride", "distanciel")
SAID = {"présentiel": "", "hybride": "hybride", "distanciel": "à distance"}


def count_formats(files: Files, *years: int) -> dict[str, int]:
    """Count the meetings of some years by format; those without any are left out."""
    return count_by(files.meetings(*years)["format"].tolist(), str)


def is_told_apart(meeting: Meeting) -> bool:
    """Whether more is known of a meeting than its format and its town."""
    return bool(is_dated(meeting.debut) or meeting.titre or meeting.genre or meeting.hote)


def is_told_of(meeting: Meeting) -> bool:
    """Whether more is known of a meeting than its format."""
    return is_told_apart(meeting) or bool(meeting.ville)


def tell_title(meeting: Meeting, without: str) -> list[str]:
    """Return a meeting's title, and the kind unless the title has the same word."""
    if not meeting.titre:
        kind = meeting.genre or without
        return [kind[:1].upper() + kind[1:]]
    title = f"« {meeting.titre} »"
    if meeting.genre and not is_said_in(meeting.genre, meeting.titre):
        return [title, meeting.genre]
    return [title]


def tell_town(meeting: Meeting) -> list[str]:
    if meeting.ville:
        return [reference.locate_town(meeting.ville)]
    return []


def tell_host(meeting: Meeting) -> list[str]:
    """Return the host of a meeting."""
    if meeting.hote:
        return ["avec", reference.name_host(meeting.hote), "pour hôte"]
    return []


def tell_towns(meetings: list[Meeting]) -> list[str]:
    towns = [reference.locate_town(meeting.ville) for meeting in meetings if meeting.ville]
    return list(dict.fromkeys(towns))


@tells("liste_rencontres")
def list_meetings(asked: Asked) -> Answer:
    meetings = list_rows(asked.files.meetings(asked.year))
    told: Facts = []
    for meeting in filter(is_told_apart, meetings):
        dates = "Sans date connue"
        if is_dated(meeting.debut):
            dates = write_dates(meeting.debut, meeting.fin, alone=True)
        told += [dates[:1].upper() + dates[1:], tell_title(meeting, "rencontre")]
        told += [SAID[meeting.format], tell_town(meeting), tell_host(meeting)]
    for way in FORMATS:
        bare = [each for each in meetings if each.format == way and not is_told_apart(each)]
        if bare:
            towns = tell_towns(bare)
            said = {"présentiel": "" if towns else "en présentiel", "distanciel": "à distance"}
            word = said.get(way, agree(len(bare), "hybride", "hybrides"))
            told += [[len(bare), "rencontres"] if len(bare) > 1 else "Rencontre", word]
            told += [_count_placed(bare), towns]
    return told


@tells("rencontres")
def list_by_format(asked: Asked) -> Answer:
    meetings = list_rows(asked.files.meetings(asked.year))
    if not meetings:
        return [asked.year]
    heads = {"présentiel": "En présentiel", "hybride": "Hybride", "distanciel": "À distance"}
    told: Facts = []
    for way in FORMATS:
        held = [meeting for meeting in meetings if meeting.format == way]
        if not held:
            continue
        told.append(heads[way])
        for meeting in filter(is_told_apart, held):
            told += [tell_title(meeting, "une rencontre"), tell_town(meeting)]
            if is_dated(meeting.debut):
                told.append(write_dates(meeting.debut, meeting.fin, alone=False))
            told.append(tell_host(meeting))
        bare = [meeting for meeting in held if not is_told_apart(meeting)]
        if bare:
            told += [len(bare), agree(len(bare), "rencontre", "rencontres")]
            told += [_count_placed(bare), tell_towns(bare)]
    return told


def _count_placed(meetings: list[Meeting]) -> Facts:
    """Return how many of some meetings have a town, if others of them have none."""
    placed = sum(bool(meeting.ville) for meeting in meetings)
    if 0 < placed < len(meetings):
        return ["dont", placed]
    return []


@tells("comparaison")
def compare_meetings(asked: Asked) -> Answer:
    files = asked.files
    before = asked.year - 1
    formats = count_formats(files, before)
    total = sum(formats.values())
    if not total or before not in files.years:
        return []
    remote = formats.get("distanciel", 0)
    told: Facts = [files.the_network(), files.met, total, "fois", before]
    if remote == total:
        told.append(agree(total, "à distance", "toutes à distance"))
    elif remote:
        told += [remote, "à distance"]
    return told


@tells("rencontres_annee")
def count_of_year(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    held = len(files.meetings(year))
    before = 0
    if year - 1 in files.years:
        before = len(files.meetings(year - 1))
    told: Facts = [files.the_network(), files.met, held, "fois", year]
    if before == held:
        told += ["comme", year - 1]
    elif before:
        told += ["contre", before, year - 1]
    mute = sum(not is_told_of(row) for row in list_rows(files.meetings(year)))
    if mute:
        one = "rencontre n’est connue que par son"
        several = "rencontres ne sont connues que par leur"
        told += [mute, agree(mute, one, several)]
    return told


@tells("formats_au_fil")
def count_all_formats(asked: Asked) -> Answer:
    files = asked.files
    span = range(files.years[0], files.years[-1] + 1)
    formats = count_formats(files, *span)
    total = sum(formats.values())
    if not total:
        return ["aucune"]
    has_gaps = any(not count_formats(files, year) for year in span)
    told: Facts = [span[0], files.the_network(), files.met]
    told += ["moins"] * has_gaps + [total, "fois"]
    words = {
        "présentiel": "en présentiel",
        "hybride": "en format hybride",
        "distanciel": "à distance",
    }
    if len(formats) == 1:
        (only,) = formats
        is_always = total > 1 and not has_gaps
        return [*told, ["toujours"] if is_always else [], words[only]]
    return [*told, [[formats[each], words[each]] for each in FORMATS if each in formats]]


@tells("rencontres_par_an")
def draw_meetings(asked: Asked) -> Answer:
    files = asked.files
    span = range(files.years[0], files.years[-1] + 1)
    counts = {year: sum(count_formats(files, year).values()) for year in span}
    known = [year for year in span if counts[year]]
    first = known[0]
    last = known[-1]
    held = [counts[year] for year in known]
    if len(known) == len(span):
        per_year = ["par an"]
    else:
        per_year = ["par année renseignée"]
    least = min(held)
    most = max(held)
    described: Facts = [1]
    if len(known) > 2 and least == most:
        described += ["toujours", most]
    elif len(known) > 2:
        described += [least, "moins", _name_few([year for year in known if counts[year] == least])]
        described += [most, "plus", _name_few([year for year in known if counts[year] == most])]
    words = {"présentiel": "en présentiel", "hybride": "hybrides", "distanciel": "à distance"}
    for each in FORMATS:
        if each not in count_formats(files, *span):
            continue
        times = [count_formats(files, year).get(each, 0) for year in known]
        least_of_format = []
        if min(times) < max(times):
            least_of_format = [min(times)]
        described += [words[each], least_of_format, max(times), per_year]
        per_year = []
        if len(known) == len(span):
            per_year = ["par an"]

    def tell_count(year: int) -> Facts:
        return [counts[year], "fois", year]

    return {
        "finding": [files.the_network(), files.met, tell_count(first), tell_count(last)],
        "alternative": described,
        "note": [],
        "of": [],
    }


def _name_few(years: list[int]) -> list[int]:
    """Return some years, unless they are more than one names."""
    if len(years) <= 3:
        return years
    return []


@tells("hotes")
def name_hosts(asked: Asked) -> Answer:
    files = asked.files
    meetings = files.meetings(*files.years)
    hosts = meetings.loc[meetings["hote"] != "", "hote"].value_counts()
    most = int(hosts.max())
    # There may have been more where a meeting in a place, or a whole year, has no host noted.
    is_unhosted = (meetings["format"] != "distanciel") & (meetings["hote"] == "")
    least = []
    if is_unhosted.any() or has_unknown_years(files):
        least = ["moins"]
    told: Facts = [least, len(hosts), agree(len(hosts), "hôte a", "hôtes ont")]
    told += ["accueilli", files.the_network()]
    often = [str(code) for code in hosts.index[hosts == most]]
    if len(hosts) > len(often):
        told += [reference.name_members(often), least, most, "fois"]
        if len(often) > 1:
            told += ["chacun"]
    return told


def has_unknown_years(files: Files) -> bool:
    """Whether no meeting is noted of a year between the first list of members and the last."""
    span = range(files.years[0], files.years[-1] + 1)
    return not set(span) <= set(files.rencontres["annee"])


@tells("temps_forts")
def tell_highlights(asked: Asked) -> Answer:
    meetings = [
        meeting
        for meeting in list_rows(asked.files.meetings(asked.year))
        if meeting.genre == "rencontre annuelle" and is_dated(meeting.debut)
    ]
    if not meetings:
        return [asked.year]
    told: Facts = []
    for meeting in meetings:
        told += ["La rencontre annuelle", [f"« {meeting.titre} »"] if meeting.titre else []]
        told += [tell_town(meeting)]
        if not meeting.ville and meeting.format == "distanciel":
            told.append("à distance")
        told += [write_dates(meeting.debut, meeting.fin, alone=False), tell_host(meeting)]
    return told
