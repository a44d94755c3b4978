"""The texts of the years: which are missing, and which chapters are empty."""

from collections.abc import Iterator, Mapping

from annual_report.letters import nearest
from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.rules.saying import Tables, list_years
from annual_report.reading.texts import HEADINGS, YearText


def chapters(tables: Tables, texts: Mapping[int, YearText]) -> Iterator[Problem]:
    """Remark a text of an unknown year, an empty chapter and a year without a text."""
    known = [str(year) for year in list_years(tables)]
    for year, text in texts.items():
        place = Place(f"textes/{year}.md")
        if str(year) not in known:
            yield Problem(
                place,
                _("is the text of a year without members"),
                expected=_("a year of membres.csv"),
                nearest=nearest(str(year), known),
                severity="remark",
            )
            continue
        proses = (text.sentence, text.objectives, text.highlights, text.outlook)
        for chapter, prose in zip(HEADINGS, proses, strict=True):
            if not prose:
                yield Problem(
                    place, _("has nothing under this chapter"), chapter, severity="remark"
                )
    for missing in known:
        if int(missing) not in texts:
            yield Problem(Place(f"textes/{missing}.md"), _("is missing"), severity="remark")
