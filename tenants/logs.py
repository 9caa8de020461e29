"""Logs: one line of JSON per event, with ids and codes only; never a name, an address or a word anyone wrote."""

import logging
import sys
from pathlib import Path
from traceback import extract_tb

import structlog

from tenants.settings import settings


def _place_of_exception(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Leaves of an exception its kind and its place in the code: its message may quote what somebody wrote."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    error = given if isinstance(given, BaseException) or not given else sys.exc_info()[1]
    if isinstance(error, BaseException):
        event.setdefault("error", type(error).__name__)
        event["where"] = [
            f"{Path(one.filename).name}:{one.lineno}" for one in extract_tb(error.__traceback__)
        ]
        if "_record" in event:  # libraries put the message into their own words, too
            event["event"] = str(event["_record"].msg)
    return event


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _place_of_exception,
]


def configure() -> None:
    """Points our own events and those of the libraries at standard error; called once by each process. Exceptions are
    logged with their kind and place in the code, without their message or the values of variables."""
    level = logging.getLevelNamesMapping()[settings().log_level.upper()]
    structlog.configure(
        processors=[*_SHARED, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [lines]
    root.setLevel(logging.WARNING if level > logging.DEBUG else logging.DEBUG)
