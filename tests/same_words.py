"""The words of pages, sentence by sentence, to compare a build with what it was before.

    python tests/same_words.py keep REAL EXAMPLE         # write the fixture from two builds
    python tests/same_words.py compare real BUILD [PAGE ...]

What is read: titles, paragraphs, list items, captions of figures and tables, written alternatives
of drawings. What isn't: the cells of tables, which became typed columns, and the data folded below
a figure. All kinds of spaces and apostrophes count as one; the project's version and the hash of
the data count for nothing.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

FIXTURE = Path(__file__).with_name("same_words.json.gz")
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "figcaption", "dt", "dd", "caption", "title", "desc"}
LEFT_OUT = {"thead", "tbody", "details", "style", "head"}
INSIDE = BLOCKS | LEFT_OUT | {"svg", "ul", "ol", "table"}
"""What stands in a block and isn't its own text."""
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý«])")
CHANGING = re.compile(r"(?<=annual-report )[\d.]+\w*|\b[0-9a-f]{16}\b")

Pages = dict[str, list[str]]


def words_of(html: str) -> list[str]:
    """Return the sentences of a page in its order."""
    root = LexborHTMLParser(html).root
    return [sentence for block in _blocks(root) for sentence in _sentences(block)] if root else []


def words_of_build(folder: Path) -> Pages:
    """Return the sentences of all pages of a build, by their path without ending."""
    return {
        page.relative_to(folder).with_suffix("").as_posix(): words_of(page.read_text("utf-8"))
        for page in sorted(folder.rglob("*.html"))
    }


def kept(network: str) -> Pages:
    """Return what the pages of a network, "real" or "example", said before."""
    found: dict[str, Pages] = json.loads(gzip.decompress(FIXTURE.read_bytes()))
    return found[network]


def differences(before: list[str], after: list[str], corrected: dict[str, str]) -> list[str]:
    """Say which sentences of a page are gone or new, whatever their order.

    A sentence of `corrected` counts as what it should have been; "" is one to leave out.
    """
    expected = [right for each in before if (right := corrected.get(each, each))]
    gone, new = Counter(expected) - Counter(after), Counter(after) - Counter(expected)
    return [f"- {each}" for each in gone.elements()] + [f"+ {each}" for each in new.elements()]


def _blocks(node: LexborNode) -> Iterator[str]:
    """Return the text of each block, in the order in which they begin."""
    for child in node.iter():
        tag = (child.tag or "").lower()
        if tag in LEFT_OUT or _is_decoration(child):
            continue
        in_drawing = tag in ("title", "desc")
        if tag in BLOCKS and not (in_drawing and (node.tag or "").lower() != "svg"):
            yield _text(child)
        elif tag == "svg" and (label := child.attributes.get("aria-label")):
            yield label
        yield from _blocks(child)


def _text(node: LexborNode) -> str:
    """Return the text of a block, without that of the blocks inside it."""
    parts = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            parts.append(child.text())
        elif (child.tag or "").lower() not in INSIDE and not _is_decoration(child):
            parts.append(_text(child))
    return "".join(parts)


def _is_decoration(node: LexborNode) -> bool:
    """Tell what isn't words: numerals and arrows, and links to take data away."""
    given = node.attributes
    return given.get("aria-hidden") == "true" or "take" in (given.get("class") or "").split()


def _sentences(block: str) -> list[str]:
    text = CHANGING.sub("…", " ".join(block.split()).replace("'", "’"))
    return SENTENCE.split(text) if text else []


def _keep(real: str, example: str) -> None:
    found = {"real": words_of_build(Path(real)), "example": words_of_build(Path(example))}
    written = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    FIXTURE.write_bytes(gzip.compress(written, 9, mtime=0))


def _compare(network: str, folder: str, *pages: str) -> None:
    from test_same_words import CORRECTED  # what is corrected stands beside the test

    before, after = kept(network), words_of_build(Path(folder))
    for page in pages or before:
        for line in differences(before[page], after.get(page, []), CORRECTED):
            print(f"{page}: {line}")


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    if command == "keep":
        _keep(*given)
    else:
        _compare(*given)
