"""The map: which pages stand under an agency's address and which stand before any agency is known."""

from flask import Flask

from tenants.settings import settings
from webapp import (
    alerts,
    breaches,
    cases,
    clients,
    conflicts,
    consents,
    contacts,
    disclosures,
    documents,
    doubles,
    files,
    grants,
    group_notes,
    handbook,
    health,
    holds,
    import_rows,
    imports,
    incident_desk,
    incidents,
    looking,
    note_reviews,
    notes,
    openings,
    papers,
    particulars,
    phrases,
    request_packages,
    requests,
    retention,
    runs,
    severing,
    signin,
    signing,
    signup,
    team,
    today,
    ui,
    wordings,
)

PUBLIC = (health.pages, signin.pages, signup.pages)
AGENCY = (
    today.pages,
    clients.pages,
    files.pages,
    imports.pages,
    import_rows.pages,
    contacts.pages,
    doubles.pages,
    openings.pages,
    grants.pages,
    looking.pages,
    particulars.pages,
    alerts.pages,
    consents.pages,
    signing.pages,
    wordings.pages,
    disclosures.pages,
    requests.pages,
    request_packages.pages,
    severing.pages,
    cases.pages,
    notes.pages,
    note_reviews.pages,
    group_notes.pages,
    phrases.pages,
    documents.pages,
    papers.pages,
    incidents.pages,
    incident_desk.pages,
    breaches.pages,
    retention.pages,
    holds.pages,
    runs.pages,
    handbook.pages,
    conflicts.pages,
    team.pages,
)


def install(app: Flask) -> None:
    """Hangs every page in its place. Every address of an agency begins with its slug."""
    for pages in PUBLIC:
        app.register_blueprint(pages)
    if not settings().is_production:
        app.register_blueprint(ui.pages)
    for pages in AGENCY:
        app.register_blueprint(pages, url_prefix="/<slug>")
