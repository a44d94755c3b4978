"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from annual_report.dates import PartialDate
from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.tables import Table
from annual_report.reading.texts import CHAPTERS, YearText
from annual_report.reading.values.cells import folded, nearest

Tables = Mapping[str, Table]
Rows = tuple[tuple[int, dict[str, str]], ...]


def across_tables(
    tables: Tables, texts: Mapping[int, YearText], unanswered: Collection[str] = ()
) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks.

    `unanswered` are the files that hold questions still to answer: their gaps are known.
    """
    found = [problem for rule in RULES for problem in rule(tables)]
    found += [each for each in _texts(tables, texts) if each.place.file not in unanswered]
    return sorted(found, key=lambda problem: problem.severity != "error")


def _place(tables: Tables, name: str, row: int | None = None, column: str | None = None) -> Place:
    return Place(tables[name].file or f"{name}.csv", row, column, tables[name].sheet)


def _rows(tables: Tables, name: str) -> Rows:
    return tables[name].rows


def _years(tables: Tables) -> list[str]:
    return sorted({row["annee"] for _number, row in _rows(tables, "membres")})


def _members(tables: Tables) -> set[tuple[str, str]]:
    return {(row["annee"], row["departement"]) for _number, row in _rows(tables, "membres")}


def _no_members(tables: Tables) -> Iterator[Problem]:
    if not _rows(tables, "membres"):
        place = _place(tables, "membres")
        yield Problem(place, _("is empty"), expected=_("a row for each member"))


def _carried_over(tables: Tables) -> Iterator[Problem]:
    """Ask who came and who left, of a last year that has the same members and no meeting yet."""
    years = _years(tables)
    if len(years) < 2 or any(row["annee"] == years[-1] for _n, row in _rows(tables, "rencontres")):
        return
    before, last = (
        {code for year, code in _members(tables) if year == wanted} for wanted in years[-2:]
    )
    if before == last:
        yield Problem(
            _place(tables, "membres"),
            _(
                "{last} has the members of {before}: who came, who left?",
                last=years[-1],
                before=years[-2],
            ),
            severity="todo",
        )


def _meetings_of_known_years(tables: Tables) -> Iterator[Problem]:
    years = _years(tables)
    for number, row in _rows(tables, "rencontres"):
        if row["annee"] not in years:
            yield Problem(
                _place(tables, "rencontres", number, "annee"),
                _("is a year without members"),
                row["annee"],
                _("a year of membres.csv"),
                nearest(row["annee"], years),
            )


def _rows_of_far_years(tables: Tables) -> Iterator[Problem]:
    """Remark subjects and resources that no report will ever show."""
    years = _years(tables)
    shown = {*years, *(str(int(year) + 1) for year in years)}
    for name in ("sujets", "ressources"):
        for number, row in _rows(tables, name):
            if row["annee"] not in shown:
                yield Problem(
                    _place(tables, name, number, "annee"),
                    _("is a year without members: no report will show it"),
                    row["annee"],
                    nearest=nearest(row["annee"], sorted(shown)),
                    severity="remark",
                )


def _ends_before_starts(tables: Tables) -> Iterator[Problem]:
    for number, row in _rows(tables, "rencontres"):
        if not row["fin"]:
            continue
        end = PartialDate.parse(row["fin"])
        if not row["debut"]:
            what, expected = _("is an end without a start"), _("a value in column debut")
        elif end.last < PartialDate.parse(row["debut"]).first:
            what, expected = _("is an end before its start"), _("{day} or later", day=row["debut"])
        else:
            continue
        yield Problem(_place(tables, "rencontres", number, "fin"), what, row["fin"], expected)


def _dates_outside_their_year(tables: Tables) -> Iterator[Problem]:
    for number, row in _rows(tables, "rencontres"):
        if row["debut"] and row["debut"][:4] != row["annee"]:
            yield Problem(
                _place(tables, "rencontres", number, "debut"),
                _("is outside the year that the meeting counts for"),
                row["debut"],
                _("a day of {year}", year=row["annee"]),
                severity="remark",
            )


def _attendance(tables: Tables) -> Iterator[Problem]:
    meetings = {row["rencontre"]: row["annee"] for _number, row in _rows(tables, "rencontres")}
    members = _members(tables)
    for number, row in _rows(tables, "presences"):
        year = meetings.get(row["rencontre"])
        if year is None:
            yield Problem(
                _place(tables, "presences", number, "rencontre"),
                _("is not a known meeting"),
                row["rencontre"],
                _("an identifier of rencontres.csv"),
                nearest(row["rencontre"], list(meetings)),
            )
        elif (year, row["departement"]) not in members:
            yield Problem(
                _place(tables, "presences", number, "departement"),
                _("is not a member that year"),
                row["departement"],
                _("a member of {year}", year=year),
            )


def _hosts(tables: Tables) -> Iterator[Problem]:
    members = _members(tables)
    for number, row in _rows(tables, "rencontres"):
        if row["hote"] and (row["annee"], row["hote"]) not in members:
            yield Problem(
                _place(tables, "rencontres", number, "hote"),
                _("is not a member that year"),
                row["hote"],
                _("a member of {year}", year=row["annee"]),
                severity="remark",
            )


def _schemes_of_strangers(tables: Tables) -> Iterator[Problem]:
    known = {code for _year, code in _members(tables)}
    for number, row in _rows(tables, "dispositifs"):
        if row["departement"] not in known:
            yield Problem(
                _place(tables, "dispositifs", number, "departement"),
                _("was never a member: no page will show it"),
                row["departement"],
                severity="remark",
            )


def _plans_never_spoken_of_again(tables: Tables) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    rows = _rows(tables, "sujets")
    spoken = [(row["annee"], row["etat"], _subject(row)) for _number, row in rows]
    reported = {year for year, state, subject in spoken if state == "traité" and subject}
    for number, row in rows:
        year, subject = row["annee"], _subject(row)
        if row["etat"] != "prévu" or not subject or year not in reported:
            continue
        if not any(
            other == subject and (when > year or (when == year and state == "traité"))
            for when, state, other in spoken
        ):
            yield Problem(
                _place(tables, "sujets", number, "sujet"),
                _("was planned for {year} and never spoken of again", year=year),
                row["sujet"] or row["theme"],
                severity="remark",
            )


def _subject(row: Mapping[str, str]) -> str:
    return folded(row["theme"] or row["sujet"])


def _texts(tables: Tables, texts: Mapping[int, YearText]) -> Iterator[Problem]:
    years = _years(tables)
    for year, text in texts.items():
        place = Place(f"textes/{year}.md")
        if str(year) not in years:
            yield Problem(
                place,
                _("is the text of a year without members"),
                expected=_("a year of membres.csv"),
                nearest=nearest(str(year), years),
                severity="remark",
            )
            continue
        for chapter, prose in zip(
            CHAPTERS, (text.objectives, text.highlights, text.outlook), strict=True
        ):
            if not prose:
                yield Problem(
                    place, _("has nothing under this chapter"), chapter, severity="remark"
                )
    for missing in years:
        if int(missing) not in texts:
            yield Problem(Place(f"textes/{missing}.md"), _("is missing"), severity="remark")


RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    _no_members,
    _carried_over,
    _meetings_of_known_years,
    _ends_before_starts,
    _attendance,
    _hosts,
    _dates_outside_their_year,
    _rows_of_far_years,
    _schemes_of_strangers,
    _plans_never_spoken_of_again,
)
