"""A network in memory: its settings, its tables and its texts, as its folder holds them.

Tables keep the files' own French column names. Years and counts are nullable integers, everything
else is text; what nobody recorded is missing (NA), never zero and never an empty string.

Every page of a build needs the whole network, and reading it costs more than most pages' own work.
The process that reads it first packs it (`pack_network`); those that make the pages adopt it in the
place of the folder that they work in (`adopt_network`), and `open_network` gives it to them.
"""

import pickle
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from annual_report.base.errors import DataError, PhraseError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.columns import Column, add_words
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.values import DATE, YEAR
from annual_report.network.parameters import check_year
from annual_report.network.phrases.filling import (
    fill_figure,
    fill_phrase,
    list_given_words,
    list_names,
    read_phrase,
)
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.text_rules import is_after_publication
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.vocabulary import GONE, TREATED
from annual_report.network.territories.institutions import find_institution, is_called

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from annual_report.network.reading.inspection import Contents
    from annual_report.network.reading.schema import Field
    from annual_report.network.reading.tables import Table

MEMBER = "member"
"""The kind of the columns that hold codes of institutions."""
UNITS = {"year": YEAR, "partial-date": DATE}
"""How the columns of a kind are printed (`tables.json`)."""
_taken: dict[Path, bytes] = {}
"""The networks that this process was handed, by the folders that they stand for."""


class Tables(dict[str, pd.DataFrame]):
    """The tables by name.

    What is done to a table is done to a copy (pandas copies when something is written), so measures
    find what the files hold. It has the words of its columns (`columns`, by its name).
    """

    columns: Mapping[str, Mapping[Hashable, Column]] = MappingProxyType({})

    def __getitem__(self, name: str) -> pd.DataFrame:
        return add_words(super().__getitem__(name), self.columns.get(name, {}))

    def without(self, years: Collection[int]) -> "Tables":
        """Return the tables without the rows of some years, or of their meetings."""
        left = {
            name: rows[~_is_of_years(name, rows, years)].reset_index(drop=True)
            for name, rows in self.items()
        }
        # Attendance has no year of its own: it goes with its meetings.
        meetings = left["rencontres"]["rencontre"]
        presences = left["presences"]
        left["presences"] = presences[presences["rencontre"].isin(meetings)].reset_index(drop=True)
        tables = Tables(left)
        tables.columns = self.columns
        return tables


def _is_of_years(name: str, rows: pd.DataFrame, years: Collection[object]) -> "pd.Series[bool]":
    """Whether each row of a table is of some years; not what was announced for them before."""
    if "annee" not in rows:
        return pd.Series(False, rows.index)
    treated = rows["etat"].eq(TREATED).fillna(False) if name == "sujets" else True
    return (rows["annee"].isin(years) & treated).astype(bool)


