"""Pages that carry something else than they did."""

import base64
import bz2
import json
from pathlib import Path
from typing import Any

from annual_report.base.errors import ReportError
from annual_report.machine.pages.export.carried import add_carried, remove_carried
from annual_report.report.proof.carried import Carried, read_carried
from annual_report.report.verify import verify_page


def read_page(page: Path) -> str:
    """Read a page."""
    return page.read_text(encoding="utf-8")


def carried_of(html: str) -> Carried:
    """Return what a page carries."""
    found = read_carried(html)
    assert found is not None
    return found


def carrying(html: str, content: bytes) -> str:
    """Return a page that carries some bytes instead, and says their digest."""
    packed = base64.b64encode(content).decode()
    return add_carried(remove_carried(html), packed, "fr")


def carrying_instead(html: str, **fields: Any) -> str:
    """Return a page that carries the same but for some fields."""
    said = json.dumps({**carried_of(html)._asdict(), **fields}, sort_keys=True)
    return carrying(html, bz2.compress(said.encode()))


def with_file(html: str, name: str, text: str) -> str:
    """Return a page that carries one file more, or another one."""
    return carrying_instead(html, files={**carried_of(html).files, name: text})


def answer(folder: Path, html: str, name: str = "2025.html", known: Path | None = None) -> str:
    """Verify a page that isn't right; return what is said of it."""
    (folder / name).write_bytes(html.encode())
    try:
        right, lines = verify_page(folder / name, known)
    except ReportError as error:
        right, lines = False, (str(error),)
    assert not right
    return "\n".join(lines)
