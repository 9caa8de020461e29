"""What a service summary and a certificate of participation say: pure functions of the facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from records.documents.facts import Facts
from records.documents.facts_proofs import Attended, Together
from records.documents.proofs import ParticipationCertificate, Used, WorkSummary
from records.documents.words import MEETINGS, SERVICES, SKILLS, WITH_THE_CLIENT

# What one page holds in regular print; in large print a summary leaves nothing out for the sake of the page.
MOST_SERVICES, MOST_SESSIONS, MOST_RESULTS, MOST_JOBS = 4, 2, 3, 2
# A certificate is one page in either print.
MOST_CERTIFIED = {"regular": 4, "large": 2}
LONGEST_CERTIFIED = {"regular": 90, "large": 56}
MOST_SKILLS, LONGEST_SKILL = 4, 36

# A day, how many minutes, and what it is called.
_Line = tuple[date, int, str]


def service_summary(facts: Facts, head: dict[str, Any]) -> WorkSummary:
    """How often and how long, what was used, what came of it."""
    together = facts.together or Together()
    met = _met(facts, together)
    services = _used((one.on, 0, SERVICES[one.code][facts.language]) for one in together.services)
    sessions = _used((one.on, one.minutes, one.title) for one in together.sessions)
    all_of_it = facts.size == "large"
    shown = services if all_of_it else services[:MOST_SERVICES]
    held = sessions if all_of_it else sessions[:MOST_SESSIONS]
    return WorkSummary(
        **head,
        words=facts.words,
        period_from=facts.opened_on,
        period_to=together.ended_on or facts.today,
        ended_on=together.ended_on,
        meetings=len(met),
        minutes=sum(minutes for _on, minutes, _what in met),
        ways=tuple(_used(met)),
        services=tuple(shown),
        more_services=len(services) - len(shown),
        sessions=tuple(held),
        more_sessions=len(sessions) - len(held),
        results=tuple(together.results if all_of_it else together.results[:MOST_RESULTS]),
        jobs=tuple(together.jobs if all_of_it else together.jobs[:MOST_JOBS]),
    )


def participation_certificate(facts: Facts, head: dict[str, Any]) -> ParticipationCertificate:
    """Which group sessions, how long and when; of somebody who was in none, the program as a whole."""
    together = facts.together or Together()
    longest = LONGEST_CERTIFIED[facts.size]
    lines = [(one.on, one.minutes, _short(one.title, longest)) for one in together.sessions]
    sessions = _used(lines)
    counted = lines or _met(facts, together)
    days = [on for on, _minutes, _what in counted] or [facts.opened_on]
    shown = sessions[: MOST_CERTIFIED[facts.size]]
    return ParticipationCertificate(
        **head,
        first_on=min(days),
        last_on=max(days),
        minutes=sum(minutes for _on, minutes, _what in counted),
        sessions=tuple(shown),
        more_sessions=sum(one.times for one in sessions[len(shown) :]),
        program="" if sessions else _short(together.program, longest),
        skills=_skills(together.sessions, facts.language),
    )


def summary_gaps(facts: Facts) -> list[str]:
    """What the summary would be better for and the record does not say."""
    together = facts.together or Together()
    lacks = {
        "no_meeting": not _met(facts, together),
        "no_service": not together.services and not together.sessions,
        "no_result": not together.results and not together.jobs,
    }
    return [code for code, is_missing in lacks.items() if is_missing]


def certificate_gaps(facts: Facts) -> list[str]:
    """The same of a certificate: without group sessions it speaks of the program, which should have a name."""
    together = facts.together or Together()
    lacks = {
        "no_session": not together.sessions,
        "no_program": not together.sessions and not together.program,
        "no_room": bool(facts.words),
        "no_skill": bool(together.sessions) and not _skills(together.sessions, facts.language),
    }
    return [code for code, is_missing in lacks.items() if is_missing]


def _met(facts: Facts, together: Together) -> list[_Line]:
    """Every time they met, each once: what a signed note tells of, and group sessions nobody wrote a note of."""
    language = facts.language
    told = [
        (one.on, one.minutes, MEETINGS[one.kind][language])
        for one in facts.contacts
        if one.kind in WITH_THE_CLIENT
    ]
    unwritten = [one for one in together.sessions if not one.is_written]
    return told + [(one.on, one.minutes, MEETINGS["group"][language]) for one in unwritten]


def _used(lines: Iterable[_Line]) -> list[Used]:
    """The same thing once, with how often and between which days; most used first, then the earliest."""
    alike: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        alike[line[2]].append(line)
    found = [
        Used(
            what,
            len(those),
            min(on for on, *_ in those),
            max(on for on, *_ in those),
            sum(m for _, m, _ in those),
        )
        for what, those in alike.items()
    ]
    return sorted(found, key=lambda one: (-one.times, one.first_on, one.what))


def _skills(sessions: Sequence[Attended], language: str) -> tuple[str, ...]:
    named = (
        SKILLS[one.kind][language] if one.kind in SKILLS else one.kind_words
        for one in sorted(sessions, key=lambda one: one.on)
    )
    return tuple(dict.fromkeys(_short(words, LONGEST_SKILL) for words in named if words))[:MOST_SKILLS]


def _short(words: str, longest: int) -> str:
    """A title that leaves room for the others; cut between two words."""
    if len(words) <= longest:
        return words
    kept = words[: longest - 1]
    return (kept.rsplit(" ", 1)[0] or kept) + "…"
