"""``python benchmarks/scale.py [--write]``: what a fleet of up to 100,000 outlets costs, reckoned from measured prices.

It prints the tables of docs/scale.md, ``--write`` puts them there. Nothing is measured here and nothing is asked of a
network: prices come from ``scale_costs.json`` (made by ``scale_costs.py``), outlets are drawn with a fixed seed. What
is assumed and not measured stands in `News`, `Machine` and the limits of ``scale_limits.py``, and in the second table.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from results import Line, Row
from scale_crash import day_with_crash
from scale_fleet import GIGABYTE, REPORT_FILES, TERABYTE, Costs, Fleet, Machine, costs, fleet, measured
from scale_fleet import tables_after_a_year as year
from scale_limits import LIMITS
from scale_outlets import Demand, News, outlet_day, timing, visit_ages
from scale_variants import SEED, SIZES, results, variants

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
STEPS = ("pages", "statements", "side_by_side", "store", "job")
RATES = (1, 10, 30, 100, 300, 1000, 2000, 5000)
_OPERATIONS = {
    "runs": "a run that finds nothing new",
    "new": "a page with a new text",
    "same": "a visit, answered 304",
    "touched": "a visit, whole page, known text",
}
Rows = list[Sequence[object]]


def table(head: Sequence[str], rows: Rows) -> str:
    """Return Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def prices_table(found: Costs) -> str:
    """What one of each thing takes."""
    rows: Rows = [
        (
            told,
            f"{price.client_ms:.1f} ms",
            f"{price.server_ms:.1f} ms",
            f"{price.statements:.0f}",
            f"{price.transactions:.0f}",
            f"{price.writes:.1f}",
            f"{price.wal_bytes / 1000:.0f} kB",
        )
        for kind, told in _OPERATIONS.items()
        for price in [found.prices[kind]]
    ]
    head = ("what", "CPU, crawl", "CPU, PostgreSQL", "statements", "transactions", "that write", "WAL")
    return table(head, rows)


def singles_table() -> str:
    """What else was measured."""
    found = measured()
    store, side, pages = found["store"], found["side_by_side"], found["pages"]
    new, small = store["new_large"], pages["new"]
    rows: Rows = [
        ("start of a process", f"{pages['start_ms']:.0f} ms CPU"),
        ("memory of a process that has crawled", f"{pages['process_mib']:.0f} MiB"),
        (f"memory of each crawl that goes on in it, of {side['at_once']}", f"{side['crawl_mib']:.1f} MiB more"),
        ("connections of each crawl that goes on", f"{side['connections']:.1f}"),
        ("a line of the feed", f"{store['lengths']['line_bytes']:,.0f} bytes"),
        ("as PostgreSQL keeps it", f"{store['lengths']['kept_bytes']:,.0f} bytes"),
        ("the report of a run", f"{store['lengths']['report_bytes']:,.0f} bytes"),
        ("articles in the large database", f"{store['tables']['articles']['rows']:,}"),
        ("whole pages in the WAL of a new page, there", f"{new['page_images']:.0f}"),
        ("WAL of a new page in an empty database", f"{small['wal_bytes'] / 1000:.0f} kB"),
        ("processor and system", found["pages"]["about"]["machine"]),
        ("waiting for it, as the steps began", ", ".join(str(found[step]["about"]["load"]) for step in STEPS)),
        ("versions", found["pages"]["about"]["versions"]),
        ("PostgreSQL", ", ".join(f"{k} {v}" for k, v in found["pages"]["about"]["postgresql"].items())),
    ]
    return table(("measured", ""), rows)


def outlets_table(found: Costs, news: News) -> str:
    """What one outlet asks for, by how much it publishes."""
    rows: Rows = []
    for rate in RATES:
        day = outlet_day(rate, news, timing(), (found.run_pages, found.pages_per_article))
        runs = sum(hour.runs for hour in day)
        intervals = [60 / hour.runs for hour in day]
        pages = sum(hour.new + hour.same + hour.touched + hour.runs * found.run_pages for hour in day)
        rows.append(
            (
                f"{rate:,}",
                f"{min(intervals):.0f} to {max(intervals):.0f} min",
                f"{runs:.0f}",
                len(visit_ages(news.revisit, 24 / runs)),
                f"{pages:,.0f}",
                f"{sum(hour.busy for hour in day) / 24:.1%}",
                f"{_cpu_seconds(day, found):,.1f} s",
                f"{sum(hour.late for hour in day):,.0f}",
            )
        )
    head = ("articles a day", "interval", "runs", "visits of an article", "pages", "host busy", "CPU", "put off")
    return table(head, rows)


