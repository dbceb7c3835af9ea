"""The manifests: valid by Kubernetes' own schemas, and consistent with each other and with the site."""

from typing import Any

import kubernetes_validate
import pytest
from django.conf import settings

from tests.deploy import files

VERSION = "1.34"
OBJECTS = files.base() + files.overlay()
BASE, EXAMPLE = files.MANIFESTS / "base", files.MANIFESTS / "overlays" / "example"
WORKLOADS = [one for one in OBJECTS if one["kind"] in {"Deployment", "Job"}]
OURS = [one for one in WORKLOADS if one["metadata"]["name"] != "nginx"]


def name_of(found: dict[str, Any]) -> str:
    return f"{found['kind']}-{found['metadata']['name']}"


def pod(workload: dict[str, Any]) -> dict[str, Any]:
    return workload["spec"]["template"]["spec"]


def container(workload: dict[str, Any]) -> dict[str, Any]:
    (only,) = pod(workload)["containers"]
    return only


def deployment(name: str) -> dict[str, Any]:
    return next(one for one in WORKLOADS if one["metadata"]["name"] == name)


def config(name: str) -> dict[str, str]:
    return files.literals(BASE, name) | files.literals(EXAMPLE, name)


@pytest.mark.parametrize("found", OBJECTS, ids=name_of)
def test_it_is_valid(found: dict[str, Any]):
    kubernetes_validate.validate(found, VERSION, strict=True)


@pytest.mark.parametrize("folder", [BASE, EXAMPLE], ids=lambda folder: folder.name)
def test_every_file_is_part_of_its_folder(folder):
    there = {path.name for path in folder.iterdir() if path.suffix in {".yaml", ".env"}} - {"kustomization.yaml"}
    found = files.kustomization(folder)
    named = {name for name in found["resources"] if name.endswith(".yaml")}
    named |= {name for made in found.get("secretGenerator", []) for name in made["envs"]}
    assert there == named


@pytest.mark.parametrize("kind", ["Deployment", "Service", "PodDisruptionBudget"])
def test_selectors_find_the_pods_they_are_for(kind: str):
    for found in (one for one in OBJECTS if one["kind"] == kind):
        selector = found["spec"]["selector"]
        wanted = selector.get("matchLabels", selector)
        labels = deployment(found["metadata"]["name"])["spec"]["template"]["metadata"]["labels"]
        assert wanted.items() <= labels.items(), name_of(found)


def test_services_and_probes_use_ports_that_are_there():
    for found in (one for one in OBJECTS if one["kind"] == "Service"):
        ports = {port["name"] for port in container(deployment(found["metadata"]["name"]))["ports"]}
        assert {port["targetPort"] for port in found["spec"]["ports"]} <= ports
    for workload in WORKLOADS:
        here = container(workload)
        ports = {port["name"] for port in here.get("ports", [])}
        probes = [here[name] for name in ("startupProbe", "livenessProbe", "readinessProbe") if name in here]
        assert {probe["httpGet"]["port"] for probe in probes if "httpGet" in probe} <= ports


@pytest.mark.parametrize("workload", [one for one in WORKLOADS if one["kind"] == "Deployment"], ids=name_of)
def test_whoever_hangs_is_found_out(workload: dict[str, Any]):
    assert "livenessProbe" in container(workload)


def test_the_clock_is_asked_the_same_with_compose():
    probe = container(deployment("beat"))["livenessProbe"]["exec"]["command"]
    assert files.compose()["services"]["beat"]["healthcheck"]["test"] == ["CMD", *probe]


@pytest.mark.parametrize("name", ["web", "ws", "worker"])
def test_who_takes_files_in_and_who_works_at_them_share_a_folder(name: str):
    here = deployment(name)
    (volume,) = [one for one in pod(here)["volumes"] if "persistentVolumeClaim" in one]
    claim = next(one for one in OBJECTS if one["kind"] == "PersistentVolumeClaim")
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    mounted = {mount["mountPath"] for mount in container(here)["volumeMounts"] if mount["name"] == volume["name"]}
    assert mounted == {config("oxbow")["FILES_DIR"]}


