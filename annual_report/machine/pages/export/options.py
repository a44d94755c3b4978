"""What whoever exports notebooks may ask of their pages, without a change in any notebook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.machine.pages.language import is_language
from annual_report.machine.pages.look.palette import find_wrong_style

NONE, FOLDED, SHOWN = CODE = ("none", "folded", "shown")
"""What becomes of code in a page."""


class ExportOptions(NamedTuple):
    """Options of an export; those that are left out are said by each notebook, or usual.

    `language` is that of the pages; `code` is none, folded or shown, "" for what the notebook's
    metadata say; `style` is the text of a style of one's own; with `allow_errors` a cell that
    failed is shown with its error; without `veil` a home on a machine is refused, and not veiled;
    a `strict` export refuses what is remarked.
    """

    language: str = ""
    code: str = ""
    contents: bool = True
    style: str = ""
    allow_errors: bool = False
    veil: bool = True
    strict: bool = False


NOTHING_ASKED = ExportOptions()


def make_options(*, language: str, code: str, style: str, **others: bool) -> ExportOptions:
    """Return the options that are asked for; raise ParameterError for what can't be.

    `style` is the file of a style.
    """
    if language and not is_language(language):
        line = "en, fr, pt-BR"
        raise ParameterError(_("“{code}” is no language: {line}", code=language, line=line))
    if code and code not in CODE:
        choices = ", ".join(CODE)
        raise ParameterError(_("“{code}” is none of: {choices}", code=code, choices=choices))
    css = ""
    if style:
        try:
            css = Path(style).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise ParameterError(_("{file}: is no style that can be read", file=style)) from None
        if wrong := find_wrong_style(css):
            raise ParameterError(f"{style}: {wrong}")
    return ExportOptions(language=language, code=code, style=css, **others)


def complete_options(
    options: ExportOptions, metadata: Mapping[str, Any], called: str
) -> ExportOptions:
    """Return the options of a notebook: those of its own, and what was asked for all.

    Its language is the one that it calls for, or that its metadata say; its code is folded by
    `"code": true`.
    """
    language = ""
    for told in (called, metadata.get("lang"), metadata.get("language"), options.language):
        if isinstance(told, str) and is_language(told):
            language = told
            break
    code = options.code or read_code(metadata.get("code"))
    return options._replace(language=language, code=code)


def read_code(told: object) -> str:
    """Return what the metadata say of code: true folds it, and a word says how it is shown."""
    if isinstance(told, str) and told in CODE:
        return told
    return FOLDED if told else NONE