def _cpu_seconds(day: list[Demand], found: Costs) -> float:
    asked: list[float] = [getattr(hour, kind) * price.client_ms for hour in day for kind, price in found.prices.items()]
    return sum(asked) / 1000


def fleets_table(found: Costs, news: News, machine: Machine) -> str:
    """What fleets need, by size."""
    fleets = [fleet(size, news, found, machine, SEED) for size in SIZES]
    rows: Rows = [(name, *(show(one) for one in fleets)) for name, show in _fleet_figures(found, machine).items()]
    return table(("", *(f"{size:,} outlets" for size in SIZES)), rows)


def _fleet_figures(found: Costs, machine: Machine) -> dict[str, Callable[[Fleet], str]]:
    def peak(figure: str, unit: str = "", scale: float = 1.0, digits: int = 0) -> Callable[[Fleet], str]:
        return lambda one: f"{one.peak(lambda hour: getattr(hour, figure)) / scale:,.{digits}f}{unit}"

    return {
        "articles a day": lambda one: f"{one.a_day(lambda hour: hour.articles):,.0f}",
        "runs a day": lambda one: f"{one.a_day(lambda hour: hour.runs):,.0f}",
        "pages a day": lambda one: f"{86_400 * one.mean(lambda hour: hour.requests):,.0f}",
        "requests a second, mean": lambda one: f"{one.mean(lambda hour: hour.requests):,.0f}",
        "requests a second, busiest hour": peak("requests"),
        "crawls at once, busiest hour": lambda one: f"{one.peak(lambda hour: hour.demand.busy):,.0f}",
        "workers' cores in use, busiest hour": peak("client_cores", digits=1),
        "outlets that a machine's CPU carries": lambda one: f"{_round(one.outlets / one.machines_by_cpu):,}",
        "outlets that a machine's memory holds": lambda one: f"{_round(one.outlets / one.machines_by_memory):,}",
        f"**machines, {machine.spare} to spare**": lambda one: f"**{one.machines:,}**",
        "outlets a machine": lambda one: f"{one.outlets / one.machines:,.0f}",
        "crawls at once in a process": lambda one: (
            f"{one.peak(lambda hour: hour.demand.busy) / one.machines / machine.cores:,.0f}"
        ),
        "PostgreSQL's cores in use, busiest hour": peak("server_cores", digits=1),
        "statements a second, busiest hour": peak("statements"),
        "transactions a second, busiest hour": peak("transactions"),
        "commits that write a second, busiest hour": peak("writes"),
        "WAL, busiest hour": peak("wal_bytes", " MB/s", 1e6, 1),
        "WAL a day": lambda one: f"{86_400 * one.mean(lambda hour: hour.wal_bytes) / GIGABYTE:,.0f} GB",
        "connections, busiest hour": lambda one: f"{one.connections:,.0f}",
        "report files a day": lambda one: f"{REPORT_FILES * one.a_day(lambda hour: hour.runs):,.0f}",
        "feed files a day": lambda one: f"{one.a_day(lambda hour: hour.feeds):,.0f}",
        "feeds a day": lambda one: f"{one.a_day(lambda hour: hour.articles) * found.line_bytes / GIGABYTE:,.1f} GB",
    }


def year_table(found: Costs, news: News, machine: Machine) -> str:
    """The database of the largest fleet after a year."""
    tables = year(fleet(SIZES[-1], news, found, machine, SEED), news, found)
    total = sum(one.size for one in tables)
    rows: Rows = [
        (
            f"`{one.name}`",
            f"{one.rows / 1e6:,.0f}",
            f"{one.size / one.rows:,.0f}",
            *(f"{part / TERABYTE:.2f}" for part in (one.heap, one.apart, one.indexes)),
            f"{one.size / TERABYTE:.2f}",
            f"{one.size / total:.0%}",
            f"{one.size / 365 / GIGABYTE:,.1f}",
        )
        for one in tables
    ]
    rows.append(("together", "", "", "", "", "", f"{total / TERABYTE:.2f}", "", f"{total / 365 / GIGABYTE:,.1f}"))
    head = ("table", "million rows", "bytes a row", "pages, TB", "apart, TB", "indexes, TB", "TB", "share", "GB a day")
    return table(head, rows)


