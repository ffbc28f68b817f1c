"""One made-up article in many markups: what a reader sees is the same, only the elements differ."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

MENU = ("الرئيسية", "أخبار", "تقارير", "المزيد", "رأي", "اقتصاد")


@dataclass(frozen=True)
class Story:
    """What a perfect reader finds."""

    url: str
    headline: str
    time: str
    views: int
    caption: str
    body: tuple[tuple[str, str], ...]
    """(kind, text): p, h or q; a quote's text is «text|attribution»."""
    related: tuple[tuple[str, str], ...]
    site: str = "مرآة الشاطئ"

    @property
    def paragraphs(self) -> list[str]:
        return [text for kind, text in self.body if kind != "q"]

    @property
    def quotes(self) -> list[tuple[str, str]]:
        return [tuple(text.split("|")) for kind, text in self.body if kind == "q"]


STORY = Story(
    url="http://anapress.net/a/200000000000001",
    headline='بلدية الساحل تفتتح "سوق الضفة" بعد عامين من الترميم',
    time="10:44",
    views=249,
    caption="السوق القديم- أرشيفية",
    body=(
        ("p", 'افتتحت بلدية الساحل أمس ما سمّته "سوق الضفة"، بعد أعمال ترميم استمرت عامين وشملت أكثر من سبعين دكاناً في الحي القديم.'),
        ("p", "وقال رئيس البلدية إن المشروع أعاد إلى السوق سقفه الخشبي وأرضيته الحجرية، وإن كلفته بلغت 45 مليون ليرة، جمع الأهالي ثلثها."),
        ("q", "سنبقى في هذا السوق كما بقي آباؤنا فيه ولن نغلق دكاننا يوماً واحداً مهما طال الشتاء|أبو سامر"),
        ("p", 'وأضاف صاحب دكان يبيع النحاس منذ ثلاثين عاماً: "سنبقى في هذا السوق كما بقي آباؤنا فيه ولن نغلق دكاننا يوماً واحداً مهما طال الشتاء، فالناس هنا يعرف بعضهم بعضاً".'),
        ("h", "عودة الحرفيين"),
        ("p", "ومنذ إعلان الافتتاح عاد نحو عشرين حرفياً إلى دكاكينهم، بينهم صانعو فخار ونسّاجون، في حين ينتظر آخرون انتهاء تمديد الكهرباء."),
        ("p", "وتشير تقديرات غرفة التجارة إلى أن السوق كان يستقبل قبل إغلاقه نحو 1,200 زائر في اليوم (ثلثهم من خارج المدينة)، وهو رقم تأمل البلدية بلوغه في الصيف المقبل."),
        ("h", "خطة للسير"),
        ("p", "وتعمل البلدية على خطة تمنع دخول السيارات إلى الحي بين التاسعة صباحاً والعاشرة مساءً، وعلى موقف يتسع لثلاثمئة سيارة عند المدخل الشرقي."),
        ("p", "ولم تُحسم بعد مسألة إيجارات الدكاكين، إذ يطالب المستأجرون بعقود تمتد عشر سنوات على الأقل، فيما تقترح البلدية خمس سنوات قابلة للتجديد."),
    ),
    related=(
        ("المزارعون في ريف المدينة يبدؤون موسم قطاف الزيتون مبكراً", "/a/200000000000002"),
        ("افتتاح مكتبة عامة في الحي الشرقي تضم عشرة آلاف كتاب", "/a/200000000000003"),
        ('فريق "النوارس" يتأهل إلى نهائي كأس الساحل', "/a/200000000000004"),
        ("أسعار الخضار تتراجع مع وصول الإنتاج المحلي إلى الأسواق", "/a/200000000000005"),
        ('طلاب الجامعة لـ "مرآة الشاطئ": نحتاج إلى قاعات أكثر', "/a/200000000000006"),
    ),
)  # fmt: skip


