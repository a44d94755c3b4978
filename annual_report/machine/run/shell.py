"""The shell of a Jupyter kernel without the kernel: cells run here, in this process.

It is ipykernel's own shell class, so that displays, tracebacks and magics come out as they do in
JupyterLab. What the kernel would send over sockets is handed to a function instead, message by
message, and nbclient turns messages into outputs as it always does.
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
Receiver = Callable[[Message], None]


class _Stream(io.StringIO):
    """Standard output or error of the cells, until it is handed over."""

    encoding = "UTF-8"  # as a kernel's streams have it


class Shell(Session):
    """One fresh namespace in which cells run one after the other, and where their messages go."""

    def __init__(self) -> None:
        super().__init__(key=b"not sent")  # without one, each warns that it signs nothing
        self._receive: Receiver = lambda message: None
        self._loop: asyncio.AbstractEventLoop | None = None  # made by a cell: forks share none
        self._error: BaseException | None = None
        self._printed = {"stdout": _Stream(), "stderr": _Stream()}
        config = Config()
        config.HistoryManager.enabled = False  # its thread and its file have no use here
        plt.uninstall_repl_displayhook()  # of the shell before: pyplot hooks itself into one alone
        ZMQInteractiveShell.clear_instance()
        shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session = publisher.pub_socket = self
        shell.displayhook.topic = b"execute_result"
        # There are no windows, and nobody else would end the notebook.
        shell.enable_gui = lambda gui=None: None
        shell.ask_exit = sys.exit
        # Figures that a cell leaves open are shown below it; the formats are for the first shell
        # of a process alone.
        shell.enable_matplotlib("inline")
        # pyplot's hook draws what is still open after a cell: it comes once this one has shown it.
        plt.uninstall_repl_displayhook()
        plt.install_repl_displayhook()
        select_figure_formats(shell, {"png"}, bbox_inches="tight")
        pandas.set_option("display.max_columns", 20)  # without a kernel it looks for a terminal
        shell.display_formatter.format(None)  # makes the formatters, one for each MIME type
        self._shell = shell

    def draw_vectors(self) -> None:
        """Have figures drawn as SVG too, beside the picture that a kernel draws."""
        drawn = self._shell.display_formatter.formatters["image/svg+xml"]
        drawn.for_type(Figure, draw_plainly)

    def run(self, source: str, cell_id: str | None, receive: Receiver) -> bool:
        """Run a cell, pass its messages to `receive`, and return whether its code ran well."""
        self._receive = receive
        about = {"code": source, "execution_count": self._shell.execution_count}
        self.send(None, "execute_input", about)
        self._shell.set_trio_runner(self._run_in_loop)  # IPython gives it any cell
        out, err = self._printed.values()
        with redirect_stdout(out), redirect_stderr(err), _catch(1, out), _catch(2, err):
            result = self._shell.run_cell(source, store_history=True, cell_id=cell_id)
        self._flush()
        self._error = result.error_before_exec or result.error_in_exec
        return bool(result.success)

    def send_error(self) -> None:
        """Hand over the last cell's error where IPython only prints it: an unknown magic, say."""
        about = {"ename": type(self._error).__name__, "evalue": str(self._error), "traceback": []}
        self.send(None, "error", about)

    def close(self) -> None:
        """Let go of the loop of a shell that runs nothing more."""
        if self._loop:
            self._loop.close()

    def _run_in_loop(self, cell: Coroutine[Any, Any, Any]) -> Any:
        """Run a cell inside a loop as a kernel does: it may await, or ask for the running loop."""
        self._shell.set_trio_runner(None)  # what a magic runs in this cell is in the loop by then
        # Not asyncio's Runner, which sets a handler for Ctrl-C for each cell: half a millisecond.
        self._loop = self._loop or asyncio.new_event_loop()
        return self._loop.run_until_complete(cell)

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_options: Any
    ) -> None:
        """Hand over a message, made from its type and content if it isn't one yet."""
        made = isinstance(msg_or_type, dict)
        message = msg_or_type if made else self.msg(msg_or_type, content=content)
        shown = message["content"].get("data", {})
        if message["content"].get("metadata") or not all(type(it) is str for it in shown.values()):
            message["content"] = self.unpack(self.pack(message["content"]))  # as sockets carry it
        self._flush()  # what was printed until then comes before
        self._receive(message)

    def _flush(self) -> None:
        """Hand over what was printed, output first: between two pipes there is no order."""
        for name, stream in self._printed.items():
            if text := stream.getvalue():
                stream.seek(0)
                stream.truncate()
                self._receive(self.msg("stream", {"name": name, "text": text}))


@contextmanager
def _catch(number: int, stream: _Stream) -> Iterator[None]:
    """Add what the programs that a cell starts write to what the cell itself prints."""
    try:
        kept = os.dup(number)
    except OSError:  # a service may have no outputs
        yield
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        os.dup2(file.fileno(), number)
        try:
            yield
        finally:
            os.dup2(kept, number)
            os.close(kept)
            file.seek(0)
            stream.write(file.read())


READY: list[Shell] = []
"""What the fork server has made ahead, each fork its own copy: to make one takes 14 ms."""
