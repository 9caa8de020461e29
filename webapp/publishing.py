"""How a hint leaves the web processes: by name, to the queue of its kind; the row in the database is the job."""

from uuid import UUID

from celery import Celery

from tenants.settings import settings

_celery = Celery(set_as_current=False)


def install() -> None:
    """Points the publisher at the broker; nothing is sent or connected yet."""
    _celery.conf.update(
        broker_url=settings().redis_url,
        task_ignore_result=True,
        task_serializer="json",
        broker_connection_timeout=1,
        broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1},
    )


def publish(job_id: UUID, kind: str) -> None:
    """Sends the hint once, without trying again: the sweep does that, also when the hint has expired unread."""
    _celery.send_task("work", args=[str(job_id), kind], queue=kind, retry=False, expires=60)
