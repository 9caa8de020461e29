"""The operator's switch over all destruction: by the environment, or by a file that every process sees and no restored
backup takes away."""

from pathlib import Path
from typing import Final

from tenants.journal import folder
from tenants.settings import settings

_NAME: Final = "DESTRUCTION-STOPPED"


def is_halted() -> bool:
    """True when nothing may be destroyed in any agency. Evaluation and holds go on."""
    return settings().destruction == "off" or _switch().exists()


def halt() -> None:
    """Stops all destruction everywhere once the batches in hand are over."""
    _switch().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _switch().touch(mode=0o600)


def go_on() -> None:
    """Takes the stop back; runs go on from the next night."""
    _switch().unlink(missing_ok=True)


def _switch() -> Path:
    return folder() / _NAME
