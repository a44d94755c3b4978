"""What the corpus is made of: a case, and the twin's files as programs would have saved them."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

CORPUS = Path(__file__).parents[1] / "corpus"
TWIN = CORPUS / "twin"
DOCUMENT = Path(__file__).parents[2] / "docs" / "corpus.md"


@dataclass(frozen=True)
class Refusal:
    """Where and why a file is refused; None where the message names none."""

    row: int | None = None
    column: str | None = None
    value: str | None = None
    nearest: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Case:
    """A file: the name that it has in a network's folder, its bytes, what must become of it."""

    name: str
    about: str
    file: str
    content: bytes
    refusal: Refusal | None = None
    said: bool = True
    """Whether something in it is normalised, and so listed."""
    remark: str | None = None
    """What is remarked, of a file that is read all the same."""
    several: bool = False
    """Whether it is refused for more than one reason; the first is the one that is named."""
    alike: bool = True
    """Whether what is read is the twin's tables, in any order of their rows."""

    @property
    def outcome(self) -> str:
        """What becomes of it, in a word."""
        if self.refusal is not None:
            return "refusé"
        return "lu" if self.remark is None else "signalé"

    @property
    def is_kept(self) -> bool:
        """Whether its file is in the corpus: a descriptor is the twin's, but for a line."""
        return not self.file.endswith(".json")

    @property
    def path(self) -> Path:
        """Where the file is kept in the corpus."""
        return CORPUS / f"{self.name}{Path(self.file).suffix}"


def twin(name: str) -> str:
    return (TWIN / name).read_bytes().decode("utf-8")


MEMBRES, RENCONTRES, SUJETS = (twin(f"{name}.csv") for name in ("membres", "rencontres", "sujets"))
PRESENCES, RESSOURCES = (twin(f"{name}.csv") for name in ("presences", "ressources"))
TEXTE = twin("textes/2025.md")


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def with_separator(text: str, separator: str) -> str:
    assert separator not in text
    assert '"' not in text
    return text.replace(",", separator)


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def excel(text: str) -> bytes:
    """As a French Excel saves "CSV (séparateur : point-virgule)"."""
    return windows(with_separator(text, ";")).encode("cp1252")


def workbook(fill: Callable[[Any], None], title: str = "Feuil1") -> bytes:
    book = Workbook()
    book.active.title = title
    fill(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_of(text: str) -> list[list[str | None]]:
    return [[cell or None for cell in line.split(",")] for line in text.splitlines()]


def filled(text: str, change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    def fill(sheet: Any) -> None:
        for row in rows_of(text):
            sheet.append(row)
        change(sheet)

    return workbook(fill)


def cell_at(
    position: str, value: object, number_format: str | None = None
) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[position] = value
        if number_format:
            sheet[position].number_format = number_format

    return change


def title_above(sheet: Any) -> None:
    sheet.insert_rows(1, amount=2)
    sheet["A1"] = "Membres du réseau"
    sheet.merge_cells("A1:B1")


def merged_year(sheet: Any) -> None:
    sheet.merge_cells("A2:A5")


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def with_entities(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that opens well, and declares an entity."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = b'<!DOCTYPE worksheet [<!ENTITY a "b">]>' + parts[name]
    return parts


def read(name: str, about: str, file: str, content: str | bytes, *, said: bool = True) -> Case:
    data = content.encode() if isinstance(content, str) else content
    return Case(name, about, file, data, None, said)


def refused(
    name: str,
    about: str,
    file: str,
    content: str | bytes,
    *where: Any,
    sheet: str | None = None,
    several: bool = False,
) -> Case:
    data = content.encode() if isinstance(content, str) else content
    refusal = replace(Refusal(*where), sheet=sheet)
    return Case(name, about, file, data, refusal, several=several)


def membres(*edits: tuple[str, str]) -> str:
    return edited(MEMBRES, *edits)


def rencontres(*edits: tuple[str, str]) -> str:
    return edited(RENCONTRES, *edits)


def presences(*edits: tuple[str, str]) -> str:
    return edited(PRESENCES, *edits)


def remarked(
    name: str, about: str, file: str, content: str | bytes, remark: str, *, alike: bool = True
) -> Case:
    data = content.encode() if isinstance(content, str) else content
    return Case(name, about, file, data, None, said=False, remark=remark, alike=alike)
