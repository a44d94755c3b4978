"""A network in memory: its settings, its tables and its texts, as the data package holds them.

Tables keep the files' own French column names. Years and counts are nullable integers, everything
else is text; what nobody recorded is missing (NA), never zero and never an empty string.

Every page of a build needs the whole network, and reading it costs more than most pages' own work.
The process that reads it first packs it (`pack`); those that make the pages take it (`take`), and
`open_network` gives it to them as long as the files in front of it are the same.
"""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from annual_report import recording
from annual_report.errors import DataError, PhraseError
from annual_report.french.called import call
from annual_report.messages import _
from annual_report.pages.fragment import Fragment
from annual_report.parameters import check_member, check_year
from annual_report.phrases import figure_words, fragment_of, program_phrase
from annual_report.reading.digest import package_digest
from annual_report.reading.disclosure import disclosed
from annual_report.reading.files.package_files import DESCRIPTOR, PHRASES, STYLE
from annual_report.reading.package import Package
from annual_report.reading.pictures.logo import Logo
from annual_report.reading.schema.shared import shared
from annual_report.reading.schema.titles import entitle
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText
from annual_report.reading.values.vocabulary import GONE
from annual_report.territories.kinds import speak_of

_taken: dict[str, bytes] = {}
TABLES = {name: name for name in shared()} | {
    "departs": "membres",
    "agents": "presences",
}
"""What is read of the files by who asks for an attribute of a network."""
YEARLY = ("membres", "rencontres", "sujets", "ressources")
"""The tables whose rows are of a year."""


class Texts(Mapping[int, YearText]):
    """The texts by year, which can't be changed, and say which are asked for."""

    def __init__(self, texts: Mapping[int, YearText]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, year: int) -> YearText:
        recording.note(f"textes/{year}.md")
        for file in self._texts[year].pictures if year in self._texts else ():
            recording.note(file)
        return self._texts[year]

    def __iter__(self) -> Iterator[int]:
        recording.note("textes/")
        return iter(self._texts)

    def __len__(self) -> int:
        recording.note("textes/")
        return len(self._texts)


class Tables(Mapping[str, pd.DataFrame]):
    """The tables by name, which can't be changed, and say which are asked for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        found = self._tables[name]
        recording.note(name)
        return found.copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        recording.note(DESCRIPTOR)
        return iter(self._tables)

    def __len__(self) -> int:
        recording.note(DESCRIPTOR)
        return len(self._tables)


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that is known of a network; each table is a DataFrame of its Table Schema.

    `membres` lists the members of each year; `departs` has who is noted to have left, and when.
    `presences` has what may be published of it, and `agents` the total of each meeting, where a
    count is recorded (see `reading.disclosure`): nothing below the threshold is in memory.
    """

    name: str
    title: str
    settings: Settings
    membres: pd.DataFrame
    rencontres: pd.DataFrame
    sujets: pd.DataFrame
    presences: pd.DataFrame
    ressources: pd.DataFrame
    dispositifs: pd.DataFrame
    agents: pd.DataFrame
    departs: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    """Every table by its name, those that the network has of its own among them."""
    textes: Mapping[int, YearText]
    drafts: tuple[int, ...] = ()
    """The years that still have something to fill in: no index and no trend counts them.

    Nobody notes that they are asked for: a build knows them, and makes its pages again when they
    change.
    """
    logo: Logo | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """What its descriptor calls the columns of its tables, by their names."""
    style: str = ""
    """The style sheet that its pages have after the project's."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases by name, which go before the program's."""

    def __getattribute__(self, name: str) -> Any:
        """Note which tables are asked for: a page is made again when one of these has changed.

        What is done to a table is done to a copy (pandas copies when something is written), so
        measures find what the files hold.
        """
        if name in TABLES:
            recording.note(TABLES[name])
            return object.__getattribute__(self, name).copy(deep=False)
        if name == "logo" and self.settings.logo:
            recording.note(self.settings.logo)
        elif name == "style":
            recording.note(STYLE)
        return object.__getattribute__(self, name)

    @property
    @recording.measured
    def years(self) -> tuple[int, ...]:
        """The years of which the members are recorded: each of them can have its report."""
        return tuple(int(year) for year in sorted(self.membres["annee"].unique()))

    @property
    @recording.measured
    def members(self) -> tuple[str, ...]:
        """The codes of all institutions that were a member in one of these years, sorted."""
        return tuple(sorted(self.membres["membre"].unique()))

    @recording.measured
    def member(self, value: object) -> str:
        """Return the code of a member, given by its code or its name; raise ParameterError."""
        return check_member(value, self.members)

    def tell(self, phrase: str, /, **values: Any) -> Fragment:
        """Fill a phrase with what a notebook has counted: a piece of the page.

        `look` is the class of its paragraphs and lists. Raise PhraseError, which names the file,
        line and name, for a phrase that there isn't or that can't be told.
        """
        return fragment_of(phrase, self._phrase(phrase), self.settings, values)

    def words(self, figure: str, /, **values: Any) -> dict[str, str]:
        """Fill a figure's words: finding, alternative, note and of, as `publish` takes them."""
        return figure_words(figure, self._phrase(figure), self.settings, values)

    def _phrase(self, name: str) -> str:
        recording.note(f"{PHRASES}/{name}.md")
        found = self.phrases.get(name) or program_phrase(name)
        if found is None:
            raise PhraseError(f"{name}.md", None, _("there is no such phrase"))
        return found

    def finished(self) -> "Network":
        """Return the network without the years that are drafts; itself, if all of them are."""
        with recording.paused():
            if not self.drafts or set(self.years) <= set(self.drafts):
                return self
            frames = {name: getattr(self, name) for name in YEARLY}
            kept = {
                name: frame[~frame["annee"].isin(self.drafts)].reset_index(drop=True)
                for name, frame in frames.items()
            }
            meetings = set(kept["rencontres"]["rencontre"])
            here = self.presences["rencontre"].isin(meetings)
            kept["presences"] = self.presences[here].reset_index(drop=True)
            kept["agents"] = self.agents[self.agents.index.isin(meetings)]
            return replace(self, **kept, drafts=())


