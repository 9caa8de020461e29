"""The forms in which a group session is planned, called off and accounted for."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from records.appointments.rules import moment
from records.workshops.models import Workshop
from records.workshops.rules import USUAL_MINUTES, USUAL_PLACES, Plan
from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Clock, Day, Form, LongText, Text, Tick, Version, Whole


class PlanForm(Form):
    """What it is, when, where, for how many and with whom."""

    title_en = Text(L_("Title in English"), limit=120)
    title_fr = Text(L_("Title in French"), limit=120, hint=L_("One of the two is enough."))
    kind = Choice(
        L_("What it is about"), missing=L_("Choose what it is about."), choices=choices("workshop_kind")
    )
    kind_words = Text(L_("About what"), limit=80, hint=L_("Only for something else."))
    language = Choice(
        L_("Language"), missing=L_("Choose the language."), choices=choices("workshop_language")
    )
    on = Day(L_("Day"), missing=L_("Enter the day, for example 2026-11-20."))
    at = Clock(L_("Time"), missing=L_("Enter the time, for example 14:30."))
    minutes = Whole(L_("Minutes"), missing=L_("Enter how many minutes it takes."), low=5, high=720)
    capacity = Whole(L_("Seats"), missing=L_("Enter how many people fit in."), low=1, high=500)
    place = Choice(L_("Place"), missing=L_("Choose where."), choices=choices("place"))
    room = Text(L_("Room"), limit=60)
    leader_id = Choice(L_("Who leads it"), missing=L_("Choose who leads it."))
    second_id = Choice(L_("Who leads it with them"))
    description = LongText(L_("What people will do and take home"), limit=2000, rows=3)
    # Asked only of somebody who was told that a leader is busy then.
    beside = Tick(L_("Both are meant: plan it beside what the leader has then"))

    def plan(self, zone: str) -> Plan:
        """What was entered."""
        given: dict[str, Any] = self.values()
        start = moment(given.pop("on"), given.pop("at"), zone)
        given["ends_at"] = start + timedelta(minutes=given.pop("minutes"))
        for name in ("title_en", "title_fr", "kind_words", "description"):
            given[name] = given[name] or ""
        given.pop("version", None)
        return Plan(starts_at=start, **given)


class ChangeForm(PlanForm):
    """The plan, as somebody saw it last."""

    version = Version()


class CallOffForm(Form):
    """Why it does not take place."""

    reason = LongText(L_("Why it is called off"), missing=L_("Say why it is called off."), limit=500, rows=2)


class TakeOffForm(Form):
    """Why somebody does not come after all."""

    reason = Text(
        L_("Why they are taken off the list"),
        missing=L_("Say why, for example: works that day."),
        limit=300,
    )


class MarkForm(Form):
    """Whether somebody came."""

    mark = Choice(
        L_("Attendance"), missing=L_("Choose whether the person came."), choices=choices("attendance_mark")
    )


class RemarkForm(Form):
    """How long somebody was there, and what else is to be known."""

    minutes = Whole(L_("Minutes there"), low=0, high=720)
    remark = LongText(
        L_("Remark"),
        limit=1000,
        rows=2,
        hint=L_("Whoever takes attendance reads it. What is personal belongs in the note."),
    )
    version = Version()


class VisitorsForm(Form):
    """How many came who gave no name."""

    visitors = Whole(
        L_("Visitors without a name"),
        missing=L_("Enter how many visitors came, 0 for none."),
        high=500,
        hint=L_("People who looked in and are in no file. They are counted, nothing more."),
    )


def usual_plan() -> dict[str, Any]:
    """What an empty form begins with."""
    return {"minutes": USUAL_MINUTES, "capacity": USUAL_PLACES, "place": "office", "language": "en"}


def as_planned(workshop: Workshop, zone: str) -> dict[str, Any]:
    """The form of a session as it is planned now."""
    local = workshop.starts_at.astimezone(ZoneInfo(zone))
    names = ("title_en", "title_fr", "kind", "kind_words", "language", "capacity", "place", "room")
    also = ("leader_id", "second_id", "description", "version", "minutes", "beside")
    told = {name: getattr(workshop, name) for name in (*names, *also)}
    return told | {"on": local.date(), "at": local.time()}
