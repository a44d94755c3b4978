"""Whether a page is what the data that it carries make: it is made anew from itself, and compared.

What a page carries comes from anyone. Tables and texts are read as those of any network; whatever
would be run, compiled or drawn (a notebook, a phrase, a style, a picture) must be the
program's own, or lie in a folder that the user names. All is done in clean processes with limits,
and written into a temporary folder alone.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from markupsafe import Markup

from annual_report.base.errors import ReportError, UnreadableError
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_program
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.making.workers import make_page
from annual_report.machine.pages.export.carried import FOUND, remove_carried
from annual_report.machine.pages.export.sent import list_sent_names, to_sent_form
from annual_report.machine.run.processes import Processes
from annual_report.machine.run.report import limit_resources
from annual_report.machine.run.tasks import Made, Outline, Report, Task, write_files
from annual_report.network.reading.extract import Extract
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.files.package_files import (
    EXTRACT,
    OWN_NOTEBOOKS,
    PHRASES,
    STYLE,
)
from annual_report.report.compare.altered import list_alterations
from annual_report.report.proof.carried import Carried, list_versions, read_carried, strip_outputs
from annual_report.report.publication.look import look_at_network
from annual_report.report.publication.networks import WARM_NETWORK, take_snapshot

LARGEST = 50_000_000
"""Bytes of a page that is looked at."""
NUMBER = re.compile(r"\d{2,}|\d[A-Z]")
"""What tells a page from its like in its name: a year, or a member's code."""
SECONDS, MEMORY = 120.0, 4096
"""What each step may take; memory in MiB."""


class Verdict(NamedTuple):
    """Whether a page is what its data make, and what there is to say of it, a line each."""

    right: bool
    lines: tuple[str, ...]


def verify_page(file: Path, folder: Path | None = None) -> Verdict:
    """Make a page anew and compare; what isn't the program's own may come from the `folder`.

    Raise ReportError or OSError for a page that can't be read.
    """
    html, carried = open_page(file)
    # What is said beside, whatever the comparison gives.
    other = _say_other_versions(carried)
    beside = (*_say_misnamed(file.stem, carried.page), *other)
    known = _find_known(carried, folder, is_other=bool(other))
    if strange := [name for name, path in known.items() if path is None]:
        return Verdict(False, (_say_not_run(strange), *beside))
    processes = Processes(WARM_NETWORK)
    made = _make_anew(html, carried, known, processes).rstrip()
    if html == made:
        return Verdict(not beside, (*beside, *_say_taken_on_trust(carried)))
    # Of another version, the words that name it and the digest differ in any case.
    strip = remove_carried if other else partial(FOUND.sub, "")
    comparing = list_alterations, strip(html), strip(made)
    lines: list[str] = processes.call(_call_within_limits, *comparing, timeout=SECONDS)
    same = () if lines else (_("says what it should, written otherwise: did a browser save it?"),)
    return Verdict(False, (*beside, *lines, *same))


def extract_page(file: Path, folder: Path) -> Carried:
    """Write what a page carries into a new or empty folder: a network's, and the notebook in it.

    Raise ReportError where there is nothing, or where something is in the folder already.
    """
    try:
        _html, carried = open_page(file)
    except ReportError as error:
        raise ReportError(_("{where}: {said}", where=file, said=error)) from None
    if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
        raise ReportError(_("{folder}: is not empty", folder=folder))
    write_files(folder, {name: text.encode() for name, text in carried.files.items()})
    return carried


def open_page(file: Path) -> tuple[str, Carried]:
    """Return a page with plain line endings, and what it carries; raise ReportError if it can't."""
    try:
        content = read_file(file, LARGEST, _("is too large for a page"))
        html = content.decode("utf-8-sig").replace("\r\n", "\n").rstrip()
    except UnreadableError as error:
        raise ReportError(f"{error.what} ; {error.expected}") from None
    except UnicodeDecodeError:
        html = ""
    # Each says what became of the page, and what to do; the most telling sign first.
    if content.startswith(b"%PDF"):
        raise ReportError(_("is a PDF: a page can be verified, and not what was printed of it"))
    if b"\nMIME-Version:" in content[:1000]:
        raise ReportError(_("is a browser’s archive, and lacks what the page carried: save HTML"))
    if not html:
        raise ReportError(_("is no page in UTF-8"))
    if carried := read_carried(html):
        return html, carried
    if not html.endswith("</html>"):
        raise ReportError(_("is cut off: its end is missing, and the data that it carried"))
    raise ReportError(_("carries no data: it can only be compared with what a build makes"))


# --- What there is to say beside ------------------------------------------------------------


