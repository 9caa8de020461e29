"""The files for deployment say what the product understands."""

import re
from pathlib import Path

import pytest
import yaml

from tenants.settings import names

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


@pytest.mark.parametrize("service", SERVICES)
def test_every_name_in_the_environment_is_one_that_somebody_reads(service: str) -> None:
    given = set(SERVICES[service].get("environment", {}))
    assert {name for name in given if not name.startswith("POSTGRES_")} <= set(names())


def test_only_the_migration_knows_the_login_that_makes_roles() -> None:
    assert [
        name for name in SERVICES if "MIGRATION_DATABASE_URL" in SERVICES[name].get("environment", {})
    ] == ["migrate"]


def test_all_of_ours_run_from_one_image_and_wait_for_the_schema() -> None:
    assert {SERVICES[name]["image"] for name in OURS} == {COMPOSE["name"]}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_nothing_but_the_web_and_the_caught_mail_can_be_reached_and_only_from_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(ports) == {"web", "mail"}
    assert all(port.startswith("127.0.0.1:") for published in ports.values() for port in published)


def test_every_volume_is_declared() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER northfile" in lines
    assert lines.index("USER northfile") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_the_image_has_every_room() -> None:
    copied = re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert {"templates", "tenants", "records", "webapp", "workers", "migrations"} <= set(copied)
