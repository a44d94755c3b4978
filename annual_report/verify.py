"""Whether a page is what the data that it carries make: it is made anew from itself, and compared.

What a page carries comes from anyone. Tables and texts are read as those of any network; whatever
would be run, compiled or drawn (a notebook, a phrase, a style, a picture, a pattern) must be the
program's own, or lie in a folder that the user names. All is done in clean processes with limits,
and written into a temporary folder alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from annual_report.build.workers import make_page
from annual_report.carried import Carried, carried_by, list_inside, versions, without_outputs
from annual_report.errors import ReportError, UnreadableError
from annual_report.messages import _
from annual_report.pages.export.carried import FOUND, sent_names
from annual_report.phrases import read_phrase
from annual_report.program import hash_bytes, hash_program
from annual_report.project import NOTEBOOKS
from annual_report.publication.giving_out import sent_form
from annual_report.publication.look import look_at_network
from annual_report.publication.networks import OWN, WARM, take_snapshot
from annual_report.reading.extract import Extract
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import DESCRIPTOR, EXTRACT, PHRASES, STYLE
from annual_report.reading.schema import shared
from annual_report.run.processes import Processes
from annual_report.run.report import limit_resources
from annual_report.run.tasks import Made, Outline, Report, Snapshot, Task

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


def verify(file: Path, folder: Path | None = None) -> Verdict:
    """Make a page anew and compare; what isn't the program's own may come from the `folder`.

    Raise ReportError or OSError for a page that can't be read.
    """
    html = read_page(file)
    carried = carried_by(html)
    if carried is None:
        return Verdict(False, (_nothing(html),))
    other = _other_versions(carried)
    notebook = _notebook(carried, folder, any_version=bool(other))
    strange = [*_strange(carried, folder)]
    if notebook is None or strange:
        names = [] if notebook else [f"{carried.notebook}.ipynb"]
        return Verdict(False, (_not_run([*names, *strange]), *other))
    processes = Processes(WARM)
    made = _make(carried, notebook, folder, processes)
    try:
        if sent := sent_names(html):
            made = sent_form(made, sent)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise ReportError(_("what it carries is not what this program writes")) from None
    misnamed = _misnamed(file.stem, carried.page)
    if html == made.rstrip():
        return Verdict(not misnamed, (*misnamed, *other, *_taken_on_trust(carried)))
    pages = (FOUND.sub("", each) for each in (html, made))
    lines: list[str] = processes.call(_compare, *pages, timeout=SECONDS)
    same = () if lines else (_("says what it should, written otherwise: did a browser save it?"),)
    return Verdict(False, (*misnamed, *other, *lines, *same))


def read_page(file: Path) -> str:
    """Return a page's text with plain line endings; raise ReportError for what is no page."""
    try:
        content = read_file(file, LARGEST, _("is too large for a page"))
    except UnreadableError as error:
        raise ReportError(f"{error.what} ; {error.expected}") from None
    if content.startswith(b"%PDF"):
        raise ReportError(_("is a PDF: a page can be verified, and not what was printed of it"))
    try:
        html = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ReportError(_("is no page in UTF-8")) from None
    return html.rstrip()


def _nothing(html: str) -> str:
    """Say why there is nothing to make a page of."""
    if not html.rstrip().endswith("</html>"):
        return _("is cut off: its end is missing, and the data that it carried")
    return _("carries no data: it can only be compared with what a build makes")


def _misnamed(file: str, page: str) -> tuple[str, ...]:
    """Say that a page of a year, or of a member, goes by the name of another one."""
    number = NUMBER.search(page.rpartition("/")[2])
    others = NUMBER.findall(file)
    wrong = number is not None and others and number[0] not in others
    return (_("is the page “{page}” under another name", page=page),) if wrong else ()


def _taken_on_trust(carried: Carried) -> Iterator[str]:
    """Say what of a page is carried as it was published: its data are not in the page."""
    if EXTRACT not in carried.files:
        return
    extract = Extract.from_json(carried.files[EXTRACT].encode())
    masked = sum(len(mask.members) for mask in extract.masks.values())
    if masked:
        yield _("{count} masked counts: totals beside them are as published", count=masked)
    parts = [
        part for cells in extract.values.values() for parts in cells.values() for part in parts
    ]
    said = [each for part in parts for each in part.get("sentences", ())]
    if parts:
        what = " ; ".join(said)
        yield _("made of data that are not in the page, and as published: {what}", what=what)


def _other_versions(carried: Carried) -> tuple[str, ...]:
    """Say with what else a page was made than what is here."""
    ours = versions()
    other = [
        _("{name} {theirs}, and here {ours}", name=name, theirs=theirs, ours=ours[name])
        for name, theirs in carried.versions.items()
        if ours.get(name, theirs) != theirs
    ]
    return (_("made by another version: {all}", all=" ; ".join(other)),) if other else ()


