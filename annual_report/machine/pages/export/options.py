"""Options of an export: wishes for the pages of notebooks, without a change in any notebook.

Each option is defined once, for all roads: `ReportExporter` has a trait of nbconvert for each
option, and the command `build` an argument. The imports of this module are light, for `build` reads
the options before it knows whether any page is due.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _

CODE = ("none", "folded", "shown")
"""The ways in which a page shows code."""
NONE, FOLDED, SHOWN = CODE


class ExportOptions(NamedTuple):
    """The options of an export; the default of each leaves the choice to the notebook.

    `style` is the text of a style sheet, not a file.
    """

    language: str = ""
    code: str = ""
    contents: bool = True
    style: str = ""
    allow_errors: bool = False
    veil: bool = True
    strict: bool = False


HELP = {
    "language": N_("the language of a page whose notebook names none: en, fr, pt-BR"),
    "code": N_("the cells’ code: none of it, folded, or shown"),
    "contents": N_("whether a page lists its chapters"),
    "style": N_("a file of colours and fonts for the pages"),
    "allow_errors": N_("whether a cell that failed is shown with its error, not refused"),
    "veil": N_("whether homes on a machine are veiled, not refused"),
    "strict": N_("whether a page with remarks is refused"),
}
"""The help for each option, as nbconvert and `build` print it."""
CHOICES = {"code": CODE}
"""An option with few values → these values."""
NOTHING_ASKED = ExportOptions()


def make_options(asked: Mapping[str, Any]) -> ExportOptions:
    """Return the options of an export from those asked for, name → value; `style` names a file.

    Raise ParameterError for a wrong value.
    """
    options = NOTHING_ASKED._replace(**asked)
    if options.language:
        _check_language(options.language)
    if options.code and options.code not in CODE:
        choices = ", ".join(CODE)
        raise ParameterError(_("“{code}” is none of: {choices}", code=options.code,
                               choices=choices))  # fmt: skip
    if options.style:
        options = options._replace(style=_read_style(options.style))
    return options


def _check_language(code: str) -> None:
    """Raise ParameterError for a text that names no language."""
    from annual_report.machine.pages.language import is_language  # which loads Babel

    if not is_language(code):
        line = "en, fr, pt-BR"
        raise ParameterError(_("“{code}” is no language: {line}", code=code, line=line))


def _read_style(file: str) -> str:
    """Return the text of a style; raise ParameterError for a style that no page may have."""
    from annual_report.machine.pages.look.palette import find_wrong_style  # which loads a parser

    try:
        css = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ParameterError(_("{file}: is no style that can be read", file=file)) from None
    if wrong := find_wrong_style(css):
        raise ParameterError(f"{file}: {wrong}")
    return css


def complete_options(
    options: ExportOptions, metadata: Mapping[str, Any], called: str
) -> ExportOptions:
    """Return the options of a notebook: its wishes, and the wishes for all notebooks.

    The language comes from a call of `language`, from the metadata, or from the options; `"code":
    true` in the metadata folds the code.
    """
    from annual_report.machine.pages.language import is_language

    language = ""
    for named in (called, metadata.get("lang"), metadata.get("language"), options.language):
        if isinstance(named, str) and is_language(named):
            language = named
            break
    code = options.code or _read_code(metadata.get("code"))
    return options._replace(language=language, code=code)


def _read_code(named: object) -> str:
    """Return the way to show code from the metadata: true folds code, a word names a way."""
    if isinstance(named, str) and named in CODE:
        return named
    return FOLDED if named else NONE
