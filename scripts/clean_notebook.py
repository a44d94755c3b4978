"""A notebook as it is committed: what running it leaves is taken out, what was written stays.

git calls it as a filter (`.gitattributes`) on what is staged or compared; the file itself keeps its
outputs. `make report`, `make test` and `make lab` tell git so. By hand:

    git config filter.notebook.clean "python3 scripts/clean_notebook.py"

It reads a notebook from standard input and writes it to standard output. What is no notebook passes
as it is. Only the standard library is imported: any Python can be git's.
"""

import json
import sys
from typing import Any

METADATA = {
    "annual_report", "author", "description", "kernelspec", "lang", "language_info", "title",
}  # fmt: skip
"""What of a notebook's metadata somebody wrote, what it says of its page included."""
LANGUAGE = {"name": "python"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def clean(text: str) -> str:
    """Return the text of a notebook without outputs, counts, and what a kernel says of itself."""
    try:
        notebook = json.loads(text)
        cells, metadata = notebook["cells"], notebook["metadata"]
    except (ValueError, KeyError, TypeError):
        return text
    for cell in cells:
        _clean_cell(cell)
    kept = {name: metadata[name] for name in sorted(METADATA & metadata.keys())}
    if "kernelspec" in kept and kept["kernelspec"].get("name") == KERNEL["name"]:
        kept["kernelspec"] = KERNEL
    if "language_info" in kept and kept["language_info"].get("name") == LANGUAGE["name"]:
        kept["language_info"] = LANGUAGE
    notebook["metadata"] = kept
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _clean_cell(cell: dict[str, Any]) -> None:
    """Take out of a cell what a run has left; of its metadata its tags alone were written."""
    if cell.get("cell_type") == "code":
        cell["outputs"], cell["execution_count"] = [], None
    tags = cell.get("metadata", {}).get("tags")
    cell["metadata"] = {"tags": tags} if tags else {}


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(clean(sys.stdin.read()))
