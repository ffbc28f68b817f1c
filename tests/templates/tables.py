"""«صدى الميناء»: a page of the nineties, tables within tables and font tags, without one class or id."""

from html import escape
from typing import ClassVar
from zoneinfo import ZoneInfo

from templates.countries import SYRIA
from templates.edition import Report
from templates.printing import LEVANTINE_MONTHS, arabic_indic, day_month_year, weekday
from templates.site import Link, Site


class TablesSite(Site):
    """Levantine months in Arabic-Indic digits; nothing but visible text."""

    name = "tables"
    title = "صدى الميناء"
    zone = ZoneInfo("Asia/Damascus")
    country = SYRIA
    sections: ClassVar[dict[str, str]] = {"1": "local", "2": "economy", "3": "culture", "5": "sport"}
    related_heading = "المزيد"
    has_tags = False

    def address(self, report: Report) -> str:
        return f"/news/view_{20400 + 7 * report.number}.htm"

    def listing_address(self, section: str, page: int) -> str:
        return f"/news/sec_{section}.htm" if page == 1 else f"/news/sec_{section}_p{page}.htm"

    def article_page(self, report: Report) -> str:
        section = self.section_link(report)
        date = f"<tr><td><font size=2 color=#666666>{self._date(report)}</font></td></tr>"
        head = (
            f'<font size=2><a href="/">الرئيسية</a> &gt; <a href="{section.address}">{section.headline}</a></font><br>'
            f'<table width="100%" cellpadding=2><tr><td><font size=5 color=#990000 face="Tahoma"><b>{escape(report.headline, quote=False)}</b></font></td></tr>'
            f"{'' if self.is_mangled else date}{self._byline(report)}</table>"
        )
        text = "".join(self._block(block.kind, block.text, block.attribution) for block in report.blocks)
        if self.is_mangled:
            head = f'<table width="100%"><tr><td>{head}</td></tr></table>'
            text = f"<table><tr><td>{text}</td></tr></table><table>{date}</table>"
        middle = (
            f'{head}{self._picture(report)}<font size=3 face="Simplified Arabic">{text}</font>'
            f"{self._gallery(report)}{self._tweet(report)}"
            '<table width="100%"><tr><td><a href="javascript:window.print()"><font size=2>طباعة</font></a></td>'
            '<td><a href="mailto:?subject=news"><font size=2>أرسل إلى صديق</font></a></td>'
            f"<td><font size=2>عدد القراءات: {report.views}</font></td></tr></table>"
            f"{self._related(report)}{self._comments(report)}"
        )
        return self._page(report.headline, middle, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        rows = "".join(
            f'<tr><td width=90><img src="{self.picture_address(report.number)}" width=80 height=60></td>'
            f'<td><a href="{self.address(report)}"><font size=3><b>{escape(report.headline)}</b></font></a><br>'
            f"<font size=2>{escape(report.lead[:110])}...</font></td></tr>"
            for report in reports
        )
        more = f'<p align=center><a href="{following}"><font size=2>الصفحة التالية</font></a></p>' if following else ""
        return self._page(title, f'<font size=4><b>{title}</b></font><table width="100%">{rows}</table>{more}', None)

    def _date(self, report: Report) -> str:
        at = report.published
        return arabic_indic(f"{weekday(at)} {day_month_year(at, LEVANTINE_MONTHS)} - {at:%H:%M}")

    def _byline(self, report: Report) -> str:
        return "".join(f"<tr><td><font size=2><b>كتب: {name}</b></font></td></tr>" for name in report.authors)

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        return (
            f'<table align=left width=220 bgcolor=#f0f0f0><tr><td><img src="{self.picture_address(report.picture.number)}" width=200 height=140 border=0></td></tr>'
            f"<tr><td align=center><font size=1>{escape(report.picture.caption)}</font></td></tr></table>"
        )

    def _gallery(self, report: Report) -> str:
        if not report.gallery:
            return ""
        cells = "".join(
            f'<td><img src="{self.picture_address(picture.number)}" width=140 height=90><br><font size=1>{picture.caption}</font></td>'
            for picture in report.gallery
        )
        return f'<table width="100%"><tr><td colspan=3><font size=2><b>ألبوم الصور</b></font></td></tr><tr>{cells}</tr></table>'

    def _tweet(self, report: Report) -> str:
        if report.tweet is None:
            return ""
        who, what = report.tweet
        return f"<table border=1 width=300 align=center><tr><td><font size=2>{what}<br>{who} على تويتر</font></td></tr></table>"

    def _block(self, kind: str, text: str, attribution: str | None) -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f"<p><font color=#003366><b>{text}</b></font></p>\n"
        if kind == "quote":
            return (
                f"<table align=left width=180 border=1><tr><td><font size=4 color=#990000>«{text}»</font></td></tr>"
                f"<tr><td><font size=2>{attribution}</font></td></tr></table>"
            )
        return f"<p align=justify>{text}</p>\n"

    def _rows(self, heading: str, links: list[Link], colour: str) -> str:
        rows = "".join(
            f'<tr><td>&#8226; <a href="{link.address}"><font size=2>{escape(link.headline)}</font></a></td></tr>'
            for link in links
        )
        return f'<table width="100%" cellspacing=1><tr><td bgcolor={colour}><font color=white><b>{heading}</b></font></td></tr>{rows}</table>'

    def _related(self, report: Report) -> str:
        return self._rows(self.related_heading, self.related(report), "#990000") if report.related else ""

    def _comments(self, report: Report) -> str:
        rows = "".join(
            f"<tr><td><font size=2><b>{who}</b></font></td></tr><tr><td><font size=2>{what}</font></td></tr>"
            for who, what in self.comments(report)
        )
        return f"<table><tr><td><font size=3><b>تعليقات القراء</b></font></td></tr>{rows}</table>" if rows else ""

    def _page(self, title: str, middle: str, report: Report | None) -> str:
        menu = "".join(f'<a href="{link.address}"><font size=2>{link.headline}</font></a><br>' for link in self.menu())
        ticker = " *** ".join(f'<a href="{link.address}">{escape(link.headline)}</a>' for link in self.latest(report))
        today = arabic_indic(f"{weekday(self.today)} {day_month_year(self.today, LEVANTINE_MONTHS)}")
        return (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html dir=rtl><head>'
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
            f"<title>{self.title} - {escape(title)}</title></head>\n"
            "<body bgcolor=#ffffff text=#222222 link=#003366><table width=780 align=center border=0 cellpadding=4>"
            f'<tr><td colspan=3 bgcolor=#003366><a href="/"><font color=white size=6><b>{self.title}</b></font></a></td></tr>'
            f"<tr><td colspan=3 align=left><font size=1>{today}</font></td></tr>"
            f"<tr><td colspan=3><marquee direction=right><font size=2>{ticker}</font></marquee></td></tr>"
            f"<tr valign=top><td width=110 bgcolor=#eeeeee>{menu}<br><img src=/images/adv1.jpg width=100 height=200></td>\n"
            f"<td width=490>{middle}</td>\n"
            f"<td width=180>{self._rows('الأكثر قراءة', self.most_read(report), '#003366')}"
            "<form action=/list method=post><font size=2>القائمة البريدية</font><br><input name=mail size=14>"
            "<input type=submit value=اشتراك></form></td></tr>\n"
            f"<tr><td colspan=3 align=center bgcolor=#eeeeee><font size=1>جميع الحقوق محفوظة لصحيفة {self.title}</font></td></tr>"
            "</table></body></html>\n"
        )
