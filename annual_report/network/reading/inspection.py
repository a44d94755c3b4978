"""The inspection of a network's folder: its files → `Contents`, and every problem at once.

`inspect_network(folder)` reads the tables, the settings and the years' texts, and runs all rules.
The `Inspection` that it returns has the contents, from which pages are made if there is no error,
and the problems, which the command `check` prints. No wrong file raises an exception: whoever keeps
a network sees all that is to mend in one list.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import find_nearest, make_slug
from annual_report.base.messages import _
from annual_report.base.whole_files import finish_changes
from annual_report.network.reading.files.network_folder import (
    DESCRIPTOR,
    ENDINGS_OF_DATA,
    ENDINGS_OF_IMAGES,
    ENDINGS_OF_WORKBOOKS,
    OWN_NOTEBOOKS,
    PHRASES,
    STARTS_OF_LOCKS,
    STYLE,
    TEXTS,
    find_network_folder,
    find_special_files,
    is_closed_network,
    is_network,
    say_no_network,
)
from annual_report.network.reading.files.opening import decode_text, read_file, read_picture
from annual_report.network.reading.problems import Place, Problem, explain_unread, join_alike
from annual_report.network.reading.rows import Table
from annual_report.network.reading.rules import check_across_tables, list_recorded_years
from annual_report.network.reading.schema import NETWORK
from annual_report.network.reading.settings import Settings, read_settings
from annual_report.network.reading.tables import read_tables
from annual_report.network.reading.text_rules import check_texts
from annual_report.network.reading.texts import YearText, parse_text
from annual_report.network.reading.values.vocabulary import TREATED

DOCUMENTS = (*ENDINGS_OF_IMAGES, ".md", ".txt", ".doc", ".docx", ".odt")
"""The endings of files that a user may believe to be in the pages."""
LARGEST_TEXT = 100_000
"""The most bytes of a text, a style or a phrase: the prose of a year takes two thousand."""


@dataclass(frozen=True, eq=False)
class Contents:
    """The contents of a network's folder, as they were understood: the material of the pages."""

    name: str
    settings: Settings
    tables: Mapping[str, Table]
    texts: Mapping[int, YearText]
    drafts: frozenset[int] = frozenset()
    """The years with a blank still to fill in."""
    logo: str | None = None
    """The picture as an address, `data:image/png;base64,…`."""
    style: str = ""
    """The style sheet of the network."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The network's phrases as typed, by the names of the files without ending."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have members, in order, also years still to fill in."""
        years = {row["annee"] for row in self.tables["membres"].every_row}
        return tuple(sorted(int(year) for year in years if year.isdecimal()))

    @property
    def finished(self) -> tuple[int, ...]:
        """The years with members whose pages are no drafts, in order."""
        return tuple(year for year in self.years if year not in self.drafts)


