"""Renew the tables of docs/key-figures.md from annual_report/measures/words.yaml.

What stands before the first chapter is written by hand, and kept.
"""

from pathlib import Path

from annual_report.measures.words import KeyFigure, key_figure_words

PAGE = Path(__file__).resolve().parents[1] / "docs" / "key-figures.md"
HEAD = """\
| nom | libellé | unité | définition | tableau |
| --- | --- | --- | --- | --- |
"""


def page(written: str) -> str:
    """Return the page with its tables renewed."""
    introduction = written.partition("\n## ")[0].rstrip()
    chapters: dict[str, list[KeyFigure]] = {}
    for figure in key_figure_words().values():
        chapters.setdefault(figure.chapter, []).append(figure)
    tables = [
        f"## {name}\n\n{HEAD}" + "".join(map(row, figures)) for name, figures in chapters.items()
    ]
    return "\n\n".join([introduction, *(table.rstrip() for table in tables)]) + "\n"


def row(figure: KeyFigure) -> str:
    """Return a key figure's line; a point says that the report's table has it."""
    shown = "•" if figure.table else ""
    return f"| `{figure.name}` | {figure.label} | {figure.unit} | {figure.meaning} | {shown} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
