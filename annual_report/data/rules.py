"""Rules that no single table can hold: each looks across the tables and texts of a package."""

from collections.abc import Iterator, Mapping

from annual_report.data.cells import nearest
from annual_report.data.problems import Place, Problem
from annual_report.data.reading import Table
from annual_report.data.texts import YearText
from annual_report.dates import PartialDate
from annual_report.messages import _

Tables = Mapping[str, Table]


def across_tables(tables: Tables, texts: Mapping[int, YearText]) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks."""
    found = [
        *_no_members(tables),
        *_meetings_of_known_years(tables),
        *_ends_before_starts(tables),
        *_unknown_meetings(tables),
        *_hosts_that_are_not_members(tables),
        *_texts_without_year(tables, texts),
    ]
    return sorted(found, key=lambda problem: problem.severity != "error")


def _no_members(tables: Tables) -> Iterator[Problem]:
    if not tables["membres"].rows:
        yield Problem(Place("membres.csv"), _("is empty"), expected=_("a row for each member"))


def _years(tables: Tables) -> list[str]:
    return sorted({row["annee"] for _number, row in tables["membres"].rows})


def _meetings_of_known_years(tables: Tables) -> Iterator[Problem]:
    years = _years(tables)
    for number, row in tables["rencontres"].rows:
        if row["annee"] not in years:
            yield Problem(
                Place("rencontres.csv", number, "annee"),
                _("is a year without members"),
                row["annee"],
                _("a year of membres.csv"),
                nearest(row["annee"], years),
            )


def _ends_before_starts(tables: Tables) -> Iterator[Problem]:
    for number, row in tables["rencontres"].rows:
        if not row["fin"]:
            continue
        end = PartialDate.parse(row["fin"])
        if not row["debut"]:
            what, expected = _("is an end without a start"), _("a value in column debut")
        elif end.last < PartialDate.parse(row["debut"]).first:
            what, expected = _("is an end before its start"), _("{day} or later", day=row["debut"])
        else:
            continue
        yield Problem(Place("rencontres.csv", number, "fin"), what, row["fin"], expected)


def _unknown_meetings(tables: Tables) -> Iterator[Problem]:
    known = [row["rencontre"] for _number, row in tables["rencontres"].rows]
    for number, row in tables["presences"].rows:
        if row["rencontre"] not in known:
            yield Problem(
                Place("presences.csv", number, "rencontre"),
                _("is not a known meeting"),
                row["rencontre"],
                _("an identifier of rencontres.csv"),
                nearest(row["rencontre"], known),
            )


def _hosts_that_are_not_members(tables: Tables) -> Iterator[Problem]:
    members = {(row["annee"], row["departement"]) for _number, row in tables["membres"].rows}
    for number, row in tables["rencontres"].rows:
        if row["hote"] and (row["annee"], row["hote"]) not in members:
            yield Problem(
                Place("rencontres.csv", number, "hote"),
                _("is not a member that year"),
                row["hote"],
                _("a member of {year}", year=row["annee"]),
            )


def _texts_without_year(tables: Tables, texts: Mapping[int, YearText]) -> Iterator[Problem]:
    years = _years(tables)
    for year in texts:
        if str(year) not in years:
            yield Problem(
                Place(f"textes/{year}.md"),
                _("is the text of a year without members"),
                expected=_("a year of membres.csv"),
                nearest=nearest(str(year), years),
                severity="remark",
            )
