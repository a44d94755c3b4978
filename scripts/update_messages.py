"""Bring the French catalogue up to date with the messages of the source: `make messages`.

New messages arrive untranslated, those that are gone leave, and the compiled catalogue is written
beside. Running it twice changes nothing: no dates, no line numbers.
"""

import ast
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "annual_report"
FOLDER = PACKAGE / "locales" / "fr" / "LC_MESSAGES"
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
MARKS = ("_", "N_")
HEADER = "# French messages of the annual reports; `make messages` keeps them up to date.\n#"


def source_messages() -> Catalog:
    """Return every message that the source marks, those inside f-strings too."""
    found = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                message = node.args[0]
                if node.func.id in MARKS and isinstance(message, ast.Constant):
                    found.add(message.value)
    return found


def translations() -> Catalog:
    """Return the French catalogue as it is kept."""
    path = FOLDER / "annual_report.po"
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as stream:
        return read_po(stream, locale="fr")


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue's text, in the order of its messages."""
    stream = BytesIO()
    write_po(stream, catalogue, omit_header=True, sort_output=True, no_location=True, width=100)
    header = (
        f'{HEADER}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    )
    return header.encode() + stream.getvalue().strip() + b"\n"


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue."""
    plain = Catalog(locale="fr", creation_date=NO_DAY, revision_date=NO_DAY)
    for message in catalogue:
        if message.id and message.string:
            plain.add(message.id, message.string)
    stream = BytesIO()
    write_mo(stream, plain)
    return stream.getvalue()


def main() -> int:
    """Update both files; return 1 if something is still to translate."""
    catalogue = translations()
    catalogue.update(source_messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "annual_report.po").write_bytes(po_bytes(catalogue))
    (FOLDER / "annual_report.mo").write_bytes(mo_bytes(catalogue))
    missing = [str(message.id) for message in catalogue if message.id and not message.string]
    for message in missing:
        sys.stdout.write(f"to translate: {message}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
