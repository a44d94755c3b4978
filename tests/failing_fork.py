"""What a fork server imports in a test, to have its first forks fail as if memory were short.

Folders take a while to be removed, so that who is told too soon still finds them.
"""

import os
import shutil
import time
from pathlib import Path
from typing import Any

fork, failures, rmtree = os.fork, iter(range(2)), shutil.rmtree  # a call asks twice


def fail_at_first() -> int:
    """Fork, but not yet."""
    if next(failures, None) is not None:
        raise BlockingIOError
    return fork()


def remove_late(folder: Path | str, **options: Any) -> None:
    """Remove a folder, but not at once."""
    time.sleep(0.2)
    rmtree(folder, **options)


os.fork = fail_at_first
shutil.rmtree = remove_late  # type: ignore[assignment]
