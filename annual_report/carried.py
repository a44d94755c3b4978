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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import nbformat
import pandas as pd

from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.network import Network
from annual_report.pages.checks.secrecy import check_files
from annual_report.pages.export.carried import FOUND
from annual_report.phrases import read_phrase
from annual_report.program import digest, own_digest, program
from annual_report.project import NOTEBOOKS, ROOT, __version__
from annual_report.reading.extract import Extract, Mask
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    EXTRACT,
    PHRASES,
    STYLE,
    TEXTS,
    is_picture,
)
from annual_report.reading.inspection import Inspection
from annual_report.reading.schema import shared
from annual_report.reading.sheets import decode_text
from annual_report.reading.texts import blank_comments
from annual_report.run.reads import DATA, FILE
from annual_report.run.tasks import Task

Files = Mapping[str, str]
LARGEST, DEEPEST, MOST_FILES = 20_000_000, 20, 2000
"""Letters that a page may carry, objects in one another, files."""
NAME = re.compile(r"[\w-]+(?:/[\w-]+)?")
PLAIN = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.~][^\\/:*?\"<>|\x00-\x1f]*")
BESIDE = ("Python", "matplotlib", "pandas")
"""What a page's bytes depend on, beside the program."""
PRESENCES = "presences"
NO_TABLE: Mapping[str, Any] = {"schema": {"fields": []}}
ABOUT = ("name", "title", "licenses", "reseau")
"""What is taken of a descriptor, beside its tables: what pages say of a network."""


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


class Public(NamedTuple):
    """What pages may carry of a network: its descriptor, tables and texts by path, its masks."""

    about: Mapping[str, Any]
    tables: Files
    texts: Files
    extract: Extract


def gather(inspection: Inspection, network: Network, files: Mapping[str, bytes]) -> Public | None:
    """Return what pages may carry of a network; None if it wants none to.

    Tables are as they were understood, without a masked count; texts without comments.
    """
    settings = network.settings
    if not settings.verifiable or settings.chapitres_omis or network.drafts:
        return None
    read = [table for table in inspection.tables if table.columns]
    said = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
    declared = {each["name"]: each for each in said.get("resources", ())}
    about = {name: said[name] for name in ABOUT if name in said}
    about["resources"] = [
        {**declared.get(each.name, {"name": each.name}), "path": each.file} for each in read
    ]
    shown, agents = network.tables["presences"], network.tables["agents"]["agents"]
    tables = {}
    for each in read:
        text = each.text[[*each.columns]]
        if each.name == PRESENCES and "agents" in text:
            text = text.assign(agents=text["agents"].mask(shown["agents_masque"].to_numpy(), ""))
        tables[each.file] = as_csv([[*text.columns], *text.to_numpy()])
    masks = {
        str(meeting): Mask(tuple(members), None if pd.isna(total) else int(total))
        for meeting, members in shown[shown["agents_masque"]].groupby("rencontre")["membre"]
        for total in [agents[meeting]]
    }
    names = [f"{TEXTS}/{year}.md" for year in network.textes]
    texts = {name: blank_comments(decode_text(files[name])[0]) for name in names}
    return Public(about, tables, texts, Extract(masks, frozenset(network.drafts)))


def carry(task: Task, read: Mapping[str, str], form: Mapping[str, Any]) -> str:
    """Return what the page of a task carries, by what it has `read`; "" if that is nothing.

    `form` is what else the exporter was asked for. Raise PageError if it says a secret.
    """
    public: Public | None = pickle.loads(task.snapshot.packed)[2] if task.snapshot.packed else None
    if public is None:
        return ""
    raw = task.snapshot.files
    asked = {part.removeprefix(DATA) for part in read if part.startswith(DATA)}
    there = asked & raw.keys()
    told = sorted({_phrase(name) for name in asked - there} - {""})
    phrases = {name: text for name in told if (text := read_phrase(name)) is not None}
    own = {name: raw[name].decode("utf-8-sig") for name in there if _is_own(name)}
    texts = {name: text for name, text in public.texts.items() if name in asked}
    if f"{TEXTS}/" in asked:  # which years have one
        texts = dict.fromkeys(public.texts, "") | texts
    words = "".join([task.source, *phrases.values(), *own.values()])
    tables = dict(_tables(public, asked, words))
    held = public.extract if _asks(public, asked, PRESENCES) else replace(public.extract, masks={})
    extract = {EXTRACT: said} if (said := held.to_json()) else {}
    pictures = {name: digest(raw[name]) for name in there if is_picture(name)}
    beside = {_beside(part): value for part, value in read.items() if _beside(part)}
    carried = Carried(
        page=task.report.name,
        form=form,
        notebook=task.report.notebook,
        cells=without_outputs(json.loads(task.source)),
        parameters=task.report.parameters,
        files={**tables, **texts, **own, **extract},
        phrases=phrases,
        named={**pictures, **beside},
        versions=versions(),
    )
    written = json.dumps(carried._asdict(), ensure_ascii=False, sort_keys=True)
    check_files({_("{page}, what it carries", page=task.report.page): written.encode()})
    return base64.b64encode(bz2.compress(written.encode())).decode()


def carried_by(html: str) -> Carried | None:
    """Return what a page carries, None if it is nothing; raise ReportError if it is odd.

    Nothing of it is run, compiled or rendered here, and it may come from anyone.
    """
    found = FOUND.findall(html)
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
    ours, parts = {"annual-report": f"{__version__} ({own_digest()})"}, program()
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
    about = {**public.about, "resources": kept}
    yield DESCRIPTOR, json.dumps(about, ensure_ascii=False, indent=1)


def _asks(public: Public, asked: Collection[str], name: str) -> bool:
    return any(it["name"] == name and it["path"] in asked for it in public.about["resources"])


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as the tables of a network are written."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _phrase(part: str) -> str:
    """Return the name of a phrase by its file; "" for another file."""
    folder, _slash, file = part.rpartition("/")
    return file.removesuffix(".md") if folder == PHRASES else ""


def _is_own(name: str) -> bool:
    return bool(_phrase(name)) or name == STYLE


def _beside(part: str) -> str:
    """Return the name of a file that was opened beside a notebook; "" for one of the program's."""
    path = ROOT / part.removeprefix(FILE)
    ours = not part.startswith(FILE) or path.parent in (NOTEBOOKS, NOTEBOOKS / PHRASES)
    return "" if ours else path.name


def _check_depth(value: object, left: int) -> None:
    """Raise ValueError for what has more in one another than any page's data have."""
    if left < 0:
        raise ValueError(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        _check_depth(each, left - 1)


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
