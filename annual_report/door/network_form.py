"""The form for a new network: the questions of the command `init`, with doubts beside the names.

A name that means no institution is a doubt. A form with new doubts comes back with the institutions
that each name may mean. Sent again with the same doubts, the form makes the network, with the names
as they were typed: a doubt stops no person.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from annual_report.base.errors import ReportError, say_error
from annual_report.base.letters import clean_text, make_slug
from annual_report.base.messages import _
from annual_report.door.server import Request
from annual_report.network.writing.new_members import Doubt, read_members
from annual_report.network.writing.new_network import check_folder, make_network, split_article
from annual_report.network.writing.new_year import read_year

CHOSEN = "choisi"
"""The button that takes an institution for a doubtful name: "LINE|NAME|INSTITUTION"."""
SEEN = "vu"
"""The hidden field with the doubtful names that the form has shown already, one a line."""


@dataclass
class NetworkForm:
    """The form for a new network with the typed words, the errors and the doubts.

    `errors` maps the names of fields to their errors; the key "" is for the form as a whole.
    """

    name: str = ""
    members: str = ""
    year: str = field(default_factory=lambda: str(date.today().year))
    organisations: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def read_network_form(request: Request) -> NetworkForm:
    """Return the typed form, with the chosen institution in place of a doubtful name."""
    form = NetworkForm(
        name=request.get("nom"),
        members=request.get("membres"),
        year=request.get("annee"),
        organisations="organisations" in request.values,
    )
    # The button has the name as well: of "Landes, Girnode" on a line only the second is replaced.
    line, _bar, rest = request.get(CHOSEN).partition("|")
    name, _bar, choice = rest.partition("|")
    lines = form.members.splitlines()
    if line.isdecimal() and 0 < int(line) <= len(lines):
        at = int(line) - 1
        lines[at] = lines[at].replace(name, choice, 1)
        form.members = "\n".join(lines)
    return form


def try_new_network(place: Path, request: Request) -> tuple[Path | None, NetworkForm]:
    """Make a network in a folder of `place` as a form asks.

    Return the network's folder and the form; no folder where the form has to be shown again.
    """
    form = read_network_form(request)
    members = read_members(form.members, organisations=form.organisations)
    form.doubts = members.doubts
    # Doubts that the person has seen, and sent again, are taken as they are.
    seen = request.get(SEEN).splitlines()
    has_new_doubts = any(doubt.name not in seen for doubt in form.doubts)
    folder = _find_folder(place, form)
    year = _read_year(form)
    # All fields are read before the form comes back: a person sees all faults at once.
    if folder is None or year is None or CHOSEN in request.values or has_new_doubts:
        return None, form
    try:
        make_network(folder, clean_text(form.name), members, year)
    except (ReportError, OSError) as error:
        form.errors[""] = say_error(error)
        return None, form
    return folder, form


def _read_year(form: NetworkForm) -> int | None:
    """Return the first year; for words that are no year None, with an error in the form."""
    try:
        return read_year(form.year)
    except ReportError as error:
        form.errors["annee"] = say_error(error)
        return None


def _find_folder(place: Path, form: NetworkForm) -> Path | None:
    """Return the folder of the new network, named after the network.

    Return None, with an error in the form, without a name, and where the folder can't be made.
    """
    # "le réseau des rivières" lies in "reseau-des-rivieres": an article begins no folder's name.
    _article, plain = split_article(clean_text(form.name))
    slug = make_slug(plain).lower()
    if not slug:
        form.errors["nom"] = _("a name is needed")
        return None
    folder = place / slug
    try:
        check_folder(folder)
    except (ReportError, OSError) as error:
        form.errors["nom"] = say_error(error)
        return None
    return folder
