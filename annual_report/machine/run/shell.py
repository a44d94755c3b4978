"""The shell of a Jupyter kernel without the kernel: cells run here, in this process.

It is ipykernel's own shell class, so that displays, tracebacks and magics come out as they do in
JupyterLab. What the kernel would send over sockets is handed to a function instead, message by
message, and nbclient turns messages into outputs as it always does.
"""

import asyncio
import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pandas
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.pylabtools import select_figure_formats
from jupyter_client.session import Session
from matplotlib.figure import Figure
from traitlets.config import Config

Message = dict[str, Any]
Receiver = Callable[[Message], None]


class _Recorder(Session):
    """A session that hands messages over instead of sending them."""

    def __init__(self, receive: Receiver) -> None:
        super().__init__(key=b"not sent")  # without one, each warns that it signs nothing
        self._receive = receive

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_options: Any
    ) -> None:
        """Hand over a message, made from its type and content if it isn't one yet."""
        made = isinstance(msg_or_type, dict)
        message = msg_or_type if made else self.msg(msg_or_type, content=content)
        shown = message["content"].get("data", {})
        if message["content"].get("metadata") or not all(type(it) is str for it in shown.values()):
            message["content"] = self.unpack(self.pack(message["content"]))  # as sockets carry it
        self._receive(message)


class Stream(io.StringIO):
    """Standard output or error of the cells, until it is handed over."""

    encoding = "UTF-8"  # as a kernel's streams have it


class Shell:
    """One fresh namespace in which cells run one after the other."""

    def __init__(self) -> None:
        self._receive: Receiver = lambda message: None
        self._loop: asyncio.AbstractEventLoop | None = None  # made by a cell: forks share none
        self._session = _Recorder(self._pass_on)
        self._printed = {"stdout": Stream(), "stderr": Stream()}
        config = Config()
        config.HistoryManager.enabled = False  # its thread and its file have no use here
        ZMQInteractiveShell.clear_instance()
        self._shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
        for publisher in (self._shell.displayhook, self._shell.display_pub):
            publisher.session = self._session
            publisher.pub_socket = self._session
        self._shell.displayhook.topic = b"execute_result"
        # There are no windows, and nobody else would end the notebook.
        self._shell.enable_gui = lambda gui=None: None
        self._shell.ask_exit = sys.exit
        self._show_figures()
        pandas.set_option("display.max_columns", 20)  # without a kernel it looks for a terminal
        self._shell.display_formatter.format(None)  # makes the formatters, one for each MIME type

    def _show_figures(self) -> None:
        """Show below a cell what figures it leaves open, as a kernel does."""
        self._shell.enable_matplotlib("inline")
        # What it does for the first shell of a process alone:
        select_figure_formats(self._shell, {"png"}, bbox_inches="tight")

    def draw_vectors(self) -> None:
        """Have figures drawn as SVG too, beside the picture that a kernel draws."""
        from annual_report.machine.pages.figure import draw_plainly

        drawn = self._shell.display_formatter.formatters["image/svg+xml"]
        drawn.for_type(Figure, draw_plainly)

    def run(self, source: str, cell_id: str | None, receive: Receiver) -> bool:
        """Run a cell, pass its messages to `receive`, and tell whether it went well."""
        self._receive = receive
        count = self._shell.execution_count
        self._session.send(None, "execute_input", {"code": source, "execution_count": count})
        # Not asyncio's Runner, which sets a handler for Ctrl-C for each cell: half a millisecond.
        loop = self._loop = self._loop or asyncio.new_event_loop()
        out, err = self._printed.values()
        with redirect_stdout(out), redirect_stderr(err):
            result = loop.run_until_complete(self._run(source, cell_id))
        self._flush()
        # A value that fails to show itself is an error too, and only this flag tells.
        shown = not getattr(self._shell, "_last_traceback_during_displayhook", False)
        return bool(result.success) and shown

    def _pass_on(self, message: Message) -> None:
        """Hand over a message, and before it what was printed until then."""
        self._flush()
        self._receive(message)

    def _flush(self) -> None:
        """Hand over what was printed, output first: between two pipes there is no order."""
        for name, stream in self._printed.items():
            if text := stream.getvalue():
                stream.seek(0)
                stream.truncate()
                self._receive(self._session.msg("stream", {"name": name, "text": text}))

    def close(self) -> None:
        """Let go of the loop of a shell that runs nothing more."""
        if self._loop:
            self._loop.close()

    async def _run(self, source: str, cell_id: str | None) -> Any:
        """Run inside a loop as a kernel does: cells may await, or ask for the running loop."""
        shell, failure = self._shell, None
        shell._last_traceback = None
        shell._last_traceback_during_displayhook = False
        try:
            transformed = shell.transform_cell(source)
        except Exception:  # the shell says what is wrong with the cell when it runs it
            transformed, failure = source, sys.exc_info()
        try:
            result = await shell.run_cell_async(
                source,
                store_history=True,
                transformed_cell=transformed,
                preprocessing_exc_tuple=failure,
                cell_id=cell_id,
            )
        finally:
            shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
        return result


def take_shell() -> Shell:
    """Return a shell that nothing has run in: the one that the fork server made, or a new one."""
    return _prepared.pop() if _prepared else Shell()


def prepare_shell() -> None:
    """Make a shell ahead of time; each process forked from here has its own copy of it.

    IPython imports and makes some of its parts at the first cell: another shell runs one first.
    """
    other = Shell()
    other.run("None", None, lambda message: None)
    other.close()
    _prepared.append(Shell())


_prepared: list[Shell] = []
