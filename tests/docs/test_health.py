"""docs/health.md tells every rule and every metric; the dashboard asks for metrics that there are."""

import json
import re

from newsbot.extensions.board import COUNTERS, GAUGES
from newsbot.health.rules import NAMES


def metrics():
    return {f"{name}_total" for name in COUNTERS} | {*GAUGES, "newsbot_build_info"}


def test_every_rule_has_its_row(document, names):
    rows = document("docs/health.md").table("rule", "speaks when")
    assert {name for row in rows for name in names(row[0])} == set(NAMES)


def test_every_metric_has_its_row_with_its_labels(document, names):
    rows = {names(row[0])[0]: row[1] for row in document("docs/health.md").table("metric", "labels", "means")}
    assert rows.keys() == metrics()
    for name, labels in rows.items():
        _, own = {**COUNTERS, **GAUGES}.get(name.removesuffix("_total"), ("", "version"))
        assert set(labels.split(", ")) - {"outlet"} == ({own} if own else set()), name


def test_the_dashboard_asks_for_metrics_that_there_are(root):
    board = json.loads((root / "deploy/grafana-dashboard.json").read_text(encoding="utf-8"))
    asked = {target["expr"] for panel in board["panels"] for target in panel.get("targets", ())}
    named = {name for expression in asked for name in re.findall(r"newsbot_\w+", expression)}
    named |= set(re.findall(r"newsbot_\w+", json.dumps(board["templating"])))
    assert named <= metrics()
    assert metrics() - named <= {"newsbot_build_info", "newsbot_backoff_seconds_total"}
    assert board["schemaVersion"] >= 38, "Grafana 10"
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    for panel in board["panels"]:
        assert {"type", "title", "gridPos"} <= panel.keys()
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
