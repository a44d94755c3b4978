"""The form for a new network: the questions of `init`, with the doubts beside their names.

The first time that it is sent with a name nobody understands, it comes back with the institutions
that may be meant. Sent again with the same names it makes the network of them as they are: a doubt
stops nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from annual_report.base.errors import ReportError, say_error
from annual_report.base.letters import clean_text, make_slug
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.door.server import Request
from annual_report.network.writing.new_members import Doubt, NewMembers, read_members
from annual_report.network.writing.new_network import check_folder, make_network, split_article
from annual_report.network.writing.new_year import read_year

CHOSEN = "choisi"
"""The button that takes an institution for a doubtful name: "LINE|NAME|INSTITUTION"."""


@dataclass
class NetworkForm:
    """The answers that were typed for a new network, the refusals by field, and the doubts."""

    name: str = ""
    members: str = ""
    year: str = field(default_factory=lambda: str(date.today().year))
    organisations: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    seen: str = ""
    """A hash of the names whose doubts this form shows: they were seen when it comes back."""


def read_network_form(request: Request) -> NetworkForm:
    """Return the form as it was typed, a chosen institution in the place of a doubtful name."""
    form = NetworkForm(
        name=request.get("nom"),
        members=request.get("membres"),
        year=request.get("annee"),
        organisations="organisations" in request.values,
    )
    line, _bar, rest = request.get(CHOSEN).partition("|")
    name, _bar, choice = rest.partition("|")
    lines = form.members.splitlines()
    if line.isdecimal() and 0 < int(line) <= len(lines):
        at = int(line) - 1
        lines[at] = lines[at].replace(name, choice, 1)
        form.members = "\n".join(lines)
    return form


def try_new_network(place: Path, request: Request) -> tuple[Path | None, NetworkForm]:
    """Make a network below a folder as a form says; return its folder, or the form again."""
    form = read_network_form(request)
    members = read_members(form.members, organisations=form.organisations)
    form.doubts = members.doubts
    form.seen = _hash_names(form, members)
    folder = _find_folder(place, form)
    year = _read_year(form)
    is_seen = not form.doubts or request.get("vu") == form.seen
    if folder is None or year is None or CHOSEN in request.values or not is_seen:
        return None, form
    try:
        make_network(folder, clean_text(form.name), members, year)
    except (ReportError, OSError) as error:
        form.refused[""] = say_error(error)
        return None, form
    return folder, form


def _read_year(form: NetworkForm) -> int | None:
    """Return the first year; None, with the refusal, for words that are no year."""
    try:
        return read_year(form.year)
    except ReportError as error:
        form.refused["annee"] = say_error(error)
        return None


def _find_folder(place: Path, form: NetworkForm) -> Path | None:
    """Return the folder of a new network; None, with the refusal, where none can be."""
    _article, plain = split_article(clean_text(form.name))
    slug = make_slug(plain).lower()
    if not slug:
        form.refused["nom"] = _("a name is needed")
        return None
    folder = place / slug
    try:
        check_folder(folder)
    except (ReportError, OSError) as error:
        form.refused["nom"] = say_error(error)
        return None
    return folder


def _hash_names(form: NetworkForm, members: NewMembers) -> str:
    """Return a hash of the names as they are typed, and of the kinds that they are read as."""
    return hash_bytes(repr((form.members.split(), members.kinds)).encode())
