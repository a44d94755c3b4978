"""What a page carries: all that it was made of, so that it can be made anew from itself.

It is JSON, in bzip2, in base64: the bytes of bzip2 are the same on every machine, those of gzip are
not.

    page, parameters    the page's name, and the parameters of its notebook
    files               the folder that `extract` writes, by path: the tables and texts that the
                        page has asked for, their descriptor, phrases, style and notebook
    named               hashes of what isn't carried: pictures, files beside the notebook
    versions            of the program, of Python, pandas and matplotlib

What a network withholds is in no page (see `public`); what a page publishes that is made of it is
carried as it was published.
"""

import base64
import bz2
import csv
import io
import json
import pickle
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_own_files, read_program
from annual_report.base.project import NOTEBOOKS, ROOT, __version__
from annual_report.machine.pages.checks.secrecy import check_files
from annual_report.machine.pages.export.carried import FOUND
from annual_report.machine.pages.export.outputs import list_parts, take_published
from annual_report.machine.pages.fragment import MIME
from annual_report.machine.run.reads import DATA, FILE
from annual_report.machine.run.report import COUNTS
from annual_report.machine.run.tasks import Executed, Task
from annual_report.network.network import UNFINISHED
from annual_report.network.phrases import read_phrase
from annual_report.network.reading.extract import Extract, Values
from annual_report.network.reading.files.package_files import (
    DESCRIPTOR,
    EXTRACT,
    OWN_NOTEBOOKS,
    PHRASES,
    STYLE,
    TEXTS,
    is_picture,
)
from annual_report.network.reading.schema import read_shared_tables
from annual_report.report.proof.public import NEEDED, PRESENCES, Files, Public, write_json

BESIDE = ("Python", "matplotlib", "pandas")
"""What a page's bytes depend on, beside the program."""
LARGEST, MOST_FILES = 5_000_000, 2000
"""Bytes that a page may carry, and files."""
PAGE = re.compile(r"[\w-]+(?:/[\w-]+)?")
PATH = re.compile(
    rf"(?:(?:{TEXTS}|{PHRASES}|{OWN_NOTEBOOKS})/)?"
    r"[^\\/:*?\"<>|\x00-\x1f.~][^\\/:*?\"<>|\x00-\x1f]*"
)
"""A file in a network's folder, as every system takes it: no other folder, no link to one."""


class Carried(NamedTuple):
    """What a page was made of; the fields are described above."""

    page: str
    parameters: Mapping[str, Any]
    files: Files
    named: Files
    versions: Files

    @property
    def notebook(self) -> str:
        """The path of the notebook, among the files."""
        return next(name for name in self.files if name.startswith(f"{OWN_NOTEBOOKS}/"))


# --- Into a page ------------------------------------------------------------------------------


def make_carried(
    task: Task, notebook: NotebookNode, read: Mapping[str, str], bare: Executed | None
) -> tuple[NotebookNode, str]:
    """Return a task's notebook, and in base64 what its page carries: "" where that is nothing.

    `read` are the hashes of the parts that the notebook has read. `bare` is the notebook as it ran
    without what is withheld: where its cells publish something else then, what they published is
    carried, so that they publish the same in an extract. Raise PageError for a secret.
    """
    raw, page = task.snapshot.files, task.report.name
    public: Public | None = pickle.loads(task.snapshot.packed)[1] if task.snapshot.packed else None
    values = Extract.from_json(raw[EXTRACT]).valeurs.get(page, {}) if EXTRACT in raw else {}
    # An extract has what its cells published when they could see what is withheld.
    for cell in notebook.cells:
        if cell.id in values:
            cell.outputs = [new_output("display_data", {MIME: each}) for each in values[cell.id]]
    # What is withheld was hidden from a second run: what that says otherwise is carried as well.
    if bare is not None:
        read, values = bare.read, _list_otherwise(notebook, nbformat.v4.reads(bare.notebook))
    asked = {part.removeprefix(DATA) for part in read if part.startswith(DATA)}
    # Nothing is carried of drafts, of what can't run so, nor of counts that a mask stands for.
    is_unfit = UNFINISHED in asked or (bare is not None and bare.error)
    if public is None or is_unfit or (public.masks and COUNTS.search(task.source)):
        return notebook, ""
    carried = Carried(
        page=page,
        parameters=task.report.parameters,
        files=_gather_files(task, notebook, public, asked, values),
        named={
            **{each: hash_bytes(raw[each]) for each in asked & raw.keys() if is_picture(each)},
            **{name: value for part, value in read.items() if (name := _name_beside(part))},
        },
        versions=list_versions(),
    )
    written = write_json(carried._asdict()).encode()
    check_files({_("{page}, what it carries", page=task.report.page): written})
    return notebook, base64.b64encode(bz2.compress(written)).decode()


