"""What stands between, before and behind an article's paragraphs: what is its own stays, what is not goes.

All sites, names and texts are made up.
"""

from datetime import UTC, datetime

import pytest

from newsbot.pages.reading import read_page

URL = "https://www.mirsad.example/news/2026/11/20/84512"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HEADLINE = "ميناء الصيادين يستعيد نشاطه بعد عام من الإغلاق"
P = (
    "عاد الصيادون صباح أمس إلى ميناء المدينة القديم بعد عام كامل من الإغلاق، وخرجت أربعون مركباً إلى عرض البحر مع طلوع الفجر.",
    "وقال رئيس نقابة الصيادين إن الأرصفة رُممت بتمويل من البلدية، وإن العمل شمل تدعيم كاسر الأمواج وتركيب إنارة جديدة على طول الرصيف.",
    "وأضاف أن سوق السمك سيفتح أبوابه الأسبوع المقبل، بعد أن تنتهي فرق الصيانة من تمديد شبكة المياه إلى المحال الستين.",
    "ويأمل أصحاب المراكب أن يعوض الموسم الحالي بعض خسائرهم، إذ بقي كثير منهم بلا عمل طوال أشهر الشتاء الماضي.",
    "ويرى خبراء في الثروة السمكية أن تنظيم الصيد في الخليج سيعيد إليه أنواعاً غابت عنه منذ أكثر من عشر سنوات.",
)  # fmt: skip
RELATED = '<a href="/news/2026/11/18/84400">أسعار السمك ترتفع في أسواق الساحل قبل العيد</a>'


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def body_of(inside, *, before="", after="", head="", frame="<div class='x1'>{}</div>"):
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{HEADLINE} - مرصاد</title>{head}</head><body>"
        "<div class='m'><a href='/'>الرئيسية</a> <a href='/c/1'>محليات</a> <a href='/c/2'>اقتصاد</a></div>"
        f"<div class='page'><h1>{HEADLINE}</h1>{before}{frame.format(inside)}{after}</div>"
        "<div>مرصاد 2026</div></body></html>"
    )
    article = read_page(html.encode(), URL, now=NOW)
    return (article.article_body or "").split("\n\n")


BETWEEN = {
    "gallery": (
        "<div class='g'><figure><img src='/1.jpg'><figcaption>مراكب في الميناء</figcaption></figure>"
        "<figure><img src='/2.jpg'><figcaption>الرصيف الجديد</figcaption></figure><span>1 من 2</span></div>"
    ),
    "picture": "<p><img src='/3.jpg'></p>",
    "youtube": "<div class='video'><iframe src='https://www.youtube.com/embed/abc'></iframe></div>",
    "instagram": (
        "<blockquote class='instagram-media'><a href='https://www.instagram.com/p/x/'>عرض هذا المنشور على انستغرام</a>"
        "</blockquote>"
    ),
    "empty ad slot": "<div id='ad-3' class='ads'><script>show()</script></div>",
    "labelled ad slot": "<div class='slot'><span>إعلان</span><div></div></div>",
    "read-also box": f"<div class='box'><h4>اقرأ أيضاً</h4><ul><li>{RELATED}</li></ul></div>",
    "read-also line": f"<p>اقرأ أيضاً: {RELATED}</p>",
    "read-also bold line": f"<p><strong>اقرأ أيضاً: {RELATED}</strong></p>",
    "related line without label": f"<p>{RELATED}</p>",
    "most read": f"<div class='b'><div><h3>الأكثر قراءة</h3></div><ul><li>{RELATED}</li></ul></div>",
    "share row": "<ul class='tools'><li>فيسبوك</li><li>تويتر</li><li>طباعة</li><li>حجم الخط</li></ul>",
    "follow line": "<p>تابعونا على قناة مرصاد في تلغرام</p>",
    "channel link": "<p><a href='https://t.me/mirsad'>كن أول من يعلم عبر قناتنا</a></p>",
}


@pytest.mark.parametrize("name", BETWEEN)
def test_what_divides_a_text_goes_and_both_halves_stay(name):
    assert body_of(paragraphs(*P[:3]) + BETWEEN[name] + paragraphs(*P[3:])) == list(P)


@pytest.mark.parametrize("name", BETWEEN)
def test_what_stands_before_the_last_paragraph_does_not_take_it_along(name):
    assert body_of(paragraphs(*P[:4]) + BETWEEN[name] + paragraphs(P[4])) == list(P)


@pytest.mark.parametrize("name", BETWEEN)
def test_what_ends_a_text_goes(name):
    assert body_of(paragraphs(*P) + BETWEEN[name]) == list(P)


