"""What is allowed and yet improbable: each is a remark, and says where to look, never what is true.

The same meeting under two ids, a town that is a tool, two hundred agents where others have three,
an id that names another year, two themes that differ by one letter.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from annual_report.dates import is_day
from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.tables import Table
from annual_report.reading.values.cells import folded

Tables = Mapping[str, Table]

NO_TOWNS = frozenset(
    {"teams", "microsoft teams", "zoom", "webex", "jitsi", "meet", "google meet", "skype", "visio",
     "visioconference", "en visio", "en ligne", "internet", "a distance", "distanciel", "webinaire",
     "tixeo", "whereby", "livestorm", "telephone", "mail", "big blue button", "bbb", "partout",
     "france", "bureau", "siege"}
)  # fmt: skip
MANY, TIMES = 20, 8
"""A count of agents is improbable above the first, if it is so many times the usual one."""
MOST_DAYS = 10
"""A meeting of more days is improbable."""
STRETCHED, MANY_MEMBERS = 4, 40
"""Codes that follow each other in a row; where there are more members, that is no wonder."""
SHORTEST, LONGEST = 4, 60
"""Shorter words may differ by a letter and be two; longer ones are sentences."""


def improbable(tables: Tables) -> list[Problem]:
    """Return a remark for everything that is allowed and probably a mistake."""
    return [remark for rule in RULES for remark in rule(tables)]


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """Say once what is wrong in many rows for one reason, and suggest nothing that is a guess."""
    found: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        place = replace(problem.place, row=None)
        unknown = problem.what == _("is not a known meeting")
        same = (place, problem.what, problem.value, problem.severity) if unknown else (problem,)
        found.setdefault(same, []).append(problem)
    return [_once(each) for each in found.values()]


def _once(problems: list[Problem]) -> Problem:
    first = problems[0]
    if first.what != _("is not a known meeting"):
        return first
    near = first.nearest if _digits(first.nearest) == _digits(first.value) else None
    if len(problems) == 1:
        return replace(first, nearest=near)
    what = _("{what}, in {count} rows", what=first.what, count=len(problems))
    return replace(first, what=what, nearest=near)


def _digits(identifier: str | None) -> list[str]:
    """Return the numbers of an id: "2025-01" and "2025-1" have the same."""
    words = "".join(sign if sign.isdecimal() else " " for sign in identifier or "").split()
    return [word.lstrip("0") for word in words]


def _remark(table: Table, row: int, column: str, what: str, value: str, expected: str | None = None
) -> Problem:  # fmt: skip
    place = Place(table.file, row, column, table.sheet)
    return Problem(place, what, value, expected, severity="remark")


def _same_meeting_twice(tables: Tables) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    titles: dict[int, str] = {}
    for number, row in tables["rencontres"].rows:
        if not is_day(row["debut"]):
            continue
        what = (row["debut"], row["format"], folded(row["ville"]))
        titles[number] = folded(row["titre"])
        # Of the same title as well, it is said by the rules across tables.
        if what in seen and titles[seen[what]] != titles[number]:
            said = _("may be the meeting of row {row}: same day, format and town", row=seen[what])
            yield _remark(tables["rencontres"], number, "rencontre", said, row["rencontre"])
        seen.setdefault(what, number)


def _long_meetings(tables: Tables) -> Iterator[Problem]:
    """Remark a meeting of weeks: 06/05 and 07/06 are two months apart where May was meant."""
    for number, row in tables["rencontres"].rows:
        if is_day(row["debut"]) and is_day(row["fin"]):
            days = (date.fromisoformat(row["fin"]) - date.fromisoformat(row["debut"])).days + 1
            if days > MOST_DAYS:
                what = _("makes a meeting of {days} days", days=days)
                yield _remark(tables["rencontres"], number, "fin", what, row["fin"])


def _same_address_twice(tables: Tables) -> Iterator[Problem]:
    for name, column in (("ressources", "titre"), ("dispositifs", "dispositif")):
        seen: dict[tuple[str, str], int] = {}
        for number, row in tables[name].rows:
            key = (row["url"], row.get("membre", row.get("annee", "")))
            if row["url"] and key in seen:
                said = _("has the address of row {row}", row=seen[key])
                yield _remark(tables[name], number, column, said, row[column])
            seen.setdefault(key, number)


def _towns(tables: Tables) -> Iterator[Problem]:
    for number, row in tables["rencontres"].rows:
        town = row["ville"]
        if town and (folded(town) in NO_TOWNS or not any(map(str.isalpha, town))):
            what, expected = _("is no town"), _("a town, or an empty cell")
        elif town.isupper() or town.islower():
            what = _("would be printed as it is typed")
            expected = _("the town’s name as a map has it, such as La Rochelle")
        else:
            continue
        yield _remark(tables["rencontres"], number, "ville", what, town, expected)


def _stretched_codes(tables: Tables) -> Iterator[Problem]:
    """Remark codes that follow each other, as where a cell was dragged down by its corner."""
    rows = [(n, row) for n, row in tables["membres"].rows if row["membre"].isdecimal()]
    counted = Counter(row["annee"] for _n, row in rows)
    run: list[tuple[int, dict[str, str]]] = []
    for each in [*rows, (0, {"annee": "", "membre": "0"})]:
        if run and (run[-1][1]["annee"], str(int(run[-1][1]["membre"]) + 1)) == (
            each[1]["annee"],
            str(int(each[1]["membre"])),
        ):
            run.append(each)
            continue
        if len(run) >= STRETCHED and counted[run[0][1]["annee"]] <= MANY_MEMBERS:
            codes = ", ".join(row["membre"] for _n, row in run)
            what = _("follow each other: was a cell dragged down?")
            yield _remark(tables["membres"], run[0][0], "membre", what, codes)
        run = [each]


def _counts(tables: Tables) -> Iterator[Problem]:
    counts = [int(row["agents"]) for _n, row in tables["presences"].rows if row["agents"]]
    usual = statistics.median(counts) if counts else 0
    for number, row in tables["presences"].rows:
        count = int(row["agents"] or 0)
        if count > max(MANY, TIMES * usual):
            what = _("agents are many: the usual count is {usual:.0f}", usual=usual)
            yield _remark(tables["presences"], number, "agents", what, row["agents"])


def _ids_of_other_years(tables: Tables) -> Iterator[Problem]:
    for number, row in tables["rencontres"].rows:
        start = row["rencontre"][:4]
        if start.isdecimal() and 1900 <= int(start) <= 2100 and start != row["annee"]:
            what = _("begins with another year than the row’s, {year}", year=row["annee"])
            yield _remark(tables["rencontres"], number, "rencontre", what, row["rencontre"])


def _themes_one_letter_apart(tables: Tables) -> Iterator[Problem]:
    first: dict[str, tuple[int, str]] = {}
    for at, row in tables["sujets"].rows:
        word = row["theme"] or row["sujet"]
        if word:
            first.setdefault(folded(word), (at, word))
    for one, other in _alike(first):
        if _one_letter_apart(one, other):
            (last, word), (before, beside) = sorted((first[one], first[other]), reverse=True)
            what = _("is one letter away from “{word}”, row {row}", word=beside, row=before)
            yield _remark(tables["sujets"], last, "theme", what, word)


def _alike(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the pairs of words that are the same once a letter of each is left out, each once."""
    known: dict[str, list[str]] = {}
    for word in words:
        if not SHORTEST <= len(word) <= LONGEST:
            continue
        shorter = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
        beside = {other: None for each in shorter for other in known.get(each, ())}
        yield from ((other, word) for other in sorted(beside))
        for each in shorter:
            known.setdefault(each, []).append(word)


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell words that one letter more, less, other, or swapped with its neighbour sets apart."""
    if abs(len(one) - len(other)) > 1 or one.isdecimal() or other.isdecimal():
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return len(one) != len(other)
    a, b = one[start:], other[start:]
    if a[:1].isdecimal() or b[:1].isdecimal():
        return False  # "phase 1" and "phase 2" are two
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    _same_meeting_twice,
    _long_meetings,
    _same_address_twice,
    _towns,
    _stretched_codes,
    _counts,
    _ids_of_other_years,
    _themes_one_letter_apart,
)
