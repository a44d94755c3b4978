"""The errors of the program, a class for each situation.

    ReportError
    ├── ParameterError      a parameter or an option is unknown, mistyped or out of range
    ├── DataError           a network's data have one problem or several
    ├── PhraseError         a phrase can't be told
    ├── PublishError        a cell asks to publish what a page can't show
    └── PageError           the finished page breaks a rule of publication

Each message names the record, the values that were expected and the next step, in the analyst's
language. Only the command line turns an error into an exit status.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annual_report.base.messages import N_, _, drop_control_characters

REASONS = (
    N_("No such file or directory"),
    N_("File exists"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("File too large"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Cannot allocate memory"),
    N_("Input/output error"),
)
"""The operating system's sentences for `OSError.strerror` that the catalogue translates."""


class ReportError(Exception):
    """A fault that an analyst can mend; the text of the error is the whole message."""

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython prints instead of a traceback: the message alone.

        IPython looks for a method of this name. A stack of library calls helps no analyst.
        """
        return [str(self)]


def say_error(error: BaseException) -> str:
    """Return the message of an error for the analyst, as the last line of a command.

    DataError("membres.csv : est vide")   → "membres.csv : est vide"
    PermissionError(13, …, "page.html")   → "page.html : accès refusé"
    KeyError("ville"), nobody foresaw it  → "KeyError: 'ville'"
    """
    if isinstance(error, ReportError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        reason = say_reason(error)
        if error.filename:
            return _("{file}: {reason}", file=error.filename, reason=reason)
        return reason
    text = f"{type(error).__name__}: {error}"
    line = " ".join(text.split())
    # The text may quote a stranger's file, with characters that a terminal would obey.
    return drop_control_characters(line)


def say_reason(error: OSError) -> str:
    """Return why the operating system couldn't use a file, in French if the catalogue has it.

    "Permission denied" → "accès refusé"; "" for an error without a reason.
    """
    if not error.strerror:
        return ""
    return _(error.strerror)


class ParameterError(ReportError):
    """A parameter or an option is unknown, mistyped or out of range."""


class DataError(ReportError):
    """A network's data have problems; `problems` lists all of them, in the order of the files."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[object, ...]]]:
        """Return the class and its arguments, of which pickle makes the error again.

        A worker process hands its error to the build so. By default pickle would give the message
        to `__init__`, which needs the problems.
        """
        return DataError, (self.problems,)


class PhraseError(ReportError):
    """A phrase can't be told.

    `file` is its path in the folder of phrases, `line` the number of the faulty line, or None for
    the whole file, and `what` the fault.
    """

    def __init__(self, file: str, line: int | None, what: str) -> None:
        self.file = file
        self.line = line
        self.what = what
        place = f"phrases/{file}"
        if line:
            place = _("{file}, line {line}", file=place, line=line)
        super().__init__(_("{place}: {what}", place=place, what=what))

    def __reduce__(self) -> tuple[type["PhraseError"], tuple[str, int | None, str]]:
        """Return the class and its arguments, of which pickle makes the error again.

        A worker process hands its error to the build so. By default pickle would give the message
        to `__init__`, which needs the three parts.
        """
        return PhraseError, (self.file, self.line, self.what)


class PublishError(ReportError):
    """A cell publishes an object that no page can show, or leaves out words that a page needs."""


class PageError(ReportError):
    """A finished page breaks a rule of publication: it may not be shared."""


class UnreadableError(Exception):
    """A file that can't be read at all, because of its `row` where that is known.

    `what` is the fault, and `expected` what would be right. Readers of files raise the error, and
    their caller, which knows the file's name, makes a DataError of it.
    """

    def __init__(self, what: str, expected: str | None = None, row: int | None = None) -> None:
        super().__init__(what, expected, row)
        self.what = what
        self.expected = expected
        self.row = row


@dataclass
class CellError(Exception):
    """A cell of a table that can't be understood.

    `what` is the fault, `expected` the values that would be right, `nearest` the one of them that
    was probably meant. Readers of values raise the error, and their caller, which knows row and
    column, makes a DataError of it.
    """

    what: str
    expected: str | None = None
    nearest: str | None = None
