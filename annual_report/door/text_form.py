"""The form for a year's text: a field a chapter, what is to be answered, what is wrong.

The file stays one that anybody may edit: a form is saved only over the file that it was read from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annual_report.base.errors import ParameterError, UnreadableError, say_error
from annual_report.base.messages import N_, _
from annual_report.base.program import hash_bytes
from annual_report.base.whole_files import write_whole_file
from annual_report.door.chapters import change_chapters, cut_text
from annual_report.door.views import SEVERITIES
from annual_report.network.reading.files.network_folder import TEXTS
from annual_report.network.reading.inspection import LARGEST
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.texts import HEADINGS, parse_text

BELONGS = {
    HEADINGS[0]: N_("What one remembers of the year, in one sentence: it stands on the cover."),
    HEADINGS[1]: N_("What the group set out to do this year, and on which subjects."),
    HEADINGS[2]: N_("What meetings are for, and how one works there; their list is made."),
    HEADINGS[3]: N_("A line that begins with ### and a title for each, then some sentences."),
    HEADINGS[4]: N_("What comes next year: which subjects, in which forms."),
}
"""What belongs into each chapter."""
NAMES = {f"chapitre-{number}": name for number, name in enumerate(HEADINGS, start=1)}
"""The name that each chapter has in a form."""


@dataclass
class Field:
    """A chapter in a form: its words, the questions that wait, and what is said of it.

    `other` are the words of the file where somebody has changed it meanwhile.
    """

    name: str
    title: str
    belongs: str
    words: str
    questions: tuple[str, ...] = ()
    lines: list[tuple[str, str]] = field(default_factory=list)
    other: str | None = None


@dataclass
class TextForm:
    """The form for a year's text: the hash of the file that it is of, and a field a chapter.

    `lines` say what is wrong above all chapters, or with the file as a whole.
    """

    year: int
    read: str
    fields: list[Field]
    lines: list[tuple[str, str]] = field(default_factory=list)
    unreadable: str = ""
    """Why the file can only be edited as a file; "" where it can be edited here."""
    is_conflict: bool = False
    """Whether the file was changed since the form was opened: nothing was saved."""
    refusal: str = ""
    """Why nothing was saved, whatever was typed; "" where it was."""


def read_text_form(folder: Path, year: int) -> TextForm:
    """Return the form for the text of a year as its file is now."""
    try:
        text, read = _read_file(folder, year)
    except UnreadableError as error:
        return TextForm(year, "", [], unreadable=error.what)
    return _make_form(text, read, year)


def reread_text_form(folder: Path, year: int, typed: Mapping[str, list[str]]) -> TextForm:
    """Return the form with what is being typed into it, and what is wrong with that."""
    text, _read = _read_file(folder, year)
    try:
        return _make_form(_change(text, typed), "", year)
    except ParameterError as error:
        form = _make_form(text, "", year)
        form.refusal = say_error(error)
        return form


def save_text_form(folder: Path, year: int, typed: Mapping[str, list[str]]) -> TextForm | None:
    """Save what was typed; return None, or the form to show again where nothing was saved.

    Nothing is saved over a file that was changed since the form was opened: the form then has both,
    and the next save is over the file as it is shown.
    """
    text, read = _read_file(folder, year)
    is_conflict = typed.get("lu", [""])[0] != read
    refusal = ""
    try:
        written = _change(text, typed)
    except ParameterError as error:
        refusal = say_error(error)
    if not is_conflict and not refusal:
        start = b"\xef\xbb\xbf" if _has_mark(folder, year) else b""
        write_whole_file(folder, f"{TEXTS}/{year}.md", start + written.encode())
        return None
    form = _make_form(text, read, year)
    form.is_conflict, form.refusal = is_conflict, refusal
    for each in form.fields:
        words = _clean_newlines(typed.get(each.name, [""])[0])
        if words != each.words:
            each.other = each.words if is_conflict else None
            each.words = words
            each.lines = []
    return form


def _read_file(folder: Path, year: int) -> tuple[str, str]:
    """Return the text of a year with the hash of its file; "" where there is none.

    Raise UnreadableError for a file that isn't in UTF-8, or is too large for a text.
    """
    file = _find_file(folder, year)
    content = file.read_bytes() if file.is_file() else b""
    if len(content) > LARGEST:
        raise UnreadableError(_("is too large"))
    try:
        return content.decode("utf-8-sig"), hash_bytes(content)
    except UnicodeDecodeError:
        raise UnreadableError(_("is not saved in UTF-8: it is edited as a file")) from None


def _has_mark(folder: Path, year: int) -> bool:
    """Whether a file begins with the mark that some editors put before UTF-8."""
    file = _find_file(folder, year)
    return file.is_file() and file.read_bytes().startswith(b"\xef\xbb\xbf")


def _find_file(folder: Path, year: int) -> Path:
    return folder / TEXTS / f"{year}.md"


def _clean_newlines(words: str) -> str:
    return words.replace("\r\n", "\n").strip("\n")


def _change(text: str, typed: Mapping[str, list[str]]) -> str:
    """Return a text with what a form has sent: a form always has all its fields."""
    words = {title: typed[name][0] for name, title in NAMES.items() if name in typed}
    answered = {title: typed.get(f"{name}-fait", []) for name, title in NAMES.items()}
    return change_chapters(text, words, answered)


def _make_form(text: str, read: str, year: int) -> TextForm:
    """Return the form of a text, with what is wrong with each line at the field that has it."""
    fields = {title: Field(name, title, _(BELONGS[title]), "") for name, title in NAMES.items()}
    ends: list[tuple[int, str]] = []
    line = 0
    for chapter in cut_text(text):
        line += len((chapter.heading + chapter.body).splitlines())
        ends.append((line, chapter.name))
        if chapter.name:
            fields[chapter.name].words = chapter.words
            fields[chapter.name].questions = chapter.questions
    form = TextForm(year, read, list(fields.values()))
    _year_text, problems = parse_text(text, f"{TEXTS}/{year}.md")
    for problem in problems:
        # A question stands at its field by itself.
        if problem.severity == "todo" and not problem.value:
            continue
        row = problem.place.rows[0] if problem.place.rows else 0
        name = next((name for end, name in ends if row <= end), "")
        lines = fields[name].lines if name in fields else form.lines
        lines.append((problem.severity, _say_problem(problem)))
    return form


def _say_problem(problem: Problem) -> str:
    """Say a problem where its place stands already: at the field that has it."""
    said = replace(problem, place=Place("")).without_file
    return _("{severity}: {line}", severity=_(SEVERITIES[problem.severity]), line=said)
