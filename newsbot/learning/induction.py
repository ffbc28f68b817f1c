"""Rules that hold on all pages of a site, induced from labelled ones; fetches nothing, writes nothing.

For each field: where its labels stand (occurrences, regions), what leads there (paths), how that does on every page
(trials), and the one to three rules that do best (choice). At the end all rules together read the pages once more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsbot.learning.agreement import field_scores
from newsbot.learning.belief import believed
from newsbot.learning.choice import RIGHT, Chosen, chosen, distinct, is_adopted
from newsbot.learning.labels import Labelled
from newsbot.learning.occurrences import Places
from newsbot.learning.proposals import proposals
from newsbot.learning.regions import speaker_nodes
from newsbot.learning.steps import Path, steps
from newsbot.learning.trials import Trial, Trials
from newsbot.learning.ways import Landmark
from newsbot.pages.rules import JSON_LD, Outlet, Rules

FIELDS = (
    "headline", "date_published", "date_modified", "authors", "section", "keywords", "description", "main_image",
    "caption", "credit", "views", "related", "quotes", "body",
)  # fmt: skip
"""What is learnt, in the order of learning: the headline is a landmark for all that follows."""
# Proposals come from so many pages; a path that only one of them proposes is that page's own.
_PROPOSING = 8
_SUPPORT = 2
_PATHS_LIMIT = 120
_UNCOVERED = 6
# A rule by positions needs pages enough to prove itself.
_FEW_PAGES, _FEW_COST = 3, 6.0
# A body in more than three places is none that paths can tell.
_UNIONS = 2
_LIKELIEST = 4
_NEARLY_WHOLE = 0.9995
_GAIN = 0.002


def learnt_rules(pages: Sequence[Labelled], outlet: Outlet) -> Mapping[str, tuple[str, ...]]:
    """Rules by field, as ``NewsSpider.rules`` has them; a field that could not be learnt is absent.

    *pages* are article pages of one site, 8 to 40; fewer give little, since a rule must be seen to hold. *outlet* gives
    zone, encoding and domains; its own rules are not asked. 30 pages of 170 KB take 20 to 40 seconds of one core.
    """
    induction = _Induction(believed(pages), replace(outlet, rules=Rules()))
    rules: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        rule = induction.rule(field)
        if rule:
            rules[field] = rule
        if field == "headline" and rule:
            induction.take_landmark(rule)
    if "quotes" in rules and (speaker := _speaker_rule(pages)):
        rules["attribution"] = (speaker,)
    return verified(rules, induction.pages, induction.outlet)


def absent(pages: Sequence[Labelled]) -> dict[str, tuple[str, ...]]:
    """``()`` for what a site's pages have or have not by their layout, and none of *pages* has.

    To look for a related block or a counter on every page takes longer than all rules together. Of other fields nothing
    is said: many an outlet names authors on some of its articles only.
    """
    return {field: () for field in _BY_LAYOUT if not any(_expected(field, pages))}


_BY_LAYOUT = ("related", "views")


class _Induction:
    """What is known of the pages while their rules are learnt."""

    def __init__(self, pages: Sequence[Labelled], outlet: Outlet) -> None:
        self.pages, self.outlet = pages, outlet
        self._places = [Places.of(page.page) for page in pages]
        self._landmarks: list[list[Landmark]] = [[] for _ in pages]

    def take_landmark(self, rule: tuple[str, ...]) -> None:
        """Let later paths start from what the headline's *rule* finds."""
        for path in rule:
            element_path = path.partition("/text()")[0]
            if element_path.startswith(JSON_LD) or "/@" in element_path:
                continue
            rules = Rules(headline=element_path)
            for page, known in zip(self.pages, self._landmarks, strict=True):
                found = rules.on(page.page.root, lambda page=page: page.page.metadata).elements("headline")  # type: ignore[misc]
                if found and not known:
                    known.append(Landmark(Path(3.0, element_path), found[0]))

    def rule(self, field: str) -> tuple[str, ...]:
        """The rules of one field, in their order; empty where none is good enough."""
        expected = _expected(field, self.pages)
        labelled = [number for number, is_expected in enumerate(expected) if is_expected]
        if not labelled:
            return ()
        trials = Trials(field, self.pages, self.outlet)
        tried = self._tried(trials, _spread(labelled, _PROPOSING), {})
        best = chosen(field, tried.values(), expected)
        if best is None:
            return ()
        scores = best.scores()
        uncovered = [number for number in labelled if (scores[number] or 0.0) < RIGHT]
        if uncovered:
            tried |= self._tried(trials, _spread(uncovered, _UNCOVERED), tried)
            best = chosen(field, tried.values(), expected) or best
        return self._adopted(field, best)

    def _adopted(self, field: str, best: Chosen) -> tuple[str, ...]:
        """The chosen rules, or the best of them alone; nothing where neither is good enough."""
        expected, unsure = _expected(field, self.pages), _unsure(field, self.pages)
        for trials in (best.trials, *((trial,) for trial in best.trials)):
            if is_adopted(field, Chosen(trials).scores(), expected, unsure):
                return tuple(trial.path.text for trial in trials)
        return ()

    def _tried(self, trials: Trials, numbers: Sequence[int], known: Mapping[str, Trial]) -> dict[str, Trial]:
        """Trials of what the pages with these *numbers* propose, by path."""
        proposed = [path for path in self._proposals(trials.field, numbers) if path.text not in known]
        found = [trial for path in proposed if (trial := trials.trial(path)) is not None]
        if trials.field == "body":
            found += _unions(trials, found)
        return {trial.path.text: trial for trial in found}

    def _proposals(self, field: str, numbers: Sequence[int]) -> list[Path]:
        support: Counter[str] = Counter()
        best: dict[str, Path] = {}
        for number in numbers:
            found = proposals(field, self.pages[number], self._places[number], self._landmarks[number])
            for path in {path.text: path for path in found}.values():
                support[path.text] += 1
                best[path.text] = min(path, best.get(path.text, path))
        needed = _SUPPORT if len(numbers) >= 2 * _SUPPORT else 1
        highest = _FEW_COST if len(self.pages) < _FEW_PAGES else float("inf")
        kept = [path for text, path in best.items() if support[text] >= needed and path.cost <= highest]
        return sorted(kept)[:_PATHS_LIMIT]


