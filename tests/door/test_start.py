"""The start of a door beside programs that have nothing to do with it."""

import socket
from pathlib import Path

import pytest
from doors import Doors
from waiting import PATIENCE

pytestmark = pytest.mark.slow


def test_the_port_of_a_door_that_was_killed_may_be_taken_by_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, doors: Doors
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "réseaux"
    folder.mkdir()
    killed = doors.open(folder)
    killed.process.kill()
    killed.process.wait(PATIENCE)
    (address_file,) = (tmp_path / "cache").rglob("*.address")
    assert address_file.read_text() == killed.address, "a killed program takes nothing away"

    with socket.socket() as foreign:
        foreign.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        foreign.bind(("127.0.0.1", int(killed.address.split(":")[2].split("/")[0])))
        foreign.listen()
        foreign.settimeout(0.2)
        program = doors.open(folder)
        # The person gets a door of their own, at another port and with another secret.
        assert program.address != killed.address
        assert address_file.read_text() == program.address
        with pytest.raises(TimeoutError):
            foreign.accept()
    # Another folder has a door of its own, and that of the first stays.
    other = doors.open(tmp_path)
    assert other.address != program.address
    assert program.process.poll() is None
