"""A new network's folder: what it says of itself, its tables, and its first year."""

import json
import re
from pathlib import Path

from annual_report.base.errors import CellError, ParameterError
from annual_report.base.letters import clean_text, make_slug
from annual_report.base.messages import _, add_nearest
from annual_report.base.whole_file import write_whole_file
from annual_report.network.reading.files.package_files import DESCRIPTOR, HIDDEN
from annual_report.network.reading.schema import name_shared_tables, read_shared_tables
from annual_report.network.reading.settings import NETWORK
from annual_report.network.reading.values.members import read_institution
from annual_report.network.territories import grammar
from annual_report.network.territories.kinds import ANY, DEFAULT, ORGANISATION, kinds_by_name
from annual_report.network.writing.new_year import prepare_year

OWN_ARTICLE = re.compile(r"(le(?= )|la(?= )|l[’'])\s*(?=\w)", re.IGNORECASE)
"""An article that was typed with a name."""


def check_folder(folder: Path) -> None:
    """Raise ParameterError for a folder that holds something."""
    there = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
    if shown := [name for name in there if not name.startswith(HIDDEN)]:
        line = _("{data}: a new network needs an empty folder; there is {names}", data=folder,
                 names=", ".join(shown[:3]))  # fmt: skip
        raise ParameterError(line)


def make_network(folder: Path, name: str, members: str, year: int) -> list[str]:
    """Write a new network and prepare its first year; return what was done, a sentence each.

    `members` are names or codes with commas between. Raise ParameterError, and write nothing, for a
    member that isn't known.
    """
    check_folder(folder)
    kind, codes = read_members(members)
    article, plain = split_article(clean_text(name))
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"nom": plain, "article": article, "genres": [kind]}
    descriptor = {"name": make_slug(folder.absolute().name).lower(), NETWORK: settings,
                  "resources": name_shared_tables()}  # fmt: skip
    for each in read_shared_tables().values():
        heading = ",".join(field["name"] for field in each["schema"]["fields"])
        write_whole_file(folder / each["path"], f"{heading}\n".encode())
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    write_whole_file(folder / DESCRIPTOR, f"{text}\n".encode())
    return prepare_year(folder, year, codes)


def split_article(name: str) -> tuple[str, str]:
    """Return the article of a network's name, typed with it or usual, and the name without it."""
    if own := OWN_ARTICLE.match(name):
        return own[1].lower().replace("'", "’"), name[own.end() :]
    first = name.partition(" ")[0]
    if grammar.VOWEL.match(first):
        return "l’", name
    known = grammar.find_article(first[:1].upper() + first[1:])
    return (known if known in ("le", "la") else "le"), name


def read_members(text: str) -> tuple[str, list[str]]:
    """Return the kind that all of some members are, départements first, and their codes.

    Raise ParameterError, in the words for départements, where there is no such kind.
    """
    names = [name for each in re.split(r"[,;\n]", text) if (name := clean_text(each))]
    refused: CellError | None = None
    for kind in kinds_by_name():
        if kind in (ANY, ORGANISATION):
            continue
        codes = []
        for name in names:
            try:
                codes.append(read_institution(name, (kind,)))
            except CellError as error:
                wrong = name
                refused = refused or error
                break
        else:
            return kind, list(dict.fromkeys(codes))
        if kind == DEFAULT:
            first = wrong
    assert refused is not None
    line = _("“{value}” {what}; expected: {expected}", value=first, what=refused.what,
             expected=refused.expected or "")  # fmt: skip
    raise ParameterError(add_nearest(line, refused.nearest))
