"""Printed counts, and texts that count nothing for sure."""

import pytest

from newsbot.text.numbers import count_in, western_digits


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("249 مشاهدة", 249),
        ("249مشاهدة", 249),
        ("مشاهدات: 249", 249),
        ("(249)", 249),
        ("٢٤٩ قراءة.", 249),
        ("۲۴۹ بازدید", 249),
        ("١٬٢٣٤", 1234),
        ("1,234", 1234),
        ("1.234.567", 1234567),
        ("12 345 مشاهدة", 12345),
        ("1.2 ألف", 1200),
        ("١٫٢ ألف مشاهدة", 1200),
        ("3 آلاف", 3000),
        ("1.5 مليون", 1500000),
        ("3K", 3000),
        ("1.5M views", 1500000),
        ("0", 0),
        ("", None),
        ("مشاهدة", None),
        ("1.234", None),
        ("1,2", None),
        ("12,34", None),
        ("10:44", None),
        ("20/3/2020", None),
        ("2020-04-24", None),
        ("3 تعليقات 249 مشاهدة", None),
        ("5%", None),
        ("٥٪", None),
        ("-5", None),
        ("100+", None),
        ("أكثر من 1000", None),
        ("10-20", None),
        ("F16", None),
    ],
)
def test_count_in(text, count):
    assert count_in(text) == count


def test_western_digits():
    assert western_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ١٬٢") == "0123456789 0123456789 1٬2"
