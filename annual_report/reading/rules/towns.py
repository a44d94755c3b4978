"""Towns as a page prints them: a tool or a word in capitals is none."""

from collections.abc import Iterator

import pandas as pd

from annual_report.letters import folded
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, say
from annual_report.territories.institutions import institution
from annual_report.territories.reference_tables import lines
from annual_report.territories.spelling import plain

NO_TOWNS = frozenset(
    {"teams", "microsoft teams", "zoom", "webex", "jitsi", "meet", "google meet", "skype", "visio",
     "visioconference", "en visio", "en ligne", "internet", "a distance", "distanciel", "webinaire",
     "tixeo", "whereby", "livestorm", "telephone", "mail", "big blue button", "bbb", "partout",
     "france", "bureau", "siege"}
)  # fmt: skip


def towns(tables: Tables) -> Iterator[Problem]:
    """Remark what is no town, or isn't written as one."""
    table, town = tables["rencontres"], tables["rencontres"].text["ville"]
    letters = town.map(lambda each: any(map(str.isalpha, each)))
    none = (town != "") & (town.map(folded).isin(NO_TOWNS) | ~letters)
    yield from say(table, none, "ville", _("is no town"), _("a town, or an empty cell"))
    shouted = (town.str.isupper() | town.str.islower()) & ~none
    expected = _("the town’s name as a map has it, such as La Rochelle")
    yield from say(table, shouted, "ville", _("would be printed as it is typed"), expected)


def towns_elsewhere(tables: Tables) -> Iterator[Problem]:
    """Remark a town that lies in another département than its row's, wherever there is one."""
    table, text = tables["rencontres"], tables["rencontres"].text
    placed = (text["ville"] != "") & (text["departement"] != "")
    wanted = {plain(town): set[str]() for town in text["ville"][placed].unique()}
    for _code, _name, _of, department, _people, _x, _y, key in (
        lines("communes.csv") if wanted else ()
    ):
        if key in wanted:
            wanted[key].add(department)
    for (town, code), rows in text[placed].groupby(["ville", "departement"]):
        known = wanted[plain(str(town))]
        if known and code not in known:
            there = ", ".join(institution(each).label for each in sorted(known)[:3])
            mask = pd.Series(text.index.isin(rows.index), text.index)
            yield from say(table, mask, "ville", _("lies in another département"), there)
