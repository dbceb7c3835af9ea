"""What a running process says of itself at `/metrics`, as Prometheus would read it."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

TOKEN = "token"  # of the test's own servers


def text(port: int) -> str:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.get(f"http://127.0.0.1:{port}/metrics", headers=headers, timeout=30, trust_env=False).text


def figures(port: int) -> "Figures":
    return Figures(text(port))


class Figures:
    """All samples of one scrape."""

    def __init__(self, scraped: str) -> None:
        self._samples = [one for family in text_string_to_metric_families(scraped) for one in family.samples]

    def of(self, name: str, **labels: str) -> float:
        """The sum of all series of a name that have these labels, 0 where there is none."""
        fitting = [one.value for one in self._samples if one.name == name and labels.items() <= one.labels.items()]
        return sum(fitting)
