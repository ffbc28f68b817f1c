"""The READMEs show what the program does, in both languages alike."""

import json
import re

import pytest
from command_line import newsbot

from newsbot.feeds.schema import article_schema

CUT = "…"
OF_THE_RUN = {"id", "date_downloaded", "first_seen", "parser_version"}
"""They differ from one run or port to another."""


@pytest.fixture(params=["README.md", "README.ar.md"])
def readme(request, document):
    return document(request.param)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A run of the demo as a newcomer makes it: what it prints and what it publishes."""
    folder = tmp_path_factory.mktemp("demo")
    run = newsbot("demo", cwd=folder)
    assert run.returncode == 0, run.stderr
    (feed,) = (folder / "data/feeds/demo").glob("*.jsonl")
    return run.stderr + run.stdout, feed.read_text(encoding="utf-8").splitlines()


def test_the_feed_line_fits_the_schema(readme):
    (line,) = readme.code("json")
    assert_fits(json.loads(line), article_schema(), "line")


@pytest.mark.crawl
def test_the_feed_line_is_one_of_the_demos(readme, demo):
    (shown,) = map(json.loads, readme.code("json"))
    items = [json.loads(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8475", line)) for line in demo[1]]
    (real,) = [item for item in items if item["url"] == shown["url"]]
    assert list(shown) == list(real)
    for name in shown.keys() - OF_THE_RUN:
        assert is_cut_of(shown[name], real[name]), name


@pytest.mark.crawl
def test_the_demos_output_is_what_it_prints(readme, demo):
    shown = next(code for code in readme.code("text") if "demo: complete" in code)
    assert labels(shown) == labels(demo[0])
    headlines = {json.loads(line)["headline"] for line in demo[1]}
    assert set(headlines_of(shown)) <= headlines
    assert len(headlines_of(shown)) == len(headlines_of(demo[0]))


def test_both_languages_show_the_same(document):
    english, arabic = document("README.md"), document("README.ar.md")
    assert arabic.text.startswith('<div dir="rtl">\n')
    for language in ("sh", "text", "json"):
        assert arabic.code(language) == english.code(language)
    assert [places(row) for row in arabic.rows] == [places(row) for row in english.rows]
    assert len(arabic.headings) == len(english.headings)


def test_code_in_the_arabic_text_keeps_its_direction(document):
    """A code block inside of <div dir="rtl"> is turned round unless it is in a <div dir="ltr"> of its own."""
    text = document("README.ar.md").text
    for match in re.finditer(r"^```\w+$", text, re.MULTILINE):
        before = text[: match.start()].rstrip()
        assert before.endswith('<div dir="ltr">'), text[match.start() : match.end() + 40]
    assert text.count("<div") == text.count("</div>")


def places(row):
    return [path.rstrip("/") for path in re.findall(r"`((?:newsbot|docs)/[^`]*)`", row[1])]


def labels(output):
    """The beginnings of the lines that sum up: what follows differs, and a slow run tells its progress in between."""
    return re.findall(r"^(?:The [\w ]+|demo: [a-z]+|  [a-z]+  )", output, re.MULTILINE)


def headlines_of(output):
    """The headlines, each of which stands below an empty line."""
    return re.findall(r"^\n  (.+)$", output, re.MULTILINE)


def is_cut_of(shown, real):
    if isinstance(shown, str) and shown.endswith(CUT):
        return real.startswith(shown.removesuffix(CUT).rstrip())
    if isinstance(shown, list):
        return all(is_cut_of(one, other) for one, other in zip(shown, real, strict=False))
    return shown == real


def assert_fits(value, schema, where):
    """Check the part of JSON Schema that newsbot's own uses."""
    kinds = {"string": str, "integer": int, "array": list, "object": dict, "null": type(None)}
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(value, tuple(kinds[kind] for kind in allowed)), where
    if isinstance(value, list):
        for place, part in enumerate(value):
            assert_fits(part, schema["items"], f"{where}[{place}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        assert set(schema.get("required", ())) <= value.keys(), where
        for name, part in value.items():
            inner = properties.get(name) or schema["additionalProperties"]
            assert inner, f"{where}.{name} is no field"
            assert_fits(part, inner, f"{where}.{name}")