@dataclass(frozen=True)
class Inspection:
    """The result of an inspection: the contents, and every problem of the contents."""

    partial_contents: Contents | None
    """The contents as far as they were understood, even with errors; None without any table."""
    problems: tuple[Problem, ...]
    """The errors, remarks and to-dos; those of one cause are joined."""
    understood: tuple[Problem, ...] = ()
    """The notices that say how values in an unusual spelling were understood: "CEA" is Alsace."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems with which no page is made; remarks and to-dos aren't among them."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def contents(self) -> Contents | None:
        """The contents, from which pages can be made; None if there is any error."""
        if self.errors:
            return None
        return self.partial_contents


def inspect_network(folder: str | Path, *, allow_earlier_form: bool = False) -> Inspection:
    """Return the contents of a network's folder, and all problems of its files at once.

    Without a network in the folder, the inspection has no contents. A workbook in the form of an
    earlier version of the program is an error, unless `allow_earlier_form`: then it is read, for
    the command that writes it anew in today's form.
    """
    path = find_network_folder(folder)
    # A command that was interrupted may have changed some files and not yet the others. The change
    # is finished first: else its half would look like an error of the user.
    finished_files = finish_changes(path)
    # Nothing is read in a folder with a file that can't be read safely, or without a network.
    special_files = find_special_files(path)
    if special_files:
        return Inspection(None, tuple(special_files))
    if not (is_network(path) or is_closed_network(path)):
        return Inspection(None, (say_no_network(folder),))
    try:
        tables = read_tables(path, allow_earlier_form=allow_earlier_form)
    except DataError as error:
        # A DataError of the reading has a `Problem` for each line; others have texts.
        unreadable = [problem for problem in error.problems if isinstance(problem, Problem)]
        return Inspection(None, tuple(unreadable))
    contents, problems = _read_contents(path, tables)
    problems += _remark_finished_changes(finished_files)
    # The rules look at the problems so far: they aren't run on data with errors.
    problems += _check_contents(contents, problems)
    files_with_problems = {problem.place.file for problem in problems}
    problems += _remark_unread_files(path, contents, files_with_problems)
    # The drafts: years with a blank, and years with members and nothing else.
    drafts = _find_years_with_blanks(tables, problems)
    # A year may only seem to have nothing else because an error hides the rest.
    if all(problem.severity != "error" for problem in problems):
        members_alone = _find_years_with_members_alone(tables, contents.texts) - drafts
        problems += _remark_years_with_members_alone(members_alone, tables["membres"].place)
        drafts |= members_alone
    contents = replace(contents, drafts=frozenset(drafts))
    return _sort_problems(contents, problems)


def _read_contents(path: Path, tables: Mapping[str, Table]) -> tuple[Contents, list[Problem]]:
    """Return the contents of the network in a folder, without drafts, and the problems so far.

    `tables` were read from the files; the texts, the style, the phrases and the logo are read here.
    """
    settings = read_settings(tables[NETWORK].rows)
    files, problems = _read_text_files(path, settings.logo)
    for table in tables.values():
        problems += table.problems
    texts, problems_of_texts = _parse_texts(files)
    problems += problems_of_texts
    contents = Contents(
        name=make_slug(path.resolve().name).lower(),
        settings=settings,
        tables=tables,
        texts=texts,
        logo=files.get(settings.logo) or None,
        style=files.get(STYLE, "").strip(),
        phrases=_choose_phrases(files),
    )
    return contents, problems


def _sort_problems(contents: Contents, problems: Iterable[Problem]) -> Inspection:
    """Return the inspection of `contents`, with the `problems` of one cause joined.

    Notices on how a text was understood ("CEA" as the Collectivité européenne d’Alsace) are no
    problems: they stand apart in the inspection.
    """
    understood = []
    others = []
    for problem in join_alike(problems):
        if problem.severity == "understood":
            understood.append(problem)
        else:
            others.append(problem)
    return Inspection(contents, tuple(others), tuple(understood))


def _choose_phrases(files: Mapping[str, str]) -> dict[str, str]:
    """Return name → Markdown of the network's phrases, which replace the program's phrases.

    `files` are path in the folder → text, as `_read_text_files` returns them:
    {"phrases/carte.md": "La carte…", "style.css": "…"} → {"carte": "La carte…"}.
    """
    phrases = {}
    for file, text in files.items():
        if file.startswith(f"{PHRASES}/"):
            phrases[Path(file).stem] = text
    return phrases


def _check_contents(contents: Contents, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that rules find across the tables and the texts.

    `problems` were found in single files. The texts are compared with members and meetings: where
    these have an error, remarks on the texts would be wrong too, and none is made.
    """
    problems_across = [*check_across_tables(contents.tables)]
    files_with_errors = set()
    for problem in (*problems, *problems_across):
        if problem.severity == "error":
            files_with_errors.add(problem.place.file)
    files_of_years = {contents.tables[name].place.file for name in ("membres", "rencontres")}
    if files_with_errors.isdisjoint(files_of_years):
        problems_across += check_texts(contents.tables, contents.texts, contents.settings)
    return problems_across


def _remark_finished_changes(files: Iterable[str]) -> Iterator[Problem]:
    """Remark the files of a command's change that was interrupted half-way, and is finished now."""
    for name in files:
        fault = _("is changed now by a command that had been ended before it was done")
        yield Problem(Place(name), fault, severity="remark")


def _parse_texts(files: Mapping[str, str]) -> tuple[dict[int, YearText], list[Problem]]:
    """Return year → parsed text of that year, and the problems of the texts.

    `files` are path in the folder → text: "textes/2025.md" is parsed as the text of 2025.
    """
    texts = {}
    problems: list[Problem] = []
    for file, text in files.items():
        if file.startswith(TEXTS):
            parsed, problems_of_text = parse_text(text, file)
            texts[int(Path(file).stem)] = parsed
            problems += problems_of_text
    return texts, problems


def _remark_years_with_members_alone(years: Iterable[int], place: Place) -> Iterator[Problem]:
    """Remark years that have members, and neither meeting nor subject nor text.

    `place` is the table of the members.
    """
    for year in sorted(years):
        fault = _("{year} has members and nothing else: its page is a draft", year=year)
        expected = _("a meeting, a treated subject or a text of that year")
        yield Problem(place, fault, expected=expected, severity="remark")