@dataclass
class Layout:
    """How the parts of a page are put together."""

    heading: Callable[[str], str] = lambda text: f"<h3>{text}</h3>"
    related: Callable[[list[tuple[str, str]]], str] = lambda links: (
        "<ul>" + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in links) + "</ul>"
    )
    block: Callable[[str, str], str] = lambda heading, links: f"<section>{heading}{links}</section>"
    place: str = "after"
    label: str = "المزيد"
    headline: Callable[[str], str] = lambda text: f"<h1>{text}</h1>"
    meta: Callable[[Story], str] = lambda s: (
        f"<div><time>{s.time}</time> <span>{s.views} مشاهدة</span><input value='{s.url}'></div>"
    )
    picture: Callable[[str], str] = lambda caption: (
        f"<figure><img src='/i/1.jpg'><figcaption>{caption}</figcaption></figure>"
    )
    tools: str = "<div>حجم الخط: <button>+</button><button>-</button></div>"
    part: Callable[[str, str], str] = lambda kind, text: {
        "p": f"<p>{text}</p>",
        "h": f"<h3>{text}</h3>",
        "q": "<blockquote>{}<cite>{}</cite></blockquote>".format(*(text + "|").split("|")[:2]),
    }[kind]
    body: Callable[[str], str] = lambda inner: f"<div>{inner}</div>"
    frame: Callable[[str, str, str], str] = lambda menu, article, aside: (
        f"<body><header>{menu}</header><main><article>{article}</article>{aside}</main><div id='footer'><a href='/about'>من نحن</a> جميع الحقوق محفوظة</div></body>"
    )
    head: Callable[[Story], str] = lambda s: ""
    more_button: str = ""
    encoding: str = "utf-8"
    declared: str | None = "utf-8"


def _flat(kind: str, text: str) -> str:
    return text.replace("|", "<br>") + "<br><br>"


def _flat_single(kind: str, text: str) -> str:
    return text.replace("|", "<br>") + "<br>"


def _json_ld(story: Story) -> str:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": story.site},
            {
                "@type": "NewsArticle",
                "headline": story.headline,
                "mainEntityOfPage": story.url,
                "image": {"@type": "ImageObject", "url": "/i/1.jpg"},
                "publisher": {"@type": "Organization", "name": story.site},
            },
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _rows(links: list[tuple[str, str]]) -> str:
    return "".join(f"<tr><td><a href={u}>{t}</a></td></tr>" for t, u in links)


def _cards(links: list[tuple[str, str]]) -> str:
    return (
        "<div>"
        + "".join(
            f'<div><a href="{u}"><img src="/t/{i}.jpg"></a><span>محليات</span><h4><a href="{u}">{t}</a></h4><p>مقتطف قصير من الخبر يروي بعض ما جرى في المدينة خلال اليومين الماضيين دون تفاصيل.</p><time>اليوم</time></div>'
            for i, (t, u) in enumerate(links)
        )
        + "</div>"
    )


def _bare(links: list[tuple[str, str]]) -> str:
    return "".join(f"<a href='{u}'>{t}</a><br>" for t, u in links)


def _big_link(links: list[tuple[str, str]]) -> str:
    return "".join(f"<a href='{u}'><div><img src='/t/1.jpg'></div><div><span>{t}</span></div></a>" for t, u in links)


