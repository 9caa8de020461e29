"""Makes one package: compose in one short transaction, draw and seal in none, file in another."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from press.issuing import issue
from press.pdf import CannotDraw
from press.setting import Pictures
from records.brands.queries import pictures_of
from records.documents.issuing import stamped
from records.documents.keys import SealKey
from records.documents.seals import seal_key
from records.documents.values import IssuedBytes
from records.requests.packages import Composed, Volume, compose, file_package
from records.requests.queries import get_wanted
from records.requests.values import DisclosurePackage, volumes
from tenants import audit, files, jobs
from tenants.database import transaction
from tenants.errors import Refused
from tenants.gate import Claimed


def make_package(claimed: Claimed) -> None:
    """Makes the files of the job's package. Run twice it files one: the second finds it ready."""
    package_id = UUID(claimed.args["package"])
    try:
        with transaction() as session:
            package, request = get_wanted(session, package_id)
            if package.ready_at is not None:
                jobs.finish(session, claimed.id)
                return
            composed = compose(session, request, package)
            attached = {name: files.read(session, one) for name, one in composed.files.items()}
            look = composed.values.letterhead.brand
            pictures, (_id, key) = Pictures(*pictures_of(session, look)), seal_key(session)
        issued = _issued(claimed, composed, key, pictures)
    except (CannotDraw, Refused) as refusal:
        _failed(claimed, package_id, getattr(refusal, "code", "moved"))
        return
    data = _packed(composed.values, [drawn for _values, drawn in issued], attached)
    with transaction() as session:
        package, request = get_wanted(session, package_id, lock=True)
        if package.ready_at is None:
            file_package(session, package, data, issued)


def _issued(claimed: Claimed, composed: Composed, key: SealKey, pictures: Pictures) -> list[Volume]:
    """Each document of the package, sealed, with a code of its own. A letter that no font here has is let through: the
    data beside it has it (see `Composed`)."""
    wanted, issued = volumes(composed.values), list[Volume]()
    for done, one in enumerate(wanted):
        with transaction() as session:
            jobs.progress(session, claimed.id, done, len(wanted) + 1)
        values = stamped(one, number=one.number)
        issued.append((values, issue(values, key, pictures)))
    return issued


def _packed(values: DisclosurePackage, drawn: Sequence[IssuedBytes], attached: Mapping[str, bytes]) -> bytes:
    """One archive; the same package gives the same bytes, and no name in it tells whose it is."""
    parts = {
        f"{values.number}{f'-{place}' if len(drawn) > 1 else ''}.pdf": one.pdf
        for place, one in enumerate(drawn, 1)
    }
    plain = json.dumps(values.to_plain(), ensure_ascii=False, indent=1)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in (parts | {f"{values.number}.json": plain.encode()} | dict(attached)).items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return held.getvalue()


def _failed(claimed: Claimed, package_id: UUID, code: str) -> None:
    with transaction() as session:
        jobs.fail(session, claimed.id, code)
        audit.record(session, audit.Verb.PACKAGE_FAILED, package_id, reason=code)
