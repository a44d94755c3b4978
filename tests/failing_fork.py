"""What a fork server imports in a test, to have its first forks fail as if memory were short."""

import os

fork, failures = os.fork, iter(range(2))  # a call asks twice


def fail_at_first() -> int:
    """Fork, but not yet."""
    if next(failures, None) is not None:
        raise BlockingIOError
    return fork()


os.fork = fail_at_first
