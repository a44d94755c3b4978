"""Compare the pages of two states of the project: words, values, alternatives, files, pictures.

    python scripts/compare_pages.py REVISION [--network NAME ...] [--pictures FOLDER]

Both networks and the fictional ones of the tests are built by the code of a revision, in a clone
and an environment of its own, and by the code as it lies here. What differs is printed as lines
taken out (-) and put in (+); a difference that several pages share is printed once. `--pictures`
also writes, side by side, the screens whose pixels differ. The exit status is 1 where any does.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from set_up import python_of

ROOT = Path(__file__).resolve().parent.parent
OURS = ("departements-participatifs", "reseau-exemple")
SAID_BY = ("alt", "aria-label", "title", "content", "download")
"""Attributes that somebody hears or reads."""
PARTS = "h1 h2 h3 h4 p li dt dd caption figcaption th td text tspan summary a title option div span"
MAKE = """\
import subprocess, sys
from pathlib import Path
sys.path[:0] = ["tests", "scripts"]
from kinds_of_networks import NETWORKS, write
out, wanted = Path(sys.argv[1]), sys.argv[2:]
folders = {name: Path("data") / name for name in %r}
folders |= {name: out / "facts" / name for name in NETWORKS}
for name, folder in folders.items():
    if wanted and name not in wanted:
        continue
    if name in NETWORKS:
        write(folder, name)
    subprocess.run([sys.executable, "pipeline.py", "build", "--data", folder, "--out", out / name],
                   check=False, stdout=subprocess.DEVNULL)
"""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("revision")
    parser.add_argument("--network", action="append", default=[], help="this network alone")
    parser.add_argument("--pictures", type=Path, help="where to put the screens that differ")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        before = build_revision(options.revision, options.network)
        after = make_pages(ROOT, Path(name) / "after", options.network)
        found = sum(print_difference(*each) for each in list_differences(before, after))
        print(f"{found} differences")
        if options.pictures:
            compare_pictures(before, after, options.pictures)
    return 1 if found else 0


def build_revision(revision: str, networks: list[str]) -> Path:
    """Return the pages of a revision, which are kept for the next comparison with it."""
    said = subprocess.run(
        ["git", "rev-parse", "--short=12", revision], cwd=ROOT, capture_output=True, text=True
    )
    commit = said.stdout.strip() or sys.exit(said.stderr)
    place = Path(tempfile.gettempdir()) / "compared-pages" / commit
    clone, pages = place / "clone", place / "-".join(["pages", *networks])
    if not clone.exists():
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
        subprocess.run(["git", "checkout", "--quiet", commit], cwd=clone, check=True)
        subprocess.run([sys.executable, "scripts/set_up.py", "test"], cwd=clone, check=True)
    return pages if pages.exists() else make_pages(clone, pages, networks)


def make_pages(root: Path, out: Path, networks: list[str]) -> Path:
    """Build the networks of a state of the project, and return the folder of their pages."""
    python = python_of(root / ".venv")
    environment = os.environ | {"COLUMNS": "100"}
    command = [str(each) for each in (python, "-c", MAKE % (OURS,), out, *networks)]
    subprocess.run(command, cwd=root, check=True, env=environment)
    return out


def list_differences(before: Path, after: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what differs: the pages that share it, and its lines."""
    shared: dict[str, list[str]] = {}
    for name in sorted({*read_names(before), *read_names(after)}):
        old, new = (tell_lines(folder / name) for folder in (before, after))
        lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        for block in split_blocks(lines):
            shared.setdefault("\n".join(block), []).append(name)
    for lines_of_block, names in shared.items():
        yield names, lines_of_block.split("\n")


