"""What a notice can be about, and when the mail that counts them may leave."""

from datetime import datetime, time
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of thing that is told to one member."""

    NOTE_RETURNED = "note_returned"
    NOTE_TO_COSIGN = "note_to_cosign"
    REMARKED = "remarked"
    REMARK_ANSWERED = "remark_answered"
    REFERRAL_ANSWERED = "referral_answered"
    CASE_YOURS = "case_yours"
    HANDOVER_OFFERED = "handover_offered"
    TASK_GIVEN = "task_given"
    RUN_HIDDEN = "run_hidden"
    FILE_TO_REVIEW = "file_to_review"
    HOLD_TO_REVIEW = "hold_to_review"
    LINK_CLOSED = "link_closed"


# In the morning where the agency is; until then, should the mail have been late.
FROM, UNTIL = time(7, 30), time(9, 30)
_SATURDAY = 5


def is_time_to_write(local: datetime) -> bool:
    """Whether the mail of the day may leave now, by the clock where the agency is."""
    return local.weekday() < _SATURDAY and FROM <= local.time() < UNTIL
