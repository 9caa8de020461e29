"""The record of a restoration: which backup came back, and what the journal had to say about it since."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.retention.models import kept
from tenants.database import Base, TenantOwned


@kept
class Restoration(TenantOwned, Base):
    """One restoration of the agency. `taken_at` is when the backup was taken, where that is known; the numbers say what
    was destroyed again, what came back into sight, and which holds were placed and released again. `certificates` are
    those that were issued since the backup: number, hash, run and day. Their files are with whoever received them."""

    __tablename__ = "restorations"

    taken_at: Mapped[datetime | None]
    journal_seq: Mapped[int] = mapped_column(BigInteger)
    destroyed: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)
    holds_placed: Mapped[int] = mapped_column(default=0)
    holds_released: Mapped[int] = mapped_column(default=0)
    certificates: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    finished_at: Mapped[datetime | None]