def split_blocks(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each place where two pages differ."""
    block: list[str] = []
    for line in [*lines, "@@"]:
        if line.startswith("@@"):
            if block:
                yield block
            block = []
        else:
            block.append(line)


def print_difference(names: list[str], lines: list[str]) -> int:
    """Print one difference; return how many pages have it."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    print("##", *names[:3], more)
    print("\n".join(line[:2000] for line in lines))
    return len(names)


def read_names(folder: Path) -> Iterator[str]:
    """Yield the files that a reader is given: an executed notebook changes with its cells."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        inside = name.parts[0] != "facts" and not any(part.startswith(".") for part in name.parts)
        if path.is_file() and inside and path.suffix in {".html", ".json", ".csv", ".md", ".txt"}:
            yield name.as_posix()


def tell_lines(path: Path) -> list[str]:
    """Return what a file says, a line each; nothing for one that isn't there."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return sorted(flatten(json.loads(text)))
    if path.suffix == ".html":
        return list(tell_page(BeautifulSoup(text, "html.parser")))
    return text.splitlines()


def flatten(value: object, at: str = "") -> Iterator[str]:
    """Yield each value of a JSON document with its path."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from flatten(each, f"{at}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from flatten(each, f"{at}/{number}")
    else:
        yield f"{at} = {value!r}"


def tell_page(soup: BeautifulSoup) -> Iterator[str]:
    """Yield a page's words, alternatives and files to take away, in their order."""
    for unread in soup(["style", "script"]):
        unread.decompose()
    for tag in soup.find_all(True):
        yield from (
            f"[{name}] {squeeze(str(tag[name]))}"
            for name in SAID_BY
            if tag.get(name) and tag.name != "meta"
        )
        if tag.name == "meta" and tag.get("name"):
            yield f"[meta {tag['name']}] {squeeze(str(tag.get('content', '')))}"
        if str(tag.get("href", "")).startswith("data:"):
            yield from (f"[file] {line}" for line in decode(str(tag["href"])).splitlines())
        if tag.name in PARTS.split() and not holds_parts(tag):
            said = squeeze(tag.get_text(" "))
            if said:
                yield said


def holds_parts(tag: Tag) -> bool:
    """Whether what a tag says is said by the parts in it."""
    return any(each.name in {"p", "li", "td", "th", "dt", "dd", "div"} for each in tag(True))


def decode(address: str) -> str:
    """Return the text of a file that a page carries in an address."""
    head, _, body = address.partition(",")
    if head.endswith(";base64"):
        return base64.b64decode(body).decode("utf-8", errors="replace")
    return unquote(body)


def squeeze(text: str) -> str:
    """Return a text on one line with ordinary spaces."""
    return re.sub(r"\s+", " ", text).strip()


def compare_pictures(before: Path, after: Path, folder: Path) -> None:
    """Write the screens that differ, before and after side by side, with the share that does."""
    from io import BytesIO

    from PIL import Image, ImageChops
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests"))
    browsers = import_module("browser")

    folder.mkdir(parents=True, exist_ok=True)
    names = sorted({*read_names(before)} & {*read_names(after)})
    with (
        sync_playwright() as playwright,
        browsers.launch(playwright, browsers.find_browser()) as browser,
    ):
        page = browser.new_page()
        for name in (each for each in names if each.endswith(".html")):
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                screens = []
                for side in (before, after):
                    page.goto((side / name).as_uri())
                    screens.append(Image.open(BytesIO(page.screenshot(full_page=True))))
                size = (
                    max(each.width for each in screens),
                    max(each.height for each in screens),
                )
                old, new = (Image.new("RGB", size, "white") for _ in screens)
                old.paste(screens[0])
                new.paste(screens[1])
                differing = ImageChops.difference(old, new).convert("L").point(lambda v: v > 24)
                part = sum(differing.histogram()[1:]) / (size[0] * size[1])
                if part:
                    both = Image.new("RGB", (2 * size[0] + 20, size[1]), "red")
                    both.paste(old)
                    both.paste(new, (size[0] + 20, 0))
                    both.save(folder / f"{name.replace('/', '_')}-{width}.png")
                    print(f"{name} at {width}: {part:.2%} of the pixels differ")


if __name__ == "__main__":
    sys.exit(main())
