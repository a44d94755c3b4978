"""The form for a year's text: a field for each chapter, with questions and problems beside it.

The text stays a file that anybody may edit, `textes/2025.md`. A form therefore carries the hash of
the file from which the words were read, and is saved only while the file has that hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import ParameterError, UnreadableError, say_error
from annual_report.base.messages import N_, _
from annual_report.base.program import hash_bytes
from annual_report.base.whole_files import write_whole_file
from annual_report.door.chapters import BYTE_ORDER_MARK, change_chapters, cut_text
from annual_report.network.reading.files.network_folder import TEXTS
from annual_report.network.reading.inspection import LARGEST_TEXT
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.text_lines import HEADINGS
from annual_report.network.reading.texts import parse_text

HELP = {
    HEADINGS[0]: N_("What one remembers of the year, in one sentence: it stands on the cover."),
    HEADINGS[1]: N_("What the group set out to do this year, and on which subjects."),
    HEADINGS[2]: N_("What meetings are for, and how one works there; their list is made."),
    HEADINGS[3]: N_("A line that begins with ### and a title for each, then some sentences."),
    HEADINGS[4]: N_("What comes next year: which subjects, in which forms."),
}
"""The sentence of help beside each chapter."""
NAMES = {f"chapitre-{number}": title for number, title in enumerate(HEADINGS, start=1)}
"""The name of each field of the form → the title of its chapter."""
READ = "lu"
"""The hidden field that has the hash of the file that the form was read from."""
Typed = Mapping[str, list[str]]
"""The values of a form that a browser has sent, by the names of its fields."""


@dataclass
class Field:
    """A chapter in a form: the words, the questions that wait for an answer, the problems.

    `other` has the words of the file, where they have changed since the form was opened.
    """

    name: str
    title: str
    words: str = ""
    questions: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    other: str | None = None

    @property
    def help(self) -> str:
        """The sentence of help beside the chapter."""
        return _(HELP[self.title])


@dataclass
class TextForm:
    """The form for a year's text; without fields where the file can't be edited by a form."""

    text: str = ""
    """The whole text, with the words of all fields."""
    read: str = ""
    """The hash of the file that the form was read from."""
    last_save: datetime | None = None
    """The time of the last change of the file, by whatever program; None where no file is."""
    is_saved: bool = False
    """Whether the file has the words of all fields."""
    fields: list[Field] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """The problems above all chapters, or of the file as a whole."""
    error: str = ""
    """The reason why the form can't be saved; "" where it can."""
    is_conflict: bool = False
    """Whether the file was changed since the form was opened, so that nothing was saved."""


class _TextFile(NamedTuple):
    """The file of a year's text: the text, the hash of the bytes, the time of the last change."""

    text: str
    hash: str
    last_save: datetime | None


def read_text_form(folder: Path, year: int, typed: Typed | None = None) -> TextForm:
    """Return the form for a year's text: the words of the file, or those `typed` in a browser.

    Nothing is saved. A form with an `error` can't be saved; it has no fields if the file can't be
    read.
    """
    try:
        file = _read_file(folder, year)
    except UnreadableError as error:
        return TextForm(error=error.what)
    if not typed:
        return _make_form(file.text, file, year)
    try:
        return _make_form(_change(file.text, typed), file, year)
    except ParameterError as error:
        # Words that can't be put into the file stay in their fields, to be corrected.
        form = _make_form(file.text, file, year)
        form.error = say_error(error)
        form.is_saved = False
        for each in form.fields:
            each.words = typed[each.name][0]
            # These are problems of the file's words.
            each.problems = []
        return form


def save_text_form(folder: Path, year: int, typed: Typed) -> TextForm | None:
    """Save the typed words into the file and return None, or return the form to show again.

    Nothing is saved if the words can't be put into the file, or if the file has changed since the
    form was opened. In the second case the returned form has the words of both, and the hash of
    the present file: saved again, it replaces a file that the person has seen.
    """
    form = read_text_form(folder, year, typed)
    if form.error:
        return form
    if typed.get(READ) == [form.read]:
        write_whole_file(folder, f"{TEXTS}/{year}.md", form.text.encode())
        return None
    form.is_conflict = True
    of_file = read_text_form(folder, year)
    # Only chapters with two different texts are shown twice.
    for typed_field, file_field in zip(form.fields, of_file.fields, strict=True):
        if typed_field.words != file_field.words:
            typed_field.other = file_field.words
    return form


def _read_file(folder: Path, year: int) -> _TextFile:
    """Return the file of a year's text, textes/2025.md; an empty text where there is no file.

    Raise UnreadableError for a file that isn't in UTF-8, or is too large for a text.
    """
    file = folder / TEXTS / f"{year}.md"
    content = b""
    last_save = None
    if file.is_file():
        content = file.read_bytes()
        last_save = datetime.fromtimestamp(file.stat().st_mtime)
    if len(content) > LARGEST_TEXT:
        raise UnreadableError(_("is too large"))
    try:
        return _TextFile(content.decode(), hash_bytes(content), last_save)
    except UnicodeDecodeError:
        raise UnreadableError(_("is not saved in UTF-8: it is edited as a file")) from None


def _change(text: str, typed: Typed) -> str:
    """Return the `text` of a file with the words and ticked questions that a browser has sent.

    `typed` has the words of the chapters by the names of their fields, "chapitre-2", and the ticked
    questions under "chapitre-2-fait".
    """
    # All chapters are there, also empty ones; without a tick there are no questions.
    words = {title: typed[name][0] for name, title in NAMES.items()}
    answered = {title: typed.get(f"{name}-fait", []) for name, title in NAMES.items()}
    return change_chapters(text, words, answered)


def _make_form(text: str, file: _TextFile, year: int) -> TextForm:
    """Return the form of a text, with each problem at the field of the chapter to blame.

    `text` is that of the `file`, or has the words that a person has typed since.
    """
    fields = {title: Field(name, title) for name, title in NAMES.items()}
    # A problem names a row of the file: the title of each row's chapter leads to the field.
    title_of_row: list[str] = []
    for chapter in cut_text(text):
        rows = (chapter.heading + chapter.body).splitlines()
        title_of_row += [chapter.name] * len(rows)
        if chapter.name:
            fields[chapter.name].words = chapter.words
            fields[chapter.name].questions = tuple(chapter.questions)
    form = TextForm(
        text=text,
        read=file.hash,
        last_save=file.last_save,
        is_saved=text == file.text,
        fields=list(fields.values()),
    )
    _year_text, problems = parse_text(text.removeprefix(BYTE_ORDER_MARK), f"{TEXTS}/{year}.md")
    for problem in problems:
        # A question to answer has a box to tick in the form already.
        if problem.severity == "todo" and not problem.value:
            continue
        # Rows count from 1. A problem of the whole text names no row.
        rows_named = problem.place.rows
        title = title_of_row[rows_named[0] - 1] if rows_named else ""
        problems_there = fields[title].problems if title else form.problems
        # Beside a field the name of the file and the row would only be a burden.
        problems_there.append(replace(problem, place=Place("")))
    return form
