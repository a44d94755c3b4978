"""Towns as a page prints them: a tool or a word in capitals is none."""

from collections.abc import Iterator

from annual_report.letters import folded
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, say

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