def limits_table(found: Costs, news: News, machine: Machine) -> str:
    """Which limit is reached at how many outlets, the first one first."""
    size = SIZES[-1]
    largest = fleet(size, news, found, machine, SEED)
    reached = sorted((size * limit.most / limit.need(largest, news, found), limit) for limit in LIMITS)
    rows: Rows = [(f"{_round(outlets):,}", limit.name, limit.told, limit.then) for outlets, limit in reached]
    return table(("outlets", "what is full", "limit", "then"), rows)


def _round(outlets: float) -> int:
    """Return two digits of it: the third would be a pretence."""
    return int(float(f"{outlets:.2g}"))


def crashes_table(found: Costs, news: News, machine: Machine) -> str:
    """What the loss of machines does for an hour, the busiest one."""
    rows: Rows = []
    for size in SIZES:
        whole = fleet(size, news, found, machine, SEED)
        for lost in sorted({machine.spare, whole.machines // 2, whole.machines}):
            told = day_with_crash(whole, found, machine, lost, seed=SEED)
            rows.append(
                (
                    f"{size:,}",
                    told.machines,
                    lost,
                    f"{told.busiest:.0%}" if lost < told.machines else "",
                    f"{told.longest_wait:.1f} min",
                    told.minutes_behind,
                )
            )
    return table(("outlets", "machines", "of them lost", "the others' load", "longest wait", "minutes behind"), rows)


def sensitivity_table(found: Costs, news: News, machine: Machine) -> str:
    """How each result moves when one input does."""
    first, *others = [(name, results(*given)) for name, given in variants(found, news, machine).items()]
    names = ("machines", "requests/s", "crawls at once", "PostgreSQL's cores", "writes/s", "WAL", "database")
    rows: Rows = [(name, *(f"{new / old:.2f}" for new, old in zip(got, first[1], strict=True))) for name, got in others]
    return table(("input", *names), rows)


def tables() -> dict[str, str]:
    """Return every table of the document by its name."""
    found, news, machine = costs(), News(), Machine()
    return {
        "prices": prices_table(found),
        "singles": singles_table(),
        "outlets": outlets_table(found, news),
        "fleets": fleets_table(found, news, machine),
        "year": year_table(found, news, machine),
        "limits": limits_table(found, news, machine),
        "crashes": crashes_table(found, news, machine),
        "sensitivity": sensitivity_table(found, news, machine),
    }


def written(text: str, made: dict[str, str]) -> str:
    """Return a document's *text* with each table in its place: between ``<!-- NAME -->`` and ``<!-- end -->``."""
    for name, lines in made.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, *rest = text.split(begin)
        if len(rest) != 1 or end not in rest[0]:
            raise SystemExit(f"{DOCUMENT.name} has {len(rest)} places for the table {name}; it needs one")
        text = f"{before}{begin}\n{lines}\n{end}{rest[0].partition(end)[2]}"
    return text


def measure(*, is_quick: bool) -> Row:  # noqa: ARG001 - as every row of run.py has it; the simulation takes seconds
    """Reckon anew from the measured prices and return the row."""
    first = results(costs(), News(), Machine())
    names = ("machines", "requests a second", "crawls at once", "PostgreSQL's cores", "commits that write a second")
    row = Row(
        "scale",
        [Line(f"{SIZES[-1]:,} outlets: {name}", f"{value:,.0f}") for name, value in zip(names, first, strict=False)],
    )
    row.lines.append(Line(f"{SIZES[-1]:,} outlets: database after a year", f"{first[-1] / TERABYTE:.0f} TB"))
    row.notes.append("Simulated, not measured; docs/scale.md has the tables, scale_costs.py measures the prices.")
    return row


def main() -> None:
    """Print the tables, or put them into the document."""
    parser = argparse.ArgumentParser(description="What a fleet of outlets costs.")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT.name}")
    made = tables()
    if parser.parse_args().write:
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), made), encoding="utf-8")
        print(f"written: {DOCUMENT}")
    else:
        print("\n".join(f"## {name}\n\n{lines}" for name, lines in made.items()), end="")


if __name__ == "__main__":
    main()
