"""Whether the process lives, and whether it is ready to work; for load balancers and for the person on call."""

import redis
from flask import Blueprint, Response, jsonify

from records.retention.watching import watch
from tenants import gate, schema
from tenants.context import PLATFORM
from tenants.seals import sealed
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
    """200 only when database, broker and schema are ready; otherwise 503 with the reasons. Sealed agencies are counted:
    the others are served, unless it is the whole installation."""
    reasons = states()
    is_ready = all(state == "ready" for state in reasons.values())
    if is_ready and (shut := sealed()):
        is_ready = PLATFORM not in shut
        reasons["sealed"] = str(len(shut - {PLATFORM}))
    return jsonify(status="ready" if is_ready else "not ready", **reasons), 200 if is_ready else 503


@pages.get("/healthz/retention")
@anyone
def retention() -> tuple[Response, int]:
    """How many agencies were not looked at for too long and how many have something left to erase; 503 when any. It
    says of none which it is."""
    found = watch()
    return jsonify(**found), 503 if any(found.values()) else 200


def states() -> dict[str, str]:
    """What there is to say of each part that pages need: ready, or what is wrong with it."""
    return {"database": _database(), "broker": _broker()}


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
