"""Settling how the agency looks, taking up an earlier look again, and how a member signs."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.brands.models import Brand, SignaturePicture
from records.brands.queries import address_of, find_brand, find_signature
from records.brands.rules import readable
from records.brands.values import Look
from tenants import audit, context, files
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused
from tenants.members import get_member


def change_look(
    session: Session, look: Look, *, version: int, logo: bytes | None = None, without_logo: bool = False
) -> Brand:
    """Settles how the agency looks from now on, as a new version. `version` is the number somebody was looking at;
    `logo` a cleaned PNG, without which the logo stays. The same look again makes no version."""
    before = find_brand(session)
    if version != (before.number if before else 0):
        raise Conflict("Somebody changed this while you were typing. Your words are below.")
    if not (look.name_en or look.name_fr):
        raise Refused("Enter the legal name, in one language at least.", field="name_en")
    readable(look.colour)
    logo_id = None if without_logo or before is None else before.logo_id
    if logo is not None:
        logo_id = files.store(session, logo, owner_id=new_id(), client_id=None).id
        session.flush()
    if before is not None and (before.look, before.logo_id) == (look, logo_id):
        return before
    return _appended(session, look, logo_id, version + 1)


def use_again(session: Session, brand: Brand) -> Brand:
    """An earlier look counts again, as a version of its own: no number ever means two looks."""
    newest = find_brand(session)
    if newest is None or brand.id == newest.id:
        raise Conflict("Your documents look like this already.")
    return _appended(session, brand.look, brand.logo_id, newest.number + 1, again=brand.number)


def give_signature(session: Session, png: bytes) -> None:
    """Keeps how whoever acts signs by hand; nobody else's is ever set."""
    row = _mine(session)
    row.picture = address_of(png)
    session.add(row)
    audit.record(session, audit.Verb.SIGNATURE_PICTURE_GIVEN, row.id)


def take_back_signature(session: Session) -> None:
    """Forgets the picture at once; what was issued with it stays as it is."""
    row = _mine(session)
    if row.picture is None:
        raise Conflict("There is no picture of your signature any more.")
    row.picture = None
    audit.record(session, audit.Verb.SIGNATURE_PICTURE_TAKEN_BACK, row.id)


def _appended(
    session: Session, look: Look, logo_id: UUID | None, number: int, again: int | None = None
) -> Brand:
    brand = Brand(
        number=number,
        member_id=_me(),
        name_en=look.name_en,
        name_fr=look.name_fr,
        lines=list(look.lines),
        contact=look.contact,
        footer_en=look.footer_en,
        footer_fr=look.footer_fr,
        colour=look.colour,
        paper=look.paper,
        logo_id=logo_id,
    )
    try:
        with session.begin_nested():
            session.add(brand)
    except IntegrityError:
        raise Conflict("This is no longer possible: somebody was first. Load the page again.") from None
    audit.record(session, audit.Verb.BRAND_CHANGED, brand.id, number=number, again=again)
    return brand


def _mine(session: Session) -> SignaturePicture:
    # Two clicks at once: the second waits here and finds what the first has written.
    hold(session, get_member(session, _me()))
    return find_signature(session, _me()) or SignaturePicture(member_id=_me(), picture=None)


def _me() -> UUID:
    me = context.current().member_id
    assert me is not None
    return me