def _gather_files(
    task: Task, notebook: NotebookNode, public: Public, asked: Collection[str], values: Values
) -> Files:
    """Return what `extract` writes of a page: what its notebook has asked for, and the notebook."""
    raw = task.snapshot.files
    resources = [
        each
        for each in public.about["resources"]
        if each["path"] in asked or each["name"] in NEEDED
    ]
    drawn = {each: text for each in asked if (text := _read_drawn(each, raw)) is not None}
    named = " ".join([task.source, *drawn.values(), *_list_shown_columns(notebook)])
    tables = [*_list_tables(resources, public, named)]
    texts = {each: text for each, text in public.texts.items() if each in asked}
    if f"{TEXTS}/" in asked:  # which years have one
        texts = dict.fromkeys(public.texts, "") | texts
    masks = public.masks if PRESENCES in [each["name"] for each in resources] else {}
    extract = Extract(masks, {task.report.name: values} if values else {}).to_json()
    return {
        DESCRIPTOR: write_json({**public.about, "resources": [each for each, _rows in tables]}),
        **{each["path"]: rows for each, rows in tables},
        **({EXTRACT: extract} if masks or values else {}),
        **texts,
        **drawn,
        f"{OWN_NOTEBOOKS}/{task.report.notebook}.ipynb": strip_outputs(task.source),
    }


def _list_otherwise(notebook: NotebookNode, bare: NotebookNode) -> Values:
    """Return by cell what a notebook publishes that it doesn't without what is withheld."""
    found, without = (
        {cell.id: list_parts(cell) for cell in take_published(each).cells}
        for each in (notebook, bare)
    )
    return {name: parts for name, parts in found.items() if parts != without.get(name)}


def _list_shown_columns(notebook: NotebookNode) -> Iterator[str]:
    """Yield the names of the columns of all tables that a notebook publishes."""
    for part in (part for cell in notebook.cells for part in list_parts(cell)):
        yield from (column["nom"] for column in part.get("table", {}).get("colonnes", ()))


def _read_drawn(name: str, raw: Mapping[str, bytes]) -> str | None:
    """Return a style or a phrase, the network's own or the program's; None for anything else."""
    folder, _slash, file = name.rpartition("/")
    if name != STYLE and folder != PHRASES:
        return None
    return raw[name].decode("utf-8-sig") if name in raw else read_phrase(file.removesuffix(".md"))


def _list_tables(
    resources: Sequence[Mapping[str, Any]], public: Public, named: str
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield tables as their descriptor has them, each with its rows as CSV.

    A column that a network has of its own in a table that all have is there if it is `named`, by
    the page's notebook or phrases or in a table that is published: another may be a remark.
    """
    for each in resources:
        own = {it["name"]: it for it in each.get("schema", {}).get("fields", [])}
        known = {
            it["name"] for it in read_shared_tables().get(each["name"], each)["schema"]["fields"]
        }
        left = [name for name in own if name not in known and name not in named]
        # By pandas, this would be a seventh of what it costs to publish a page.
        names, *rows = public.tables[each["path"]]
        kept = [at for at, name in enumerate(names) if name not in left]
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerows([row[at] for at in kept] for row in (names, *rows))
        fields = [it for name, it in own.items() if name not in left]
        schema = {"schema": {**each["schema"], "fields": fields}} if left else {}
        yield {**each, **schema}, written.getvalue()


def _name_beside(part: str) -> str:
    """Return the name of a file that was opened beside a notebook; "" for one of the program's."""
    path = ROOT / part.removeprefix(FILE)
    ours = not part.startswith(FILE) or path.parent in (NOTEBOOKS, NOTEBOOKS / PHRASES)
    return "" if ours else path.name


def strip_outputs(source: str) -> str:
    """Return a notebook's JSON as it is before it is run, whatever it showed when it was saved."""
    notebook = nbformat.v4.reads(source)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs, cell.execution_count = [], None
    return f"{nbformat.v4.writes(notebook)}\n"


def list_versions() -> dict[str, str]:
    """Return the versions of what a page's bytes depend on."""
    ours, parts = {"annual-report": f"{__version__} ({hash_own_files()})"}, read_program()
    return ours | {name: parts[f"environment: {name}"] for name in BESIDE}


# --- Out of a page ----------------------------------------------------------------------------


def read_carried(html: str) -> Carried | None:
    """Return what a page carries, None if that is nothing.

    The page may come from anyone: nothing of it is run, compiled or rendered here. Raise
    ReportError for what this program doesn't write.
    """
    found = [content for _sent, content in FOUND.findall(html)]
    if not found:
        return None
    try:
        opening = bz2.BZ2Decompressor()
        content = opening.decompress(base64.b64decode(found[-1]), LARGEST)
        carried = Carried(**json.loads(content))
        # One element, and in it one stream to its end: another could hide behind.
        if len(found) > 1 or not opening.eof or opening.unused_data or not _is_plain(carried):
            raise ValueError
    except (ValueError, TypeError, OSError, AttributeError, RecursionError):
        raise ReportError(_("what it carries is not what this program writes")) from None
    return carried


def _is_plain(carried: Carried) -> bool:
    """Whether each field is of its kind, and each name a plain one; raise an error for some."""
    texts = {**carried.files, **carried.named, **carried.versions}
    kinds = (str, int, float, bool, type(None))
    return (
        PAGE.fullmatch(carried.page) is not None
        and all(map(PATH.fullmatch, (*carried.files, *carried.named)))
        and sum(name.startswith(f"{OWN_NOTEBOOKS}/") for name in carried.files) == 1
        and DESCRIPTOR in carried.files
        and len(texts) < MOST_FILES
        and all(isinstance(each, str) for each in texts.values())
        and all(name.isidentifier() for name in carried.parameters)
        and all(isinstance(each, kinds) for each in carried.parameters.values())
    )
