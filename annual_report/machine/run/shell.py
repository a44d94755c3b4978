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

STANDARD_OUTPUT = 1
"""The file descriptor that a program prints to."""
STANDARD_ERROR = 2
"""The file descriptor for a program's warnings and errors."""
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

    The shell is a session of Jupyter too, by which ipykernel sends messages: so each message of a
    cell comes to the method `send`.
    """

    def __init__(self) -> None:
        # A session without a key warns that it signs nothing; nothing is sent from here.
        super().__init__(key=b"not sent")
        self._receive: Receiver = lambda message: None
        # asyncio's loop is made by the first cell: a loop made earlier can't be shared by forks.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None
        self._printed = {"stdout": _Stream(), "stderr": _Stream()}
        self._shell = _make_ipython()
        # What the cells display goes to this session's `send`.
        for publisher in (self._shell.displayhook, self._shell.display_pub):
            publisher.session = self
            publisher.pub_socket = self
        self._shell.displayhook.topic = b"execute_result"
        _show_open_figures(self._shell)
        # Without a kernel pandas would take the width of a terminal.
        pandas.set_option("display.max_columns", 20)
        # The first call makes the formatters, one for each MIME type, which `draw_vectors` changes.
        self._shell.display_formatter.format(None)

    def draw_vectors(self) -> None:
        """From now on, let matplotlib's figures be drawn as SVG too, beside the usual picture."""
        svg_formatter = self._shell.display_formatter.formatters["image/svg+xml"]
        svg_formatter.for_type(Figure, draw_plainly)

    def run(self, source: str, cell_id: str | None, receive: Receiver) -> bool:
        """Run a cell, pass the messages to `receive`, and return whether the code ran well.

        The messages are those that a kernel would send: first the code that is run, then printed
        text, displayed values and the error, as they come.
        """
        self._receive = receive
        # A kernel says first which code it runs.
        about = {"code": source, "execution_count": self._shell.execution_count}
        self.send(None, "execute_input", about)
        # The only public way to give IPython another loop is this method, named after trio.
        self._shell.set_trio_runner(self._run_in_loop)
        out = self._printed["stdout"]
        err = self._printed["stderr"]
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            _catch_writing(STANDARD_OUTPUT, out),
            _catch_writing(STANDARD_ERROR, err),
        ):
            result = self._shell.run_cell(source, store_history=True, cell_id=cell_id)
        self._send_printed()
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

        `cell` is the coroutine that IPython has made of the cell's code; its result is returned.
        """
        # A magic of this cell, such as %%capture, may have the shell run code: that code is in the
        # loop already, and can't enter it a second time.
        self._shell.set_trio_runner(None)
        # One loop for all cells: a task that a cell starts may go on in the next one. asyncio's own
        # Runner would set a handler for Ctrl-C for each cell, which takes half a millisecond.
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(cell)

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_options: Any
    ) -> None:
        """Hand a message to the receiver; ipykernel calls this to send a message over a socket.

        `msg_or_type` is a whole message, or the type of a message, such as "error", with this
        `content`. The other arguments are about sockets, and not used.
        """
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            message = self.msg(msg_or_type, content=content)
        contents = message["content"]
        is_text = all(type(value) is str for value in contents.get("data", {}).values())
        # Packed and unpacked, values are those that sockets would carry: lists, not tuples. Text
        # stays as it is, so that most messages are spared the two steps.
        if contents.get("metadata") or not is_text:
            message["content"] = self.unpack(self.pack(contents))
        # Text printed until now comes before the message.
        self._send_printed()
        self._receive(message)

    def _send_printed(self) -> None:
        """Send the text printed since the last time, standard output before standard error."""
        for name, stream in self._printed.items():
            text = stream.getvalue()
            if text:
                stream.seek(0)
                stream.truncate()
                self._receive(self.msg("stream", {"name": name, "text": text}))


def _make_ipython() -> Any:
    """Return a new ZMQInteractiveShell, which replaces the one before in this process."""
    config = Config()
    # A history would start a thread and write a file.
    config.HistoryManager.enabled = False
    # pyplot hooks itself into one shell alone, and may hang on the one before this.
    plt.uninstall_repl_displayhook()
    ZMQInteractiveShell.clear_instance()
    shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
    # No windows are opened here.
    shell.enable_gui = lambda gui=None: None
    # `exit()` in a cell ends the notebook at once: there is no kernel to be told.
    shell.ask_exit = sys.exit
    return shell


def _show_open_figures(shell: Any) -> None:
    """Have the figures that a cell leaves open shown below the cell, as PNG."""
    shell.enable_matplotlib("inline")
    # pyplot's hook draws open figures again after a cell: it must come after IPython's, which shows
    # and closes them.
    plt.uninstall_repl_displayhook()
    plt.install_repl_displayhook()
    # `enable_matplotlib` sets the formats of pictures for the first shell of a process alone.
    select_figure_formats(shell, {"png"}, bbox_inches="tight")


@contextmanager
def _catch_writing(descriptor: int, stream: _Stream) -> Iterator[None]:
    """Add to `stream` the text that is written to a file descriptor within the `with`.

    Programs that a cell starts, by `os.system` say, write there, past Python's own streams.
    """
    try:
        real_output = os.dup(descriptor)
    except OSError:
        # A service may run without outputs.
        yield
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        # Until the end of the `with`, the descriptor leads to this file.
        os.dup2(file.fileno(), descriptor)
        try:
            yield
        finally:
            os.dup2(real_output, descriptor)
            os.close(real_output)
            file.seek(0)
            stream.write(file.read())


READY: list[Shell] = []
"""At most one shell, made by the fork server before it forks: it saves each process 14 ms."""