def _unions(trials: Trials, found: Sequence[Trial]) -> list[Trial]:
    """Two or three paths as one, where a body stands in several elements and together they have more of it."""
    singles = sorted(distinct(found), key=lambda trial: trial.path)
    best = max(singles, key=_mean, default=None)
    unions: list[Trial] = []
    while best is not None and len(unions) < _UNIONS and _mean(best) < _NEARLY_WHOLE:
        longer = _best_union(trials, best, singles)
        if longer is None or _mean(longer) <= _mean(best) + _GAIN:
            break
        unions.append(longer)
        best = longer
    return unions


def _best_union(trials: Trials, best: Trial, singles: Sequence[Trial]) -> Trial | None:
    """*best* with the path that adds most to it: all are tried on a few pages, the likeliest on all."""
    known = best.path.text.split(" | ")
    together = [
        Path(best.path.cost + single.path.cost, f"{best.path.text} | {single.path.text}")
        for single in singles
        if single.path.text not in known and not single.path.text.startswith(JSON_LD)
    ]
    few = Trials(trials.field, trials.pages[:_FEW_PAGES], trials.outlet)
    tried = sorted(filter(None, map(few.trial, together)), key=_mean, reverse=True)[:_LIKELIEST]
    return max(filter(None, (trials.trial(trial.path) for trial in tried)), key=_mean, default=None)


def _mean(trial: Trial) -> float:
    return sum(score or 0.0 for score in trial.scores) / len(trial.scores)


def _spread(numbers: Sequence[int], count: int) -> list[int]:
    """Up to *count* of *numbers*, from all over them."""
    if len(numbers) <= count:
        return list(numbers)
    return [numbers[index * len(numbers) // count] for index in range(count)]


def _expected(field: str, pages: Sequence[Labelled]) -> list[bool]:
    return [bool(page.value(field)) for page in pages]


def _unsure(field: str, pages: Sequence[Labelled]) -> list[bool]:
    return [field in page.unsure or field not in _WITNESSED for page in pages]


_WITNESSED = frozenset({"headline", "date_published", "body"})


def _speaker_rule(pages: Sequence[Labelled]) -> str | None:
    """Where in a quote its speaker stands: the name that most quotes share."""
    names: Counter[str] = Counter()
    costs: dict[str, float] = {}
    count = 0
    for page in pages:
        for _, node in speaker_nodes(page):
            count += 1
            for step in steps(node):
                names[step.text] += 1
                costs[step.text] = step.cost
    held = [text for text, number in names.items() if number >= 0.9 * count]
    return f".//{min(held, key=costs.__getitem__)}" if held else None


def verified(
    rules: dict[str, tuple[str, ...]], pages: Sequence[Labelled], outlet: Outlet
) -> dict[str, tuple[str, ...]]:
    """*rules* that still hold when all of them read the pages together; those that do not are left out."""
    while rules:
        failing = _failing(rules, pages, outlet)
        if not failing:
            break
        if "body" in failing:
            rules = _without_rivals(rules, pages, outlet)
        else:
            rules = {field: rule for field, rule in rules.items() if field not in failing}
    return rules


def _without_rivals(
    rules: dict[str, tuple[str, ...]], pages: Sequence[Labelled], outlet: Outlet
) -> dict[str, tuple[str, ...]]:
    """*rules* without those that spoil the body's, or without the body's."""
    for rivals in ({"quotes", "attribution"}, {"main_image", "caption", "credit"}, {"related"}, {"body"}):
        if rivals & rules.keys():
            fewer = {field: rule for field, rule in rules.items() if field not in rivals}
            if "body" not in _failing(fewer, pages, outlet):
                return fewer
    return fewer


def _failing(rules: dict[str, tuple[str, ...]], pages: Sequence[Labelled], outlet: Outlet) -> set[str]:
    found = field_scores(pages, replace(outlet, rules=Rules(**rules)))
    return {
        field
        for field, scores in found.items()
        if not is_adopted(field, scores, _expected(field, pages), _unsure(field, pages))
    }
