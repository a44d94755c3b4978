"""Remove from a notebook the traces of a run: outputs, counts, the kernel's words.

git calls this as a filter (`.gitattributes`) on files that are staged or compared; the notebook in
the folder keeps all outputs. `make` tells git so. The script reads a notebook from standard input
and writes the clean notebook to standard output; any other text passes unchanged. Any Python will
do.
"""

import json
import sys

WRITTEN = (
    "annual_report",
    "author",
    "authors",
    "code",
    "date",
    "description",
    "lang",
    "language",
    "license",
    "title",
)
"""The metadata of a notebook that its author writes; the rest is written by programs."""
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def clean(text: str) -> str:
    """Return the JSON of a notebook without outputs, counts and the kernel's metadata.

    A text that is no notebook is returned unchanged: git would else refuse the file.
    """
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
        metadata = notebook["metadata"]
    except (ValueError, KeyError, TypeError):
        return text
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
        # Tags alone are an author's; programs write the other metadata of a cell.
        own = {}
        if "tags" in cell["metadata"]:
            own["tags"] = cell["metadata"]["tags"]
        cell["metadata"] = own
    kept = {}
    for name in WRITTEN:
        if name in metadata:
            kept[name] = metadata[name]
    for name, value in KERNEL.items():
        if name in metadata:
            kept[name] = value
    notebook["metadata"] = kept
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(clean(sys.stdin.read()))