class _Table:
    """An attribute of a network: the table of its name."""

    def __set_name__(self, _network: type, name: str) -> None:
        self._name = name

    def __get__(self, network: "Network", _type: type) -> pd.DataFrame:
        return network.tables[self._name]


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that is known of a network; each table is a DataFrame of its Table Schema.

    `membres` lists the members of each year; `departs` has who is noted to have left, and when.
    """

    name: str
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    """Every table by its name, those that the network has of its own among them."""
    textes: Mapping[int, YearText]
    drafts: tuple[int, ...] = ()
    """The years that still have something to fill in: no index and no trend counts them."""
    logo: str | None = None
    style: str = ""
    """The style sheet that its pages have after the project's."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases by name, which go before the program's."""
    counts: dict[str, Any] = field(default_factory=dict)
    """What is counted once for all of its pages, by name: see `measures.count_figures`."""

    membres = _Table()
    rencontres = _Table()
    sujets = _Table()
    presences = _Table()
    ressources = _Table()
    departs = _Table()

    @property
    def title(self) -> str:
        """The network's name as a title."""
        return self.settings.title

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which the members are recorded: each of them can have its report."""
        return tuple(int(year) for year in sorted(self.membres["annee"].unique()))

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of all institutions that were a member in one of these years, sorted."""
        return tuple(sorted(self.membres["membre"].unique()))

    def text(self, year: int) -> YearText:
        """Return the texts of a year, empty where nobody wrote any.

        >>> from annual_report import open_network
        >>> network = open_network("data/reseau-exemple")
        >>> print(network.text(2025).plain_sentence)
        Rendre compte : dire ce que deviennent les avis, une fois la réunion finie.
        """
        return self.textes.get(year, YearText())

    def publication_day(self, year: int | None = None) -> str:
        """Return when the pages of a year are published, as ISO has it; "" where no text says so.

        Pages of no year are published with those of the last finished one.
        """
        finished = [done for done in self.years if done not in self.drafts]
        year = year or max(finished, default=0)
        return self.text(year).published

    def tell(self, phrase: str, /, **values: Any) -> Fragment:
        """Fill a phrase with what a notebook has counted: a piece of the page.

        `look` is the class of its paragraphs and lists. Raise PhraseError, which names the file,
        line and name, for a phrase that there isn't or that can't be told.
        """
        return fill_phrase(phrase, self._phrase(phrase), self.settings, values)

    def words(self, figure: str, /, **values: Any) -> dict[str, Any]:
        """Fill a figure's words: finding, alternative, note and of, as `publish` takes them.

        Their `legend`, if there is one, is what a chart takes as its own.
        """
        return fill_figure(figure, self._phrase(figure), self.settings, values)

    def say(
        self,
        phrase: str,
        values: "Mapping[str, Any] | pd.Series[Any] | None" = None,
        /,
        **more: Any,
    ) -> None:
        """Put a phrase into the page: `tell` it, of tables and values by name.

        `values` are several at once, such as a row of the key figures. A phrase that has nothing to
        say puts nothing.

        >>> from annual_report import measures, open_network
        >>> network = open_network("data/reseau-exemple")
        >>> moves = measures.compare_members(network, 2025)
        >>> network.say("mouvement", moves=moves.tail(3), comparés=False, year=2025)
        La Martinique a rejoint le réseau.
        """
        from annual_report.machine.pages.publishing import publish  # matplotlib: only pages need it

        given = {} if values is None else {str(name): value for name, value in values.items()}
        self._require_named(phrase, more.keys() - {"look"})
        sentences = self.tell(phrase, **given | more)
        if sentences:
            publish(sentences)

    def show(
        self,
        phrase: str,
        ax: "Axes",
        /,
        *,
        data: pd.DataFrame | None = None,
        labels: Mapping[Any, str] | None = None,
        **values: Any,
    ) -> None:
        """Put a figure into the page with the words of a phrase: its finding, its alternative.

        The legend explains the signs that the chart drew, and no others. `data` is the frame that
        it was drawn from, and `labels` head its columns.

        >>> from annual_report import charts, measures, open_network
        >>> network = open_network("data/reseau-exemple", year=2020)
        >>> members = measures.list_members(network, 2020)
        >>> regions = members["region"].value_counts()
        >>> network.show("carte", charts.map(members), moves=members, members=members,
        ...              places=measures.list_meetings(network), régions=len(regions),
        ...              premières=regions[regions == 4].index, autour=4, year=2020)
        Premières régions : Auvergne-Rhône-Alpes et Bourgogne-Franche-Comté, avec quatre membres
        chacune. Contours : Natural Earth.
        """
        from annual_report.machine.pages.publishing import publish

        self._require_named(phrase, values)
        words = self.words(phrase, **values)
        if data is None:
            words.pop("of", None)  # the phrase says whose the data are, and there are none
        legend = words.pop("legend", {})
        # A chart that remembers its signs writes their legend, of the words that it needs.
        if explain := getattr(ax, "explain_signs", None):
            explain(legend)
        publish(ax, **words, data=data, labels=labels, name=phrase.replace("_", "-"))

    def _require_named(self, phrase: str, names: Iterable[str]) -> None:
        """Refuse values that neither the program's phrase nor the network's own names anywhere."""
        known = list_names(phrase, self._phrase(phrase))
        for name in sorted(names):
            if name not in known:
                own = sorted(known - list_given_words(self.settings).keys())
                line = _(
                    "the notebook gives “{name}”, which it names nowhere; it knows {names}",
                    name=name,
                    names=", ".join(own),
                )
                raise PhraseError(f"{phrase}.md", None, add_nearest(line, find_nearest(name, own)))

    def _phrase(self, name: str) -> str:
        source = self.phrases.get(name) or read_phrase(name)
        if source is None:
            raise PhraseError(f"{name}.md", None, _("there is no such phrase"))
        return source

    def without_drafts(self) -> "Network":
        """Return the network without the years that are drafts; itself, if all of them are.

        What was announced for them stays: a finished year has announced it.
        """
        if not self.drafts or set(self.years) <= set(self.drafts):
            return self
        assert isinstance(self.tables, Tables)
        counts = self.counts.setdefault("finished", {})  # its own, and handed over with this one
        texts = {year: text for year, text in self.textes.items() if year not in self.drafts}
        tables = self.tables.without(self.drafts)
        return replace(self, tables=tables, textes=texts, drafts=(), counts=counts)


