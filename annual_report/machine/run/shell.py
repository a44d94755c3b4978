"""The shell of a Jupyter kernel without the kernel: cells run here, in this process.

ipykernel's own shell class is used, so that displays, tracebacks and magics come out as they do in
JupyterLab. The messages that a kernel would send over sockets are handed to a function instead, and
nbclient turns them into outputs as it always does.
"""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import matplotlib.pyplot as plt
import pandas
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.pylabtools import select_figure_formats
from jupyter_client.session import Session
from matplotlib.figure import Figure
from traitlets.config import Config

from annual_report.machine.pages.figure import draw_plainly

Message = dict[str, Any]
"""A message of Jupyter's protocol: header, metadata, content."""
Receiver = Callable[[Message], None]
"""A function that takes the messages that a cell's run sends, one by one."""


class _Stream(io.StringIO):
    """Standard output or error of the cells, until the text is handed over."""

    # A kernel's streams have an encoding, and libraries ask for it.
    encoding = "UTF-8"


class Shell(Session):
    """A kernel's shell: a fresh namespace in which the cells of a notebook run one after the other.

    It is a session too, by which ipykernel sends messages, so that each message comes here.
    """

    def __init__(self) -> None:
        # A session without a key warns that it signs nothing; nothing is sent from here.
        super().__init__(key=b"not sent")
        self._receive: Receiver = lambda message: None
        # asyncio's loop is made by the first cell: a loop made earlier can't be shared by forks.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None
        self._printed = {"stdout": _Stream(), "stderr": _Stream()}
        config = Config()
        # A history would start a thread and write a file.
        config.HistoryManager.enabled = False
        # pyplot hooks itself into one shell alone, and may hang on the one before this.
        plt.uninstall_repl_displayhook()
        ZMQInteractiveShell.clear_instance()
        shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session = self
            publisher.pub_socket = self
        shell.displayhook.topic = b"execute_result"
        # No windows are opened here.
        shell.enable_gui = lambda gui=None: None
        # `exit()` in a cell ends the notebook at once: there is no kernel to be told.
        shell.ask_exit = sys.exit
        # Figures that a cell leaves open are shown below the cell. The formats of pictures are set
        # for the first shell of a process alone, and so once more below.
        shell.enable_matplotlib("inline")
        # pyplot's hook draws open figures again after a cell: it must come after IPython's, which
        # shows and closes them.
        plt.uninstall_repl_displayhook()
        plt.install_repl_displayhook()
        select_figure_formats(shell, {"png"}, bbox_inches="tight")
        # Without a kernel pandas would take the width of a terminal.
        pandas.set_option("display.max_columns", 20)
        # The first call makes the formatters, one for each MIME type.
        shell.display_formatter.format(None)
        self._shell = shell

    def draw_vectors(self) -> None:
        """From now on, let figures be drawn as SVG too, beside the picture that a kernel draws."""
        drawn = self._shell.display_formatter.formatters["image/svg+xml"]
        drawn.for_type(Figure, draw_plainly)

    def run(self, source: str, cell_id: str | None, receive: Receiver) -> bool:
        """Run a cell, pass the messages to `receive`, and return whether the code ran well."""
        self._receive = receive
        # A kernel says first which code it runs.
        about = {"code": source, "execution_count": self._shell.execution_count}
        self.send(None, "execute_input", about)
        # The only public way to give IPython another loop is this method, named after trio.
        self._shell.set_trio_runner(self._run_in_loop)
        out, err = self._printed.values()
        with redirect_stdout(out), redirect_stderr(err), _catch(1, out), _catch(2, err):
            result = self._shell.run_cell(source, store_history=True, cell_id=cell_id)
        self._flush()
        self._error = result.error_before_exec or result.error_in_exec
        return bool(result.success)

    def send_error(self) -> None:
        """Send the error of the last cell as a message of Jupyter, which makes it an output.

        IPython itself sends most errors; of an unknown magic, for one, it only prints a line.
        """
        about = {"ename": type(self._error).__name__, "evalue": str(self._error), "traceback": []}
        self.send(None, "error", about)

    def close(self) -> None:
        """Close asyncio's loop: no more cells are run."""
        if self._loop:
            self._loop.close()

    def _run_in_loop(self, cell: Coroutine[Any, Any, Any]) -> Any:
        """Run a cell inside asyncio's loop as a kernel does: cells may await, or ask for the loop.

        `cell` is the coroutine that IPython has made of the cell's code.
        """
        # Code that a magic of this cell runs is in the loop already.
        self._shell.set_trio_runner(None)
        # asyncio's Runner would set a handler for Ctrl-C for each cell: half a millisecond.
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(cell)

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_options: Any
    ) -> None:
        """Hand a message to the receiver, as ipykernel calls a session to send it over a socket.

        `msg_or_type` is a whole message, or the type of a message with this `content`.
        """
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            message = self.msg(msg_or_type, content=content)
        contents = message["content"]
        is_text = all(type(value) is str for value in contents.get("data", {}).values())
        if contents.get("metadata") or not is_text:
            # Packed and unpacked, values are those that sockets would carry: lists, not tuples.
            message["content"] = self.unpack(self.pack(contents))
        # Text printed until now comes before the message.
        self._flush()
        self._receive(message)

    def _flush(self) -> None:
        """Send the text printed since the last time, standard output before standard error."""
        for name, stream in self._printed.items():
            if text := stream.getvalue():
                stream.seek(0)
                stream.truncate()
                self._receive(self.msg("stream", {"name": name, "text": text}))


@contextmanager
def _catch(number: int, stream: _Stream) -> Iterator[None]:
    """Add to `stream` the text that is written to the file descriptor `number` within the `with`.

    Programs that a cell starts write there, past Python's own streams.
    """
    try:
        before = os.dup(number)
    except OSError:
        # A service may run without outputs.
        yield
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        os.dup2(file.fileno(), number)
        try:
            yield
        finally:
            os.dup2(before, number)
            os.close(before)
            file.seek(0)
            stream.write(file.read())


READY: list[Shell] = []
"""At most one shell, made by the fork server before it forks: it saves each process 14 ms."""
