"""The simulation of the largest fleet with one input changed at a time, and the figures that are compared; pure."""

from dataclasses import replace

from scale_fleet import Costs, Machine, fleet, tables_after_a_year
from scale_outlets import News, timing

SEED = 1
SIZES = (1_000, 10_000, 100_000)
LARGEST = SIZES[-1]


def results(found: Costs, news: News, machine: Machine, pace: float = 1.0) -> tuple[float, ...]:
    """Return the figures of a fleet; *pace* is how many times as long as by default NEWSBOT_SCHEDULE_PACE is."""
    bounds = timing()
    one = fleet(LARGEST, news, found, machine, SEED, replace(bounds, pace=bounds.pace * pace))
    return (
        one.machines,
        one.peak(lambda hour: hour.requests),
        one.peak(lambda hour: hour.demand.busy),
        one.peak(lambda hour: hour.server_cores),
        one.peak(lambda hour: hour.writes),
        one.mean(lambda hour: hour.wal_bytes),
        sum(part.size for part in tables_after_a_year(one, news, found)),
    )


def variants(
    found: Costs, news: News, machine: Machine
) -> dict[str, tuple[Costs, News, Machine] | tuple[Costs, News, Machine, float]]:
    """Return what is simulated, by the words for what was changed; the first is unchanged."""

    def priced(kind: str, figure: str) -> Costs:
        price = found.prices[kind]
        return replace(found, prices={**found.prices, kind: replace(price, **{figure: 2 * getattr(price, figure)})})

    def as_told(**changed: object) -> tuple[Costs, News, Machine]:
        return found, replace(news, **changed), machine  # type: ignore[arg-type] # the names are News's own

    return {
        "as assumed": (found, news, machine),
        "articles a day doubled": as_told(median=2 * news.median),
        "spread doubled": as_told(spread=2 * news.spread),
        "swing half as large again": as_told(swing=1.5 * news.swing),
        "twice as many visits answered 304": as_told(validators=2 * news.validators),
        "twice as many revised texts": as_told(revised=2 * news.revised),
        "no visits after the third day": as_told(revisit=news.revisit[:2]),
        "pause between requests doubled": as_told(page_seconds=2 * news.page_seconds),
        "twice as many requests made again": as_told(retried=2 * news.retried),
        "pace doubled (NEWSBOT_SCHEDULE_PACE=1h)": (found, news, machine, 2.0),
        "pages and CPU of a run doubled": (
            replace(priced("runs", "client_ms"), run_pages=2 * found.run_pages),
            news,
            machine,
        ),
        "CPU of a new page doubled": (priced("new", "client_ms"), news, machine),
        "CPU of a 304 doubled": (priced("same", "client_ms"), news, machine),
        "CPU of a visit to a whole page doubled": (priced("touched", "client_ms"), news, machine),
        "PostgreSQL's CPU of a visit doubled": (priced("touched", "server_ms"), news, machine),
        "memory of a crawl doubled": (replace(found, crawl_mib=2 * found.crawl_mib), news, machine),
        "machines of 4 cores and 8 GiB": (found, news, replace(machine, cores=4, memory_mib=8192)),
    }
