"""Tells by its words what a short line of a page is for: a widget, the end of the article, a byline; pure text tests."""

from re import VERBOSE
from re import compile as pattern

from newsbot.text.arabic import fold

# Folded text: no diacritics, hamza forms or punctuation. Each alternative must match the whole line.
_WIDGET = pattern(
    r"""(?:
      حجم \s الخط .{0,12} | (?:تكبير|تصغير) (?:\s و? (?:تكبير|تصغير))? \s الخط | الخط
    | (?:شارك(?:نا|ها|ه|وا)? | مشاركه) (?:\s (?:هذا|هذه|على|عبر|في|مع|الخبر|المقال|الماده|الموضوع|المقاله|الان|فيسبوك|تويتر|واتساب|اصدقاءك|التقرير|علي))*
    | (?:طباعه | اطبع | ارسل | ارسال | احفظ | حفظ | نسخ | انسخ) (?:\s \S+){0,4}
    | (?:تم \s)? (?:نسخ | النسخ) (?:\s \S+){0,3}
    | (?:تابعونا | تابعنا | تابعوا | تابع) \s .{0,70}
    | للمزيد .{0,60} | لمتابعه .{0,70} | انضم .{0,60} | اشترك .{0,60} | اضغط \s هنا .{0,40}
    | (?:عدد \s)? (?:ال)?(?:مشاهدات|مشاهده|قراءات|قراءه|زيارات|زياره) (?:\s \d+)? | \d+ \s (?:مشاهده|مشاهدات|قراءه|قراءات|زياره|مره)
    | (?:وقت|مده) \s القراءه .{0,20} | \d+ \s (?:دقيقه|دقائق) (?:\s (?:قراءه|للقراءه))?
    | (?:صوره|صور) \s (?:ارشيفيه|تعبيريه) | استمع \s .{0,40} | الكلمات \s (?:الدلاليه|المفتاحيه) .* | (?:وسوم|الوسوم|تاغات|علامات|برچسب \s ها) .{0,80}
    | facebook | twitter | whatsapp | telegram | فيسبوك | تويتر | واتساب | تيليجرام | تلغرام | تليغرام | لينكد \s ان | ايميل
    | advertisement | ad | sponsored | loading | share (?:\s \S+){0,5} | print | email | tweet | copy \s link | اعلان | اعلانات
    | sign \s up .{0,60} | subscribe .{0,60} | follow \s .{0,60} | click \s here .{0,40} | read \s more .{0,60} | continue \s reading .{0,40}
    | image \s (?:copyright|caption|source) .{0,80} | media \s caption .{0,80} | getty \s images | story \s continues .{0,30} | skip \s .{0,40}
    | newsletter .{0,40} | (?:hide|show) \s caption | toggle \s caption | enlarge \s this \s image | view \s comments | \d+ \s comments? | save | reply
    )""",
    VERBOSE,
)

_END = pattern(
    r"""(?:
      (?:ال)?تعليقات (?:\s .{0,30})? | التعليق | (?:اضف|اضافه|اترك|اكتب|كتابه|شارك) \s (?:تعليق|تعليقا|تعليقك|رد|ردا|برايك|رايك) .{0,30} | تعليقات \s القراء
    | الاكثر \s (?:قراءه|مشاهده|تداولا|شيوعا|شعبيه|تعليقا) .{0,20} | اهم \s الاخبار | اخر \s الاخبار | احدث \s الاخبار | مقالات \s الكاتب .{0,20}
    | حول \s (?:الكاتب|المولف) | عن \s (?:الكاتب|المولف) | نبذه \s عن \s الكاتب | جميع \s الحقوق .{0,60} | حقوق \s النشر .{0,60} | نظرات .{0,20}
    | (?:leave|post|add|write) \s a \s (?:comment|reply) .{0,30} | comments? | join \s the \s (?:conversation|discussion) .{0,30} | \d+ \s comments
    | (?:most|more) \s (?:popular|read|viewed|from|on|in|about|stories|news) .{0,40} | trending .{0,20} | recommended .{0,30} | you \s (?:may|might) \s (?:also \s)? like .{0,20}
    | related (?:\s .{0,30})? | about \s the \s author.{0,10} | all \s rights \s reserved .{0,40} | copyright .{0,60} | up \s next | what \s to \s read \s next
    | popular \s (?:stories|now|posts) | editors? \s picks? | also \s (?:on|in) .{0,30} | from \s the \s web | around \s the \s web | latest (?:\s .{0,20})?
    )""",
    VERBOSE,
)

_BYLINE = pattern(
    r"^\s*(?:كتبت?ه?ا?|بقلم|إعداد|اعداد|تحرير|حوار|حاورته|حاوره|تقرير|ترجمة|متابعة|تصوير|أعدّ?ه|المصدر|المراسل|By|Written by)"
    r"\s*[:\-\u2013\u2014/|]?\s+(?P<name>\S.*)$"
)
_SENTENCE_END = pattern(r"[.!?؟…:»\"”)\]]\s*$")


def is_widget(text: str) -> bool:
    """Whether a short line is a tool of the page: font size, sharing, counters, «follow us»."""
    return len(text) < _LINE_LENGTH and _WIDGET.fullmatch(fold(text)) is not None


def is_end(text: str) -> bool:
    """Whether a short line says that the article is over: comments, most read, rights."""
    return len(text) < _LINE_LENGTH and _END.fullmatch(fold(text)) is not None


def byline(text: str) -> str | None:
    """The name in «كتب: فلان», «بقلم فلان», «حوار: فلان» or "By X"; None for other lines.

    A colon or dash is asked for where the word is common in prose; a name has at most six words and no sentence end.
    """
    if len(text) > _LINE_LENGTH:
        return None
    match = _BYLINE.match(text)
    if match is None:
        return None
    name = match["name"].strip()
    word = text.split(maxsplit=1)[0].rstrip(":-/|")
    has_mark = any(mark in text[: match.start("name")] for mark in ":-/|\u2013\u2014")
    if (
        not (has_mark or word in {"بقلم", "By"})
        or word == "المصدر"
        or len(name.split()) > _NAME_WORDS
        or name.endswith((".", "؟"))
    ):
        return None
    return name


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence or a heading of a list does."""
    return _SENTENCE_END.search(text[-4:]) is not None


_LINE_LENGTH = 90
_NAME_WORDS = 6
