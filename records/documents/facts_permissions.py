"""A referral and the permission under which something of a person may be told with it, as they stood in the record."""

from dataclasses import dataclass
from datetime import date

from records.documents.permissions import Permit


@dataclass(frozen=True, slots=True)
class Referred:
    """Where a person is sent and what for. What is known of the person stands here whether or not the permission
    covers it; the composer decides."""

    partner_name: str
    partner_contact: str
    number: str
    need: str
    answer_by: date
    permit: Permit
    birth_on: date | None = None
    reach: str = ""
