"""Whether the process lives, and whether it is ready to work; for load balancers and for the person on call."""

import redis
from flask import Blueprint, Response, jsonify

from tenants import gate, schema
from tenants.settings import settings
from webapp.access import anyone

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@anyone
def live() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="alive")


@pages.get("/readyz")
@anyone
def ready() -> tuple[Response, int]:
    """200 only when database, broker and schema are ready; otherwise 503 with the reasons."""
    reasons = {"database": _database(), "broker": _broker()}
    is_ready = all(state == "ready" for state in reasons.values())
    return jsonify(status="ready" if is_ready else "not ready", **reasons), 200 if is_ready else 503


def _database() -> str:
    try:
        gate.organisations()
        # Old code runs on a newer schema, so that a release may migrate first.
        return "ready" if schema.version() >= schema.head() else "schema is behind"
    except schema.FAULTS as error:
        return type(error).__name__


def _broker() -> str:
    try:
        url = settings().redis_url.replace("redis+socket://", "unix://")
        redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1).ping()
    except (redis.RedisError, ValueError) as error:
        return type(error).__name__
    return "ready"
