"""Facts worth a sentence, of a year without a written sentence."""

from oracle import reference
from oracle.files import Files
from oracle.meetings import count_formats
from oracle.members import count_everyone, count_people, is_compared, list_arrived
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import agree_with, tell_fraction

NAMED = 3
"""More members than this are counted in the sentence, and more towns are none of the year's."""


def find_sentence(files: Files, year: int) -> Facts:
    """Return the sentence of a year; no word where no fact is certain.

    All words are facts: the cover tells them too, and the file of the cover doesn't have them.
    """
    tellers = (_tell_first_year, _tell_arrivals, _tell_record, _tell_towns, _tell_share)
    for tell in tellers:
        if told := tell(files, year):
            return told
    return []


def _tell_first_year(files: Files, year: int) -> Facts:
    if files.setting("depuis") != str(year):
        return []
    number = len(files.members(year))
    return ["La première année", files.word[1], "avec", number, files.count_noun(number)]


def _tell_arrivals(files: Files, year: int) -> Facts:
    who = []
    if is_compared(files, year):
        who = files.sort(list_arrived(files, year))
    if not who:
        return []
    if len(who) > NAMED:
        told = [len(who), files.count_noun(len(who)), "ont rejoint", files.the_network()]
        return ["L’année où", *told]
    names = reference.name_members(who)
    return ["L’année où", names, agree_with(who, "a rejoint", "ont rejoint"), files.the_network()]


def _tell_record(files: Files, year: int) -> Facts:
    years = range(files.years[0], year + 1)
    held = {past: sum(count_formats(files, past).values()) for past in years}
    is_complete = set(years) <= set(files.years) and all(held.values())
    if not is_complete or len(years) < 3:
        return []
    if any(held[past] >= held[year] for past in years[:-1]):
        return []
    return [
        held[year],
        "rencontres dans l’année",
        "depuis",
        years[0],
        files.the_network(),
        "ne s’était jamais autant",
        files.met,
    ]


def _tell_towns(files: Files, year: int) -> Facts:
    meetings = files.meetings(year)
    there = meetings[(meetings["format"] != "distanciel") & (meetings["ville"] != "")]
    towns = there["ville"].unique().tolist()
    of_annual = there.loc[there["genre"] == "rencontre annuelle", "ville"].unique().tolist()
    if len(of_annual) == 1:
        towns = of_annual
    if not towns or len(towns) > NAMED:
        return []
    met = "s’est retrouvé"
    if files.pronoun == "elle":
        met = "s’est retrouvée"
    where = [reference.locate_town(town) for town in towns]
    return ["L’année où", files.the_network(), met, where]


def _tell_share(files: Files, year: int) -> Facts:
    codes = files.members(year)
    people = count_people(files, codes)
    if people is None or len(codes) < 2:
        return []
    fraction = tell_fraction(people, count_everyone(), "habitant")
    if not fraction:
        return []
    noun = files.count_noun(len(codes))
    return ["Ensemble", len(codes), noun, files.word[1], "comptent", fraction, "en France"]


@tells("fait")
def tell_fact(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    if asked.page != "index":
        return find_sentence(files, year)
    # The list of all pages tells it of each year that has no sentence of its own, the last first.
    untold = []
    for past in reversed(files.years):
        if not files.chapter(past, "La phrase de l’année"):
            untold.append(find_sentence(files, past))
    told = [facts for facts in untold if facts]
    return told[asked.time]
