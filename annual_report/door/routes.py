"""The addresses of the local page and the response to each, below the secret of the address.

    ""  nouveau                       the list of networks; the form for a new network
    r/NAME/  texte  envoyer           a year of a network, its text, its sending
    r/NAME/preparer  ouvrir           prepare the next year; open a file in its program
    r/NAME/pages/…                    the files of the build, and no other file
    adieu  fermer                     a tab was left; the button that ends the program

Only a POST changes anything. About once a second the script of a page asks for the same address
again, and replaces the parts that have changed.
"""

import mimetypes
import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template

from annual_report.base.messages import _, find_own_language
from annual_report.base.project import TEMPLATES
from annual_report.door.network_form import NetworkForm, try_new_network
from annual_report.door.opened_network import SENT_FOLDER, OpenedNetwork
from annual_report.door.server import Request, Response, make_redirect, make_text_response
from annual_report.door.text_form import NAMES, read_text_form, save_text_form
from annual_report.door.views import (
    SEVERITIES,
    STATES,
    NetworkView,
    YearView,
    name_network,
    view_network,
    view_years,
)
from annual_report.door.workspace import Workspace
from annual_report.machine.run.tasks import INDEX
from annual_report.network.reading.files.network_folder import TEXTS
from annual_report.network.reading.values.member_cells import name_choice

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the local page: its own script and style, and a frame."""
FRAMED = "sandbox allow-same-origin allow-popups; script-src 'none'; frame-ancestors 'self'"
"""The Content-Security-Policy of a built page: no script runs, whatever a notebook has put there.

`allow-same-origin` lets the script around the frame keep the height where a person reads.
"""
HTML = "text/html; charset=utf-8"
SHOWN = 12
"""Problems that a person sees at once; the others are folded away."""


class Routes:
    """The responses to the requests about the networks of a folder, at addresses below a secret.

    `workspace` has the networks and does the work; the requests only read, and add tasks there.
    """

    def __init__(self, workspace: Workspace, secret: str) -> None:
        self._workspace = workspace
        self._root = f"/{secret}/"
        self._template = _load_template(workspace, self._root)
        # Two tabs may save a form at once, each in a thread of the server.
        self._saving = threading.Lock()

    def respond(self, request: Request) -> Response:
        """Return the response to a request that has passed the checks of the server.

        The parts of ".../SECRET/r/gironde/envoyer" are ("r", "gironde", "envoyer").
        """
        visitors = self._workspace.visitors
        # The program ends when no tab sends requests any more. A request for an address that leads
        # nowhere counts too: a person is there.
        tab = request.get("tab")
        visitors.note_request(tab)
        match request.parts:
            case ("",):
                return self._show_networks()
            case ("door.css",):
                # The colours are those of the published pages.
                palette = (TEMPLATES / "palette.css").read_bytes()
                return Response(200, palette + (HERE / "door.css").read_bytes(), "text/css")
            case ("door.js",):
                return Response(200, (HERE / "door.js").read_bytes(), "text/javascript")
            case ("nouveau",) if self._workspace.takes_new_network:
                return self._make_network(request)
            case ("adieu",) if request.is_post:
                visitors.note_goodbye(tab)
                return make_text_response(200, "")
            case ("fermer",) if request.is_post:
                visitors.close()
                return self._render("closed")
            case ("r", name, "pages", *rest) if name in self._workspace.networks:
                files = self._workspace.networks[name].list_files()
                return _send_file(files.get("/".join(rest)))
            case ("r", name, action) if name in self._workspace.networks:
                return self._respond_about(self._workspace.networks[name], action, request)
        return _respond_not_found()

    def _show_networks(self) -> Response:
        """Return the first page: the list of networks, or what spares a person the choice.

        With a single network this is the network's page, without any the form for a new network.
        """
        networks = [*self._workspace.networks.values()]
        if not networks:
            return self._render("new", form=NetworkForm())
        if len(networks) == 1:
            return self._go_to(networks[0])
        return self._render("list")

    def _make_network(self, request: Request) -> Response:
        """Return the form for a new network, or make the network that the form asks for."""
        if not request.is_post:
            return self._render("new", form=NetworkForm())
        # One at a time: a second tab finds the folder that the first one has made.
        with self._saving:
            folder, form = try_new_network(self._workspace.folder, request)
        if folder is None:
            # 422: the server understood the form, and a person has to look at the answers again.
            return self._render("new", 422, form=form)
        # The next round of the work would find the network only after a moment.
        self._workspace.find_networks()
        return self._go_to(self._workspace.networks[folder.name])

    def _respond_about(self, network: OpenedNetwork, action: str, request: Request) -> Response:
        """Return a page about a network, or start the preparation of the next year.

        `action` is the last part of the address, "" for the network's main page; the request's
        field "annee" names a year.
        """
        asked_year = request.get("annee")
        view = view_network(network, asked_year, request.get("page"))
        if action == "":
            return self._show_view(view, "network")
        # An old tab may ask for a year that has been prepared since.
        if action == "preparer" and request.is_post and asked_year == str(view.next_year):
            message = _("{year} is being prepared…", year=asked_year)
            work = partial(network.prepare, int(asked_year))
            self._workspace.add_task(network, message, work)
            return self._go_to(network)
        # Where the year doesn't exist the view has the last year instead, which nobody asked for.
        if view.year and asked_year == str(view.year.number):
            return self._respond_about_year(view, view.year, action, request)
        return _respond_not_found()

    def _respond_about_year(
        self, view: NetworkView, year: YearView, action: str, request: Request
    ) -> Response:
        """Return the page for a year's text or sending, or start the work of the buttons there.

        `action` is the last part of the address: "texte", "envoyer" or "ouvrir".
        """
        match action:
            case "texte":
                return self._respond_with_text(view, year.number, request)
            case "envoyer" if not year.can_be_sent:
                # An old tab may ask for it: an error was typed, or a question added, since.
                return self._show_view(view, "network")
            case "envoyer" if not request.is_post:
                return self._show_view(view, "send")
            case "envoyer":
                message = _("{year} is being prepared for sending…", year=year.number)
                work = partial(view.network.send, year.number)
                self._workspace.add_task(view.network, message, work)
                return self._go_to(view.network, "envoyer", year.number)
            case "ouvrir" if request.is_post:
                return self._open_file(view.network, request.get("quoi"), year.number)
        return _respond_not_found()

    def _respond_with_text(self, view: NetworkView, year: int, request: Request) -> Response:
        """Return the page with the form for a year's text, or save the words that the form sends.

        A POST with the field `relire` saves nothing: the form is returned with the problems of the
        typed words, which the script of the page shows while a person types.
        """
        folder = view.network.folder
        assert folder is not None, "only a network has years"
        if not request.is_post:
            return self._show_view(view, "text", form=read_text_form(folder, year))
        # A browser sends all chapters, also empty ones; a missing chapter would be emptied.
        if not set(NAMES).issubset(request.values):
            return make_text_response(400, _("no form"))
        if "relire" in request.values:
            form = read_text_form(folder, year, request.values)
            return self._show_view(view, "text", form=form)
        with self._saving:
            unsaved = save_text_form(folder, year, request.values)
        if unsaved is None:
            self._workspace.renew(view.network)
            # The sentences about the button that was pressed before are no news any more.
            view.network.update(done=())
            return self._go_to(view.network, "texte", year)
        # Somebody else has changed the file a moment ago: the page isn't up to date any more, and
        # the watcher of the files may not have told so yet.
        if unsaved.is_conflict:
            self._workspace.renew(view.network)
            view = view_network(view.network, str(year))
        # 409: the state of the file conflicts with the request.
        return self._show_view(view, "text", 409, form=unsaved)

    def _open_file(self, network: OpenedNetwork, kind: str, year: int) -> Response:
        """Open a file or folder in its program on this computer, and return to the network's page.

        `kind` is "donnees", "texte" or "envoi": a request can name no other path.
        """
        assert network.folder is not None, "only a network has years"
        paths = {
            # A network of CSV files has a folder of them in the place of the workbook.
            "donnees": network.book or network.folder,
            "texte": network.folder / TEXTS / f"{year}.md",
            "envoi": SENT_FOLDER,
        }
        path = paths.get(kind)
        if path is None or not path.exists():
            return _respond_not_found()
        open_by_system(path)
        return self._go_to(network, "envoyer" if kind == "envoi" else "", year)

    def _go_to(self, network: OpenedNetwork, action: str = "", year: int | None = None) -> Response:
        """Return the redirect to a network's page: "/SECRET/r/gironde/envoyer?annee=2025"."""
        query = f"?annee={year}" if year else ""
        return make_redirect(f"{self._root}r/{quote(network.name)}/{action}{query}")

    def _show_view(
        self, view: NetworkView, kind: str, status: int = 200, **values: object
    ) -> Response:
        """Return a page about a network: "network", "text" or "send" is its `kind`.

        The page shows a built page in a frame; builds make the one in the frame first from now on.
        """
        self._workspace.note_shown_page(view.network, view.page)
        return self._render(kind, status, view=view, **values)

    def _render(self, kind: str, status: int = 200, **values: object) -> Response:
        """Return a page of a `kind`, "list", "new", "network", "text", "send" or "closed".

        The template has a part for each kind, which is filled with the `values`.
        """
        html = self._template.render(kind=kind, **values)
        return Response(status, html.encode(), HTML, POLICY)


