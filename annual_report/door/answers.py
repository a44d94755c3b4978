"""The answers of the door: its pages, the files of a build, and the work of each of its buttons.

    ""  nouveau                       the networks; the form for a new one
    r/NAME/  texte  envoyer           a network's year, its text, its sending
    r/NAME/preparer  ouvrir           the next year; a file in the program that opens it
    r/NAME/pages/…                    files of the build, and no other file
    adieu  fermer                     a tab that is left; the button that ends the door

Only a POST changes anything. The script of a page asks for the same page again.
"""

import mimetypes
import os
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from annual_report.base.messages import _, find_own_language
from annual_report.base.project import TEMPLATES
from annual_report.door.house import House
from annual_report.door.network_form import NetworkForm, try_new_network
from annual_report.door.opened import SENT_FOLDER, Opened
from annual_report.door.server import Request, Response, go_to, say
from annual_report.door.text_form import NAMES, read_text_form, save_text_form
from annual_report.door.views import (
    SEVERITIES,
    STATES,
    NetworkView,
    Year,
    name_network,
    show_network,
    show_years,
)
from annual_report.network.reading.files.network_folder import TEXTS

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page of the door may load its own script and style, and a page of the build in a frame."""
FRAMED = "sandbox allow-same-origin allow-popups; script-src 'none'; frame-ancestors 'self'"
"""A page of the build runs no script, whatever a notebook has put into it."""
HTML = "text/html; charset=utf-8"
SHOWN = 12
"""Problems that are shown at once; the others fold away."""
LONGEST_TAB = 40
"""Letters of the name of a tab."""


class Answers:
    """The answers of a door that is open on some networks, below a secret address."""

    def __init__(self, house: House, secret: str) -> None:
        self._house = house
        self._root = f"/{secret}/"
        self._writing = threading.Lock()
        """Held while a form is written into a folder: two tabs may send one at once."""
        templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        templates.globals.update(
            _=_,
            root=self._root,
            house=house,
            language=find_own_language(),
            shown=SHOWN,
            severities=SEVERITIES,
            states=STATES,
            name_network=name_network,
            show_years=show_years,
            sent_folder=SENT_FOLDER,
        )
        self._template = templates.get_template("door.html.j2")

    def respond(self, request: Request) -> Response:
        """Return the answer to a request that may be answered."""
        visitors = self._house.visitors
        tab = request.get("tab")[:LONGEST_TAB]
        visitors.hear(tab)
        match request.parts:
            case ("",):
                return self._show_networks()
            case ("door.css",):
                palette = (TEMPLATES / "palette.css").read_bytes()
                return Response(200, palette + (HERE / "door.css").read_bytes(), "text/css")
            case ("door.js",):
                return Response(200, (HERE / "door.js").read_bytes(), "text/javascript")
            case ("nouveau",) if self._house.has_room:
                return self._make_network(request)
            case ("adieu",) if request.is_post:
                visitors.say_goodbye(tab)
                return say(200, "")
            case ("fermer",) if request.is_post:
                visitors.close()
                return self._render("closed")
            case ("r", name, *rest) if opened := self._house.opened.get(name):
                return self._respond_about(opened, rest, request)
        return say(404, _("there is nothing here"))

    def _show_networks(self) -> Response:
        opened = [*self._house.opened.values()]
        if not opened:
            return self._render("new", form=NetworkForm())
        if len(opened) == 1:
            return self._go_to(opened[0])
        return self._render("list")

    def _make_network(self, request: Request) -> Response:
        """Return the form for a new network, or make the network that was asked for."""
        if not request.is_post:
            return self._render("new", form=NetworkForm())
        with self._writing:
            folder, form = try_new_network(self._house.place, request)
        if folder is None:
            return self._render("new", 422, form=form)
        self._house.find_networks()
        return self._go_to(self._house.opened[folder.name])

    def _respond_about(self, opened: Opened, rest: list[str], request: Request) -> Response:
        """Return a page about a network, or a file of it; do the work of its buttons."""
        if rest[0] == "pages":
            return _send_file(opened.list_files().get("/".join(rest[1:])))
        asked = request.get("annee")
        view = show_network(opened, asked, request.get("page"))
        if rest == [""]:
            return self._show_view(view, "network")
        if rest == ["preparer"] and request.is_post and asked == str(view.next_year):
            self._house.give_order(opened, "prepare", int(asked))
            return self._go_to(opened)
        # A year that isn't there is never taken for the last one.
        if len(rest) == 1 and view.year and asked == str(view.year.number):
            return self._respond_about_year(view, view.year, rest[0], request)
        return say(404, _("there is nothing here"))

    def _respond_about_year(
        self, view: NetworkView, year: Year, kind: str, request: Request
    ) -> Response:
        """Return the text or the sending of a year; do the work of its buttons."""
        match kind:
            case "texte":
                return self._respond_with_text(view, year.number, request)
            case "envoyer" if not request.is_post:
                return self._show_view(view, "send" if year.can_be_sent else "network")
            case "envoyer" if year.can_be_sent:
                self._house.give_order(view.opened, "send", year.number)
                return self._go_to(view.opened, "envoyer", year.number)
            case "ouvrir" if request.is_post:
                return self._open_file(view.opened, request.get("quoi"), year.number)
        return say(404, _("there is nothing here"))

    def _respond_with_text(self, view: NetworkView, year: int, request: Request) -> Response:
        """Return the form for a year's text, as its file is or as it is being typed; save it."""
        folder = view.opened.folder
        assert folder is not None, "only a network has years"
        if not request.is_post:
            return self._show_view(view, "text", form=read_text_form(folder, year))
        if not set(NAMES).issubset(request.values):
            return say(400, _("no form"))
        if "relire" in request.values:
            form = read_text_form(folder, year, request.values)
            return self._show_view(view, "text", form=form)
        with self._writing:
            left = save_text_form(folder, year, request.values)
        if left is None:
            return self._go_to(view.opened, "texte", year)
        return self._show_view(view, "text", 409, form=left)

    def _open_file(self, opened: Opened, kind: str, year: int) -> Response:
        """Open a file or a folder of a network in the program that this machine has for it."""
        assert opened.folder is not None, "only a network has years"
        known: dict[str, Path | None] = {
            "classeur": opened.book,
            "texte": opened.folder / TEXTS / f"{year}.md",
            "dossier": opened.folder,
            "envoi": SENT_FOLDER,
        }
        path = known.get(kind)
        if path is None or not path.exists():
            return say(404, _("there is nothing here"))
        open_by_system(path)
        return self._go_to(opened, "envoyer" if kind == "envoi" else "", year)

    def _go_to(self, opened: Opened, kind: str = "", year: int | None = None) -> Response:
        query = f"?annee={year}" if year else ""
        return go_to(f"{self._root}r/{quote(opened.name)}/{kind}{query}")

    def _show_view(
        self, view: NetworkView, kind: str, status: int = 200, **values: object
    ) -> Response:
        """Return a page about a network, and have the page built that it shows."""
        self._house.visit(view.opened, view.page)
        return self._render(kind, status, view=view, **values)

    def _render(self, kind: str, status: int = 200, **values: object) -> Response:
        words = self._template.render(kind=kind, **values)
        return Response(status, words.encode(), HTML, POLICY)


def _send_file(path: Path | None) -> Response:
    """Return a file of a build as it lies there; no link is followed."""
    if path is None or path.is_symlink() or not path.is_file():
        return say(404, _("this page is not made yet"))
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind == "text/html":
        return Response(200, path.read_bytes(), HTML, FRAMED)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
    return Response(200, path.read_bytes(), kind, FRAMED, headers)


def open_by_system(path: Path) -> None:
    """Open a file or a folder in the program that this machine has for it."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    nowhere = subprocess.DEVNULL
    subprocess.Popen(
        [program, str(path.resolve())],
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