def test_a_quoted_post_stays_with_its_signature():
    post = (
        "<div class='social-embed'><blockquote class='twitter-tweet'><p>وصلت المراكب الأولى إلى الرصيف الشرقي قبل قليل وسط فرحة الأهالي</p>"
        "&mdash; نقابة الصيادين (@sayyadin) <a href='https://twitter.com/sayyadin/status/1'>20 نوفمبر 2026</a></blockquote></div>"
    )
    body = body_of(paragraphs(*P[:2]) + post + paragraphs(*P[2:]))
    assert body == [
        *P[:2],
        "وصلت المراكب الأولى إلى الرصيف الشرقي قبل قليل وسط فرحة الأهالي",
        "— نقابة الصيادين (@sayyadin) 20 نوفمبر 2026",
        *P[2:],
    ]


def test_lists_stay_in_the_middle_and_at_the_end():
    items = ["تمديد شبكة المياه", "تركيب الإنارة", "تدعيم كاسر الأمواج"]
    markup = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    assert body_of(paragraphs(*P[:3]) + markup + paragraphs(*P[3:])) == [*P[:3], *items, *P[3:]]
    assert body_of(paragraphs(*P) + "<p>وتشمل الخطة:</p>" + markup) == [*P, "وتشمل الخطة:", *items]


def test_a_table_stays():
    table = "<table><tr><th>النوع</th><th>السعر</th></tr><tr><td>سلمون</td><td>45</td></tr></table>"
    body = body_of(paragraphs(*P[:3]) + table + paragraphs(*P[3:]))
    assert body == [*P[:3], "النوع", "السعر", "سلمون", "45", *P[3:]]


def test_links_to_other_sites_are_the_articles_own():
    source = "<p><a href='https://records.example/port.pdf'>تقرير هيئة الموانئ عن أعمال الترميم في الخليج</a></p>"
    assert body_of(paragraphs(*P[:3]) + source + paragraphs(*P[3:])) == [
        *P[:3],
        "تقرير هيئة الموانئ عن أعمال الترميم في الخليج",
        *P[3:],
    ]


def test_lines_that_break_elements_give_are_paragraphs():
    assert body_of("<br><br>".join(P)) == list(P)
    assert body_of("<br>".join(P)) == list(P)


@pytest.mark.parametrize("divider", ["", BETWEEN["empty ad slot"], BETWEEN["read-also box"]])
@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_a_text_split_over_containers_is_one(cut, divider):
    parts = f"<div class='part'>{paragraphs(*P[:cut])}</div>{divider}<div class='part'>{paragraphs(*P[cut:])}</div>"
    assert body_of(parts, frame="{}") == list(P)


def test_a_live_page_keeps_its_posts():
    posts = "".join(f"<article class='post'><time>1{n}:30</time><p>{text}</p></article>" for n, text in enumerate(P))
    html = body_of(posts, frame="<article><div class='posts'>{}</div></article>")
    assert [text for text in html if text in P] == list(P)


def test_a_lead_outside_the_container_is_put_back():
    assert body_of(paragraphs(*P[1:]), before=f"<div class='l'>{P[0]}</div>") == list(P)
    dated = f"<div class='l'>{P[0]}</div><div class='d'>20 نوفمبر 2026 - 10:44</div>"
    assert body_of(paragraphs(*P[1:]), before=dated) == list(P)


STANDFIRST = "أرصفة جديدة وإنارة وسوق للسمك: كيف استعادت المدينة ميناءها القديم بعد عام من الانتظار."
DATE = "<div class='d'>20 نوفمبر 2026 - 10:44</div><figure><img src='/1.jpg'></figure>"


@pytest.mark.parametrize("tag", ["h2", "div", "p"])
def test_a_standfirst_that_is_the_declared_description_is_no_body(tag):
    head = f"<meta property='og:description' content='{STANDFIRST}'>"
    before = f"<div><{tag} class='l'>{STANDFIRST}</{tag}></div>{DATE}"
    assert body_of(paragraphs(*P), before=before, head=head) == list(P)


@pytest.mark.parametrize("tag", ["h2", "div", "p"])
def test_a_lead_that_the_text_takes_up_is_body_though_it_is_the_description(tag):
    head = f"<meta property='og:description' content='{P[0]}'>"
    before = f"<div><{tag} class='l'>{P[0]}</{tag}></div>{DATE}"
    assert body_of(paragraphs(*P[1:]), before=before, head=head) == list(P)


def test_a_first_paragraph_that_is_the_declared_description_is_body():
    assert body_of(paragraphs(*P), head=f"<meta name='description' content='{P[0]}'>") == list(P)


