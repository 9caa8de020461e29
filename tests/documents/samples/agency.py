"""What an agency hands to others than its clients, or to everybody who asks for what is held about them."""

from datetime import UTC, date, datetime

from press.setting import Printed
from records.documents.values import (
    Approval,
    Authority,
    ClassCount,
    DestructionCertificate,
    Language,
    Skipped,
    Store,
)
from records.figures.reports_values import FunderReport, ReportFigure, ReportLine, Told
from records.requests.passages import Piece
from records.requests.values import DisclosurePackage, Part, PartField
from tests.documents.samples.made import (
    AUGUST,
    CHECK_AT,
    CODE,
    NOVEMBER,
    OCTOBER,
    from_account,
    letterhead,
    said,
    sample_of,
)


@sample_of(DestructionCertificate)
def _certificate(language: Language) -> Printed:
    return DestructionCertificate(
        number="DC-0003",
        language=language,
        code=CODE,
        check_at=CHECK_AT,
        timezone="America/Winnipeg",
        agency_name=letterhead(language).agency_name,
        issued_on=NOVEMBER,
        as_of=date(2026, 11, 1),
        policy=said(language, "Client files, version 4", "Dossiers des personnes, version 4"),
        authorities=(
            Authority(said(language, "Personal Health Information Act",
                           "Loi sur les renseignements médicaux personnels"), "s. 17"),
        ),
        counts=(
            ClassCount(said(language, "Closed file", "Dossier fermé"), 1214, 1212,
                       (Skipped(said(language, "Legal hold", "Suspension légale"), 2),)),
            ClassCount(said(language, "Inquiry", "Demande de renseignements"), 3, 3),
        ),
        approvers=(
            Approval(said(language, "Administrator", "Administration"), datetime(2026, 10, 18, 15, 4, tzinfo=UTC)),
        ),
        merkle_root="9f2c" * 16,
        statistics_note=said(language, "Counts by program and year stay.",
                             "Les nombres par programme et par année restent."),
        stores=(
            Store(said(language, "Database", "Base de données"), said(language, "No rows left", "Aucune ligne")),
            Store(said(language, "Files", "Fichiers"), said(language, "No files left", "Aucun fichier")),
        ),
        method=said(language, "Each key was destroyed, then the rows.",
                    "Chaque clé a été détruite, puis les lignes."),
        backup_horizon=date(2026, 12, 25),
        software_version="Northfile 0.1.0",
        previous_hash="",
        signature_fingerprint="SHA256:1f:9a",
        verify_hint=said(language, "Anyone can check this certificate.",
                         "Tout le monde peut vérifier ce certificat."),
    )  # fmt: skip


@sample_of(DisclosurePackage)
def _package(language: Language) -> Printed:
    told = said(
        language, "Came with questions about the course. ", "Est venu avec des questions sur le cours. "
    )
    parts = (
        Part(1, "notes", AUGUST, "Priya Nair", fields=(
            PartField("kind", "meeting"),
            PartField("words", pieces=(Piece(told), Piece(withheld="third_party"))),
        )),
        Part(2, "cases", AUGUST, fields=(PartField("status", "active"), PartField("opened_on", "2026-08-24"))),
        Part(3, withheld="privilege"),
    )  # fmt: skip
    return DisclosurePackage(
        language=language,
        number="D-1020",
        code=CODE,
        check_at=CHECK_AT,
        issued_on=NOVEMBER,
        timezone="America/Winnipeg",
        letterhead=letterhead(language),
        client_name="Sam Tremblay",
        file_number="2026-0417",
        requester="Sam Tremblay",
        request_number="R-0007",
        received_on=OCTOBER,
        outcome="part",
        reasons=("privilege", "third_party"),
        parts=parts,
        count=len(parts),
        law="canada",
        rules=2,
        rules_on=date(2026, 1, 5),
    )


@sample_of(FunderReport)
def _figures(language: Language) -> Printed:
    return FunderReport(
        language=language,
        number="K-0004",
        code=CODE,
        check_at=CHECK_AT,
        issued_on=NOVEMBER,
        timezone="America/Winnipeg",
        letterhead=letterhead(language),
        period_from=date(2026, 4, 1),
        period_to=date(2026, 9, 30),
        program=said(language, "Employment support", "Soutien à l’emploi"),
        counted_at=datetime(2026, 11, 19, 15, 4, tzinfo=UTC),
        figures=(
            _figure("served", 80, agreed=88, not_agreed=9),
            _figure("opened", 60, total=41),
            _figure("closed", 20, total=22, employed=13, relocated=None, client_stopped=None),
            _figure("notes", 300, in_time=214, late=31),
        ),
        few=5,
        signatures=(from_account("director"),),
        signer_name="Noor Haddad",
        signer_title=said(language, "Director", "Directrice"),
    )


def _figure(name: str, target: int, total: int | None = None, **lines: int | None) -> ReportFigure:
    """Numbers of one column; a line without one is hidden."""
    whole = sum(value or 0 for value in lines.values()) if total is None else total
    numbers = [*lines.items(), ("", whole)]
    told = tuple(ReportLine(code, (Told("number", value),)) for code, value in numbers)
    return ReportFigure(name, ("number",), told, target)
