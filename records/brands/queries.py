"""Every way to read how the agency looks."""

from base64 import b64encode
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.brands.models import Brand, SignaturePicture
from records.brands.rules import letterhead
from records.brands.values import Letterhead
from tenants import context, files
from tenants.errors import NotFound

MOST_SHOWN = 50


def find_brand(session: Session) -> Brand | None:
    """How the agency looks now; none while it has the product's own look."""
    return session.execute(select(Brand).order_by(Brand.number.desc()).limit(1)).scalar_one_or_none()


def get_brand(session: Session, brand_id: UUID) -> Brand:
    """One version. Raises NotFound."""
    found = session.execute(select(Brand).where(Brand.id == brand_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def brands(session: Session) -> Sequence[Brand]:
    """The versions, the newest first, as far as a page shows them."""
    wanted = select(Brand).order_by(Brand.number.desc()).limit(MOST_SHOWN)
    return session.execute(wanted).scalars().all()


def letterhead_of(session: Session, language: str) -> Letterhead:
    """Who writes, as the agency is called in that language today."""
    brand = find_brand(session)
    if brand is None:
        return Letterhead(agency_name=context.current().name)
    return letterhead(brand.look, language, number=brand.number)


def logo_of(session: Session, brand: Brand | None) -> str:
    """The logo of a version as an address of data; empty when it has none."""
    return address_of(files.read(session, brand.logo_id)) if brand and brand.logo_id else ""


def signature_of(session: Session, member_id: UUID) -> str:
    """How a member signs by hand, as an address of data; empty when they gave no picture."""
    row = find_signature(session, member_id)
    return (row.picture if row else None) or ""


def find_signature(session: Session, member_id: UUID) -> SignaturePicture | None:
    """The row of a member's picture, if they ever gave one."""
    wanted = select(SignaturePicture).where(SignaturePicture.member_id == member_id)
    return session.execute(wanted).scalar_one_or_none()


def pictures_of(session: Session, brand_number: int, member_id: UUID | None = None) -> tuple[str, str]:
    """What a document shows and its values do not hold, as addresses of data: the logo of the version it was written
    with, and how the member who signs it signs by hand. Empty where there is none."""
    found = session.execute(select(Brand).where(Brand.number == brand_number)).scalar_one_or_none()
    return logo_of(session, found), signature_of(session, member_id) if member_id else ""


def address_of(png: bytes) -> str:
    """A picture as a page can show it without asking for it."""
    return f"data:image/png;base64,{b64encode(png).decode()}"
