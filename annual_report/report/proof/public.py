"""What pages may carry of a network: its tables and texts, without what it withholds.

Withheld are masked counts, comments, the years that are drafts, and what a network leaves out of
its pages with a chapter. A page carries of the rest what it has asked for: see `carried`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from annual_report.network.network import Network, is_of_years
from annual_report.network.reading.extract import Mask
from annual_report.network.reading.files.package_files import DESCRIPTOR, TEXTS
from annual_report.network.reading.frames import make_text_frame
from annual_report.network.reading.inspection import Package
from annual_report.network.reading.sheets import decode_text
from annual_report.network.reading.texts import blank_comments

Files = Mapping[str, str]
MEETINGS, PRESENCES = "rencontres", "presences"
NEEDED = ("membres", MEETINGS)
"""Tables without which no other can be read, and chapters without which no page is made anew."""
SHOWN_IN: Mapping[str, set[str]] = {
    PRESENCES: {PRESENCES, "paires"},
    "sujets": {"sujets"},
    "ressources": {"sujets"},
    TEXTS: {"sujets", "temps-forts", "perspectives"},
}
"""The chapters that show a table, or texts: a network that omits one of them wants it unseen."""
ABOUT = ("name", "title", "licenses", "reseau")
"""What is taken of a descriptor, beside its tables: what pages say of a network."""


class Public(NamedTuple):
    """What pages may carry of a network: its descriptor, tables and texts by path, its masks.

    A table is its rows, the names of its columns first.
    `withheld` are the paths of what it leaves out of its pages with a chapter.
    """

    about: Mapping[str, Any]
    tables: Mapping[str, Sequence[Sequence[str]]]
    texts: Files
    masks: Mapping[str, Mask]
    withheld: frozenset[str]

    def without_withheld(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return a network's files without what is withheld, nor described in its descriptor."""
        left = {name: content for name, content in files.items() if name not in self.withheld}
        return {**left, DESCRIPTOR: write_json(self.about).encode()}


def gather_public(package: Package, network: Network, files: Mapping[str, bytes]) -> Public | None:
    """Return what pages may carry of a network; None if it wants none to.

    Tables are as they were understood, without a masked count, and texts without comments.
    """
    omitted = set(network.settings.chapitres_omis)
    # A network may say so, or leave out chapters without whose tables no page is made.
    if not network.settings.verifiable or omitted & {*NEEDED}:
        return None
    # A table that is shown in chapters that are left out stays behind; so do years that are drafts.
    hidden = {name for name, chapters in SHOWN_IN.items() if omitted & chapters}
    drafts = [str(year) for year in network.drafts]
    read = {name: table for name, table in package.tables.items() if table.columns}
    texts_of = {name: make_text_frame(table) for name, table in read.items()}
    rows = {name: text[~is_of_years(name, text, drafts)] for name, text in texts_of.items()}
    # A masked count is taken out; its member, and the total of its meeting, say that it was there.
    masks = {}
    if {PRESENCES, MEETINGS} <= read.keys():
        held = rows[PRESENCES]["rencontre"].isin(rows[MEETINGS]["rencontre"]).to_numpy()
        counts, shown = rows[PRESENCES][held], network.presences[held]
        masked, totals = shown["agents_masque"].to_numpy(), network.agents["agents"]
        rows[PRESENCES] = counts.assign(agents=counts["agents"].mask(masked, ""))
        for meeting, members in shown[masked].groupby("rencontre")["membre"]:
            total = None if pd.isna(totals[meeting]) else int(totals[meeting])
            masks[str(meeting)] = Mask(tuple(members), total)
    # Texts of finished years, each without its comments.
    years = [f"{TEXTS}/{year}.md" for year in network.textes if str(year) not in drafts]
    texts = {name: blank_comments(decode_text(files[name])[0]) for name in years}
    # What the descriptor says of the tables that are left; what is withheld held something.
    said = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
    declared = {each["name"]: each for each in said.get("resources", ())}
    there = {name: each for name, each in read.items() if name not in hidden}
    resources = [
        {**declared.get(name, {"name": name}), "path": each.file} for name, each in there.items()
    ]
    withheld = {read[name].file for name in hidden & {*read} if read[name].rows}
    return Public(
        about={name: said[name] for name in ABOUT if name in said} | {"resources": resources},
        tables={
            each.file: [each.columns, *rows[name][[*each.columns]].to_numpy().tolist()]
            for name, each in there.items()
        },
        texts={} if TEXTS in hidden else texts,
        masks=masks,
        withheld=frozenset(withheld | ({*texts} if TEXTS in hidden else set())),
    )


def write_json(said: object) -> str:
    """Write a value as JSON: equal ones as the same text."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
