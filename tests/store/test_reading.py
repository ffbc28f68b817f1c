"""One article with its history and its kin."""

from dataclasses import replace

from made_articles import keep, values

from newsbot.store.reading import stored_article


def test_an_article_with_its_revisions(store):
    keep(store, values(1), values(2))
    keep(store, values(1, revision=2, headline="عنوان جديد"))
    article = stored_article(store.database, "a001")
    assert article.item["headline"] == "عنوان جديد"
    assert [revision.revision for revision in article.revisions] == [1, 2]
    assert (article.state, article.gone_at, article.outlet, article.copies) == ("live", None, "demo", [])
    assert stored_article(store.database, "none") is None
    assert stored_article(store.database, "'; --") is None


def test_copies_and_the_rest_of_the_story(store):
    keep(
        store,
        values(1),
        values(2, duplicate_of="a001"),
        values(3, duplicate_of="a001"),
        values(4),
        values(5),
        values(6),
    )
    for number in (1, 4, 5):
        record = store.articles.find(f"a{number:03}")
        store.articles.replace(replace(record, story="a001"), store.articles.revisions(record.id)[0])
    store.flush()

    def kin(article_id):
        return [article.id for article in stored_article(store.database, article_id).copies]

    assert kin("a001") == ["a002", "a003", "a004", "a005"]
    assert kin("a003") == ["a001", "a002"]
    assert kin("a005") == ["a001", "a004"]
    assert kin("a006") == []
