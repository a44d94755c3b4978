"""A network in memory: the settings, the tables and the texts of a folder.

Tables have the French column names of the files. Years and counts are nullable integers, all other
columns are text; an unrecorded fact is missing (NA), never zero and never an empty string.

Every page of a build needs the whole network, and reading a network takes longer than most pages.
So the process that reads the network packs the result (`pack_network`); the processes that make
pages adopt the packed network for a folder (`adopt_network`), and `open_network` returns it.
"""

import pickle
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from annual_report.base.errors import DataError, PhraseError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.columns import Column, add_words
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.language import DATE, YEAR
from annual_report.network.parameters import check_year
from annual_report.network.phrases.amounts import Known
from annual_report.network.phrases.filling import (
    Values,
    fill_figure,
    fill_phrase,
    list_given_words,
    list_names,
    read_phrase,
)
from annual_report.network.phrases.plain_values import YEAR_GIVEN
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.text_rules import is_after_publication
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.vocabulary import GONE, TREATED
from annual_report.network.territories.institutions import find_institution, is_called

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from annual_report.network.reading.inspection import Contents
    from annual_report.network.reading.rows import Table
    from annual_report.network.reading.schema import Field

Row: TypeAlias = "Mapping[str, Any] | pd.Series[Any] | Known | None"
"""Several values at once, by name: a row of a table."""
KIND_OF_MEMBERS = "member"
"""The kind (`tables.json`) of the columns that hold codes of institutions."""
UNITS_OF_KINDS = {"year": YEAR, "partial-date": DATE}
"""The kind of a column (`tables.json`) → the unit in which its values are printed."""
_adopted: dict[Path, bytes] = {}
"""The packed networks that this process has adopted, by the folders of the networks."""


class Tables(dict[str, pd.DataFrame]):
    """Name → table; a table that is taken out has the titles and units of its columns attached.

    `columns` are table's name → column's name → title and unit, by which `publish` prints. A
    notebook that changes a table changes a copy, for pandas copies on writing: measures always
    find the facts of the files.
    """

    columns: Mapping[str, Mapping[Hashable, Column]] = MappingProxyType({})

    def __getitem__(self, name: str) -> pd.DataFrame:
        return add_words(super().__getitem__(name), self.columns.get(name, {}))

    def without(self, years: Collection[int]) -> "Tables":
        """Return the tables without the rows of some years, and of the meetings in these years."""
        remaining = {}
        for name, rows in self.items():
            remaining[name] = rows[~_is_of_years(name, rows, years)].reset_index(drop=True)
        # Attendance has no column with the year: a row stays if its meeting stays.
        presences = remaining["presences"]
        is_of_meeting = presences["rencontre"].isin(remaining["rencontres"]["rencontre"])
        remaining["presences"] = presences[is_of_meeting].reset_index(drop=True)
        tables = Tables(remaining)
        tables.columns = self.columns
        return tables


def _is_of_years(name: str, rows: pd.DataFrame, years: Collection[object]) -> "pd.Series[bool]":
    """Return a column of booleans, True for the rows that belong to some years.

    `name` is the name of the table. A row of `sujets` belongs to its year only if the subject was
    treated then: a subject announced for 2026 was announced in 2025.
    """
    # A table without years, such as the settings, belongs to none of them.
    if "annee" not in rows:
        return pd.Series(False, rows.index)
    is_of_years = rows["annee"].isin(years)
    if name == "sujets":
        is_of_years &= rows["etat"].eq(TREATED).fillna(False)
    return is_of_years.astype(bool)


class _Table:
    """A descriptor: `network.membres` reads the table "membres" of `network.tables`.

    Each access returns the table anew, with its columns' words attached (`Tables.__getitem__`).
    """

    def __set_name__(self, _network: type, name: str) -> None:
        self._name = name

    def __get__(self, network: "Network", _type: type) -> pd.DataFrame:
        return network.tables[self._name]


