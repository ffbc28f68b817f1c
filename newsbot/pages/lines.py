"""Tells by its words what a short line of a page is for: a widget, the end of the article, a caption, a notice; pure text tests."""

from re import IGNORECASE, VERBOSE
from re import compile as pattern

from newsbot.text.arabic import fold

# Folded text: no diacritics, hamza forms or punctuation. Each alternative must match the whole line.
_WIDGET = pattern(
    r"""(?:
      حجم \s الخط .{0,12} | (?:تكبير|تصغير) (?:\s و? (?:تكبير|تصغير))? \s الخط | الخط
    | (?:شارك(?:نا|ها|ه|وا)? | مشاركه) (?:\s (?:هذا|هذه|علي|عبر|في|مع|الخبر|المقال|الماده|الموضوع|المقاله|الان|فيسبوك|تويتر|واتساب|اصدقاك|التقرير|علي))*
    | (?:طباعه | اطبع | ارسل | ارسال | احفظ | حفظ | نسخ | انسخ) (?:\s \S+){0,4}
    | (?:تم \s)? (?:نسخ | النسخ) (?:\s \S+){0,3}
    | (?:تابعونا | تابعنا | تابعوا | تابع) \s .{0,70}
    | للمزيد .{0,60} | لمتابعه .{0,70} | انضم .{0,60} | اشترك .{0,60} | اضغط \s هنا .{0,40}
    | (?:عدد \s)? (?:ال)?(?:مشاهدات|مشاهده|قراات|قراه|زيارات|زياره) (?:\s \d+)? | \d+ \s (?:مشاهده|مشاهدات|قراه|قراات|زياره|مره)
    | (?:وقت|مده) \s القراه .{0,20} | \d+ \s (?:دقيقه|دقايق) (?:\s (?:قراه|للقراه))?
    | (?:صوره|صور) \s (?:ارشيفيه|تعبيريه) | استمع \s .{0,40} | الكلمات \s (?:الدلاليه|المفتاحيه) .* | (?:وسوم|الوسوم|تاغات|علامات|برچسب \s ها) .{0,80}
    | facebook | twitter | whatsapp | telegram | فيسبوك | تويتر | واتساب | تيليجرام | تلغرام | تليغرام | لينكد \s ان | ايميل
    | advertisement | ad | sponsored | loading | share (?:\s \S+){0,5} | print | email | tweet | copy \s link | اعلان | اعلانات
    | sign \s up .{0,60} | subscribe .{0,60} | follow \s .{0,60} | click \s here .{0,40} | read \s more .{0,60} | continue \s reading .{0,40}
    | image \s (?:copyright|caption|source) .{0,80} | media \s caption .{0,80} | getty \s images | story \s continues .{0,30} | skip \s .{0,40}
    | (?:image \s | صوره \s)? \d+ \s (?:of|من) (?:\s \d+) | caption | close | back \s to \s gallery | اغلاق | المعرض | معرض \s الصور
    | reddit | pinterest | linkedin | messenger | tumblr | google | vk | vkontakte | odnoklassniki | بنترست | بينتيريست | ماسنجر | ريديت | لينكدان
    | newsletter .{0,40} | (?:hide|show) \s caption | toggle \s caption | enlarge \s this \s image | view \s comments | \d+ \s comments? | save | reply
    )""",
    VERBOSE,
)

_END = pattern(
    r"""(?:
      (?:ال)?تعليقات (?:\s .{0,30})? | التعليق | (?:اضف|اضافه|اترك|اكتب|كتابه|شارك) \s (?:تعليق|تعليقا|تعليقك|رد|ردا|برايك|رايك) .{0,30} | تعليقات \s القرا
    | الاكثر \s (?:قراه|مشاهده|تداولا|شيوعا|شعبيه|تعليقا) .{0,20} | اهم \s الاخبار | اخر \s الاخبار | احدث \s الاخبار | مقالات \s الكاتب .{0,20}
    | حول \s (?:الكاتب|المولف) | عن \s (?:الكاتب|المولف) | نبذه \s عن \s الكاتب | جميع \s الحقوق .{0,60} | حقوق \s النشر .{0,60} | نظرات .{0,20}
    | (?:leave|post|add|write) \s a \s (?:comment|reply) .{0,30} | comments? | join \s the \s (?:conversation|discussion) .{0,30} | \d+ \s comments
    | (?:most|more) \s (?:popular|read|viewed|from|on|in|about|stories|news) .{0,40} | trending .{0,20} | recommended .{0,30} | you \s (?:may|might) \s (?:also \s)? like .{0,20}
    | related (?:\s .{0,30})? | about \s the \s author.{0,10} | all \s rights \s reserved .{0,40} | copyright .{0,60} | up \s next | what \s to \s read \s next
    | popular \s (?:stories|now|posts) | editors? \s picks? | also \s (?:on|in) .{0,30} | from \s the \s web | around \s the \s web | latest (?:\s .{0,20})?
    )""",
    VERBOSE,
)

