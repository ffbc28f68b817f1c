"""What a query must find and must not find, each with its reason: the same table for text, SQLite and PostgreSQL."""

from typing import NamedTuple

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
RLM = "\N{RIGHT-TO-LEFT MARK}"


class Pair(NamedTuple):
    query: str
    text: str
    is_match: bool
    reason: str


_FOUND = [
    # Spelling
    ("إدلب", "قصف على ريف ادلب الجنوبي", "hamza left out in the text"),
    ("ادلب", "معارك في إدلب", "hamza left out in the query"),
    ("مسؤول", "صرح مسئول محلي", "both seats of the hamza"),
    ("شؤون", "وزير شئون البيئة", "both seats before a long waw"),
    ("محمد", "مُحَمَّد في المدرسة", "vowel signs in the text"),
    ("مُدُن", "مدن الساحل", "vowel signs in the query"),
    ("مستشفى", "افتتاح مستشفي جديد", "alef maqsura printed as yeh"),
    ("مدرسة", "بناء مدرسه في القرية", "teh marbuta printed as heh"),
    ("المزيد", "المـــزيد من الأخبار", "tatweel"),
    ("لاجئ", "\ufefb\ufe9f\ufe8a سوري", "presentation forms, lam-alef among them"),
    ("الله", "عبد \ufdf2", "a ligature of four letters"),
    ("کرکوك", "محافظة كركوك", "keheh of a Persian keyboard"),
    ("سوریا", "في سوريا", "yeh of a Persian keyboard"),
    ("خبر", f"خ{ZWNJ}بر عاجل", "an invisible character inside the word"),
    # The article
    ("عادة", "\u06a9العادة", "the article after a Persian keheh"),
    ("وزير", "قال الوزير", "the text has the article"),
    ("الوزير", "قال وزير سابق", "the query has the article"),
    ("وزارة", "أعلنت والوزارة", "article after a particle"),
    ("العراق", "للعراق تاريخ", "the article after ل"),
    ("اقتصاد", "وللاقتصاد دور", "the article after ول"),
    ("بالعراق", "في العراق", "particle and article in the query"),
    ("الحج", "موسم حج ناجح", "two letters remain"),
    ("لجنة", "تقرير للجنة التحقيق", "ل and a word that begins with ل"),
    ("ألمانيا", "سافر إلى المانيا", "not an article, hamza left out in the text"),
    ("المانيا", "سافر إلى ألمانيا", "not an article, hamza left out in the query"),
    ("ألمانيا", "شركة بألمانيا", "not an article, after a particle"),
    ("التزام", "دعا إلى الالتزام بالقانون", "ال of the eighth form, with an article before it"),
    ("إلغاء", "بعد الغاء الرحلات", "ال of the fourth form without its hamza"),
    ("تزامن", "بالتزامن مع الزيارة", "an article before a word that only looks like «التزام»"),
    ("اللاذقية", "ميناء اللاذقية", "an article that the name always has"),
    ("الله", "الحمد لله", "ل takes an alef of «الله»"),
    ("ألعاب", "صالة الألعاب", "an article before the word's own «أل»"),
    # Particles
    ("دمشق", "عقد اللقاء بدمشق", "ب in the text"),
    ("دمشق", "حلب ودمشق", "و in the text"),
    ("دمشق", "من حلب وبدمشق", "و and ب in the text"),
    ("مصر", "سفير لمصر", "ل in the text, three letters"),
    ("بدمشق", "في دمشق", "ب in the query"),
    ("ولبنان", "زار لبنان", "و in the query, and the ل is the word's own"),
    ("وكالة", "تصريح لوكالة الأنباء", "ل in the text, before letters that look like particle and article"),
    ("بألمانيا", "في ألمانيا", "ب in the query, before the word's own أل"),
    ("وكا*", "وكالة الأنباء", "a beginning that ends before what looks like an article"),
    # Endings stay
    ("حكوم*", "حكومات المنطقة", "the beginning of a word"),
    ("حكوم*", "موظف والحكومي", "the beginning of a word, after particle and article"),
    ("الحكوم*", "حكومة جديدة", "the beginning of a word with its article"),
    # Numbers
    ("2026", "عام ٢٠٢٦", "Arabic-Indic digits"),
    ("۲۰۲۶", "عام ٢٠٢٦", "Persian digits"),
    ("1000", "١٬٠٠٠ ليرة", "separator of thousands"),
    ("1,000,000", "1000000 دولار", "separators in the query"),
    ("24", "خلال الـ24 ساعة", "an article before digits"),
    ("2026", "2026م", "a letter after digits"),
    # Latin letters, names, addresses
    ("CAFÉ", "Le cafe", "case and accents"),
    ("كوفيد-19", "لقاح كوفيد19", "letters and digits are words of their own"),
    ("covid19", "COVID-19 vaccine", "the same in Latin letters"),
    ("B2B", "منصة b2b", "letters and digits in turns"),
    ("BBC", "قناة الـBBC", "an article before Latin letters"),
    ("قناة BBC", "مراسل قناة الBBC", "the same without tatweel"),
    ("أنا برس", 'قال لـ"أنا برس" أمس', "a particle before a quotation mark"),
    ("x.com", "https://x.com/news", "an address"),
    ("#سوريا", "عن سوريا", "a hashtag is its words"),
    ("اليوم", "#سوريا_اليوم", "an underscore separates"),
    # Operators
    ("دمشق حلب", "حلب ثم دمشق", "all words, in any order"),
    ("«وزير الخارجية»", "ووزير الخارجية", "a phrase after a particle"),
    ("'وزير الخارجية'", "وزير الخارجية", "single quotation marks"),
    ('"الشرق الأوسط"', "بالشرق الاوسط", "a phrase with articles"),
    ('"رئيس وزر*"', "رئيس وزراء سابق", "a phrase that ends in a beginning"),
    ("-دمشق", "أخبار حلب", "only what must not be"),
    ('حلب -"وزير الدفاع"', "حلب ووزارة الدفاع", "an excluded phrase that is not there"),
    ("دمشق OR حلب", "أخبار حلب", "either"),
    ('دمشق "حلب', "دمشق وحلب", "a quotation mark without its other half"),
]