LAYOUTS: dict[str, Layout] = {
    "modern": Layout(),
    "table": Layout(
        heading=lambda text: f"<tr><td class=t>{text}</td></tr>",
        related=_rows,
        block=lambda heading, links: f"<table>{heading}{links}</table>",
        headline=lambda text: f"<font size=5><b>{text}</b></font><br>",
        meta=lambda s: f"{s.time}<br>{s.url}<br>{s.views}<br>مشاهدة<br>",
        picture=lambda caption: f"<table><tr><td><img src=/i/1.jpg></td></tr><tr><td>{caption}</td></tr></table>",
        tools="حجم الخط:<br>",
        part=lambda kind, text: {"p": f"<div>{text}</div>", "h": f"<div><b>{text}</b></div>", "q": "<div class=qq><span>{}</span>\n<i>{}</i></div>".format(*(text + "|").split("|")[:2])}[kind],
        frame=lambda menu, article, aside: f"<body><table width=100%><tr><td colspan=2>{menu}</td></tr><tr><td width=25%>{aside}</td><td>{article}</td></tr></table></body>",
    ),
    "br-double": Layout(part=_flat, picture=lambda caption: f"<img src='/i/1.jpg'><br>{caption}<br>", tools="حجم الخط:<br>", meta=lambda s: f"{s.time}<br>{s.url}<br>{s.views} مشاهدة<br>"),
    "br-single": Layout(part=_flat_single, tools="حجم الخط: <br>"),
    "br-bare-links-after": Layout(part=_flat, heading=lambda text: f"<b>{text}</b><br>", related=_bare, block=lambda heading, links: heading + links, place="end-of-body"),
    "middle-list": Layout(place="middle"),
    "middle-bare": Layout(place="middle", heading=lambda text: f"<p><strong>{text}:</strong></p>", related=lambda links: "".join(f"<p><a href='{u}'>{t}</a></p>" for t, u in links), block=lambda heading, links: heading + links),
    "middle-br-bare": Layout(place="middle", part=_flat, heading=lambda text: f"{text}<br>", related=_bare, block=lambda heading, links: heading + links),
    "before": Layout(place="before"),
    "cards": Layout(related=_cards),
    "cards-middle": Layout(related=_cards, place="middle"),
    "big-links": Layout(related=_big_link, heading=lambda text: f"<div><span>{text}</span></div>"),
    "tatweel": Layout(label="المـــزيد:"),
    "diacritics": Layout(label="المَزِيد", heading=lambda text: f"<span>{text}</span>"),
    "presentation": Layout(label="\ufe8d\ufedf\ufee4\ufeb0\ufef3\ufeaa"),
    "read-also": Layout(label="اقرأ أيضاً"),
    "spans": Layout(
        heading=lambda text: f"<span><span>{text}</span></span>",
        headline=lambda text: f"<span style='font-size:30px'><span>{text}</span></span>",
        part=lambda kind, text: {"p": f"<div><span>{text}</span></div>", "h": f"<div><span>{text}</span></div>", "q": "<div><span>{}</span> <span>{}</span></div>".format(*(text + "|").split("|")[:2])}[kind],
    ),
    "json-ld": Layout(head=_json_ld),
    "windows-1256": Layout(encoding="windows-1256", declared="windows-1256"),
    "windows-1256-undeclared": Layout(encoding="windows-1256", declared=None),
    "windows-1256-lying": Layout(encoding="windows-1256", declared="utf-8"),
    "more-button": Layout(more_button="<div><a href='/news'>المزيد</a></div>"),
    "linked-heading": Layout(heading=lambda text: f"<h3><a href='/c/1'>{text}</a></h3>"),
    "definition-list": Layout(heading=lambda text: f"<dt>{text}</dt>", related=lambda links: "".join(f"<dd><a href='{u}'>{t}</a></dd>" for t, u in links), block=lambda heading, links: f"<dl>{heading}{links}</dl>"),
    "heading-apart": Layout(block=lambda heading, links: f"<div><div>{heading}</div></div><div>{links}</div>"),
    "absolute-query": Layout(related=lambda links: "".join(f"<p><a href='http://www.anapress.net{u}?ref=more'>{t}</a></p>" for t, u in links)),
    "paragraphs-no-tools": Layout(tools="", meta=lambda s: f"<p>{s.time}</p><p>عدد المشاهدات: {s.views}</p>"),
    "most-read-beside": Layout(more_button="<div><h3>الأكثر قراءة</h3><ul><li><a href='/a/900000000000001'>خبر آخر لا صلة له بهذه المادة أبداً</a></li><li><a href='/a/900000000000002'>خبر ثان لا صلة له بهذه المادة أبداً</a></li></ul></div>"),
    "most-read-before": Layout(place="before", block=lambda heading, links: f"<div><div>الأكثر قراءة</div><ul><li><a href='/a/900000000000001'>خبر آخر لا صلة له بهذه المادة أبداً</a></li></ul></div><div>{heading}{links}</div>"),
    "comments": Layout(more_button="<section><h3>التعليقات</h3><div><b>سامر</b><p>هذا السوق من أجمل ما في المدينة وكنت أزوره مع جدي في كل جمعة قبل أن يغلق أبوابه منذ سنين.</p></div><div><b>ليلى</b><p>أتمنى أن تبقى الإيجارات في متناول الحرفيين وإلا فلن يبقى في السوق غير المطاعم والمقاهي.</p></div></section>"),
    "footer-prose": Layout(frame=lambda menu, article, aside: f"<body>{menu}<div>{article}</div><div>{aside}</div><div><p>مرآة الشاطئ صحيفة محلية مستقلة تصدر من الساحل منذ عشرين عاماً وتنقل أخبار المدينة وريفها يوماً بيوم.</p><p>جميع الحقوق محفوظة</p></div></body>"),
    "form-wrapper": Layout(frame=lambda menu, article, aside: f"<body><form action='/' method='post'><input type=hidden name=s value=1>{menu}<div>{article}</div><div>{aside}</div></form></body>"),
    "mega-menu": Layout(frame=lambda menu, article, aside: f"<body><div>{menu}<div><a href='/a/900000000000001'>آخر ما ورد من أخبار الساحل في هذه الساعة</a><a href='/a/900000000000002'>خبر ثان من أخبار الساحل في هذه الساعة</a></div></div><main>{article}{aside}</main></body>"),
    "table-paragraphs": Layout(part=lambda kind, text: {"p": f"<table><tr><td>{text}</td></tr></table>", "h": f"<table><tr><td><b>{text}</b></td></tr></table>", "q": "<table><tr><td>{}</td></tr><tr><td>{}</td></tr></table>".format(*(text + "|").split("|")[:2])}[kind]),
    "font-tags": Layout(part=lambda kind, text: {"p": f"<font size=4>{text}</font><br><br>", "h": f"<font color=red><b>{text}</b></font><br>", "q": "<font color=blue>{}<br>{}</font><br><br>".format(*(text + "|").split("|")[:2])}[kind], heading=lambda text: f"<font color=red>{text}</font><br>", related=_bare, block=lambda heading, links: f"<td>{heading}{links}</td>", frame=lambda menu, article, aside: f"<body><table><tr><td>{menu}</td></tr></table><table><tr><td>{article}</td>{aside}</tr></table></body>"),
    "linked-text": Layout(part=lambda kind, text: {"p": "<p>{}</p>".format(text.replace("السوق", "<a href='/t/1'>السوق</a>")), "h": f"<h4>{text}</h4>", "q": "<aside><p>{}</p><p>{}</p></aside>".format(*(text + "|").split("|")[:2])}[kind]),
    "heading-with-sign": Layout(label="المزيد »"),
    "heading-linked-whole": Layout(heading=lambda text: f"<a href='/c/1'><h3>{text}</h3></a>"),
    "windows-1256-br-middle": Layout(place="middle", part=_flat, heading=lambda text: f"<b>{text}</b><br>", related=_bare, block=lambda heading, links: heading + links, encoding="windows-1256", declared=None),
    "own-heading": Layout(label="تابعوا الملف"),
    "share-lines": Layout(tools="<div>حجم الخط: </div><div>شارك الخبر على فيسبوك</div><div>طباعة</div><div>نسخ الرابط</div>"),
    "divs-only": Layout(
        headline=lambda text: f"<div class=a1>{text}</div>", heading=lambda text: f"<div>{text}</div>",
        related=lambda links: "".join(f"<div><a href='{u}'>{t}</a></div>" for t, u in links), block=lambda heading, links: f"<div>{heading}{links}</div>",
        picture=lambda caption: f"<div><img src='/i/1.jpg'></div><div>{caption}</div>",
        part=lambda kind, text: {"p": f"<div>{text}</div>", "h": f"<div>{text}</div>", "q": "<div><div>{}</div><div>{}</div></div>".format(*(text + "|").split("|")[:2])}[kind],
        frame=lambda menu, article, aside: f"<body><div>{menu}</div><div>{article}</div><div>{aside}</div><div>جميع الحقوق محفوظة</div></body>",
    ),
}  # fmt: skip