def _load_template(workspace: Workspace, root: str) -> Template:
    """Return the template of all pages, with the functions and values that each page needs.

    `root` is the address below which all pages lie, "/SECRET/".
    """
    # Typed names of networks and words of files are escaped: no page has HTML of a person.
    templates = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    templates.globals.update(
        _=_,
        root=root,
        workspace=workspace,
        language=find_own_language(),
        index=INDEX.name,
        shown=SHOWN,
        severities=SEVERITIES,
        states=STATES,
        name_choice=name_choice,
        name_network=name_network,
        view_years=view_years,
        sent_folder=SENT_FOLDER,
    )
    return templates.get_template("door.html.j2")


def _respond_not_found() -> Response:
    """Return the response for an address that leads nowhere."""
    return make_text_response(404, _("there is nothing here"))


def _send_file(path: Path | None) -> Response:
    """Return the response with a file of a build: a page to show, any other file to save.

    None, and a file that isn't made yet, is answered by 404. So is a symbolic link, for a link may
    lead to any file of the person.
    """
    if path is None or path.is_symlink() or not path.is_file():
        return make_text_response(404, _("this page is not made yet"))
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind == "text/html":
        return Response(200, path.read_bytes(), HTML, FRAMED)
    # The name after "filename*=UTF-8''" may have accents (RFC 6266).
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
    return Response(200, path.read_bytes(), kind, FRAMED, headers)


def open_by_system(path: Path) -> None:
    """Open a file or a folder as a double-click does: a workbook in Excel or LibreOffice."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    nowhere = subprocess.DEVNULL
    # In a session of its own a spreadsheet survives Ctrl-C in the terminal of this program; its
    # warnings don't appear there.
    subprocess.Popen(
        [program, str(path.resolve())],
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
