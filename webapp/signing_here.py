"""Signing a document: the client at a worker's screen, a member from their own account, or anyone on paper."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, g

from press import pdf
from press.pdf import CannotDraw
from press.setting import on_screen
from records.consents.rules import strokes_of
from records.documents.checks import Looked, checks_of, expect_fit
from records.documents.signed import Role, Signed
from records.papers.queries import papers_of
from records.signatures import actions
from records.signatures.actions import Scan
from records.signatures.queries import Signing, file_to_sign
from templates import words
from templates.labels import label
from tenants import clock, context, gate, passwords
from tenants.errors import Refused
from tenants.members import get_member
from tenants.organisations import canonical_email
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form
from webapp.paper_forms import take_files
from webapp.rendering import answer, done
from webapp.signature_forms import AccountForm, PaperForm, ScreenForm
from webapp.signatures import HERE, find, finished, pictures_for, there
from webapp.transaction import session

pages = Blueprint("signing_here", __name__)
take_files(pages)


@pages.get(f"{HERE}/client")
@member_can(P.MAKE_DOCUMENTS)
def client(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The document for the client's own eyes, in its language, to be signed."""
    signing = find(client_id, case_id, document_id)
    if "client" not in signing.waits_for:
        return done(there(signing.document))
    with words.speaking(signing.document.language):
        return _to_read(signing, ScreenForm(data=_seen(signing)), "signatures/client.html")


@pages.post(f"{HERE}/client")
@member_can(P.MAKE_DOCUMENTS)
def sign_as_client(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Keeps the client's own signature."""
    signing = find(client_id, case_id, document_id)
    with words.speaking(signing.document.language):
        form = ScreenForm()
        if not form.validate():
            return _to_read(signing, form, "signatures/client.html", status=422)
        try:
            _sign_on_screen(signing, form)
        except Refused as refusal:
            return _to_read(signing, form, "signatures/client.html", status=form.accept(refusal))
    return finished(signing.document)


@pages.get(f"{HERE}/worker")
@member_can(P.MAKE_DOCUMENTS)
def worker(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The document for the worker to sign from their own account."""
    return _asked(find(client_id, case_id, document_id), "worker")


@pages.post(f"{HERE}/worker")
@member_can(P.MAKE_DOCUMENTS)
def sign_as_worker(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Keeps the worker's signature."""
    return _signed(find(client_id, case_id, document_id), "worker")


@pages.get(f"{HERE}/director")
@member_can(P.SIGN_FOR_AGENCY)
def director(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The document for whoever signs for the agency."""
    return _asked(find(client_id, case_id, document_id), "director")


@pages.post(f"{HERE}/director")
@member_can(P.SIGN_FOR_AGENCY)
def sign_as_director(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Keeps the director's signature."""
    return _signed(find(client_id, case_id, document_id), "director")


@pages.get(f"{HERE}/paper")
@member_can(P.MAKE_DOCUMENTS)
def paper(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Whose signatures are on the printed document, and its scan."""
    signing = find(client_id, case_id, document_id)
    start = {"roles": signing.waits_for, "signed_on": clock.today(context.current().timezone)}
    return _on_paper(signing, _paper_form(signing, PaperForm(data=start | _seen(signing))))


@pages.post(f"{HERE}/paper")
@member_can(P.MAKE_DOCUMENTS)
def keep_paper(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Keeps the scan as the signatures of those who signed on paper."""
    signing = find(client_id, case_id, document_id)
    form = _paper_form(signing, PaperForm())
    if not form.validate():
        return _on_paper(signing, form, status=422)
    try:
        _keep_paper(signing, form)
    except Refused as refusal:
        return _on_paper(signing, form, status=form.accept(refusal))
    return finished(signing.document)


def _sign_on_screen(signing: Signing, form: ScreenForm) -> None:
    _expect_printable(signing, form.name.data or "")
    actions.sign_on_screen(
        session(),
        signing.document,
        seen=form.seen.data or "",
        name=form.name.data or "",
        strokes=strokes_of(form.drawing.data or ""),
        known_by=form.known_by.data or "",
    )


def _expect_printable(signing: Signing, name: str) -> None:
    """A name that no font can draw would leave a signature that no page can show."""
    today = clock.today(context.current().timezone)
    shown = Signed(role="client", name=name, how="screen", on=today)
    try:
        missing = pdf.look(replace(signing.values, signatures=(shown,)), most=1).missing_glyphs
    except CannotDraw:
        return
    expect_fit(checks_of(Looked(missing_letters=missing)), field="name")


def _asked(signing: Signing, role: Role) -> Response:
    if role not in signing.waits_for:
        return done(there(signing.document))
    return _to_read(signing, AccountForm(data=_seen(signing)), "signatures/account.html", role=role)


def _signed(signing: Signing, role: Role) -> Response:
    form = AccountForm()
    page = {"template": "signatures/account.html", "role": role}
    if not form.validate():
        return _to_read(signing, form, **page, status=422)
    try:
        expect_me(form.password.data or "")
        actions.sign_from_account(session(), signing.document, role=role, seen=form.seen.data or "")
    except Refused as refusal:
        return _to_read(signing, form, **page, status=form.accept(refusal))
    return finished(signing.document)


def expect_me(password: str) -> None:
    """Refuses what is not the password of who acts: a screen that was left open signs nothing."""
    me = get_member(session(), actions.who_acts())
    found = gate.find_login(canonical_email(me.email))
    known = found[1] if found and found[0] == me.identity_id else None
    if not passwords.matches(password, known):
        raise Refused("This is not your password. Type the one you sign in with.", field="password")


def _keep_paper(signing: Signing, form: PaperForm) -> None:
    values, roles = signing.values, cast("list[Role]", form.roles.data)
    called = {
        "client": values.client_name,
        "worker": values.worker_name,
        "director": form.director.data or "",
    }
    title = f"{label(signing.document.kind, 'document_kind')} {signing.document.number}"
    scan = Scan(g.standing, title, paper_id=form.paper_id.data, files=form.files.data)
    names = {role: called[role] for role in roles}
    actions.sign_on_paper(
        session(),
        signing.document,
        scan,
        seen=form.seen.data or "",
        names=names,
        signed_on=form.signed_on.data,
    )


def _paper_form(signing: Signing, form: PaperForm) -> PaperForm:
    found = papers_of(session(), g.standing, cases=(signing.document.case_id,))
    form.offer(paper_id=[(one.id, f"{one.number} {one.title}") for one, _file in found])
    form.may_sign(signing.on_paper)
    return form


def _seen(signing: Signing) -> dict[str, Any]:
    """The fingerprint of the file that is read, as long as somebody may sign it."""
    if not signing.on_paper:
        return {}
    return {"seen": file_to_sign(session(), signing.document)[1]}


def _on_paper(signing: Signing, form: PaperForm, status: int = 200) -> Response:
    return _answer(signing, form, "signatures/paper.html", status=status)


def _to_read(signing: Signing, form: Form, template: str, status: int = 200, role: str = "") -> Response:
    """The words of the very document that is signed, for a screen of any width."""
    shown = on_screen(signing.values, pictures_for(signing.values)).under_a_heading()
    return _answer(signing, form, template, status=status, page=shown, role=role)


def _answer(signing: Signing, form: Form, template: str, *, status: int, **told: Any) -> Response:
    here = {"client": g.standing.client, "document": signing.document, "signing": signing}
    return answer(template, form=form, status=status, **here, **told)
