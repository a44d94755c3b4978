"""What a page carries: all that it was made of, so that it can be made anew from itself.

It is JSON, in bzip2, in base64: the bytes of bzip2 are the same on every machine, those of gzip are
not. A number made of what a network withholds is carried as it was published.

    page, form            the page's name, and what else its form was asked by
    notebook, cells       the notebook's name, and its JSON without what it showed
    parameters            those of the notebook
    files                 the network's folder by path: texts, of the tables that the page has read
    phrases               the program's, by name
    named                 hashes of what isn't carried: pictures, files beside the notebook
    versions              of the program, of Python, pandas and matplotlib
"""

import base64
import bz2
import csv
import io
import json
import pickle
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.pages.checks.secrecy import check_files
from annual_report.pages.export.carried import FOUND
from annual_report.pages.export.outputs import take_published
from annual_report.pages.fragment import MIME
from annual_report.phrases import read_phrase
from annual_report.program import hash_bytes, hash_own_files, read_program
from annual_report.project import NOTEBOOKS, ROOT, __version__
from annual_report.public import PRESENCES, Files, Public, as_csv, as_json, is_own, phrase_of
from annual_report.reading.extract import Extract
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    EXTRACT,
    PHRASES,
    STYLE,
    TEXTS,
    is_picture,
)
from annual_report.reading.schema import shared
from annual_report.run.reads import DATA, FILE
from annual_report.run.report import COUNTS
from annual_report.run.tasks import Executed, Task

NO_TABLE: Mapping[str, Any] = {"schema": {"fields": []}}
LARGEST, DEEPEST, MOST_FILES = 20_000_000, 20, 2000
"""Letters that a page may carry, objects in one another, files."""
NAME = re.compile(r"[\w-]+(?:/[\w-]+)?")
PLAIN = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.~][^\\/:*?\"<>|\x00-\x1f]*")
BESIDE = ("Python", "matplotlib", "pandas")
"""What a page's bytes depend on, beside the program."""


class Carried(NamedTuple):
    """What a page was made of; the fields are described above."""

    page: str
    form: Mapping[str, Any]
    notebook: str
    cells: Mapping[str, Any]
    parameters: Mapping[str, Any]
    files: Files
    phrases: Files
    named: Files
    versions: Files

    @property
    def source(self) -> str:
        """The notebook's JSON, as nbformat writes it."""
        return str(nbformat.v4.writes(nbformat.from_dict(self.cells))) + "\n"


def carry(
    task: Task,
    notebook: NotebookNode,
    read: Mapping[str, str],
    bare: Executed | None,
    form: Mapping[str, Any],
) -> tuple[NotebookNode, str]:
    """Return the notebook of a task, and what its page carries, by what it has `read`.

    That is "" where it is nothing. `bare` is the notebook as it ran without what is withheld: where
    it publishes something else, what was published is carried instead. So in an extract a notebook
    publishes what it did. `form` is what else the exporter was asked for: it is left out where the
    page is the same without it. Raise PageError if it says a secret.
    """
    raw, name = task.snapshot.files, task.report.name
    public: Public | None = pickle.loads(task.snapshot.packed)[1] if task.snapshot.packed else None
    values = Extract.from_json(raw[EXTRACT]).values if EXTRACT in raw else {}
    if name in values:
        notebook = _publishing(notebook, values[name])
    itself = bool(COUNTS.search(task.source)) and public is not None and bool(public.masks)
    if public is None or itself or (not public.is_whole and (bare is None or bare.error)):
        return notebook, ""
    own_values = values.get(name, {})
    if bare is not None and not public.is_whole:
        read, own_values = bare.read, _otherwise(notebook, nbformat.v4.reads(bare.notebook))
    asked = {part.removeprefix(DATA) for part in read if part.startswith(DATA)}
    cover = _said_by_covers(notebook)
    # A page says whether it has the network's own style, and where it is if it names a picture.
    there = (asked & raw.keys()) - (set() if cover.get("style") else {STYLE})
    form = form if cover.get("year") and cover.get("address") else {}
    told = sorted({phrase_of(each) for each in asked - there} - {""})
    phrases = {each: text for each in told if (text := read_phrase(each)) is not None}
    own = {each: raw[each].decode("utf-8-sig") for each in there if is_own(each)}
    texts = {each: text for each, text in public.texts.items() if each in asked}
    if f"{TEXTS}/" in asked:  # which years have one
        texts = dict.fromkeys(public.texts, "") | texts
    words = "".join([task.source, *phrases.values(), *own.values()])
    masks = public.masks if _asks(public, asked, PRESENCES) else {}
    extract = Extract(masks, {name: own_values} if own_values else {}).to_json()
    pictures = {each: hash_bytes(raw[each]) for each in there if is_picture(each)}
    beside = {_beside(part): value for part, value in read.items() if _beside(part)}
    carried = Carried(
        page=name,
        form=form,
        notebook=task.report.notebook,
        cells=without_outputs(json.loads(task.source)),
        parameters=task.report.parameters,
        files={
            **dict(_tables(public, asked, words)),
            **texts,
            **own,
            **({EXTRACT: extract} if extract else {}),
        },
        phrases=phrases,
        named={**pictures, **beside},
        versions=versions(),
    )
    written = as_json(carried._asdict())
    check_files({_("{page}, what it carries", page=task.report.page): written.encode()})
    return notebook, base64.b64encode(bz2.compress(written.encode())).decode()


