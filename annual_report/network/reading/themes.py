"""The themes of the rows of `sujets`: rows of the same theme speak of the same matter.

A plan of one year and its treatment in the next may be worded differently; the column `theme` says
that they belong together. The measures of subjects and the rule on forgotten plans follow themes.
"""

from collections.abc import Iterator, Sequence

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.rows import Table
from annual_report.network.reading.values.vocabulary import PLANNED, TREATED


def list_themes(subjects: Sequence[tuple[str, str]]) -> list[str]:
    """Return the theme of each row of `subjects`, pairs of a subject and a theme as typed or "".

    A subject without theme takes the theme of a row with the same words, or else the words
    themselves. A theme is spelt as in the first row of that theme.
    """
    by_subject: dict[str, str] = {}
    for subject, theme in subjects:
        if theme:
            by_subject.setdefault(fold_spelling(subject), theme)
    spellings: dict[str, str] = {}
    themes = []
    for subject, theme in subjects:
        meant = theme or by_subject.get(fold_spelling(subject), subject)
        themes.append(spellings.setdefault(fold_spelling(meant), meant))
    return themes


def check_for_forgotten_plans(sujets: Table) -> Iterator[Problem]:
    """Remark a planned subject that was treated neither in the planned year nor later.

    A year that names no treated subject may simply not be written down yet.
    """
    rows = [row for row in sujets.rows if row["sujet"]]
    # A subject and its plan may be worded differently: they share a theme.
    themes = list_themes([(row["sujet"], row["theme"]) for row in rows])
    treated: set[tuple[str, str]] = set()
    last_years: dict[str, str] = {}
    for row, theme in zip(rows, themes, strict=True):
        year = row["annee"]
        last_years[theme] = max(year, last_years.get(theme, ""))
        if row["etat"] == TREATED:
            treated.add((year, theme))
    years_with_treated = {year for year, _theme in treated}
    # A later year that names the theme has taken the plan over: only the last year is looked at.
    for row, theme in zip(rows, themes, strict=True):
        year = row["annee"]
        if row["etat"] != PLANNED or year not in years_with_treated:
            continue
        if year == last_years[theme] and (year, theme) not in treated:
            fault = _("was planned for {year} and never spoken of again", year=year)
            yield sujets.make_problem(row, "sujet", fault, severity="remark")
