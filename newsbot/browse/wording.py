"""What the reading room says, in Arabic and English: texts and nouns with their plurals; it formats nothing."""

from collections.abc import Mapping

Text = Mapping[str, str]

WORDS: Mapping[str, Text] = {
    # Every page
    "room": {"ar": "غرفة القراءة", "en": "Reading room"},
    "skip": {"ar": "إلى المحتوى مباشرة", "en": "Skip to content"},
    "main_menu": {"ar": "القائمة الرئيسية", "en": "Main menu"},
    "news": {"ar": "الأخبار", "en": "News"},
    "outlets": {"ar": "المواقع", "en": "Outlets"},
    "charts": {"ar": "الرسوم", "en": "Charts"},
    "runs": {"ar": "الجولات", "en": "Runs"},
    "operations": {"ar": "سير العمل", "en": "Operations"},
    "other_language": {"ar": "English", "en": "العربية"},
    "read_only": {
        "ar": "كل ما هنا للقراءة: لا تغيّر هذه الصفحات شيئًا في المخزن.",
        "en": "Everything here is for reading: these pages change nothing in the store.",
    },
    "times_in": {"ar": "الأوقات بتوقيت {zone}", "en": "Times are in {zone}"},
    "original": {"ar": "الخبر في موقعه الأصلي", "en": "The article on its own site"},
    # Searching and filtering
    "search": {"ar": "ابحث", "en": "Search"},
    "search_words": {"ar": "كلمات البحث", "en": "Words to search for"},
    "hint_words": {"ar": "كل الكلمات معًا", "en": "all of the words"},
    "hint_phrase": {"ar": "العبارة كما هي", "en": "the words together"},
    "hint_without": {"ar": "من دون هذه الكلمة", "en": "without this word"},
    "hint_either": {"ar": "إحداهما", "en": "either"},
    "hint_beginning": {"ar": "ما يبدأ بهذه الحروف", "en": "what begins like this"},
    "only_beginning": {
        "ar": "السؤال طويل، فبُحث عن أول كلماته فقط.",
        "en": "The query is long: only its first words were searched for.",
    },
    "searched": {"ar": "البحث", "en": "Search"},
    "options": {"ar": "خيارات البحث", "en": "Search options"},
    "filters": {"ar": "تضييق القائمة", "en": "Narrow the list"},
    "filters_now": {"ar": "القائمة الآن", "en": "The list now"},
    "outlet": {"ar": "الموقع", "en": "Outlet"},
    "section": {"ar": "القسم", "en": "Section"},
    "author": {"ar": "الكاتب", "en": "Author"},
    "language": {"ar": "اللغة", "en": "Language"},
    "from_day": {"ar": "من يوم", "en": "From"},
    "to_day": {"ar": "إلى يوم", "en": "To"},
    "without_copies": {"ar": "من دون النسخ المكررة", "en": "Without copies"},
    "apply": {"ar": "طبّق", "en": "Apply"},
    "any": {"ar": "الكل", "en": "Any"},
    "remove_filter": {"ar": "إزالة", "en": "Remove"},
    "clear_filters": {"ar": "أزل كل القيود", "en": "Clear all"},
    "facets_newest": {"ar": "العدد من أحدث الأخبار فقط.", "en": "Counted among the newest articles only."},
    # The list
    "latest": {"ar": "آخر الأخبار", "en": "Latest news"},
    "results_for": {"ar": "نتائج البحث عن «{query}»", "en": "Search: {query}"},
    "today": {"ar": "اليوم", "en": "Today"},
    "yesterday": {"ar": "أمس", "en": "Yesterday"},
    "more_than": {"ar": "أكثر من {count}", "en": "More than {count}"},
    "copy": {"ar": "نسخة", "en": "Copy"},
    "copy_of": {"ar": "نسخة من خبر سابق", "en": "Copy of an earlier article"},
    "gone": {"ar": "أُزيل من موقعه", "en": "Removed from its site"},
    "edited": {"ar": "عُدّل", "en": "Edited"},
    "seen_at": {"ar": "رُصد", "en": "Seen"},
    "no_headline": {"ar": "(بلا عنوان)", "en": "(no headline)"},
    "older": {"ar": "أقدم", "en": "Older"},
    "newer": {"ar": "أحدث", "en": "Newer"},
    "newest": {"ar": "إلى الأحدث", "en": "Back to the newest"},
    "pages": {"ar": "صفحات القائمة", "en": "Pages of the list"},
    "nothing_stored": {
        "ar": "المخزن فارغ. ابدأ بجولة: newsbot crawl OUTLET، أو جرّب newsbot demo.",
        "en": "The store is empty. Begin with a crawl: newsbot crawl OUTLET, or try newsbot demo.",
    },
    "nothing_found": {"ar": "لا شيء يطابق ما طلبت", "en": "Nothing matches"},
    "try_fewer": {"ar": "جرّب كلمات أقل، أو كلمة واحدة مميزة.", "en": "Try fewer words, or one that is particular."},
    "try_prefix": {
        "ar": "اكتب أول الكلمة ثم نجمة لتشمل تصريفاتها: حكوم* تجد حكومة وحكومي وحكومات.",
        "en": "Write the beginning of a word and a star to include its forms: govern* finds government.",
    },
    "try_no_quotes": {
        "ar": "احذف علامتي الاقتباس إن لم يكن ترتيب الكلمات مهمًا.",
        "en": "Leave the quotation marks out if the order does not matter.",
    },
    "try_no_filters": {"ar": "أزل القيود وابحث في كل الأخبار", "en": "Clear the filters and search everything"},
    "no_words": {
        "ar": "ليس في ما كتبت كلمة يمكن البحث عنها، فهذه كل الأخبار.",
        "en": "There is no word to search for in what you wrote, so these are all articles.",
    },
    "subscribe": {"ar": "تابع هذه القائمة في قارئ خلاصات", "en": "Follow this list in a feed reader"},
    "download_list": {"ar": "نزّل هذه القائمة كلها", "en": "Download this whole list"},
    # An article
    "published": {"ar": "نُشر", "en": "Published"},
    "modified": {"ar": "عُدّل", "en": "Modified"},
    "first_seen": {"ar": "رُصد أول مرة", "en": "First seen"},
    "last_seen": {"ar": "شوهد آخر مرة", "en": "Last seen"},
    "gone_since": {"ar": "أُزيل من موقعه؛ تبيّن ذلك في", "en": "Removed from its site; noticed on"},
    "date_as_printed": {"ar": "كما كُتب في الصفحة", "en": "As printed"},
    "date_unread": {"ar": "كُتب «{raw}»، وليس تاريخًا كاملًا", "en": "Printed “{raw}”, which is no whole date"},
    "outlets_time": {"ar": "بتوقيت الموقع {offset}", "en": "in the outlet's time, {offset}"},
    "quotes": {"ar": "اقتباسات أبرزتها الصفحة", "en": "Quotes that the page sets apart"},
    "keywords": {"ar": "وسوم", "en": "Tags"},
    "picture": {"ar": "الصورة", "en": "Picture"},
    "picture_at": {"ar": "افتح الصورة في موقعها", "en": "Open the picture on its site"},
    "picture_credit": {"ar": "تصوير: {credit}", "en": "Photo: {credit}"},
    "related": {"ar": "روابط «المزيد» في صفحته", "en": "Related links on its page"},
    "copies": {"ar": "القصة نفسها في مواقع أخرى", "en": "The same story elsewhere"},
    "this_is_a_copy": {"ar": "نص هذا الخبر منقول عن", "en": "The text of this article is that of"},
    "revisions": {"ar": "صيغ النص", "en": "Revisions"},
    "revision": {"ar": "الصيغة {number}", "en": "Revision {number}"},
    "changed": {"ar": "تغيّر", "en": "Changed"},
    "compare": {"ar": "قارن الصيغتين {old} و{new}", "en": "Compare {old} and {new}"},
    "one_revision": {"ar": "لم يتغيّر النص منذ رُصد.", "en": "The text has not changed since it was first seen."},
    "sources": {"ar": "من أين جاءت كل قيمة", "en": "Where each value came from"},
    "field": {"ar": "الحقل", "en": "Field"},
    "source": {"ar": "المصدر", "en": "Source"},
    "source_rules": {"ar": "قواعد الموقع", "en": "the outlet's rules"},
    "source_json-ld": {"ar": "بيانات JSON-LD في الصفحة", "en": "JSON-LD in the page"},
    "source_opengraph": {"ar": "بيانات OpenGraph وما يشبهها", "en": "OpenGraph and the like"},
    "source_text": {"ar": "نص الصفحة الظاهر", "en": "the visible text"},
    "source_generic": {"ar": "استخراج عام", "en": "generic extraction"},
    "about_article": {"ar": "عن هذا الخبر", "en": "About this article"},
    "identity": {"ar": "المعرّف", "en": "Identifier"},
    "address": {"ar": "العنوان", "en": "Address"},
    "raw": {"ar": "السجل كاملًا (JSON)", "en": "The whole record (JSON)"},
    "no_body": {"ar": "لا نص محفوظًا لهذا الخبر.", "en": "No text is stored for this article."},
    "back_to_list": {"ar": "إلى الأخبار", "en": "To the news"},
    "back_to_article": {"ar": "إلى الخبر", "en": "To the article"},
    # Outlets
    "all_outlets": {"ar": "المواقع", "en": "Outlets"},
    "newest_article": {"ar": "آخر خبر", "en": "Newest article"},
    "articles_stored": {"ar": "المحفوظ", "en": "Stored"},
    "last_days": {"ar": "آخر 30 يومًا", "en": "Last 30 days"},
    "read_outlet": {"ar": "اقرأ أخباره", "en": "Read its articles"},
    "state": {"ar": "الحال", "en": "State"},
    "running": {"ar": "جولة جارية الآن", "en": "Running now"},
    "resting": {"ar": "لا جولة الآن", "en": "Not running"},
    "outlet_runs": {"ar": "جولات هذا الموقع", "en": "Runs of this outlet"},
    "silence": {"ar": "صامت منذ", "en": "Silent for"},
    "no_outlets": {"ar": "لا مواقع في المخزن بعد.", "en": "The store has no outlets yet."},
    # Downloads
    "format": {"ar": "الصيغة", "en": "Format"},
    # What goes wrong
    "error_400": {"ar": "الطلب غير صحيح", "en": "Bad request"},
    "error_401": {"ar": "يلزم رمز الدخول", "en": "A token is needed"},
    "error_404": {"ar": "لا شيء هنا", "en": "Nothing here"},
    "error_405": {"ar": "هذه الصفحات للقراءة فقط", "en": "These pages are for reading only"},
    "error_421": {"ar": "ليس هذا اسم هذا الخادم", "en": "This server goes by another name"},
    "error_500": {"ar": "خلل في البرنامج", "en": "Something broke"},
    "error_503": {"ar": "تعذّر ذلك الآن", "en": "Not now"},
    "said_400": {
        "ar": "قيمة {name} هي «{value}»، والمقبول: {accepted}.",
        "en": "{name} is “{value}”; accepted: {accepted}.",
    },
    "said_401": {
        "ar": "افتح العنوان الذي طبعه newsbot serve، وفيه الرمز.",
        "en": "Open the address that newsbot serve printed; it has the token in it.",
    },
    "said_404": {"ar": "لا صفحة بهذا العنوان.", "en": "There is no page at this address."},
    "said_405": {"ar": "لا يُقبل هنا غير GET وHEAD.", "en": "Only GET and HEAD are answered here."},
    "said_500": {
        "ar": "لم يُعرض ما طلبت؛ السبب في سجل الخادم.",
        "en": "What you asked for could not be shown; the server's log says why.",
    },
    "said_503_slow": {
        "ar": "استغرق ذلك أطول من المسموح. ضيّق القائمة بموقع أو تاريخ.",
        "en": "This took longer than is allowed. Narrow the list to an outlet or a date.",
    },
    "said_503_index": {
        "ar": "كتب هذا المخزن إصدار أقدم من newsbot، ولم يكتمل فهرس البحث بعد؛ تكمله جولة newsbot crawl التالية.",
        "en": "An older newsbot wrote this store, and its index for search is not complete; the next crawl makes it.",
    },
    "said_503_store": {"ar": "تعذّرت قراءة المخزن: {reason}", "en": "The store cannot be read: {reason}"},
    "said_503_busy": {
        "ar": "تُنزَّل الآن قوائم كثيرة. أعد المحاولة بعد دقيقة.",
        "en": "Too many downloads are under way. Try again in a minute.",
    },
    "no_such_article": {"ar": "لا خبر بالمعرّف «{id}».", "en": "There is no article {id}."},
    "no_such_outlet": {"ar": "لا موقع باسم «{name}» في المخزن.", "en": "The store has no outlet {name}."},
    "no_such_revision": {"ar": "لا صيغة بهذا الرقم.", "en": "There is no revision of that number."},
    "accepted_day": {"ar": "يوم مثل 2026-11-22", "en": "a day such as 2026-11-22"},
    "accepted_order": {"ar": "يوم لا يسبق {since}", "en": "a day not before {since}"},
    "accepted_number": {"ar": "عدد صحيح", "en": "a whole number"},
    "accepted_words": {"ar": "نص لا يزيد على {most} حرفًا", "en": "at most {most} characters"},
    "accepted_switch": {"ar": "1 أو لا شيء", "en": "1 or nothing"},
    "accepted_times": {"ar": "{most} قيم على الأكثر", "en": "at most {most} values"},
    "accepted_either": {"ar": "before أو after، لا كلاهما", "en": "either before or after"},
}