def _read_text_files(path: Path, logo: str) -> tuple[dict[str, str], list[Problem]]:
    """Return path in the folder → content of the files beside the tables, and their problems.

    The files are the years' texts, the style sheet, the phrases and the logo of the network in the
    folder `path`. `logo` is the logo's path inside, "" without logo; its content is a data address,
    "data:image/png;…". An unreadable text counts as empty, so that no second problem says that the
    year has no text.
    """
    paths = [*sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md")), path / STYLE]
    paths += sorted((path / PHRASES).glob("*.md"))
    if logo:
        paths.append(path / logo)
    files: dict[str, str] = {}
    problems = []
    for file in paths:
        name = file.relative_to(path).as_posix()
        try:
            if name == logo:
                files[name] = read_picture(file)
            else:
                files[name] = _read_text(file)
        except FileNotFoundError:
            # A network may well have no style of its own, but a logo was asked for.
            if name == logo:
                fault = _("the logo isn’t there")
                expected = _("a file in the network’s folder")
                problems.append(Problem(Place(name), fault, expected=expected))
        except (UnreadableError, OSError) as error:
            files[name] = ""
            problems.append(explain_unread(Place(name), error))
    return files, problems


def _read_text(file: Path) -> str:
    """Return the text of a file in UTF-8, with the line ends of Unix, by which lines are counted.

    Raise UnreadableError for another encoding, or for more than LARGEST_TEXT bytes.
    """
    text, _encoding = decode_text(read_file(file, LARGEST_TEXT), _("a text saved in UTF-8"))
    return text.replace("\r\n", "\n")


def _remark_unread_files(folder: Path, contents: Contents, reported: set[str]) -> Iterator[Problem]:
    """Remark the files that the program doesn't read, although a user may expect them in a page.

    A table under a wrong name and a document of a word processor are such files. `reported` are
    the paths in the folder of files that have a problem already: a second line would hide it.
    """
    yield from _remark_unread_folders(folder)
    read = {table.place.file for table in contents.tables.values()}
    read |= {contents.settings.logo, DESCRIPTOR} | reported
    texts = folder / TEXTS
    paths = sorted(folder.iterdir())
    if texts.is_dir():
        paths += sorted(texts.iterdir())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        is_text = path.parent == texts
        if name in read or (is_text and _is_of_a_year(path)):
            continue
        fault = _say_unread(path, is_text=is_text)
        if fault:
            yield Problem(Place(name), fault, severity="remark")


def _is_of_a_year(path: Path) -> bool:
    """Whether a file is called as the text of a year: "2025.md" is, "bilan 2025.md" isn't."""
    return path.suffix == ".md" and len(path.stem) == 4 and path.stem.isdecimal()


def _say_unread(path: Path, *, is_text: bool) -> str:
    """Return the words of the remark on a file that isn't read, by the ending of its name.

    "budget.csv" → "is no table of the network…", "bilan.docx" → "is in no page…". The words for
    "notes.zip" are "": nobody expects such a file in a page. `is_text` is True in the folder of
    texts, where nobody puts a table.
    """
    name = path.name.lower()
    # A lock file: a person may still be typing in a table.
    if path.name.startswith(STARTS_OF_LOCKS):
        return _("says that a spreadsheet has a file open: save and close it")
    # A table under a wrong name, or data for a notebook of the network.
    if name.endswith((*ENDINGS_OF_DATA, *ENDINGS_OF_WORKBOOKS)) and not is_text:
        return _("is no table of the network: only its notebooks read it, with pandas")
    if name.endswith(DOCUMENTS):
        return _("is in no page: texts are called textes/AAAA.md, and have no pictures")
    return ""


def _remark_unread_folders(folder: Path) -> Iterator[Problem]:
    """Remark folders called nearly as those of texts and phrases: "texte", "phrase".

    A folder of phrases may also lie in the folder of notebooks by mistake, as the program's do.
    """
    known = {TEXTS, PHRASES, OWN_NOTEBOOKS}
    for path in sorted([*folder.glob("*/"), *folder.glob(f"{OWN_NOTEBOOKS}/*/")]):
        name = path.relative_to(folder).as_posix()
        if name in known or not any(path.glob("*.md")):
            continue
        meant = find_nearest(path.name, [TEXTS, PHRASES])
        if meant:
            fault = _("is read by nobody, and what it holds is in no page")
            expected = _("a folder “{name}” of the network’s own", name=meant)
            yield Problem(Place(name), fault, expected=expected, severity="remark")


def _find_years_with_blanks(tables: Mapping[str, Table], problems: Iterable[Problem]) -> set[int]:
    """Return the years with members that have a blank still to fill in: their pages are drafts.

    A blank is a cell that says "à compléter", or a question in the year's text ("<!-- À compléter :
    … -->", a to-do among the `problems`). Whoever doesn't know the answer empties the cell or takes
    the question out: the fact is then unknown, and the year no draft.
    """
    years_with_blanks: set[str] = set()
    for table in tables.values():
        for row in table.every_row:
            if row.blanks and "annee" in row:
                years_with_blanks.add(row["annee"])
    for problem in problems:
        if problem.severity == "todo" and problem.place.file.startswith(TEXTS):
            years_with_blanks.add(Path(problem.place.file).stem)
    years_with_members = {row["annee"] for row in tables["membres"].every_row}
    # The year itself may be a cell still to fill in: "à compléter" is no year.
    years = years_with_blanks & years_with_members
    return {int(year) for year in years if year.isdecimal()}


def _find_years_with_members_alone(
    tables: Mapping[str, Table], texts: Mapping[int, YearText]
) -> set[int]:
    """Return the years that have members, and no meeting, no treated subject, no text.

    Dragging a year down a column of a spreadsheet makes such years by mistake: 2025, 2026, 2027. A
    subject that was only announced for a year says nothing of that year yet.
    """
    spoken_of = {int(row["annee"]) for row in tables["rencontres"].rows}
    for row in tables["sujets"].rows:
        if row["etat"] == TREATED:
            spoken_of.add(int(row["annee"]))
    for year, text in texts.items():
        if text != YearText():
            spoken_of.add(year)
    return {*list_recorded_years(tables["membres"])} - spoken_of
