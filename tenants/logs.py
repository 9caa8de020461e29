"""Logs: one line of JSON per event, with ids and codes only; never a name, an address or a word anyone wrote."""

import logging
import sys

import structlog

from tenants.settings import settings


def configure() -> None:
    """Points structlog at standard error; called once by each process. Exceptions are logged with their place in the
    code but without the values of variables."""
    level = logging.getLevelNamesMapping()[settings().log_level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
