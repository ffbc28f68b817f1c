"""«بوابة الرافد»: a portal with several h1, headings in spans, a definition list of facts and query-string addresses."""

from html import escape
from typing import ClassVar
from zoneinfo import ZoneInfo

from templates.countries import IRAQ
from templates.edition import Report
from templates.printing import LEVANTINE_MONTHS, day_month_year, persian, weekday
from templates.site import Link, Site


class PortalSite(Site):
    """Dates in Persian digits inside <dl>; the site's name, the section and a slogan are <h1>, the headline is a span."""

    name = "portal"
    title = "بوابة الرافد"
    zone = ZoneInfo("Asia/Baghdad")
    country = IRAQ
    sections: ClassVar[dict[str, str]] = {"3": "local", "4": "economy", "7": "tech", "9": "heritage", "11": "sport"}
    related_heading = "اقرأ أيضاً"

    def address(self, report: Report) -> str:
        return f"/news.php?id={88000 + 11 * report.number}"

    def listing_address(self, section: str, page: int) -> str:
        return f"/index.php?cat={section}" if page == 1 else f"/index.php?cat={section}&page={page}"

    def article_page(self, report: Report) -> str:
        section = self.section_link(report)
        main = (
            f'<div class="sectionbar"><h1><a href="{section.address}">{section.headline}</a></h1></div>'
            f'<div class="item" id="item{report.number}"><span class="title"><span>{escape(report.headline)}</span></span>'
            f'<dl class="facts">{self._facts(report)}</dl>{self._picture(report)}'
            f'<div class="tools"><span>حجم الخط</span> <a href="#">أ+</a> <a href="#">أ-</a> <a href="/print.php?id={report.number}">نسخة للطباعة</a></div>'
            f'<div class="story">{self._text(report)}</div>{self._gallery(report)}{self._words(report)}</div>{self._related(report)}'
            '<div class="comments"><span class="boxhead">أضف تعليقك</span><form action="/comment.php" method="post"><textarea name="t"></textarea></form>'
            f"{''.join(f'<div class=c><b>{who}</b> {what}</div>' for who, what in self.comments(report))}</div>"
        )
        return self._page(report.headline, main, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<div class="entry"><a href="{self.address(report)}"><span class="entrytitle">{escape(report.headline)}</span></a> '
            f"<small>{persian(f'{report.published:%d/%m/%Y}')}</small></div>"
            for report in reports
        )
        more = f'<div class="pages"><a href="{escape(following)}">التالي &raquo;</a></div>' if following else ""
        return self._page(title, f'<div class="sectionbar"><h1>{title}</h1></div>{items}{more}', None)

    def _facts(self, report: Report) -> str:
        at = report.published
        date = persian(f"{weekday(at)} {day_month_year(at, LEVANTINE_MONTHS)} - {at:%H:%M}")
        rows = [("تاريخ النشر", date), ("عدد القراءات", persian(report.views))]
        if report.authors:
            rows.insert(1, ("إعداد" if len(report.authors) == 1 else "إعداد وتصوير", "، ".join(report.authors)))
        if self.is_mangled:
            rows = [*rows[1:], ("نوع المادة", "خبر"), rows[0]]
        return "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows)

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        return (
            f'<div class="photo"><img src="{self.picture_address(report.picture.number)}" width="460" height="280" alt="{escape(report.picture.caption)}">'
            f'<span class="photonote">{escape(report.picture.caption)}</span></div>'
        )

    def _text(self, report: Report) -> str:
        pieces = [self._block(block.kind, block.text, block.attribution) for block in report.blocks]
        if report.tweet:
            who, what = report.tweet
            pieces.insert(2, f'<blockquote class="twitter-tweet">{what} &mdash; {who} (@reader)</blockquote>')
        return "\n".join(pieces)

    def _block(self, kind: str, text: str, attribution: str | None) -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f'<p class="mid"><span>{text}</span></p>'
        if kind == "quote":
            return f'<div class="saying"><span class="words">{text}</span><span class="who">{attribution}</span></div>'
        return f'<p><span lang="AR-SA">{text}</span></p>'

    def _gallery(self, report: Report) -> str:
        items = "".join(
            f'<a href="{self.picture_address(p.number)}"><img src="{self.picture_address(p.number)}" width="150" height="100" alt=""><span>{p.caption}</span></a>'
            for p in report.gallery
        )
        return f'<div class="photos"><span class="boxhead">صور</span>{items}</div>' if items else ""

    def _words(self, report: Report) -> str:
        return f'<div class="words">كلمات دلالية: {"، ".join(f"<a href=/search.php?w={tag}>{tag}</a>" for tag in report.tags)}</div>'

    def _box(self, heading: str, links: list[Link], name: str) -> str:
        items = "".join(
            f'<div class="line"><a href="{link.address}">{escape(link.headline)}</a></div>' for link in links
        )
        return f'<div class="{name}"><span class="boxhead">{heading}</span>{items}</div>'

    def _related(self, report: Report) -> str:
        return self._box(self.related_heading, self.related(report), "alsobox") if report.related else ""

    def _page(self, title: str, main: str, report: Report | None) -> str:
        menu = "".join(f'<td><a href="{link.address}">{link.headline}</a></td>' for link in self.menu())
        return (
            f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{self.title} :: {escape(title)}</title>'
            "<style>body{direction:rtl;font:16px Tahoma;width:980px;margin:auto}h1{font-size:18px;color:#066}.title{font-size:26px}"
            ".col{float:right;width:640px}.left{float:left;width:300px}dl dt,dl dd{display:inline;margin:0 4px}.photonote,.photos a,.saying span{display:block}.end{clear:both}</style></head>\n"
            f'<body><h1 class="brand"><a href="/">{self.title}</a></h1><h1 class="motto">نافذتك على ما يجري في المدن</h1>'
            f'<div class="clock">اليوم: {persian(f"{weekday(self.today)} {day_month_year(self.today, LEVANTINE_MONTHS)}")}</div><table class="menu"><tr>{menu}</tr></table>'
            f'<div class="strip"><b>شريط الأخبار</b> {" - ".join(f"<a href={link.address}>{escape(link.headline)}</a>" for link in self.latest(report))}</div>'
            f'<div class="col">{main}</div>\n<div class="left">{self._box("الأكثر قراءة", self.most_read(report), "readbox")}'
            '<div class="readbox"><span class="boxhead">أسعار العملات</span><table><tr><td>الدولار</td><td>1310</td></tr><tr><td>اليورو</td><td>1425</td></tr></table></div></div>'
            f'<div class="end">بوابة إخبارية مستقلة - جميع الحقوق محفوظة</div></body></html>\n'
        )
