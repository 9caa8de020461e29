"""The map: which pages stand under an agency's address and which stand before any agency is known."""

from flask import Flask

from tenants.settings import settings
from webapp import (
    cases,
    clients,
    consents,
    documents,
    health,
    holds,
    notes,
    retention,
    runs,
    signin,
    signup,
    team,
    today,
    ui,
)

PUBLIC = (health.pages, signin.pages, signup.pages)
AGENCY = (
    today.pages,
    clients.pages,
    consents.pages,
    cases.pages,
    notes.pages,
    documents.pages,
    retention.pages,
    holds.pages,
    runs.pages,
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