NOTICES = (
    "ملاحظة: التعليقات المنشورة لا تعبر عن رأي الموقع، ونرجو من القراء الالتزام بآداب الحوار وعدم الإساءة إلى أحد.",
    "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على هذا الموقع، ويمكنك تغيير ذلك في أي وقت من إعدادات المتصفح.",
    "المقالات المنشورة تعبر عن آراء أصحابها ولا تعبر بالضرورة عن رأي هيئة تحرير مرصاد.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_notices_of_the_site_go(notice):
    assert body_of(paragraphs(*P, notice)) == list(P)


def test_sentences_about_opinions_and_comments_stay():
    texts = [
        "وأكد المتحدث أن هذه التصريحات لا تعبر عن موقف الحكومة التي ما زالت تدرس المقترح مع شركائها.",
        "ورفض الوزير التعليق على ما نشرته الصحف عن تأجيل افتتاح السوق إلى نهاية العام الجاري.",
    ]
    assert body_of(paragraphs(*P[:2], *texts, *P[2:])) == [*P[:2], *texts, *P[2:]]


def test_a_caption_without_a_frame_goes():
    caption = "مراكب الصيد عند الرصيف الشرقي بعد افتتاح الميناء أمس (الصورة: وكالة مرصاد)"
    picture = f"<p><img src='/1.jpg'></p><p>{caption}</p>"
    assert body_of(paragraphs(*P[:2]) + picture + paragraphs(*P[2:])) == list(P)


def test_other_articles_beside_the_headlines_own_are_not_read():
    own = f"<article class='a'><h1>{HEADLINE}</h1>{paragraphs(*P)}</article>"
    others = "".join(f"<article class='b'><p>{text} وكان ذلك في مدينة أخرى من الساحل.</p></article>" for text in P)
    html = f"<html><head><title>{HEADLINE}</title></head><body><main>{own}{others}</main></body></html>"
    article = read_page(html.encode(), URL, now=NOW)
    assert article.article_body.split("\n\n") == list(P)


def test_news_above_the_headline_are_not_read():
    row = "<ul>" + "".join(f"<li><a href='/n/{n}'>خبر</a> {text}</li>" for n, text in enumerate(P)) + "</ul>"
    html = f"<html><head><title>{HEADLINE}</title></head><body><div>{row}<h2>{HEADLINE}</h2>{paragraphs(*P)}</div></body></html>"
    article = read_page(html.encode(), URL, now=NOW)
    assert article.article_body.split("\n\n") == list(P)


def test_a_line_said_twice_alike_is_no_pull_quote():
    refrain = "وردد الحاضرون: البحر لنا ونحن للبحر ما دام الموج يعود إلى الشاطئ."
    body = body_of(paragraphs(*P[:2], refrain, P[2], refrain, *P[3:]))
    assert body == [*P[:2], refrain, P[2], refrain, *P[3:]]


def test_scripts_without_spaces_are_measured_in_letters():
    texts = [
        "港口的渔民昨天早晨回到了关闭整整一年的旧港，四十艘渔船在黎明时分出海捕鱼。",
        "渔民协会会长说，码头由市政府出资修复，并安装了新的照明设备。",
    ]
    html = f"<html><head><title>渔港恢复</title></head><body><div><a href='/'>首页</a></div><div><h1>渔港恢复</h1>{paragraphs(*texts * 1)}</div></body></html>"
    article = read_page(html.encode(), URL, now=NOW)
    assert article.article_body.split("\n\n") == texts


def test_a_declared_body_replaces_a_teaser_of_it():
    declared = " ".join(P).replace('"', "")
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINE}", "articleBody": "{declared}"}}</script>'
    article = read_page(
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><h1>{HEADLINE}</h1><div>{paragraphs(*P[:2])}</div></body></html>".encode(),
        URL,
        now=NOW,
    )
    assert P[4] in article.article_body
    assert article.sources["article_body"] == "json-ld"


def test_columns_are_no_row_of_teasers():
    column = (
        "<div>" + "".join(f"<p><a href='/n/{n}'>خبر آخر من أخبار الساحل رقم {n}</a></p>" for n in range(5)) + "</div>"
    )
    html = f"<html><head><title>{HEADLINE}</title></head><body>{column}<div><h3>{HEADLINE}</h3><div>{paragraphs(*P)}</div>{column}</div>{column}</body></html>"
    article = read_page(html.encode(), URL, now=NOW)
    assert article.article_body.split("\n\n") == list(P)
    assert article.sources["article_body"] == "text"


def test_a_sentence_framed_with_its_speaker_is_a_pull_quote():
    said, speaker = "البحر لا ينسى من خرج إليه كل صباح مع الفجر", "أبو ياسين، شيخ الصيادين"
    box = f"<div class='q'><div>{said}</div><div>{speaker}</div></div>"
    html = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><div>{paragraphs(*P[:3])}{box}{paragraphs(*P[3:])}</div></body></html>"
    article = read_page(html.encode(), URL, now=NOW)
    assert article.article_body.split("\n\n") == list(P)
    assert article.quotes == [{"text": said, "attribution": speaker}]
