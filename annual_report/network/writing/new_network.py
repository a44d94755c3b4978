"""A new network's folder: a workbook with the settings and a first year to fill in."""

import re
from collections.abc import Sequence
from pathlib import Path

from annual_report.base.errors import ParameterError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.base.project import FORGES
from annual_report.network.reading.files.network_folder import STARTS_OF_HIDDEN, TEXTS, XLSX
from annual_report.network.reading.problems import Place
from annual_report.network.reading.rows import Table
from annual_report.network.reading.schema import NETWORK, read_shared_tables
from annual_report.network.reading.settings import Settings
from annual_report.network.territories import grammar
from annual_report.network.writing.new_members import NewMembers
from annual_report.network.writing.new_year import add_planned_rows, plan_year, write_questions
from annual_report.network.writing.whole_folder import replace_files
from annual_report.network.writing.workbook import write_workbook

# Taken: "le " of "le réseau", "l’" of "l'union", "les " of "les quatre villes". Not taken: "Les" of
# "Les Petits Débrouillards", a proper name.
TYPED_ARTICLE = re.compile(r"(le(?= )|la(?= )|(?-i:les)(?= )|l[’'])\s*(?=\w)", re.IGNORECASE)
"""An article that was typed with a name."""
FORGE_FILES = {"github": ".github/workflows/pages.yml", "gitlab": ".gitlab-ci.yml"}
"""The file of the steps that each forge runs at each change."""
IGNORED = ".gitignore"
"""The file of the names that git leaves out: pages, copies, lock files of a spreadsheet."""
LAUNCHERS = (".cmd", ".command")
"""The endings of the files for a double-click, which may stand in an empty folder."""


def check_folder(folder: Path, forge: str | None = None) -> None:
    """Raise ParameterError unless a folder is empty, so that a new network can begin there.

    `forge` is the site, "github" or "gitlab", whose file of automatic steps will be written: the
    folder must not have such a file yet. A folder that doesn't exist is empty.
    """
    names_there = []
    for file in sorted(folder.glob("*")):
        # Hidden files, such as those of git, and the files for a double-click may be there.
        if not file.name.startswith(STARTS_OF_HIDDEN) and not file.name.endswith(LAUNCHERS):
            names_there.append(file.name)
    # This one would be written over, though its name is hidden.
    if forge and (folder / FORGE_FILES[forge]).exists():
        names_there.append(FORGE_FILES[forge])
    if names_there:
        line = _(
            "{data}: a new network needs an empty folder; there is {names}",
            data=folder,
            names=", ".join(names_there[:3]),
        )
        raise ParameterError(line)


def make_network(
    folder: Path, name: str, members: NewMembers, year: int, forge: str | None = None
) -> list[str]:
    """Write a new network's workbook and first text; return the steps done, a sentence each.

    `members` are the typed names as they were understood; doubtful names are written as typed, and
    are errors of `check`. For a `forge`, "github" or "gitlab", a file is added with the steps by
    which that site checks the network and publishes its pages at each change.
    """
    article, plain_name = split_article(clean_text(name))
    settings = Settings(plain_name, article, genres=members.kinds)
    tables = _begin_tables(settings, members.codes, year)
    questions = write_questions(year, settings.network_word.the)
    files = {
        folder / f"{folder.absolute().name}{XLSX}": write_workbook(tables, settings.title),
        folder / TEXTS / f"{year}.md": questions.encode(),
    }
    if forge:
        files[folder / FORGE_FILES[forge]] = (FORGES / f"{forge}.yml").read_bytes()
        # A folder that begins as a repository may have the file.
        if not (folder / IGNORED).exists():
            files[folder / IGNORED] = (FORGES / "gitignore").read_bytes()
    # All files are written as a single change: a network is never made by halves.
    return replace_files(folder, files)


def _begin_tables(settings: Settings, members: Sequence[str], year: int) -> dict[str, Table]:
    """Return a new network's tables by name: its settings, and a first year with blanks.

    `members` are the codes of the first year's members. A table without anything yet is empty.
    """
    # The table of settings has a row for each value, so two for two kinds of member.
    rows = [{"reglage": "nom", "valeur": settings.nom}]
    if settings.article:
        rows.append({"reglage": "article", "valeur": settings.article})
    for kind in settings.genres:
        rows.append({"reglage": "genres", "valeur": kind})
    empty = {}
    for name, table in read_shared_tables().items():
        empty[name] = Table(name, table["schema"]["fields"], Place(""), title=table["title"])
    planned = plan_year(year, empty, members)
    return add_planned_rows(empty, {**planned, NETWORK: rows})


def split_article(name: str) -> tuple[str, str]:
    """Return the article of a network's name and the name without its article, for the settings.

    "le réseau des villes" → ("le", "réseau des villes"); "fédération des Landes" → ("la",
    "fédération des Landes"), by the noun; a proper name has no article, "Réso77" → ("", "Réso77").
    """
    typed = TYPED_ARTICLE.match(name)
    if typed:
        # "L'" was typed, "l’" is printed.
        article = typed[1].lower().replace("'", "’")
        return article, name[typed.end() :]
    return grammar.find_article_of_network(name), name
