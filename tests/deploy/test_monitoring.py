"""The dashboard, the alerts and the autoscaler speak of figures that exist."""

import json
import re

import pytest
import yaml

from community.metrics import exposition, kinds
from tests.deploy import files

FOLDER = files.DEPLOY / "monitoring"
DASHBOARD = json.loads((FOLDER / "grafana-dashboard.json").read_text())
ALERTS = [rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
NAMES = re.compile(r"\b(?:oxbow|process)_\w+")
RUNBOOK = (files.ROOT / "docs" / "runbook.md").read_text()


def series() -> set[str]:
    """All names that a scrape can hold."""
    found = set(re.findall(r"^# TYPE (\S+)", exposition.text().decode(), re.MULTILINE))
    spread = {f.name for f in kinds.FAMILIES if isinstance(f._make(), kinds.Histogram)}
    return found | {f"{name}_{end}" for name in spread for end in ("bucket", "sum", "count")}


def labels() -> dict[str, set[str]]:
    """The labels that we put on a name ourselves; Prometheus adds its own."""
    return {family.name: set(family._labels) for family in kinds.FAMILIES}


@pytest.mark.parametrize("query", QUERIES)
def test_every_figure_of_the_dashboard_exists(query: str):
    named = set(NAMES.findall(query))
    assert named
    assert named <= series()


def test_the_dashboard_shows_every_figure_of_ours():
    shown = {name for query in QUERIES for name in NAMES.findall(query)}
    for family in kinds.FAMILIES:
        assert any(name.startswith(family.name) for name in shown), f"No panel shows {family.name}."


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_asks_for_figures_that_exist_and_names_what_to_do(alert):
    assert set(NAMES.findall(alert["expr"])) <= series()
    page, _, heading = alert["annotations"]["runbook"].partition("#")
    assert page == "docs/runbook.md"
    assert heading in {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", RUNBOOK, re.MULTILINE)}


def test_brackets_are_closed():
    for query in [*QUERIES, *(alert["expr"] for alert in ALERTS)]:
        assert query.count("(") == query.count(")"), query
        assert query.count("{") == query.count("}"), query


def test_labels_that_are_asked_for_are_labels_of_ours_or_of_the_scrape():
    known = set().union(*labels().values()) | {"le", "instance", "service", "job"}
    for query in QUERIES:
        for found in re.findall(r"\bby \(([^)]*)\)", query):
            assert set(re.split(r"\s*,\s*", found)) <= known, query


def test_the_autoscaler_asks_for_what_the_adapter_offers():
    rules = yaml.safe_load((FOLDER / "prometheus-adapter.yaml").read_text())["rules"]["custom"]
    wanted = [
        metric["pods"]["metric"]["name"]
        for one in files.base()
        if one["kind"] == "HorizontalPodAutoscaler"
        for metric in one["spec"]["metrics"]
        if metric["type"] == "Pods"
    ]
    assert wanted == [rule["name"]["as"] for rule in rules] == ["oxbow_sockets"]


def test_panels_have_names_of_their_own_and_do_not_overlap():
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len(set(numbers)) == len(numbers)
