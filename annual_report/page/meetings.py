"""Chapter 3, the meetings: how many of which format, where, when, and against the year before."""

from markupsafe import Markup

from annual_report.analysis.meetings import Formats, Meeting
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    dated,
    enumeration,
    in_words,
    number,
    plural,
)
from annual_report.page.figure import Figure
from annual_report.page.html import Fragment, paragraph
from annual_report.page.timeline import draw_timeline, is_placed, timeline_table
from annual_report.territories.departments import departments

FORMATS = (
    ("présentiel", "in_person", "en présentiel", "en présentiel"),
    ("hybride", "hybrid", "hybride", "hybrides"),
    ("distanciel", "remote", "en distanciel", "en distanciel"),
)


def at(town: str) -> str:
    """Put "à" before a town, contracted with its article: à Nantes, au Mans, aux Mureaux."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"à {town}"


def large_figures(edition: Edition) -> Fragment:
    """Show the number of meetings by format, large, with their towns."""
    formats = edition.formats
    if formats is None:
        return paragraph(f"Les rencontres de {edition.year} ne sont pas renseignées.", kind="empty")
    items = []
    for name, attribute, singular, several in FORMATS:
        value = getattr(formats, attribute)
        if value == 0 and name == "hybride":
            continue
        places = _places([m for m in edition.meetings if m.format == name])
        items.append(
            Markup("<li><b>{}</b> {}{}</li>").format(
                number(value), plural(value, singular, several), f", {places}" if places else ""
            )
        )
    return Fragment(Markup('<ul class="large">{}</ul>').format(Markup("\n").join(items)))


def _places(meetings: list[Meeting]) -> str:
    """List the places of meetings: the towns or, without one, the départements."""
    places = (_place(meeting) for meeting in meetings)
    return enumeration(dict.fromkeys(place for place in places if place))


def _place(meeting: Meeting) -> str | None:
    if meeting.town:
        return at(meeting.town)
    return departments()[meeting.department].locative if meeting.department else None


def comparison(edition: Edition) -> Fragment:
    """Say how many meetings there were, how many at a distance, and against the year before."""
    now = edition.formats
    if now is None:
        return paragraph()
    total = capitalized(in_words(now.total, feminine=True))
    said = f"{total} {plural(now.total, 'rencontre')} en {edition.year}{_remote(now)}"
    before = edition.before.formats if edition.before else None
    if before is None:
        unknown = f"Celles de {edition.year - 1} ne sont pas renseignées."
        return paragraph(f"{said}.", unknown)
    return paragraph(f"{said}.", _against(before, now, edition.year - 1))


def _against(before: Formats, now: Formats, year: int) -> str:
    change = now.total - before.total
    if change == 0:
        said = f"Il y en avait eu autant en {year}"
    else:
        amount, sense = in_words(abs(change), feminine=True), "plus" if change > 0 else "moins"
        said = f"C’est {amount} de {sense} qu’en {year}"
    return f"{said}{NO_BREAK}: {in_words(before.total, feminine=True)}{_remote(before)}."


def _remote(formats: Formats) -> str:
    """Say how many were at a distance, and nothing of none."""
    if not formats.remote:
        return ""
    if formats.remote == formats.total:
        return ", à distance"
    return f", dont {in_words(formats.remote, feminine=True)} à distance"


def places_and_dates(edition: Edition) -> Fragment:
    """Tell of each meeting whose place or host is recorded."""
    settings = edition.network.settings
    return paragraph(
        *(
            _told(
                meeting,
                edition.year,
                settings.institution_of(meeting.host) if meeting.host else None,
            )
            for meeting in edition.meetings
        )
    )


def _told(meeting: Meeting, year: int, host: str | None) -> str | None:
    if not meeting.department:
        return None
    department = departments()[meeting.department]
    where = department.locative
    if meeting.town and at(meeting.town) != where:  # Paris is in Paris
        where = f"{at(meeting.town)}, {where}"
    what = meeting.title or capitalized(meeting.kind or "rencontre")
    when = ""
    if meeting.start and meeting.start.month:
        same_year = meeting.start.year == year and (meeting.end is None or meeting.end.year == year)
        when = f", {dated(meeting.start, meeting.end, with_year=not same_year)}"
    said = f"{what}{NO_BREAK}: {where}{when}"
    if host:
        said += f", à l’invitation du {host}"
    return f"{said}."


def meetings_timeline(edition: Edition) -> Figure | Fragment:
    """Draw the calendar of the year, each date as precise as it is known."""
    meetings = edition.meetings
    if not meetings:
        return paragraph()
    placed = [meeting for meeting in meetings if is_placed(meeting)]
    return Figure(
        name="calendrier",
        drawing=draw_timeline(meetings, edition.year),
        finding=_timeline_finding(placed, len(meetings), edition.year),
        alternative=_timeline_alternative(placed, len(meetings), edition.year),
        data=timeline_table(meetings),
        note=_timeline_note(meetings),
        broad=True,
    )


def _timeline_finding(placed: list[Meeting], total: int, year: int) -> str:
    if total == 1 and not placed:
        return f"La rencontre de {year} n’est pas datée dans les données."
    if not placed:
        return f"Aucune des rencontres de {year} n’est datée dans les données."
    if len(placed) == total:
        return (
            f"Les rencontres de {year} sont toutes datées."
            if total > 1
            else f"La rencontre de {year} est datée."
        )
    if len(placed) == 1 and placed[0].town:
        return f"Seule la rencontre de {placed[0].town} est datée dans les données."
    some, every = alike(len(placed), total, feminine=True)
    verb = plural(len(placed), "est datée", "sont datées")
    return f"{capitalized(some)} des {every} rencontres {verb}."


def _timeline_alternative(placed: list[Meeting], total: int, year: int) -> str:
    said = [f"Calendrier de {year}, de janvier à décembre"]
    for meeting in placed:
        assert meeting.start is not None
        name = meeting.town or meeting.title or meeting.format
        said.append(f"{name}, {dated(meeting.start, meeting.end, with_year=False)}")
    if len(placed) < total:
        said.append(f"{count(total - len(placed), 'rencontre')} sans date précise")
    return f"{NARROW}; ".join(said) + "."


def _timeline_note(meetings: tuple[Meeting, ...]) -> str:
    months = any(is_placed(m) and m.start and m.start.day is None for m in meetings)
    undated = any(not is_placed(m) for m in meetings)
    said = ["Une bande claire couvre le mois, quand le jour n’est pas connu."] if months else []
    said += (
        ["Le pointillé couvre l’année, quand elle est tout ce que l’on sait."] if undated else []
    )
    return " ".join(said)
