"""Writing a file whole, or leaving what was there: nobody ever finds half of one."""

import os
from pathlib import Path


def write_whole_file(target: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there by one renaming."""
    beside = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)
    except OSError as error:
        # Nobody knows of the file beside: what is said is said of the one that was asked for.
        error.filename, error.filename2 = str(target), None
        raise
    finally:
        beside.unlink(missing_ok=True)