def _say_misnamed(file: str, page: str) -> tuple[str, ...]:
    """Say that a page of a year, or of a member, goes by the name of another one."""
    number = NUMBER.search(page.rpartition("/")[2])
    others = NUMBER.findall(file)
    if number is None or not others or number[0] in others:
        return ()
    return (_("is the page “{page}” under another name", page=page),)


def _say_other_versions(carried: Carried) -> tuple[str, ...]:
    """Say with what else a page was made than what is here."""
    theirs = carried.versions
    other = [
        _("{name} {theirs}, and here {ours}", name=name, theirs=theirs[name], ours=ours)
        for name, ours in list_versions().items()
        if theirs.get(name, ours) != ours
    ]
    return (_("made by another version: {all}", all=" ; ".join(other)),) if other else ()


def _say_not_run(names: Iterable[str]) -> str:
    """Say which files a page was made with that are not known here, and so not run."""
    return _(
        "was made with what is not the program’s own, and is not run: {names}; if you know where "
        "it comes from, name the folder that has it (--with FOLDER)",
        names=", ".join(names),
    )


def _say_taken_on_trust(carried: Carried) -> Iterator[str]:
    """Say what of a page is carried as it was published: its data are not in the page."""
    if EXTRACT not in carried.files:
        return
    extract = Extract.from_json(carried.files[EXTRACT].encode())
    if masked := sum(len(mask.membres) for mask in extract.masques.values()):
        yield _("{count} masked counts: totals beside them are as published", count=masked)
    if cells := extract.valeurs.get(carried.page):
        # What it says, not what it says of itself: somebody may have written this.
        parts = (part for each in cells.values() for part in each)
        what = " ; ".join(Markup(part.get("html", "")).striptags() for part in parts)
        yield _("made of data that are not in the page, and as published: {what}", what=what)


# --- What may be run ------------------------------------------------------------------------


def _find_known(carried: Carried, folder: Path | None, *, is_other: bool) -> dict[str, Path | None]:
    """Return where the same is found of what would be run, compiled or drawn; None where it isn't.

    Of another version's page, the program's notebook or phrase of that name is as good as there is.
    """
    drawn = (STYLE, f"{PHRASES}/", f"{OWN_NOTEBOOKS}/")
    wanted = {n: hash_bytes(t.encode()) for n, t in carried.files.items() if n.startswith(drawn)}
    places = [NOTEBOOKS, *([folder, folder / OWN_NOTEBOOKS] if folder else [])]
    found = {n: _find_file(n, value, places) for n, value in {**wanted, **carried.named}.items()}
    if is_other:
        found |= {
            name: _find_file(name, "", [NOTEBOOKS]) for name, path in found.items() if not path
        }
    return found


def _find_file(name: str, value: str, places: Iterable[Path]) -> Path | None:
    """Return the file of a name that has a hash, any of that name if the hash is ""."""
    for path in (place / each for place in places for each in (name, name.rpartition("/")[2])):
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
            # A notebook is the same whatever its cells have shown.
            if path.suffix == ".ipynb":
                content = strip_outputs(content.decode()).encode()
            if value in ("", hash_bytes(content)):
                return path
    return None


# --- Making it anew ---------------------------------------------------------------------------


def _make_anew(
    html: str, carried: Carried, known: Mapping[str, Path | None], processes: Processes
) -> str:
    """Make the form of a page that `html` is of what it carries; raise ReportError if it can't."""
    notebook = known[carried.notebook]
    assert notebook is not None
    data = {n: text.encode() for n, text in carried.files.items() if n not in known}
    own = {n: p.read_bytes() for n, p in known.items() if p and not p.is_relative_to(NOTEBOOKS)}
    # As files, for a network is read from a folder; what is found here goes in the place of theirs.
    with TemporaryDirectory(prefix="ar-") as room:
        network = Path(room) / "reseau"
        write_files(network, {**data, **own})
        snapshot = take_snapshot(str(network))
    looking = look_at_network, snapshot, hash_program(), ()
    outline: Outline = processes.call(_call_within_limits, *looking, timeout=SECONDS)
    snapshot = snapshot._replace(packed=outline.packed, bare=outline.bare)
    report = Report(carried.page, notebook.stem, carried.parameters)
    source, beside = notebook.read_text(encoding="utf-8"), str(notebook.parent)
    pictured = '<meta property="og:image"' in html
    task = Task(report, snapshot, source, beside, hash_program(), MEMORY, picture=pictured)
    made: Made = make_page(processes, task, snapshot, SECONDS)
    if made.error:
        raise ReportError(_("its data make no page: {why}", why=made.error))
    page = made.files[report.page].decode()
    return to_sent_form(page, names) if (names := list_sent_names(html)) else page


def _call_within_limits(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function within limits. Runs in a process of its own."""
    limit_resources(MEMORY)
    return function(*args)