# What a picture's line ends or begins with; agencies alone in brackets («(رويترز)») end paragraphs too.
_CAPTION_END = pattern(
    r"\((?:(?:file|ap|afp|stock)\s)?(?:image|photo|picture|pic|credit|photograph)s?\b[^()]{0,80}\)\s*$"
    r"|\((?:ال)?(?:صورة|تصوير|عدسة)\b[^()]{0,60}\)\s*$",
    IGNORECASE,
)
_CAPTION_START = pattern(
    r"©|photo(?:graph)?s?\s*(?:by\s|:|courtesy\s)|image\s*(?:credit|source|copyright)?\s*:|(?:ال)?صورة\s*:|تصوير\s*[:/]",
    IGNORECASE,
)
# Folded text, anywhere in a paragraph: what a site says of itself, its cookies, its readers' comments.
_NOTICE = pattern(
    r"""
      (?: we | (?:this|our) \s (?:web)?site) \s (?:also \s)? use s? \s cookies | cookies? \s policy
    | (?:نستخدم | نحن \s نستخدم | يستخدم \s (?:هذا \s)? (?:الموقع | موقعنا)) \s (?:ملفات | الكوكيز) | ملفات \s تعريف \s الارتباط \s (?:الخاصه \s بنا | لتحسين)
    | by \s (?:subscribing | signing \s up | continuing | clicking) .{0,60} \b (?:terms | privacy | agree | accept)
    | لا \s (?:تعبر | يعبر | تمثل) \s (?:بالضروره \s)? (?:الا \s)? (?:عن \s)? (?:راي | ارا | وجهه \s نظر) \s
      (?:الموقع | موقع | الصحيفه | الجريده | المجله | الوكاله | القناه | الشبكه | المركز | الناشر | اداره | هييه | اسره | اصحاب)
    | (?:التعليقات | المقالات | الارا) \s (?:\S+ \s){0,6} (?:اصحابها | كاتبها | كتابها)
    | (?:شروط | سياسه | قواعد | ضوابط | اداب) \s (?:ال)? (?:تعليق | تعليقات) \b | (?:نرجو | يرجي | الرجا) \s (?:\S+ \s){0,6} (?:ال)? (?:تعليق | تعليقات) \b
    | comments? \s (?:that \s)? (?:\S+ \s){0,6} (?:will \s (?:not \s)? be | are) \s (?:published | moderated | removed | deleted | reviewed)
    | all \s comments \s .{0,30} moderat
    """,
    VERBOSE,
)
# A quick first test: most paragraphs need no folding.
_NOTICE_STEMS = (
    "ookie", "omment", "ubscribing", "igning up", "ontinuing", "licking", "ملف", "كوكيز", "تعبر", "يعبر", "تمثل", "صحابها", "اتبها", "تابها", "عليق",
)  # fmt: skip
# First words, folded. The waw of these stems is a letter of the word: «وزير», «وصل», «واشنطن», «وفد», «وقع».
_GOING_ON = pattern(
    r"(?!و(?:زي?ر|زرا|زع|ص[لفي]|ا?قع|ا?فق|ا?جه|ا?صل|ا?حد|كا?ل|كيل|فد|فا[هت]|فود|سط|سا[يئ]|سيط|اشنط|ضع|ضح|ثق|ثي|ثاي|عد|لد|لاي|لي|با|با[ء]?|ق[فت]|را|رش|رد|رق|داع|ج[دوب]|رث|هم|ظيف|طن|قايع|قود|يكيب))"
    r"و\w{2,}|و$|كما$|بدوره$|بدورها$|كذلك$|ايضا$"
)
_SENTENCE_END = pattern(r"[.!?؟…:»\"”’)\]۔।。！？」』）]\s*$")

_CHANNEL = pattern(
    r"(?:mailto|whatsapp|tel|sms|javascript):|(?:https?:)?//(?:[\w-]+\.)*(?:facebook|fb|twitter|x|whatsapp|wa|telegram|t|instagram"
    r"|youtube|linkedin|pinterest|reddit|tiktok|snapchat|viber|flipboard|nabd|addtoany|addthis|news\.google|play\.google"
    r"|apps\.apple|itunes\.apple)\.(?:com|me|net|org)(?:[/:?#]|$)",
    IGNORECASE,
)


def is_widget(text: str) -> bool:
    """Whether a short line is a tool of the page: font size, sharing, counters, «follow us»."""
    return len(text) < _LINE_LENGTH and _WIDGET.fullmatch(fold(text)) is not None


def is_end(text: str) -> bool:
    """Whether a short line says that the article is over: comments, most read, rights."""
    return len(text) < _LINE_LENGTH and _END.fullmatch(fold(text)) is not None


def is_caption(text: str) -> bool:
    """Whether a line carries a picture's credit, as captions do that have no frame of their own."""
    return _CAPTION_START.match(text) is not None or (text.endswith(")") and _CAPTION_END.search(text) is not None)


def is_notice(text: str) -> bool:
    """Whether a paragraph is the site's own notice: cookies, terms, comment policy, whose opinions these are."""
    return any(stem in text for stem in _NOTICE_STEMS) and _NOTICE.search(fold(text)) is not None


def is_channel(href: str) -> bool:
    """Whether an address is a site's channel or a reader's tool on another: a share link, a page to follow, an app."""
    return _CHANNEL.match(href) is not None


def goes_on(text: str) -> bool:
    """Whether a paragraph takes up the one before it: it begins with «and» (as Arabic ones do), or with a «كما»."""
    words = fold(text[:_LINE_LENGTH]).split()
    return bool(words) and _GOING_ON.match(words[0]) is not None


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence or a heading of a list does."""
    return _SENTENCE_END.search(text[-4:]) is not None


_LINE_LENGTH = 90
