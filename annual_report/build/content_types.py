"""What a file of a build holds, as a browser is told: it shows a page, or downloads it, by that.

A folder is told nothing; of object stores each takes it under a name of its own.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
KEYWORDS = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}
"""By protocol, what fsspec's file systems call it."""


def typed(system: Any, files: Mapping[str, bytes]) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Part files by what a file system is to be told of them: its options, and the files' names."""
    protocols = (system.protocol,) if isinstance(system.protocol, str) else system.protocol
    keyword = next((KEYWORDS[each] for each in protocols if each in KEYWORDS), "")
    parts: dict[str, list[str]] = {}
    for name in files:
        kind = TYPES.get(PurePosixPath(name).suffix, "") if keyword else ""
        parts.setdefault(kind, []).append(name)
    for kind, names in parts.items():
        yield ({keyword: kind} if kind else {}), names
