"""What pages may carry of a network: its tables and texts, without what it withholds.

Withheld are masked counts, comments, what only chapters show that no page has, and the years that
are drafts. A page takes of it what it has asked for: see `carried`.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from annual_report.network import Network
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
from annual_report.reading.sheets import decode_text
from annual_report.reading.texts import blank_comments
from annual_report.reading.values.vocabulary import TREATED

Files = Mapping[str, str]
PRESENCES = "presences"
NEEDED = frozenset({"membres", "rencontres"})
"""Chapters without which nothing can be made anew."""
SHOWN_IN: Mapping[str, set[str]] = {
    PRESENCES: {"presences", "paires"},
    "dispositifs": {"dispositifs"},
    "sujets": {"sujets"},
    "ressources": {"sujets"},
}
"""The chapters that show a table: a network that leaves one of them out wants it unseen."""
PROSE = frozenset({"sujets", "temps-forts", "perspectives"})
"""The chapters that are made of the years' texts."""
ABOUT = ("name", "title", "licenses", "reseau")
"""What is taken of a descriptor, beside its tables: what pages say of a network."""


class Public(NamedTuple):
    """What pages may carry of a network: its descriptor, tables and texts by path, its masks.

    `is_whole` says whether that is all of it, but for masked counts.
    """

    about: Mapping[str, Any]
    tables: Files
    texts: Files
    masks: Mapping[str, Mask]
    is_whole: bool

    def files(self, raw: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return the network's folder as it is without what pages don't carry; `raw` is all."""
        own = {name: content for name, content in raw.items() if is_own(name) or is_picture(name)}
        said = {DESCRIPTOR: as_json(self.about), EXTRACT: Extract(self.masks).to_json()}
        made = {**said, **self.tables, **self.texts}
        return {name: text.encode() for name, text in made.items() if text} | own


def gather(inspection: Inspection, network: Network, files: Mapping[str, bytes]) -> Public | None:
    """Return what pages may carry of a network; None if it wants none to.

    Tables are as they were understood, without a masked count, and texts without comments; nothing
    is there of chapters that no page has, nor of years that are drafts.
    """
    omitted, drafts = set(network.settings.chapitres_omis), {str(each) for each in network.drafts}
    if not network.settings.verifiable or omitted & NEEDED:
        return None
    read = [each for each in inspection.tables if each.columns]
    there = [each for each in read if not omitted & SHOWN_IN.get(each.name, set())]
    said = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
    declared = {each["name"]: each for each in said.get("resources", ())}
    about = {name: said[name] for name in ABOUT if name in said}
    about["resources"] = [
        {**declared.get(each.name, {"name": each.name}), "path": each.file} for each in there
    ]
    shown, agents = network.tables[PRESENCES], network.tables["agents"]["agents"]
    kept = {each.name: _without_years(each.name, each.text, drafts) for each in there}
    meetings = set(kept["rencontres"]["rencontre"]) if "rencontres" in kept else set()
    if PRESENCES in kept:
        hidden = shown["agents_masque"].to_numpy()
        rows = kept[PRESENCES].assign(agents=kept[PRESENCES]["agents"].mask(hidden, ""))
        kept[PRESENCES] = rows[rows["rencontre"].isin(meetings)]
    tables = {
        each.file: as_csv([[*each.columns], *kept[each.name][[*each.columns]].to_numpy()])
        for each in there
    }
    masks = {
        str(meeting): Mask(tuple(members), None if pd.isna(total) else int(total))
        for meeting, members in shown[shown["agents_masque"]].groupby("rencontre")["membre"]
        for total in [agents[meeting]]
        if PRESENCES in kept and meeting in meetings
    }
    written = [str(year) for year in network.textes]
    said_years = [] if omitted & PROSE else [year for year in written if year not in drafts]
    names = [f"{TEXTS}/{year}.md" for year in said_years]
    texts = {name: blank_comments(decode_text(files[name])[0]) for name in names}
    rows_of = {each.name: len(each.text) for each in read if len(each.text)}
    is_whole = written == said_years and rows_of == {k: len(v) for k, v in kept.items() if len(v)}
    return Public(about, tables, texts, masks, is_whole)


def _without_years(name: str, text: pd.DataFrame, years: Collection[str]) -> pd.DataFrame:
    """Leave out the rows of some years, but for what was announced for them before."""
    if "annee" not in text:
        return text
    left = text["annee"].isin(years)
    return text[~(left & text["etat"].eq(TREATED) if name == "sujets" else left)]


def phrase_of(part: str) -> str:
    """Return the name of a phrase by its file; "" for another file."""
    folder, _slash, file = part.rpartition("/")
    return file.removesuffix(".md") if folder == PHRASES else ""


def is_own(name: str) -> bool:
    """Whether a file has words or a look of the network's own."""
    return bool(phrase_of(name)) or name == STYLE


def as_json(said: object) -> str:
    """Write what is the same as the same text."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as the tables of a network are written."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
