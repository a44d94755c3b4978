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
    """Return the form as a browser has sent it, with a chosen institution in its place.

    Beside a doubtful name are buttons, each for an institution: the pressed one, "2|Girnode|Gironde
    (33)", replaces "Girnode" in the second line of the members.
    """
    form = NetworkForm(
        name=request.get("nom"),
        members=request.get("membres"),
        year=request.get("annee"),
        organisations="organisations" in request.values,
    )
    # A line may have several names, "Landes, Girnode": only the name of the button is replaced.
    # With no button pressed, all three parts are "".
    line, _bar, rest = request.get(CHOSEN).partition("|")
    name, _bar, choice = rest.partition("|")
    lines = form.members.splitlines()
    # The line may be gone: a person has typed since the buttons were shown.
    if line.isdecimal() and 0 < int(line) <= len(lines):
        at = int(line) - 1
        lines[at] = lines[at].replace(name, choice, 1)
        form.members = "\n".join(lines)
    return form


def try_new_network(place: Path, request: Request) -> tuple[Path | None, NetworkForm]:
    """Make a network, in a new folder within `place`, from the words of a form.

    Return the network's folder and the form. Return None in place of the folder if nothing was
    made: then the form, which has errors or doubts, is shown again.
    """
    form = read_network_form(request)
    members = read_members(form.members, organisations=form.organisations)
    form.doubts = members.doubts
    # A person who sends a doubtful name a second time, after the doubt was shown, means this name.
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
    """Return the first year of a form; None, after adding an error to the form, for no year."""
    try:
        return read_year(form.year)
    except ReportError as error:
        form.errors["annee"] = say_error(error)
        return None


def _find_folder(place: Path, form: NetworkForm) -> Path | None:
    """Return the folder of the new network: "le réseau des rivières" → "reseau-des-rivieres".

    Return None, after adding an error to the form, without a name, and if the folder isn't empty.
    The folder isn't made here.
    """
    _article, plain = split_article(clean_text(form.name))
    slug = make_slug(plain).lower()
    # A name of signs alone, "!", is no name either.
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
