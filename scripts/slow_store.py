"""An object store that answers each request after 30 ms, at an address slow:///folder of this disk.

It is asked as S3 is: by fsspec's own asynchronous way, many requests at the same time.
"""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fsspec import register_implementation
from fsspec.asyn import AsyncFileSystem

DELAY = 0.03
"""Seconds until a request is answered."""


class SlowFileSystem(AsyncFileSystem):  # type: ignore[misc]
    """What a build asks of a store: all names, and to read, write and remove objects."""

    protocol = "slow"
    cachable = False

    async def _find(self, path: str, *_args: Any, **_options: Any) -> Mapping[str, Any]:
        await asyncio.sleep(DELAY)
        files = [each for each in Path(path).rglob("*") if each.is_file()]
        return {str(each): _about(each.stat()) for each in files}

    async def _exists(self, _path: str, **_options: Any) -> bool:
        return True

    async def _cat_file(self, path: str, *_args: Any, **_options: Any) -> bytes:
        await asyncio.sleep(DELAY)
        return Path(path).read_bytes()

    async def _pipe_file(self, path: str, value: bytes, **_options: Any) -> None:
        await asyncio.sleep(DELAY)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(value)

    async def _rm_file(self, path: str, **_options: Any) -> None:
        await asyncio.sleep(DELAY)
        Path(path).unlink()

    async def _expand_path(self, path: Any, *_args: Any, **_options: Any) -> list[str]:
        return [path] if isinstance(path, str) else list(path)


def _about(found: os.stat_result) -> dict[str, Any]:
    return {"size": found.st_size, "type": "file", "ETag": str(found.st_mtime_ns)}


register_implementation("slow", SlowFileSystem, clobber=True)
