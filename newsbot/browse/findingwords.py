"""Findings of the health rules in the reader's language: Arabic is worded anew from a finding's figures.

English is the finding's own line, and so is what a rule says whose figures are not known here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from newsbot.browse.runwords import field_words, state_words, trouble_words
from newsbot.browse.speech import Speech

Details = Mapping[str, Any]

_ARABIC: Mapping[str, str] = {
    "fewer_articles": "أخبار جديدة: {articles}، والمعتاد بين {usual_low} و{usual_high}. المدة: {hours}",
    "silence": "لا جديد منذ {silent_seconds}، وأطول صمت معتاد {limit_seconds}",
    "field_coverage": "ورد «{field}» في {part} من {whole} من الأخبار، والمعتاد {usual}",
    "duplicates": "النسخ {part} من {whole} من الأخبار الجديدة، والمعتاد {usual}",
    "layout_drift rule": "أعطت قاعدة «{field}» قيمتها في {rules} من {articles} من الأخبار، والمعتاد {usual_share}",
    "layout_drift": "تعذّرت قراءة {part} من {whole} من صفحات الأخبار، والمعتاد {usual}",
    "unreachable": "لم تصل أي صفحة: {trouble}",
    "blocked": "رفض الموقع الطلبات: {statuses}",
    "blocked some": "رفض الموقع بعض الطلبات ({statuses})، وعددها كلها {asked}",
    "errors": "أخفق تنزيل صفحات: {http} بخطأ من الموقع و{network} بلا رد، من {asked}",
    "errors program": "تعطّل البرنامج عند معالجة صفحات عددها {pages}؛ التفصيل في السجل",
    "unfinished": "انقطعت جولات قبل نهايتها: {killed} من آخر {runs}",
    "run_time": "مدة الجولة: {seconds}، وصفحاتها: {pages}. المعتاد على الأكثر: {usual_high_seconds}",
}
_ENDINGS = frozenset({"crashed", "hung"})
_SHARES = frozenset({"usual", "usual_share"})
_SPANS = frozenset({"silent_seconds", "limit_seconds", "seconds", "usual_high_seconds"})


def finding_words(finding: Details, speech: Speech) -> tuple[str, str]:
    """The sentence and its language; *finding* has rule, field, message and details, as reports write them."""
    message, rule = str(finding.get("message") or finding.get("rule") or ""), str(finding.get("rule"))
    details = finding.get("details")
    if speech.language != "ar" or not isinstance(details, Mapping):
        return message, "en"
    if rule in _ENDINGS:
        return state_words(rule, speech), "ar"
    try:
        return _told(rule, str(finding.get("field") or ""), details, speech), "ar"
    except (KeyError, TypeError, ValueError):
        return message, "en"


def _told(rule: str, field: str, details: Details, speech: Speech) -> str:
    if rule == "layout_drift" and "trouble" in details:
        return trouble_words(str(details["trouble"]), speech)
    values = {name: _value(name, value, speech) for name, value in details.items()}
    values["field"] = field_words(field, speech)
    if rule == "run_time":
        values["usual_high_seconds"] = _value("usual_high_seconds", details["usual_high"], speech)
    return _ARABIC[_form(rule, field, details)].format(**values)


def _form(rule: str, field: str, details: Details) -> str:
    if rule == "layout_drift" and field:
        return "layout_drift rule"
    if rule == "errors" and field:
        return "errors program"
    return "blocked some" if rule == "blocked" and "asked" in details else rule


def _value(name: str, value: Any, speech: Speech) -> str:
    if name in _SPANS:
        return speech.ago(value)
    if name in _SHARES:
        return f"{value:.0%}"
    worded = _WORDED.get(name)
    return worded(value, speech) if worded else _figure(value, speech)


def _figure(value: Any, speech: Speech) -> str:
    return speech.number(round(value)) if isinstance(value, int | float) else str(value)


def _statuses(counts: Mapping[str, int], speech: Speech) -> str:
    told = [f"الرمز {status}: {speech.number(count)}" for status, count in sorted(dict(counts).items())]
    return f"{speech.comma} ".join(told) or "بلا رد"


_WORDED: Mapping[str, Callable[[Any, Speech], str]] = {
    "hours": lambda hours, speech: speech.ago(3600 * hours),
    "statuses": _statuses,
    "trouble": lambda trouble, speech: trouble_words(str(trouble), speech),
}