HINTS = (
    ("أسعار الخبز", "hint_words"),
    ("«مجلس المدينة»", "hint_phrase"),
    ("حلب -رياضة", "hint_without"),
    ("دمشق | حلب", "hint_either"),
    ("حكوم*", "hint_beginning"),
)
"""Queries of each kind, and the texts that say what they find: the searched articles are Arabic in either interface."""

NOUNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # Arabic: none, one, two, few (3-10), many (11-99), other (100, 101, 102 ...); English: one, other.
    "articles": {
        "ar": ("لا أخبار", "خبر واحد", "خبران", "{n} أخبار", "{n} خبرًا", "{n} خبر"),
        "en": ("{n} article", "{n} articles"),
    },
    "copies": {
        "ar": ("لا نسخ", "نسخة واحدة", "نسختان", "{n} نسخ", "{n} نسخة", "{n} نسخة"),
        "en": ("{n} copy", "{n} copies"),
    },
    "other_copies": {
        "ar": ("لا نسخ أخرى", "نسخة أخرى", "نسختان أخريان", "{n} نسخ أخرى", "{n} نسخة أخرى", "{n} نسخة أخرى"),
        "en": ("{n} other copy", "{n} other copies"),
    },
    "revisions": {
        "ar": ("لا صيغ", "صيغة واحدة", "صيغتان", "{n} صيغ", "{n} صيغة", "{n} صيغة"),
        "en": ("{n} revision", "{n} revisions"),
    },
    "minutes": {
        "ar": ("أقل من دقيقة", "دقيقة", "دقيقتان", "{n} دقائق", "{n} دقيقة", "{n} دقيقة"),
        "en": ("{n} minute", "{n} minutes"),
    },
    "hours": {
        "ar": ("أقل من ساعة", "ساعة", "ساعتان", "{n} ساعات", "{n} ساعة", "{n} ساعة"),
        "en": ("{n} hour", "{n} hours"),
    },
    "days": {
        "ar": ("أقل من يوم", "يوم واحد", "يومان", "{n} أيام", "{n} يومًا", "{n} يوم"),
        "en": ("{n} day", "{n} days"),
    },
}  # fmt: skip

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "en": "English", "fr": "French", "tr": "Turkish", "fa": "Persian", "ur": "Urdu",
    "ckb": "Central Kurdish", "ku": "Kurmanji", "ps": "Pashto", "he": "Hebrew", "de": "German", "es": "Spanish",
    "it": "Italian", "ru": "Russian", "zh": "Chinese", "pt": "Portuguese", "so": "Somali", "az": "Azerbaijani",
    "ug": "Uyghur", "sd": "Sindhi", "hy": "Armenian",
}  # fmt: skip
"""English names; newsbot.archive.wording has the Arabic ones."""
