"""Structured logs: an event's name and its fields; never the text of an answer, never a token."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import TextIO

import stamina
import structlog
from structlog.typing import ExcInfo, Processor

_FRAME = re.compile(r'[\s|+-]*File "')


def configure(*, level: str, json: bool | None = None, stream: TextIO = sys.stderr) -> None:
    """Set up logging for the whole process; by default lines for people on a terminal, JSON elsewhere."""
    as_json = not stream.isatty() if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = structlog.processors.JSONRenderer() if as_json else _console(stream)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_traceback),
                last,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("alembic", "aiosqlite", "httpx", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    stamina.instrumentation.set_on_retry_hooks([])  # who tries again says why
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat missed in a long tick is no fault


def _console(stream: TextIO) -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _traceback(exc_info: ExcInfo) -> str:
    """Without local variables, and of each error's text the first line: Postgres puts the row that it
    refused below it, and answers are in rows."""
    parts = traceback.format_exception(*exc_info)
    return "".join(part if _FRAME.match(part) else _first_line(part) for part in parts)


def _first_line(text: str) -> str:
    return text.strip("\n").partition("\n")[0] + "\n"


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; call it with an event's name and fields: `log.info("challenge_posted", place=…)`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