_NOT_FOUND = [
    # Spelling
    ("كتب", "كتاب جديد", "another word of the same root"),
    ("علم", "عالم الفيزياء", "a long vowel makes another word"),
    ("ذهب", "زهب إلى السوق", "a letter of the same sound"),
    # The article
    ("جنة", "تقرير للجنة التحقيق", "«للجنة» is of the committee"),
    ("مانيا", "سافر إلى ألمانيا", "the first letters are the word's own"),
    ("ان", "يعمل الآن", "«الآن» is one word"),
    ("له", "الله أكبر", "«الله» has no article to lose"),
    ("غاز", "كتاب ألغاز للأطفال", "the hamza says that «ألغاز» has no article"),
    # Particles
    ("زير", "قال وزير النقل", "the و is the word's own"),
    ("زير", "قال الوزير", "the و is the word's own, after the article"),
    ("رقة", "ورقة عمل", "و of a noun"),
    ("طاقة", "بطاقة شخصية", "ب of a noun"),
    ("حرية", "القوات البحرية", "ب of a noun, after the article"),
    ("مال", "كمال أحمد", "ك of a name"),
    ("لاد", "بلاد الشام", "ب of a noun"),
    ("حل", "وحل في الطريق", "two letters take no particle"),
    ("بطاقة", "وزارة الطاقة", "the query's ب is the word's own"),
    ("فلسطين", "لسطين", "the query's ف is the word's own"),
    # Endings stay
    ("حكومة", "حكومات المنطقة", "a plural is another word"),
    ("زير*", "وزيرة الصحة", "a beginning, and the و is the word's own"),
    ("ح*", "حكومة", "one letter is no beginning"),
    # Numbers
    ("19", "الرقم 2019", "a part of a number"),
    ("1000", "1.000", "a point may be decimal"),
    # Latin letters, names, addresses
    ("port", "Newport", "a part of a word"),
    ("x.com", "com x", "an address is a phrase"),
    # Operators
    ("دمشق حلب", "حلب وحمص", "one word of two"),
    ('"وزير الخارجية"', "وزير الدفاع والخارجية", "a word between those of the phrase"),
    ("“الخارجية وزير”", "وزير الخارجية", "a phrase in another order"),
    ("-دمشق", "وصل بدمشق", "what must not be, with a particle"),
    ('حلب -"وزير الدفاع"', "حلب ووزير الدفاع", "an excluded phrase"),
    ("دمشق|حلب", "أخبار حمص", "neither"),
    ("حمص دمشق OR حلب", "حلب وحدها", "OR binds its neighbours only"),
    ("دمشق أو حلب", "أخبار حلب", "«أو» is a word"),
    (f"{RLM}-دمشق", "دمشق", "a bidi mark before the operator"),
]

PAIRS = [
    *(Pair(query, text, is_match=True, reason=reason) for query, text, reason in _FOUND),
    *(Pair(query, text, is_match=False, reason=reason) for query, text, reason in _NOT_FOUND),
]
