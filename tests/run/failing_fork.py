"""What a fork server imports in a test, to have a guard's forks fail as if memory were short."""

import os

fork, server = os.fork, os.getpid()


def fail_in_guards() -> int:
    """Fork, but only in the server itself."""
    if os.getpid() != server:
        raise BlockingIOError
    return fork()


os.fork = fail_in_guards
