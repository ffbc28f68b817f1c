"""When a rule is said to have died, and in which words."""

import pytest

from newsbot.extensions.figures import run_figures
from newsbot.extensions.progress import summary
from newsbot.extensions.rulehealth import ENOUGH_ARTICLES, article_sources, first_counts, rule_figures, usual_shares
from newsbot.health.rulefall import FIELDS, RULES, fallen_rules, has_fallen, last_telling
from newsbot.items import Article
from newsbot.pages import rules as page_rules
from newsbot.pages.rules import Rules


def run(given, articles, usual=None, absent=0):
    """The figures of one rule in one run."""
    other = articles - given - absent
    return {"articles": articles, "rules": given, "other": other, "absent": absent, "usual_share": usual}


def stats_of(usual=None, **sources):
    """The stats of a run of an outlet with one rule, for date_published."""
    counted = {f"newsbot/source/date_published/{name.replace('_', '-')}": count for name, count in sources.items()}
    return counted if usual is None else counted | {"newsbot/rule/date_published/usual_share": usual}


@pytest.mark.parametrize(
    ("given", "articles", "usual"),
    [
        (3, 40, 0.98),
        (0, 10, 1.0),
        (7, 10, 1.0),
        (30, 40, 0.98),
        (0, 2000, 0.98),
        (1500, 2000, 0.98),  # the site moves to another layout, section by section
        (0, 40, 0.3),  # a field that few articles have
        (0, 100, 0.15),
        (3, 40, 0.3),
        (400, 2000, 0.3),
    ],
)
def test_a_clear_fall(given, articles, usual):
    assert has_fallen(run(given, articles, usual))


@pytest.mark.parametrize(
    ("given", "articles", "usual"),
    [
        (0, 40, None),  # no earlier run to compare with
        (0, 9, 0.98),  # too few articles
        (0, 0, 0.98),
        (40, 40, 0.98),
        (40, 40, 0.3),  # a rise
        (8, 10, 1.0),
        (36, 40, 0.98),
        (1700, 2000, 0.98),
        (0, 10, 0.3),  # one run in 35 has none, by chance
        (6, 40, 0.3),
        (0, 40, 0.02),
        (0, 40, 0.0),  # a rule that never gave anything
    ],
)
def test_no_clear_fall(given, articles, usual):
    assert not has_fallen(run(given, articles, usual))


HEADLINE = Rules(headline="//h1")


@pytest.mark.parametrize(
    ("earlier", "usual"),
    [
        ([], None),
        ([run(49, 50)], 0.98),
        ([run(9, 9)], None),
        ([run(0, 9), run(10, 10)], 1.0),  # too few articles are no measure
        ([run(45, 50), run(50, 50)], 0.95),
        # What an older version of the rule gave does not count once there are enough newer articles.
        ([run(ENOUGH_ARTICLES, ENOUGH_ARTICLES), run(0, 5000)], 1.0),
        # A run in which it had fallen is no measure, else a dead rule would soon be usual.
        ([run(0, 50, 1.0), run(2, 50, 1.0), run(50, 50)], 1.0),
        ([run(0, 50, 1.0), run(0, 50, 1.0)], 0.0),
    ],
)
def test_the_usual_share(earlier, usual):
    shares = usual_shares(HEADLINE, [{"rules": {"headline": figures}} for figures in earlier])
    assert shares == ({} if usual is None else {"headline": usual})


def test_runs_of_an_older_newsbot_and_rules_of_today_only_count_for_nothing():
    earlier = [{"articles": {"new": 40}}, {}, {"rules": {"section": run(40, 40), "headline": run(40, 40)}}]
    assert usual_shares(HEADLINE, earlier) == {"headline": 1.0}
    assert usual_shares(Rules(), earlier) == {}


def test_every_rule_that_fills_a_field_is_counted():
    parts = {"caption", "credit", "attribution"}
    assert RULES.keys() == page_rules.FIELDS - parts
    assert set(RULES.values()) <= set(FIELDS)
    assert first_counts(Rules(body="//article", caption="//figcaption")) == {("article_body", "rules"): 0}


def test_an_article_counts_once_for_each_field():
    article = Article(headline="خبر", sources={"headline": "rules", "related": "text"})
    told = dict(article_sources(article))
    assert told.keys() == set(FIELDS)
    assert (told["headline"], told["related"], told["views"]) == ("rules", "text", "none")
    assert set(dict(article_sources(Article())).values()) == {"none"}


def test_the_figures_of_a_run():
    stats = stats_of(0.98, rules=3, json_ld=30, text=5, none=2) | {"newsbot/source/section/text": 40}
    assert rule_figures(stats) == {"date_published": run(3, 40, 0.98, absent=2)}
    figures = run_figures(stats)
    assert figures["rules"] == rule_figures(stats)
    assert figures["sources"]["section"] == {"text": 40}, "a field without a rule has sources, too"


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ({"rules": 3, "json_ld": 37}, "gave 3 of 40 (usually 98%); JSON-LD gave the rest: newsbot drift marfa"),
        (
            {"rules": 0, "json_ld": 1200, "text": 5, "opengraph": 7, "none": 1},
            "gave 0 of 1,213 (usually 98%); JSON-LD gave 1,200, OpenGraph gave 7, the visible text gave 5, nothing gave 1:",
        ),
        ({"rules": 0, "generic": 30, "none": 10}, "; trafilatura gave 30, nothing gave 10: "),
        ({"rules": 4, "none": 36}, "; nothing gave the rest: "),
    ],
)
def test_the_line_in_the_summary_and_its_words(sources, words):
    stats = stats_of(0.98, **sources)
    (line,) = fallen_rules("marfa", run_figures(stats))
    assert line.startswith("rule for date_published gave ")
    assert words in line
    assert f"  rules     {line}" in summary("marfa", "finished", stats, 60.0)


def test_a_run_without_a_usual_share_says_nothing():
    stats = stats_of(rules=0, json_ld=40)
    assert fallen_rules("marfa", run_figures(stats)) == []
    assert not any("rule" in line for line in summary("marfa", "finished", stats, 60.0))
    assert fallen_rules("marfa", {}) == [], "what an older newsbot kept has no rules"


def test_small_runs_after_a_fall_take_nothing_back():
    small, large = ({"rules": {"headline": run(given, articles, 1.0)}} for given, articles in ((3, 3), (0, 40)))
    assert last_telling([{}, small, {"rules": {}}, large, small]) == large
    assert last_telling([small, {}]) == last_telling([]) == {}