def _not_run(names: list[str]) -> str:
    return _(
        "was made with what is not the program’s own, and is not run: {names}; if you know where "
        "it comes from, name the folder that has it (--with FOLDER)",
        names=", ".join(names),
    )


def _notebook(
    carried: Carried, folder: Path | None, *, any_version: bool
) -> tuple[str, Path] | None:
    """Return the source of a page's notebook and the folder that it lies in, None if it is strange.

    Of another version's page, the program's notebook of that name is as good as there is.
    """
    places = [NOTEBOOKS, *([folder, folder / OWN] if folder else [])]
    for place in places:
        with suppress(OSError, ValueError, LookupError, TypeError):
            source = (place / f"{carried.notebook}.ipynb").read_text(encoding="utf-8")
            same = without_outputs(json.loads(source)) == carried.cells
            if same or (any_version and place == NOTEBOOKS):
                return source, place
    return None


def _strange(carried: Carried, folder: Path | None) -> Iterator[str]:
    """Name what would be rendered, compiled or drawn, and is neither the program's nor known."""
    for name, text in carried.files.items():
        drawn = name == STYLE or name.startswith(f"{PHRASES}/")
        if drawn and _text(folder, name) != text:
            yield name
    for name, value in carried.named.items():
        if _content(folder, name, value) is None:
            yield name
    known = {*_patterns([*shared().values()]), *_patterns(_json(_text(folder, DESCRIPTOR)))}
    yield from sorted({*_patterns(_json(carried.files[DESCRIPTOR]))} - known)


def _text(folder: Path | None, name: str) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return (folder / name).read_text(encoding="utf-8-sig") if folder else ""
    return ""


def _content(folder: Path | None, name: str, value: str) -> bytes | None:
    """Return a file of a folder, or of the notebooks in it, that has a hash."""
    for place in (folder, folder / OWN) if folder else ():
        with suppress(OSError):
            content = (place / name).read_bytes()
            if hash_bytes(content) == value:
                return content
    return None


def _json(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def _patterns(said: Any) -> Iterator[str]:
    """Yield the patterns that a descriptor would have cells held against."""
    if isinstance(said, dict) and "pattern" in said:
        yield str(said["pattern"])
    for each in list_inside(said):
        yield from _patterns(each)


def _make(
    carried: Carried, notebook: tuple[str, Path], folder: Path | None, processes: Processes
) -> str:
    """Make a page of what it carries; raise ReportError if that can't be done."""
    source, beside = notebook
    with TemporaryDirectory(prefix="ar-") as room:
        network = Path(room) / "reseau"
        pictures = {name: _content(folder, name, value) for name, value in carried.named.items()}
        write_files(network, carried.files)
        for name, content in pictures.items():
            (network / name).write_bytes(content or b"")
        snapshot = take_snapshot(str(network))
    outline: Outline = processes.call(_look, snapshot, hash_program(), timeout=SECONDS)
    snapshot = snapshot._replace(packed=outline.packed, bare=outline.bare)
    report = Report(carried.page, carried.notebook, carried.parameters)
    task = Task(report, snapshot, source, str(beside), hash_program(), MEMORY, form=carried.form)
    made: Made = make_page(processes, task, snapshot, SECONDS)
    if made.error:
        raise ReportError(_("its data make no page: {why}", why=made.error))
    page: str = made.files[report.page].decode()
    return page


def _look(snapshot: Snapshot, program: str) -> Outline:
    """Read a network, within limits. Runs in a process of its own."""
    limit_resources(MEMORY)
    return look_at_network(snapshot, program, ())


def _compare(found: str, right: str) -> list[str]:
    """Compare two pages, within limits. Runs in a process of its own."""
    from annual_report.compare.altered import altered

    limit_resources(MEMORY)
    return altered(found, right)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder, byte for byte."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def extract(file: Path, folder: Path) -> Carried:
    """Write what a page carries into a new or empty folder: a network's, and the notebook in it.

    Raise ReportError where there is nothing, or where something is in the folder already.
    """
    html = read_page(file)
    carried = carried_by(html)
    if carried is None:
        raise ReportError(_nothing(html))
    if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
        raise ReportError(_("{folder}: is not empty", folder=folder))
    own = {f"{PHRASES}/{name}.md": text for name, text in carried.phrases.items()
           if read_phrase(name) != text}  # fmt: skip
    notebook = {f"{OWN}/{carried.notebook}.ipynb": carried.source}
    write_files(folder, {**own, **carried.files, **notebook})
    return carried
