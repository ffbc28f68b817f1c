"""docs/operating.md tells every exit code, every trouble of a site and every reason for which an address is left out."""

import ast
import re

import pytest

from newsbot import outcome
from newsbot.errors import ExitCode
from newsbot.frontier import failures
from newsbot.frontier.policy import DEFAULT_REVISIT, retry_wait
from newsbot.pipelines.drops import NewsbotDrop

JUDGES = {"mark_skipped": 1, "mark_gone": 1, "mark_failed": 1, "RefusedRequest": 0}
"""Calls that give a reason, and the place of it among their arguments."""
REFUSERS = ("newsbot/text/traps.py", "newsbot/middlewares/addresses.py")
"""Modules whose functions return reasons."""
OF_SNAPSHOTS = {"not_archived", "not_fetched", "image_..."}
"""Given by what records, packs and keeps pictures, not by calls in a crawl."""
OPEN_ENDED = {"http_NNN", "callback_NAME", "http_404", "http_410"}


def test_every_exit_code_has_its_row(document, names):
    rows = document("docs/operating.md").table("code", "name", "means", "do")
    assert [(int(code), name) for code, name, *_ in rows] == [(code.value, code.name) for code in ExitCode]
    assert all(all(row) for row in rows)


def test_every_trouble_has_its_row_with_its_code(document, names):
    rows = document("docs/operating.md").table("trouble", "code")
    told = {names(row[0])[0]: int(row[1]) for row in rows}
    known = {*outcome.FAILURES.values(), "network", *outcome.STATUSES.values(), "server", *outcome.UNREAD}
    assert known | {"robots", "private_address", "offsite"} == told.keys()
    for trouble, code in told.items():
        expected = ExitCode.QUALITY_GATE_FAILED if trouble in outcome.UNREAD else ExitCode.BLOCKED
        assert code == expected, trouble


def test_every_drop_has_its_row(reasons_told):
    drops = {re.sub("(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in NewsbotDrop.__subclasses__()}
    assert drops <= reasons_told


def test_every_reason_to_skip_has_its_row_and_no_other_has(root, reasons_told):
    drops = {re.sub("(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in NewsbotDrop.__subclasses__()}
    ignored = (word for _, word in failures._IGNORED)  # noqa: SLF001 - the document tells each of these words
    words = {*failures._WORDS.values(), *ignored, "ignored"}  # noqa: SLF001 - as above
    given = set()
    for path in sorted((root / "newsbot").rglob("*.py")):
        given |= reasons_given(ast.parse(path.read_text(encoding="utf-8")), is_refuser=str(path).endswith(REFUSERS))
    # «not_a_» with the page's kind behind it
    beginnings = {reason for reason in given if reason.endswith("_")}
    expected = drops | words | given - beginnings
    missing = {reason for reason in expected if reason not in reasons_told and not reason.startswith("http_")}
    assert not missing, f"no row in docs/operating.md for {missing}"
    stale = {
        reason
        for reason in reasons_told - expected - OPEN_ENDED - OF_SNAPSHOTS
        if not any(reason.startswith(beginning) for beginning in beginnings)
    }
    assert not stale, f"docs/operating.md tells of {stale}, which nothing gives"


def test_the_waits_after_failures_are_the_policys(document):
    text = " ".join(document("docs/operating.md").text.split())
    minutes = [round(retry_wait(failure).total_seconds() / 60) for failure in range(1, 6)]
    assert minutes == [15, 60, 240, 960, 2880]
    assert "after 15 minutes, an hour, 4 hours, 16 hours and then every 2 days" in text
    ages = [(age.total_seconds() / 3600, wait.total_seconds() / 3600) for age, wait in DEFAULT_REVISIT]
    assert ages == [(24, 3), (72, 12), (240, 72), (720, 240)]
    assert "every 3 hours on their first day, every 12 hours until the third, every 3 days until the tenth" in text


@pytest.fixture
def reasons_told(document, names):
    rows = document("docs/operating.md").table("reason", "means", "do")
    return {name for row in rows for name in names(row[0])}


def reasons_given(tree, *, is_refuser):
    """The reasons that stand in a module as words; a formatted one counts up to its first hole."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found |= reasons_of_call(node)
        elif is_refuser and isinstance(node, ast.Return) and node.value is not None:
            found |= words(node.value)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "refused" for target in targets):
                found |= words(node.value)
    return found


def reasons_of_call(call):
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in JUDGES and len(call.args) > JUDGES[name]:
        return words(call.args[JUDGES[name]])
    if name == "Outcome":
        return {word for given in call.keywords if given.arg == "reason" for word in words(given.value)}
    return set()


def words(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value} if re.fullmatch("[a-z0-9_]+", node.value) else set()
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return {node.values[0].value}
    if isinstance(node, ast.IfExp):
        return words(node.body) | words(node.orelse)
    if isinstance(node, ast.BoolOp):
        return {word for value in node.values for word in words(value)}
    return set()