def page(story: Story, layout: Layout) -> bytes:
    """The page in its encoding."""
    menu = (
        "<ul class='menu'>" + "".join(f"<li><a href='/c/{n}'>{text}</a></li>" for n, text in enumerate(MENU)) + "</ul>"
    )
    links = [(escape(text, quote=False), url) for text, url in story.related]
    aside = layout.block(layout.heading(layout.label), layout.related(links)) + layout.more_button
    parts = [layout.part(kind, escape(text, quote=False)) for kind, text in story.body]
    if layout.place == "middle":
        parts.insert(len(parts) // 2, aside)
    elif layout.place == "end-of-body":
        parts.append(aside)
    head = "".join(
        (
            layout.headline(escape(story.headline, quote=False)),
            layout.meta(story),
            layout.picture(story.caption),
            layout.tools,
        )
    )
    article = head + layout.body("".join(parts))
    if layout.place == "before":
        article = aside + article
    outside = aside if layout.place == "after" else ""
    charset = f"<meta charset='{layout.declared}'>" if layout.declared else ""
    html = (
        f"<!DOCTYPE html><html lang='ar' dir='rtl'><head>{charset}<title>{escape(story.headline)} | {story.site}</title>"
        f"{layout.head(story)}</head>{layout.frame(menu, article, outside)}</html>"
    )
    return html.encode(layout.encoding, "xmlcharrefreplace")
