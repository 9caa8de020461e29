"""From lives to a script: everything that anybody does, each at its moment, in the order in which it happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records.demo import acts
from records.demo.acts import Numbers
from records.demo.shapes import Agency, Person, Told, Work
from records.demo.steward import schedule_moments

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody does something. `client` or `case` name what it numbers, when it begins a file or a case."""

    at: datetime
    by: str
    act: Callable[[Session, Numbers], None]
    client: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The moments of an agency, in order, and the numbers that files and cases will get."""

    moments: tuple[Moment, ...]
    numbers: Numbers


class Calendar:
    """Turns days ago into working days where the agency is."""

    def __init__(self, today: date, zone: str) -> None:
        self.today = today
        self.zone = ZoneInfo(zone)

    def day(self, ago: int) -> date:
        """The day so many days ago, or the Friday before when it is a weekend."""
        day = self.today - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def moment(self, ago: int, minutes: int) -> datetime:
        """So many minutes after the doors open at nine, on that day."""
        return datetime.combine(self.day(ago), time(9), self.zone) + timedelta(minutes=minutes)


def script_of(agency: Agency, today: date, zone: str) -> Script:
    """The whole past of an agency. The same today gives the same script, so that a half-played one can be gone on
    with."""
    calendar = Calendar(today, zone)
    moments: list[Moment] = []
    for place, person in enumerate(agency.people):
        minute = (place * 37) % 380
        moments += _life(person, calendar, minute)
        for told in agency.notes.get(person.key, ()):
            moments += _note(told, person, f"{person.key}/0", calendar, minute + 25)
    moments += _deeds(agency, calendar)
    if agency.keeps_schedule:
        moments += [Moment(calendar.moment(ago, 30), by, act) for ago, by, act in schedule_moments()]
    moments = list(_one_after_the_other(moments))
    clients = [moment.client for moment in moments if moment.client]
    cases = [moment.case for moment in moments if moment.case]
    return Script(tuple(moments), Numbers(tuple(clients), tuple(cases), today))


def _deeds(agency: Agency, calendar: Calendar) -> Iterator[Moment]:
    """In the hour after the person's own visit of that day, in the order in which they are written down."""
    workers = {person.key: person.by for person in agency.people}
    minutes = {person.key: (place * 37) % 380 + 105 for place, person in enumerate(agency.people)}
    for deed in agency.deeds:
        usual = minutes.get(deed.who, 20)
        at = calendar.moment(deed.ago, usual if deed.minute is None else deed.minute)
        yield Moment(at, deed.by or workers[deed.who], deed.act)


def _one_after_the_other(moments: list[Moment]) -> Iterator[Moment]:
    """In order of time, and never two at once: a chain of signatures is read by their times."""
    earliest: datetime | None = None
    for moment in sorted(moments, key=lambda one: one.at):
        at = moment.at if earliest is None else max(moment.at, earliest)
        earliest = at + timedelta(seconds=5)
        yield replace(moment, at=at)


def _life(person: Person, calendar: Calendar, minute: int) -> Iterator[Moment]:
    def moment(ago: int, after: int, act: Callable[..., None], **of: object) -> Moment:
        return Moment(calendar.moment(ago, minute + after), person.by, partial(act, person=person, **of))

    yield replace(moment(person.ago, 0, acts.add, born=person.born(calendar.today)), client=person.key)
    for place, given in enumerate(person.consents):
        on = calendar.day(given.ago)
        expires_on = calendar.today + timedelta(days=given.lasts - given.ago) if given.lasts else None
        yield moment(given.ago, 4 + place, acts.consent, given=given, on=on, expires_on=expires_on)
        if given.taken_back is not None:
            yield moment(given.ago - given.taken_back, 5, acts.take_back, kind=given.kind)
    for place, work in enumerate(person.work):
        yield from _work(person, work, f"{person.key}/{place}", calendar, minute)


def _work(person: Person, work: Work, case: str, calendar: Calendar, minute: int) -> Iterator[Moment]:
    def moment(ago: int, after: int, act: Callable[..., None], **of: object) -> Moment:
        return Moment(calendar.moment(ago, minute + after), person.by, partial(act, case=case, **of))

    opened_on = calendar.day(work.ago)
    begin = partial(acts.begin, person=person, work=work, opened_on=opened_on)
    yield Moment(calendar.moment(work.ago, minute + 10), person.by, begin, case=case)
    for ago, goal in work.goals:
        yield moment(ago, 40, acts.reword, goal=goal)
    for told in work.told:
        yield from _note(told, person, case, calendar, minute)
    if work.closed is not None:
        ago, reason = work.closed
        yield moment(ago, 120, acts.close, on=calendar.day(ago), reason=reason)
    if work.reopened is not None:
        yield moment(work.reopened[0], 20, acts.reopen, reason=work.reopened[1])
    for asked in work.asked:
        yield moment(asked.ago, 90, acts.ask, asked=asked)
    if work.held is not None:
        yield replace(moment(work.held.ago, 130, acts.hold, held=work.held), by="luc")


def _note(told: Told, person: Person, case: str, calendar: Calendar, minute: int) -> Iterator[Moment]:
    by = told.by or person.by
    began = calendar.moment(told.ago, minute + 15)
    ended = began + timedelta(minutes=told.minutes + 10, days=told.signed or 0)
    write = acts.draft if told.signed is None else acts.sign
    yield Moment(ended, by, partial(write, case=case, told=told, began=began))
    for agreed in told.steps:
        if agreed.done is not None:
            done = ended + timedelta(days=agreed.done)
            yield Moment(done, by, partial(acts.finish, case=case, what=agreed.what))
    if told.added is not None:
        yield Moment(ended + timedelta(days=told.added.after), by, partial(acts.append, case=case, told=told))
