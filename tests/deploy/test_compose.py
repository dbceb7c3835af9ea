"""compose.yaml: valid by the specification, and nothing in it runs with more than it needs."""

import pytest
import yaml
from compose_spec import PyCompose

from tests.deploy import files

SERVICES = files.compose()["services"]
OURS = ("web", "ws", "worker", "beat", "migrate")
LASTING = ("nginx", "web", "ws", "worker", "beat", "postgres", "redis")


def test_it_is_valid_by_the_specification():
    found = PyCompose.from_yaml(yaml.safe_dump(files.compose()))
    assert set(found.service_names()) == {*OURS, *LASTING}


def test_it_refuses_to_start_without_a_password():
    with pytest.raises(AssertionError, match="POSTGRES_PASSWORD"):
        files.filled(files.COMPOSE, {})


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_restarted_limited_and_its_logs_end(name: str):
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"])
    assert service["logging"]["options"].keys() >= {"max-size", "max-file"}


@pytest.mark.parametrize("name", [*OURS, "nginx"])
def test_our_containers_can_do_little(name: str):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_only_nginx_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_nginx_is_told_no_secret():
    assert "env_file" not in SERVICES["nginx"]
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(SERVICES["nginx"]["environment"])


def test_every_condition_can_be_met():
    for name, service in SERVICES.items():
        for other, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                checked = SERVICES[other].get("healthcheck", {}).get("disable") is not True
                assert checked, f"{name} waits for {other}, which has no health check."


@pytest.mark.parametrize("name", OURS)
def test_nothing_of_ours_starts_before_the_tables_are_there(name: str):
    waited_for = SERVICES[name]["depends_on"]
    assert ("postgres" if name == "migrate" else "migrate") in waited_for


def test_health_checks_ask_where_the_process_listens():
    assert "--port=8001" in SERVICES["ws"]["command"]
    assert SERVICES["ws"]["environment"]["HEALTH_PORT"] == "8001"
    assert SERVICES["worker"]["environment"]["HEALTH_PORT"] == SERVICES["worker"]["environment"]["METRICS_PORT"]
    assert f"--bind=0.0.0.0:{files.image_settings('app')['HEALTH_PORT']}" in files.default_command()


def test_every_volume_that_is_used_is_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(files.compose()["volumes"])


def test_sockets_have_more_time_to_leave_than_they_take():
    grace = int(SERVICES["ws"]["stop_grace_period"].removesuffix("s"))
    assert grace > int(files.explained()["DRAIN_SECONDS"]) + 2