def open_network(folder: str | Path, *, year: int | None = None, drafts: bool = True) -> Network:
    """Read and validate a network's folder; raise DataError with every problem found.

    Raise ParameterError if a `year` is given of which there are no data. Without `drafts`, or for a
    `year` that is none, the years that are still being prepared are left out. A network that was
    handed over for this folder is taken as it was read then.

    >>> from annual_report import open_network
    >>> network = open_network("data/reseau-exemple", year=2025)
    >>> network.title, network.years[-1]
    ('Réseau d’exemple', 2025)
    """
    packed = _taken.get(Path(folder).resolve()) if _taken else None
    network = pickle.loads(packed) if packed else _read(folder)
    if year is not None:
        check_year(year, network.years)
    if not drafts or (year is not None and year not in network.drafts):
        network = network.without_drafts()
    return network


def _read(folder: str | Path) -> Network:
    # Validation takes long to import, and whoever is handed a network does without.
    from annual_report.network.reading.inspection import inspect_network

    inspection = inspect_network(folder)
    if inspection.contents is None:
        raise DataError(inspection.errors)
    return assemble_network(inspection.contents)


def assemble_network(contents: "Contents") -> Network:
    """Return the network of what a folder without errors holds."""
    tables = {name: _make_frame(table) for name, table in contents.tables.items()}
    # What was to come when the pages of its year were published, none of them tells.
    rows = contents.tables["rencontres"].rows
    held = pd.Series([not is_after_publication(row, contents.texts) for row in rows], dtype=bool)
    tables["rencontres"] = tables["rencontres"][held].reset_index(drop=True)
    known = tables["presences"]["rencontre"].isin(tables["rencontres"]["rencontre"])
    tables["presences"] = tables["presences"][known]
    # A grid and a file have attendance in other orders, which say nothing.
    order = ["rencontre", "membre"]
    tables["presences"] = tables["presences"].sort_values(order, ignore_index=True)
    # The rows that list a member, and those that note a departure.
    members = tables["membres"].drop(columns="etat")
    is_gone = tables["membres"]["etat"].eq(GONE).fillna(False).astype(bool)
    tables["membres"] = members[~is_gone].reset_index(drop=True)
    tables["departs"] = members[is_gone].reset_index(drop=True)
    described = Tables(tables)
    described.columns = {
        name: describe_fields(table.fields) for name, table in contents.tables.items()
    }
    described.columns["departs"] = described.columns["membres"]
    codes, kind = tables["membres"]["membre"].unique(), contents.settings.kind.name
    return Network(
        name=contents.name,
        settings=replace(contents.settings, others=not is_called(kind, codes)),
        tables=described,
        textes=contents.texts,
        drafts=tuple(sorted(contents.drafts)),
        logo=contents.logo,
        style=contents.style,
        phrases=contents.phrases,
    )


def _make_frame(table: "Table") -> pd.DataFrame:
    """Return a table's rows as typed values, NA for an empty cell."""
    names = [field["name"] for field in table.fields]
    text = pd.DataFrame(list(table.rows), columns=names, dtype="string").replace("", pd.NA)
    years = [field["name"] for field in table.fields if field["type"] in ("integer", "year")]
    return text.astype(dict.fromkeys(years, "Int64"))


def describe_fields(fields: Iterable["Field"]) -> dict[Hashable, Column]:
    """Return the words of a file's columns: their titles, their units, how values are shown."""
    words: dict[Hashable, Column] = {}
    for described in fields:
        name = described["name"]
        kind = described.get("kind", "")
        show = _show_number if kind == MEMBER else None
        words[name] = Column(described.get("title") or name, UNITS.get(kind, ""), show=show)
    return words


def _show_number(code: object) -> object:
    """Return the number that readers know for the code of a member: 75 for 75C."""
    return find_institution(code).number if isinstance(code, str) else code


def pack_network(network: Network) -> bytes:
    """Return a network as bytes, for processes that run the same program."""
    return pickle.dumps(network)


def adopt_network(packed: bytes, folder: Path) -> None:
    """Have this process open a packed network for a folder; a worker of the same build read it."""
    _taken[folder.resolve()] = packed
