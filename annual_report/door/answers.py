"""What the door answers: its pages, the files of a build, and what each of its buttons does.

    ""  nouveau                       the networks; the form for a new one
    r/NAME/  texte  envoyer           a network's year, its text, its sending
    r/NAME/pages/…  envoi/…           files of the build, and those that were sent: no other one
    news/NAME  adieu  fermer          for the script of a page; the button that ends the door

Only a POST changes anything.
"""

import json
import mimetypes
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader

from annual_report.base.messages import _, find_own_language
from annual_report.base.project import TEMPLATES
from annual_report.door.house import House
from annual_report.door.network_form import NetworkForm, try_new_network
from annual_report.door.opened import SENT_FOLDER, Opened
from annual_report.door.server import Request, Response, go_to, say
from annual_report.door.text_form import read_text_form, reread_text_form, save_text_form
from annual_report.door.views import SHOWN, NetworkView, list_sent_changes, show_network, show_years
from annual_report.network.reading.files.network_folder import TEXTS
from annual_report.report.publication.giving_out import name_sent_files

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of the door may load: its own script and style, a page of the build in a frame."""
FRAMED = "sandbox allow-same-origin allow-popups; script-src 'none'; frame-ancestors 'self'"
"""What a page of the build may do: no script runs, whatever a notebook has put into it."""
HTML = "text/html; charset=utf-8"


class Answers:
    """The answers of a door that is open on some networks, below a secret address."""

    def __init__(self, house: House, secret: str) -> None:
        self._house, self._root = house, f"/{secret}/"
        templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        templates.globals.update(_=_, root=self._root, language=find_own_language(), shown=SHOWN)
        self._template = templates.get_template("door.html.j2")

    def respond(self, request: Request) -> Response:
        """Return the answer to a request that may be answered."""
        self._house.visitors.hear()
        if request.typed is None:
            return self._show(request)
        return self._change(request)

    def _show(self, request: Request) -> Response:
        """Return a page or a file."""
        match request.parts:
            case ("",):
                return self._show_networks()
            case ("nouveau",) if self._house.has_room:
                return self._render("new", form=NetworkForm())
            case ("door.css",):
                palette = (TEMPLATES / "palette.css").read_bytes()
                return Response(200, palette + (HERE / "door.css").read_bytes(), "text/css")
            case ("door.js",):
                return Response(200, (HERE / "door.js").read_bytes(), "text/javascript")
            case ("news", name):
                return self._tell_news(name, request.query.get("tab", "")[:40])
            case ("r", name, *rest) if opened := self._house.opened.get(name):
                return self._show_opened(opened, rest, request)
        return say(404, _("there is nothing here"))

    def _change(self, request: Request) -> Response:
        """Do what a button says."""
        typed = request.typed or {}
        match request.parts:
            case ("adieu",):
                self._house.visitors.say_goodbye(typed.get("tab", ""))
                return say(200, "")
            case ("fermer",):
                self._house.visitors.close()
                return self._render("closed")
            case ("nouveau",) if self._house.has_room:
                return self._make_network(request)
            case ("r", name, what) if opened := self._house.opened.get(name):
                return self._change_opened(opened, what, request)
        return say(404, _("there is nothing here"))

    def _show_networks(self) -> Response:
        opened = self._house.opened
        if len(opened) == 1:
            return go_to(self._address_of(next(iter(opened.values()))))
        if not opened:
            return self._render("new", form=NetworkForm())
        networks = [(each, show_years(each.state)) for each in opened.values()]
        return self._render("list", networks=networks)

    def _tell_news(self, name: str, tab: str) -> Response:
        """Tell the script of a page whether there is another state to show."""
        self._house.visitors.hear(tab)
        opened = self._house.opened.get(name)
        version = (
            opened.state.version
            if opened
            else sum(each.state.version for each in self._house.opened.values())
        )
        return Response(200, json.dumps({"version": str(version)}).encode(), "application/json")

    def _show_opened(self, opened: Opened, rest: list[str], request: Request) -> Response:
        """Return a page about a network, or a file of it."""
        match rest:
            case ["pages", *path]:
                return _send_file(opened.list_files().get("/".join(path)), FRAMED)
            case ["envoi", name]:
                return _send_file(opened.list_sent_files().get(name), FRAMED)
            case ["" | "texte" | "envoyer" as kind]:
                view = show_network(
                    opened, request.query.get("annee", ""), request.query.get("page", "")
                )
                self._house.visit(opened, view.page)
                return self._show_view(view, kind)
        return say(404, _("there is nothing here"))

    def _show_view(self, view: NetworkView, kind: str) -> Response:
        """Return a page about a year of a network: its problems, its text or its sending."""
        folder, year = view.opened.folder, view.year
        if kind == "texte" and folder and year:
            form = read_text_form(folder, year.number)
            return self._render("text", view=view, form=form)
        if kind == "envoyer" and year and year.can_be_sent:
            values = self._describe_sending(view, year.number)
            return self._render("send", 200, view=view, **values)
        return self._render("network", view=view)

    def _describe_sending(self, view: NetworkView, year: int) -> dict[str, object]:
        """Return what goes out of a year, where to, and what changed since it was sent."""
        opened = view.opened
        reports = opened.choose_sent_reports(year)
        return {
            "folder": SENT_FOLDER,
            "names": [name for each in reports for name in name_sent_files(opened.name, each)],
            "changes": list_sent_changes(view.state, year),
            "sent": view.state.sent.get(year),
        }

    def _make_network(self, request: Request) -> Response:
        with self._house.changing:
            folder, form = try_new_network(self._house.place, request.typed or {})
        if folder is None:
            return self._render("new", 422, form=form)
        self._house.find_networks()
        return go_to(self._address_of(self._house.opened[folder.name]))

    def _change_opened(self, opened: Opened, what: str, request: Request) -> Response:
        """Do something with a network, and show it again."""
        typed = request.typed or {}
        asked = typed.get("annee", "")
        view = show_network(opened, asked)
        # A year is one of the network's, or the one after them.
        numbers = {str(year.number): year.number for year in view.years}
        if what == "preparer" and view.next_year and asked == str(view.next_year):
            self._house.order(opened, "prepare", view.next_year)
            return go_to(self._address_of(opened))
        if opened.folder is None or asked not in numbers:
            return say(404, _("there is nothing here"))
        year = numbers[asked]
        if what == "envoyer":
            self._house.order(opened, "send", year)
            return go_to(self._address_of(opened, "envoyer", annee=asked))
        if what == "texte":
            with self._house.changing:
                form = save_text_form(opened.folder, year, request.several)
            if form is None:
                return go_to(self._address_of(opened, "texte", annee=asked, fait="1"))
            return self._render("text", 409, view=view, form=form)
        if what == "texte-relu":
            form = reread_text_form(opened.folder, year, request.several)
            return self._render("text", view=view, form=form)
        if what == "ouvrir":
            return self._open_file(opened, typed.get("quoi", ""), year)
        return say(404, _("there is nothing here"))

    def _open_file(self, opened: Opened, what: str, year: int) -> Response:
        """Open a file or a folder of a network in what opens it on this machine."""
        assert opened.folder is not None, "what is opened is a network's"
        known: dict[str, Path | None] = {
            "classeur": opened.book,
            "texte": opened.folder / TEXTS / f"{year}.md",
            "dossier": opened.folder,
            "envoi": SENT_FOLDER,
        }
        path = known.get(what)
        if path is None or not path.exists():
            return say(404, _("there is nothing here"))
        open_by_system(path)
        kind = "envoyer" if what == "envoi" else ""
        return go_to(self._address_of(opened, kind, annee=str(year)))

    def _address_of(self, opened: Opened, kind: str = "", **query: str) -> str:
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self._root}r/{quote(opened.name)}/{kind}{asked}"

    def _render(self, kind: str, status: int = 200, /, **values: object) -> Response:
        words = self._template.render(kind=kind, house=self._house, **values)
        return Response(status, words.encode(), HTML, POLICY)


def _send_file(path: Path | None, policy: str) -> Response:
    """Return a file as it lies there; no link is followed."""
    if path is None or path.is_symlink() or not path.is_file():
        return say(404, _("this page is not made yet"))
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind == "text/html":
        return Response(200, path.read_bytes(), HTML, policy)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
    return Response(200, path.read_bytes(), kind, policy, headers)


def open_by_system(path: Path) -> None:
    """Open a file or a folder in whatever program this machine has for it."""
    start: Callable[[], object]
    if sys.platform == "win32":
        start = partial(os.startfile, path)
    else:
        program = "open" if sys.platform == "darwin" else "xdg-open"
        nowhere = subprocess.DEVNULL
        start = partial(
            subprocess.Popen,
            [program, str(path.resolve())],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
    start()