def open_network(folder: str | Path, *, year: int | None = None, drafts: bool = True) -> Network:
    """Read and validate a data package; raise DataError with every problem found.

    Raise ParameterError if a `year` is given of which there are no data. Without `drafts`, the
    years that are still being prepared are left out (see `Network.finished`). A network that was
    handed over for the very same files is taken as it was read then.
    """
    with recording.paused():
        network = taken(folder) or _read(folder)
    if not drafts:
        network = network.finished()
    speak_of(network.settings.kind)
    call(network.settings.called)
    entitle(network.titles)
    recording.opened(network, recording.WHOLE if drafts else recording.FINISHED)
    if year is not None:
        check_year(year, network.years)
    return network


def _read(folder: str | Path) -> Network:
    # Validation takes long to import, and whoever is handed a network does without.
    from annual_report.reading.inspection import inspect_package
    from annual_report.reading.problems import together

    inspection = inspect_package(folder)
    if inspection.package is None:
        raise DataError(together(inspection.errors))
    return network_of(inspection.package)


def network_of(package: Package) -> Network:
    """Return the network that a package without errors holds."""
    tables = dict(package.tables)
    tables["presences"], agents = disclosed(tables["presences"], package.settings.seuil)
    tables["membres"], departures = _members_and_departures(tables["membres"])
    return Network(
        name=package.name,
        title=package.title,
        settings=package.settings,
        agents=agents,
        departs=departures,
        tables=Tables(tables),
        textes=Texts(package.texts),
        drafts=tuple(sorted(package.drafts)),
        titles=package.titles,
        logo=package.logo,
        style=package.style,
        phrases=package.phrases,
        **{name: tables[name] for name in shared()},
    )


def _members_and_departures(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the rows that list a member from those that note a departure."""
    if "etat" not in rows:  # an older package
        return rows, rows.head(0)
    gone = rows["etat"].eq(GONE).fillna(False).astype(bool)
    rows = rows.drop(columns="etat")
    return rows[~gone].reset_index(drop=True), rows[gone].reset_index(drop=True)


def pack(network: Network, folder: str | Path) -> bytes:
    """Return the network of a folder as bytes, for processes that run the same program."""
    return pickle.dumps((package_digest(folder), pickle.dumps(network)))


def take(packed: bytes) -> None:
    """Keep a packed network for this process; it must come from a worker of the same build."""
    digest, network = pickle.loads(packed)
    _taken[digest] = network


def taken(folder: str | Path) -> Network | None:
    """Return a fresh copy of a folder's network, if that of these very files was handed over."""
    packed = _taken.get(package_digest(folder)) if _taken else None
    if packed is None:
        return None
    network: Network = pickle.loads(packed)
    return network