def _said_by_covers(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the covers of a notebook say of its page."""
    parts = [part for cell in notebook.cells for part in _parts(cell)]
    return {name: value for part in parts for name, value in part.get("page", {}).items()}


def _parts(cell: NotebookNode) -> list[Any]:
    shown = (output.get("data", {}).get(MIME) for output in cell.get("outputs", ()))
    return [part for part in shown if part is not None]


def _otherwise(notebook: NotebookNode, bare: NotebookNode) -> dict[str, list[Any]]:
    """Return by cell what a notebook publishes that it doesn't without what is withheld."""
    without = {cell.id: _parts(cell) for cell in take_published(bare).cells}
    found = {cell.id: _parts(cell) for cell in take_published(notebook).cells}
    return {name: parts for name, parts in found.items() if parts != without.get(name)}


def _publishing(notebook: NotebookNode, values: Mapping[str, list[Any]]) -> NotebookNode:
    """Return a notebook some of whose cells publish what is given, and nothing else."""
    for cell in notebook.cells:
        if cell.id in values:
            cell.outputs = [new_output("display_data", {MIME: each}) for each in values[cell.id]]
    return notebook


def carried_by(html: str) -> Carried | None:
    """Return what a page carries, None if it is nothing; raise ReportError if it is odd.

    Nothing of it is run, compiled or rendered here, and it may come from anyone.
    """
    found = [content for _sent, content in FOUND.findall(html)]
    if not found:
        return None
    try:
        opening = bz2.BZ2Decompressor()
        content = opening.decompress(base64.b64decode(found[-1]), LARGEST)
        if len(found) > 1 or not opening.eof or opening.unused_data:
            raise ValueError(len(found))
        said = json.loads(content)
        _check_depth(said, DEEPEST)
        carried = Carried(**said)
        _check(carried)
    except (ValueError, TypeError, OSError, AttributeError, RecursionError):
        raise ReportError(_("what it carries is not what this program writes")) from None
    return carried


def without_outputs(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return a notebook as it is before it is run, whatever it showed when it was saved."""
    empty: dict[str, Any] = {"outputs": [], "execution_count": None}
    cells = [
        {**cell, "source": "".join(cell["source"]), **(empty if "outputs" in cell else {})}
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def versions() -> dict[str, str]:
    """Return the versions of what a page's bytes depend on."""
    ours, parts = {"annual-report": f"{__version__} ({hash_own_files()})"}, read_program()
    return ours | {name: parts[f"environment: {name}"] for name in BESIDE}


def _tables(public: Public, asked: Collection[str], words: str) -> Iterator[tuple[str, str]]:
    """Yield the descriptor and the tables of what a page has asked for.

    A column that a network has of its own in a table that all have is there if the page's notebook
    or a phrase of it names it: another may be a remark.
    """
    needed = {"membres", *(["rencontres"] if _asks(public, asked, PRESENCES) else [])}
    kept = []
    for each in public.about["resources"]:
        if each["path"] not in asked and each["name"] not in needed:
            continue
        shared_names = {
            it["name"] for it in shared().get(each["name"], NO_TABLE)["schema"]["fields"]
        }
        fields = each.get("schema", {}).get("fields", [])
        own = {it["name"] for it in fields} - shared_names if shared_names else set()
        left = {name for name in own if name not in words}
        rows = list(csv.reader(io.StringIO(public.tables[each["path"]], newline="")))
        at = [place for place, name in enumerate(rows[0]) if name not in left]
        yield each["path"], as_csv([row[place] for place in at] for row in rows)
        schema = {"fields": [it for it in fields if it["name"] not in left]}
        kept.append({**each, "schema": {**each["schema"], **schema}} if left else each)
    yield DESCRIPTOR, as_json({**public.about, "resources": kept})


def _asks(public: Public, asked: Collection[str], name: str) -> bool:
    return any(it["name"] == name and it["path"] in asked for it in public.about["resources"])


def _beside(part: str) -> str:
    """Return the name of a file that was opened beside a notebook; "" for one of the program's."""
    path = ROOT / part.removeprefix(FILE)
    ours = not part.startswith(FILE) or path.parent in (NOTEBOOKS, NOTEBOOKS / PHRASES)
    return "" if ours else path.name


def _check_depth(value: object, left: int) -> None:
    """Raise ValueError for what has more in one another than any page's data have."""
    if left < 0:
        raise ValueError(value)
    for each in list_inside(value):
        _check_depth(each, left - 1)


def list_inside(value: object) -> list[Any]:
    """Return what JSON's objects and arrays hold; nothing else holds anything."""
    if isinstance(value, dict):
        return [*value.values()]
    return value if isinstance(value, list) else []


def _check(carried: Carried) -> None:
    """Raise ValueError or TypeError unless each field is of its kind, each name a plain one."""
    texts = (carried.files, carried.phrases, carried.named, carried.versions)
    names = (NAME.fullmatch(carried.page), PLAIN.fullmatch(carried.notebook))
    plain = (str, int, float, bool, type(None))
    right = (
        all(names)
        and "/" not in carried.notebook
        and all(isinstance(it, str) for each in texts for pair in each.items() for it in pair)
        and all(is_safe(name) for name in (*carried.files, *carried.named))
        and all(PLAIN.fullmatch(name) for name in carried.phrases)
        and DESCRIPTOR in carried.files
        and sum(map(len, texts)) < MOST_FILES
        and all(name.isidentifier() for name in (*carried.parameters, *carried.form))
        and all(isinstance(value, plain) for value in carried.parameters.values())
        and isinstance(carried.cells["cells"], list)
    )
    if not right:
        raise ValueError(carried.page)


def is_safe(name: str) -> bool:
    """Whether a path is that of a file in a network's folder: no other folder, no link to one."""
    folder, _slash, file = name.rpartition("/")
    return folder in ("", TEXTS, PHRASES) and PLAIN.fullmatch(file) is not None