@dataclass(frozen=True, eq=False)
class Network:
    """A network: settings, tables and texts; each table is a DataFrame of a Table Schema.

    `membres` lists the members of each year; `departs` lists the departures that were noted.
    """

    name: str
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    """Every table by name, with the columns that users added."""
    textes: Mapping[int, YearText]
    drafts: tuple[int, ...] = ()
    """The years with a blank still to fill in, which no index and no trend counts."""
    logo: str | None = None
    style: str = ""
    """The style sheet of the network, which follows the project's in a page."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The network's phrases by name, which replace the program's."""
    counts: dict[str, Any] = field(default_factory=dict)
    """Results that are counted once for all pages, by name: see `measures.count_figures`."""

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
        """The years with recorded members, in order: each year can have a report."""
        return tuple(int(year) for year in sorted(self.membres["annee"].unique()))

    @property
    def span(self) -> range:
        """The years from the first list of members to the last year that a table names.

        Years in between without a list count too. The last year may be one that isn't over, of
        which `sujets` has announcements alone.
        """
        if not self.years:
            return range(0)
        announced = self.sujets["annee"].dropna()
        last = max([self.years[-1], *announced])
        return range(self.years[0], int(last) + 1)

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of all institutions that were a member in one of these years, sorted."""
        return tuple(sorted(self.membres["membre"].unique()))

    def text(self, year: int) -> YearText:
        """Return the texts of a year, empty for a year without a file of texts.

        Its parts are HTML, None where nobody wrote a chapter: `sentence`, `objectives`, `meetings`,
        `outlook`; `highlights` have a `title` and `html` each; `plain_sentence` is plain text.

        >>> from annual_report import open_network
        >>> network = open_network("data/reseau-exemple")
        >>> print(network.text(2025).plain_sentence)
        Rendre compte : dire ce que deviennent les avis, une fois la réunion finie.
        """
        return self.textes.get(year, YearText())

    def publication_day(self, year: int | None = None) -> str:
        """Return the day of publication of a year's pages in ISO form; "" for an unknown day.

        Pages without a year are published together with the pages of the last finished year.
        """
        finished = [done for done in self.years if done not in self.drafts]
        year = year or max(finished, default=0)
        return self.text(year).published

    def tell(
        self,
        phrase: str,
        row: Row = None,
        /,
        *,
        year: int | str | None = None,
        look: str = "",
        **values: Any,
    ) -> Fragment:
        """Return a phrase filled with the values of a notebook, as a piece for the page.

        A phrase is a file of sentences with names for the values, `notebooks/phrases/NAME.md`.
        `say` puts the piece into the page too. `row` has more values by name, `year` is the year
        that the sentences are about, `look` is the class of the paragraphs and lists in the style
        sheet. Raise PhraseError, with file and line, for an unknown phrase or one that can't be
        told.
        """
        given = Values(values, row, year)
        return fill_phrase(phrase, self._phrase(phrase), self.settings, given, look)

    def words(
        self, figure: str, row: Row = None, /, *, year: int | str | None = None, **values: Any
    ) -> dict[str, Any]:
        """Return the words of a figure, filled with the values of a notebook, for `publish`.

        The words stand in the file of sentences `notebooks/phrases/FIGURE.md`: {"finding": "Cinq
        membres sur dix sont bretons.", "alternative": "Carte de France : …", "note": …, "of": …}. A
        `legend` among them has the words of a chart's signs: {"arrivé": "nouveaux membres"}.
        """
        given = Values(values, row, year)
        return fill_figure(figure, self._phrase(figure), self.settings, given)

    def say(
        self,
        phrase: str,
        row: Row = None,
        /,
        *,
        year: int | None = None,
        look: str = "",
        **values: Any,
    ) -> None:
        """Put a phrase into the page, filled with tables and values by name.

        The frame of a measure knows what its numbers are; of other numbers the cell says so with
        `as_count`, `as_share` or `as_year`. `row` has more values by name, such as a row of the key
        figures; `year` is the year that the phrase is about, and `look` a class of its paragraphs
        in the style sheet. A phrase whose conditions are all false puts no words into the page.
        Raise PhraseError, with file and line, for a missing phrase, for a value that the phrase
        doesn't name, and for a number of the wrong kind.

        >>> from annual_report import measures, open_network
        >>> network = open_network("data/reseau-exemple")
        >>> moves = measures.compare_members(network, 2025)
        >>> network.say("mouvement", moves=moves.tail(3), comparés=False, year=2025)
        La Martinique a rejoint le réseau.
        """
        # Imported late: only pages need matplotlib.
        from annual_report.machine.pages.publishing import publish

        self._refuse_unnamed(phrase, values, year)
        sentences = self.tell(phrase, row, year=year, look=look, **values)
        if sentences:
            publish(sentences)

    def show(
        self,
        phrase: str,
        ax: "Axes",
        row: Row = None,
        /,
        *,
        data: pd.DataFrame | None = None,
        labels: Mapping[Any, str] | None = None,
        year: int | None = None,
        **values: Any,
    ) -> None:
        """Put a figure into the page, with the words of a phrase above and below.

        The words are the finding, which is the conclusion in a sentence; the alternative, for
        readers who can't see the figure; and the legend of the signs that the chart drew. `data` is
        the frame of the chart, which readers can save, and `labels` are the heads of its columns.
        `row`, `values`, `year` and the errors are those of `say`.

        >>> from annual_report import charts, known_from, measures, open_network
        >>> network = open_network("data/reseau-exemple", year=2020)
        >>> members = measures.list_members(network, 2020)
        >>> regions = measures.count_members_by_region(members)
        >>> meetings = measures.list_meetings(network, 2020)
        >>> towns = meetings.dropna(subset="ville")
        >>> network.show("carte", charts.map(members), moves=members, members=members,
        ...              places=known_from(towns, meetings["ville"]), dite="Carte.",
        ...              régions=known_from(regions, members["region"]), year=2020)
        Premières régions : Auvergne-Rhône-Alpes et Bourgogne-Franche-Comté, avec quatre membres
        chacune. Contours : Natural Earth.
        """
        # Imported late: only pages need matplotlib.
        from annual_report.machine.pages.publishing import publish

        self._refuse_unnamed(phrase, values, year)
        words = self.words(phrase, row, year=year, **values)
        # "of" completes the link that saves the data, "de la carte": no data, no link.
        if data is None:
            words.pop("of", None)
        legend = words.pop("legend", {})
        # A chart of this project knows which signs it drew, and writes a legend of these alone.
        explain = getattr(ax, "explain_signs", None)
        if explain:
            explain(legend)
        publish(ax, **words, data=data, labels=labels, name=phrase.replace("_", "-"))

    def _refuse_unnamed(self, phrase: str, values: Iterable[str], year: int | None) -> None:
        """Raise PhraseError if a notebook gives a value whose name the phrase doesn't have.

        The name is probably misspelt: the error lists the names that the phrase has.
        """
        given = {*values}
        if year is not None:
            given.add(YEAR_GIVEN)
        known = list_names(phrase, self._phrase(phrase))
        for name in sorted(given):
            if name not in known:
                # The network's own words, such as its title, are given to each phrase.
                choices = sorted(known - list_given_words(self.settings).keys())
                line = _(
                    "the notebook gives “{name}”, which it names nowhere; it knows {names}",
                    name=name,
                    names=", ".join(choices),
                )
                nearest = find_nearest(name, choices)
                raise PhraseError(f"{phrase}.md", None, add_nearest(line, nearest))

    def _phrase(self, name: str) -> str:
        """Return the text of a phrase's file, the network's own or else the program's.

        Raise PhraseError where neither has a phrase of this name.
        """
        source = self.phrases.get(name) or read_phrase(name)
        if source is None:
            raise PhraseError(f"{name}.md", None, _("there is no such phrase"))
        return source

    def without_drafts(self) -> "Network":
        """Return the network without its draft years, for pages that compare or add up years.

        A draft is a year with a blank still to fill in (`drafts`): its page can be looked at, and
        is counted in no trend and no list of pages. A network of drafts alone is returned as it is.
        Subjects that a finished year announced for a draft year stay.
        """
        if not self.drafts or set(self.years) <= set(self.drafts):
            return self
        # A network that was opened has `Tables`; mypy knows only that the field is a mapping.
        assert isinstance(self.tables, Tables)
        # `counts` keeps the key figures, which take longer to count than a page to make. The
        # network without drafts has other figures: its `counts` lie within those of the whole
        # network, and so are packed together with them for the processes that make pages.
        counts = self.counts.setdefault("finished", {})
        texts = {year: text for year, text in self.textes.items() if year not in self.drafts}
        tables = self.tables.without(self.drafts)
        return replace(self, tables=tables, textes=texts, drafts=(), counts=counts)


def open_network(folder: str | Path, *, year: int | None = None, drafts: bool = True) -> Network:
    """Read and validate a network's folder; return the network.

    Its tables are DataFrames: `network.membres`, `.rencontres`, `.sujets`, `.presences`,
    `.ressources` with the columns of the files, and `.departs` (annee, membre) with the departures
    that were noted. `.years` are the years with members, `.title` is the name as a title. Without
    `drafts`, or for a `year` that is finished, draft years are left out. Raise DataError with every
    problem of the folder, and ParameterError for a `year` without data.

    >>> from annual_report import open_network
    >>> network = open_network("data/reseau-exemple", year=2025)
    >>> network.title, network.years[-1]
    ('Réseau d’exemple', 2025)
    """
    # In a build another process has read the network, and has handed the bytes to this one.
    packed = _adopted.get(Path(folder).resolve())
    if packed:
        network: Network = pickle.loads(packed)
    else:
        network = _read(folder)
    if year is not None:
        check_year(year, network.years)
    if not drafts or (year is not None and year not in network.drafts):
        network = network.without_drafts()
    return network


def _read(folder: str | Path) -> Network:
    """Read and validate a network's folder; raise DataError with every problem found."""
    # Imported late: validation takes long to import, and an adopted network needs none.
    from annual_report.network.reading.inspection import inspect_network

    inspection = inspect_network(folder)
    if inspection.contents is None:
        raise DataError(inspection.errors)
    return assemble_network(inspection.contents)


def assemble_network(contents: "Contents") -> Network:
    """Return the network of the contents of a folder; no problem of them may be an error.

    The tables are those of the files, with two differences: meetings after the day of publication
    are left out, and the departures that `membres` notes are a table for themselves, `departs`.
    """
    tables = {}
    columns = {}
    for name, table in contents.tables.items():
        tables[name] = _make_frame(table)
        columns[name] = describe_fields(table.fields)
    # Pages tell of a meeting as held: only of those before the publication, with their attendance.
    held = []
    for row in contents.tables["rencontres"].rows:
        held.append(not is_after_publication(row, contents.texts))
    meetings = tables["rencontres"][pd.Series(held, dtype=bool)].reset_index(drop=True)
    tables["rencontres"] = meetings
    presences = tables["presences"]
    presences = presences[presences["rencontre"].isin(meetings["rencontre"])]
    # Files and workbooks list attendance in orders of their own: the same data, the same frame.
    tables["presences"] = presences.sort_values(["rencontre", "membre"], ignore_index=True)
    # A row of `membres` lists a member, or by "parti" in `etat` notes a departure.
    members = tables["membres"].drop(columns="etat")
    is_gone = tables["membres"]["etat"].eq(GONE).fillna(False).astype(bool)
    tables["membres"] = members[~is_gone].reset_index(drop=True)
    tables["departs"] = members[is_gone].reset_index(drop=True)
    columns["departs"] = columns["membres"]
    described = Tables(tables)
    described.columns = columns
    # With the Ville de Paris among Départements, sentences count "membres" and no "départements".
    codes = tables["membres"]["membre"].unique()
    has_others = not is_called(contents.settings.kind.name, codes)
    return Network(
        name=contents.name,
        settings=replace(contents.settings, others=has_others),
        tables=described,
        textes=contents.texts,
        drafts=tuple(sorted(contents.drafts)),
        logo=contents.logo,
        style=contents.style,
        phrases=contents.phrases,
    )


def _make_frame(table: "Table") -> pd.DataFrame:
    """Return a table's rows as a frame: counts and years as Int64, all else as text.

    An empty cell is NA: Int64 is the type of pandas for whole numbers that may be missing.
    """
    names = [field["name"] for field in table.fields]
    frame = pd.DataFrame(list(table.rows), columns=names, dtype="string").replace("", pd.NA)
    numbers = [field["name"] for field in table.fields if field["type"] in ("integer", "year")]
    return frame.astype(dict.fromkeys(numbers, "Int64"))


def describe_fields(fields: Iterable["Field"]) -> dict[Hashable, Column]:
    """Return column's name → title and unit, by which `publish` prints a table of a file.

    "annee" → Column("Année", YEAR): years are printed without a space for thousands.
    """
    columns: dict[Hashable, Column] = {}
    for described in fields:
        name = described["name"]
        kind = described.get("kind", "")
        # The code of a member is shown as the number that readers know.
        show = None
        if kind == KIND_OF_MEMBERS:
            show = _show_number
        title = described.get("title") or name
        columns[name] = Column(title, UNITS_OF_KINDS.get(kind, ""), show=show)
    return columns


def _show_number(code: object) -> object:
    """Return the number that readers know for the code of a member: 75 for 75C."""
    # A missing code stays missing.
    if not isinstance(code, str):
        return code
    return find_institution(code).number


def pack_network(network: Network) -> bytes:
    """Return a network as bytes, for `adopt_network` in a process that runs the same program."""
    return pickle.dumps(network)


def adopt_network(packed: bytes, folder: Path) -> None:
    """Let `open_network` return a packed network for a folder, instead of reading the files.

    Called in each process that makes pages: the process of the build has read the network once.
    """
    _adopted[folder.resolve()] = packed
