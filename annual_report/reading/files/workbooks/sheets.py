"""From a workbook to its sheets: `.xlsx` with openpyxl, `.ods` as the XML that it is.

A workbook comes from anywhere: its size is looked at before it is opened, and what is unfolded
(repeated rows and columns) is counted, so that no file can take all the memory. Only values are
read: a formula gives the result that was saved with it, or is refused if none was.
"""

import io
import re
import warnings
import zipfile
from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.sheet import Sheet

ORIGIN_SHEET = "Origine"
"""The hidden sheet of a workbook to fill in, which says where it comes from."""
LARGEST_UNPACKED = 20_000_000
LARGEST_PART = 8_000_000
FORBIDDEN_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Return every sheet by title; raise UnreadableError if that can't be had."""
    # Either library takes a quarter of a second to import, and workbooks are rare.
    if path.suffix.lower() == ".ods":
        from annual_report.reading.files.workbooks.ods import read_ods as read
    else:
        from annual_report.reading.files.workbooks.xlsx import read_xlsx as read
    try:
        content = read_file(path, LARGEST_UNPACKED, _("is too large for a workbook"))
        _check_archive(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-downs, styles and links, which are not read
            return read(content)
    except (UnreadableError, OSError):
        raise
    except MemoryError:
        raise _too_large() from None
    except Exception as error:  # whatever a library stumbles on in somebody's damaged file
        raise UnreadableError(
            _("is damaged, or no workbook"), _("a workbook that a spreadsheet opens")
        ) from error


def _check_archive(content: bytes) -> None:
    """Refuse what is no workbook or unpacks to too much, before any library opens it."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            _("is an old .xls, or is protected by a password"), _("an .xlsx without password")
        )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = [part.file_size for part in archive.infolist()]
        if sum(sizes) > LARGEST_UNPACKED or max(sizes, default=0) > LARGEST_PART:
            raise _too_large()
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                _check_markup(archive.read(part))


def _check_markup(content: bytes) -> None:
    """Refuse XML that declares anything, or that is in an encoding in which that can be hidden."""
    if FORBIDDEN_MARKUP.search(content) or b"\0" in content[:200]:
        raise UnreadableError(
            _("holds markup that no spreadsheet writes"), _("a spreadsheet’s own file")
        )


def _too_large() -> UnreadableError:
    return UnreadableError(
        _("is too large once it is unpacked"),
        _("at most {count} MB", count=LARGEST_UNPACKED // 1_000_000),
    )