def test_a_process_has_a_connection_for_each_of_its_threads():
    threads = settings.OXBOW["REQUESTS_AT_ONCE"] + settings.OXBOW["WORKERS"]
    assert int(config("oxbow")["DATABASE_POOL"]) >= threads


def test_nginx_knows_each_pod_that_holds_sockets():
    service = next(one for one in OBJECTS if one["kind"] == "Service" and one["metadata"]["name"] == "ws")
    assert service["spec"]["clusterIP"] == "None"
    assert "server ws.oxbow.svc.cluster.local:8001 resolve " in config("oxbow-nginx")["NGINX_WS_SERVERS"]


@pytest.mark.parametrize("name", ["web", "ws"])
def test_liveness_asks_for_no_database_and_readiness_does(name: str):
    here = container(deployment(name))
    assert here["livenessProbe"]["httpGet"]["path"] == here["startupProbe"]["httpGet"]["path"] == "/healthz"
    assert here["readinessProbe"]["httpGet"]["path"] == "/readyz"


@pytest.mark.parametrize("workload", WORKLOADS, ids=name_of)
def test_pods_can_do_little(workload: dict[str, Any]):
    here = container(workload)
    assert pod(workload)["securityContext"]["runAsNonRoot"] is True
    assert pod(workload)["automountServiceAccountToken"] is False
    assert here["securityContext"]["readOnlyRootFilesystem"] is True
    assert here["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert {"requests", "limits"} <= set(here["resources"])


@pytest.mark.parametrize("workload", WORKLOADS, ids=name_of)
def test_volumes_and_mounts_belong_together(workload: dict[str, Any]):
    mounted = {mount["name"] for mount in container(workload)["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod(workload)["volumes"]}


@pytest.mark.parametrize("workload", OURS, ids=name_of)
def test_variables_come_from_what_is_generated_and_are_settings(workload: dict[str, Any]):
    sources = container(workload)["envFrom"]
    assert sources == [{"configMapRef": {"name": "oxbow"}}, {"secretRef": {"name": "oxbow"}}]
    own = {one["name"] for one in container(workload).get("env", [])}
    assert own | set(config("oxbow")) <= files.settings_variables()


def test_the_example_says_all_that_must_be_said():
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= set(files.literals(EXAMPLE, "oxbow"))
    assert files.literals(EXAMPLE, "oxbow")["SECRET_KEY"] == ""


def test_nginx_is_told_what_its_template_asks():
    asked = {found[0] for found in files.BRACES.findall(files.TEMPLATE)}
    assert set(config("oxbow-nginx")) <= asked


def test_images_are_those_that_the_example_names():
    named = {image["name"] for image in files.kustomization(EXAMPLE)["images"]}
    assert {container(workload)["image"] for workload in WORKLOADS} == named


@pytest.mark.parametrize("name", ["ws", "worker", "beat"])
def test_it_runs_the_same_as_with_compose(name: str):
    assert container(deployment(name))["command"] == files.compose()["services"][name]["command"]


def test_sockets_have_more_time_to_leave_than_they_take():
    here = deployment("ws")
    pause = int(container(here)["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod(here)["terminationGracePeriodSeconds"] > pause + int(config("oxbow")["DRAIN_SECONDS"]) + 2


def test_the_clock_is_never_there_twice():
    assert deployment("beat")["spec"]["strategy"] == {"type": "Recreate"}
    assert deployment("beat")["spec"]["replicas"] == 1


def test_what_scales_by_itself_is_given_no_number():
    scaled = {one["spec"]["scaleTargetRef"]["name"] for one in OBJECTS if one["kind"] == "HorizontalPodAutoscaler"}
    assert scaled == {"web", "ws"}
    assert not any("replicas" in deployment(name)["spec"] for name in scaled)
