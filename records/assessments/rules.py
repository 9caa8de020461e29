"""Which scales can be used, what may answer them, when they are asked again and how answers compare over time: pure
decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from records.assessments.values import UP, Band, Scale
from tenants.errors import Refused
from tenants.errors import sentence as _

MOST_SCALES, MOST_BANDS = 12, 8

# By code of its scale; None where the person did not answer.
Scores = Mapping[str, int | None]
# The scales of a form that is being filled in, by their place on it, from 1.
Places = Mapping[int, Scale]


def coded(places: Places, before: Sequence[Scale], taken: Collection[str]) -> tuple[Scale, ...]:
    """The scales in order, each with a code: that of the version before in the same place, else a new one from its
    words, which no version had (`taken`)."""
    held, found = {*taken}, []
    for place in sorted(places):
        scale = places[place]
        code = before[place - 1].code if place <= len(before) else _fresh(scale.en, held)
        held.add(code)
        found.append(replace(scale, code=code))
    return tuple(found)


def _fresh(words: str, held: Collection[str]) -> str:
    letters = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in words.lower())
    start = "_".join(["scale", *letters.split()[:3]])
    numbered = (start if number == 1 else f"{start}_{number}" for number in range(1, len(held) + 2))
    return next(code for code in numbered if code not in held)


def expect_measurable(places: Places, *, alliance: bool) -> None:
    """Refuses scales that nobody could answer or compare. A rating of the work together needs a low mark."""
    if not places:
        raise Refused("Describe at least one scale.", field="scale_1_en")
    for place, scale in places.items():
        trouble = _trouble(scale)
        if trouble:
            raise Refused(trouble[1], field=f"scale_{place}_{trouble[0]}")
    if alliance and all(scale.mark is None for scale in places.values()):
        raise Refused("Say at which score a rating counts as low.", field=f"scale_{min(places)}_mark")


def _trouble(scale: Scale) -> tuple[str, str] | None:
    troubles = (
        ("en", _("Enter the name of the scale in both languages."), not (scale.en and scale.fr)),
        ("high", _("The highest score must be above the lowest."), scale.low >= scale.high),
        ("step", _("The steps must lead from the lowest to the highest score."), not _leads(scale)),
        ("mark", _("The low mark must be a score of the scale."), not (scale.mark is None or _on(scale))),
        ("bands", _("Each band must begin on the scale, and only once."), not _bands_lie(scale)),
    )
    return next(((field, sentence) for field, sentence, is_wrong in troubles if is_wrong), None)


def _on(scale: Scale) -> bool:
    return scale.mark is not None and scale.holds(scale.mark)


def _leads(scale: Scale) -> bool:
    return scale.step > 0 and (scale.high - scale.low) % scale.step == 0


def _bands_lie(scale: Scale) -> bool:
    starts = [band.start for band in scale.bands]
    return len(starts) == len(set(starts)) and all(scale.low <= start <= scale.high for start in starts)


def bands_of(text: str, *, field: str) -> tuple[Band, ...]:
    """Bands as they are typed, one a line: from which score, English, French."""
    lines = [[part.strip() for part in line.split("|")] for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_BANDS:
        raise Refused("Write at most %(most)s bands.", field=field, most=MOST_BANDS)
    for parts in lines:
        if len(parts) != 3 or not parts[0].isascii() or not parts[0].removeprefix("-").isdigit():
            raise Refused("Write each band as: 4 | On the way | En chemin.", field=field)
    return tuple(Band(int(start[:6]), en, fr) for start, en, fr in lines)


def kept_scores(scales: Iterable[Scale], given: Scores) -> dict[str, int | None]:
    """One answer for each scale, or None where there was none. Refuses a score that is not on its scale, and a run in
    which nothing was answered."""
    found = {scale.code: given.get(scale.code) for scale in scales}
    for scale in scales:
        score = found[scale.code]
        if score is not None and not scale.holds(score):
            raise Refused(
                "Enter a score from %(low)s to %(high)s, in steps of %(step)s.",
                field=f"score_{scale.code}",
                low=scale.low,
                high=scale.high,
                step=scale.step,
            )
    if all(score is None for score in found.values()):
        raise Refused("Enter at least one score.")
    return found


def low_scales(scales: Iterable[Scale], scores: Scores) -> list[Scale]:
    """The scales whose answer is at the low mark or beyond it."""
    return [scale for scale in scales if scale.is_low(scores.get(scale.code))]


def due_after(done_on: date, weeks: int | None) -> date | None:
    """When it is usually asked again, or None when no time is set."""
    return done_on + timedelta(weeks=weeks) if weeks else None


def is_due(next_due: date | None, today: date) -> bool:
    """True from the day on which it was to be asked again."""
    return next_due is not None and next_due <= today


@dataclass(frozen=True, slots=True)
class Taken:
    """What comparing needs of one run: the day, the answers and the scales they were measured by."""

    on: date
    scores: Scores
    scales: Sequence[Scale]


@dataclass(frozen=True, slots=True)
class Change:
    """The newest answer against an earlier one: by how much, and whether that is better, worse or the same."""

    by: int
    way: str


@dataclass(frozen=True, slots=True)
class Line:
    """One scale over all runs, oldest first. A score is None where it was not answered or not measured alike;
    `differs` says that some run measured it otherwise."""

    scale: Scale
    scores: tuple[int | None, ...]
    since_first: Change | None
    since_last: Change | None
    differs: bool


def compared(runs: Sequence[Taken]) -> list[Line]:
    """The scales of the newest run, each over all the runs, which stand oldest first. A change is said only between
    answers that were given and measured alike, and only when the newest run has one."""
    return [_line(scale, runs) for scale in runs[-1].scales] if runs else []


def _line(scale: Scale, runs: Sequence[Taken]) -> Line:
    alike = [any(scale.measures_as(one) for one in run.scales) for run in runs]
    scores = tuple(
        run.scores.get(scale.code) if same else None for run, same in zip(runs, alike, strict=True)
    )
    *before, newest = scores
    answered = [score for score in before if score is not None]
    if newest is None or not answered:
        return Line(scale, scores, None, None, not all(alike))
    first, last = (change(scale.better, score, newest) for score in (answered[0], answered[-1]))
    return Line(scale, scores, first, last, not all(alike))


def change(better: str, before: int, after: int) -> Change:
    """How an answer moved, by the direction of its scale."""
    by = after - before
    if by == 0:
        return Change(0, "same")
    return Change(by, "better" if (by > 0) == (better == UP) else "worse")
