"""Renew the tables of docs/key-figures.md from annual_report/measures/words.yaml.

What stands before the first chapter is written by hand, and kept.
"""

from pathlib import Path

from annual_report.measures.words import figure_words
from annual_report.territories.kinds import DEFAULT, kinds

PAGE = Path(__file__).resolve().parents[1] / "docs" / "key-figures.md"
HEAD = """\
| nom | libellé | unité | définition |
| --- | --- | --- | --- |
"""


def page(written: str) -> str:
    """Return the page with its tables renewed."""
    introduction = written.partition("\n## ")[0].rstrip()
    chapters: dict[str, list[str]] = {}
    for name, figure in figure_words(kinds()[DEFAULT]).items():
        line = f"| `{name}` | {figure['label']} | {figure['unit']} | {figure['meaning']} |\n"
        chapters.setdefault(figure["chapter"], []).append(line)
    tables = [f"## {name}\n\n{HEAD}" + "".join(lines) for name, lines in chapters.items()]
    return "\n\n".join([introduction, *(table.rstrip() for table in tables)]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
