"""The forms a note is written in: every part of every format, of which a page draws those of the one chosen."""

from dataclasses import replace
from typing import Any

from records.notes.formats import PARTS, known, reading_order
from records.notes.hints import Hint
from records.notes.rules import CODES, EXACT, TEXTS, Content, Step
from templates.labels import LABELS, choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Clock, Day, Entry, Form, Hidden, LongText, Text, Version, Whole

STEPS = (1, 2, 3)
# Carried by the page, typed by nobody.
_CARRIED = ("version", "seen")
# Before the id of a note: the part of a group's page that belongs into that note alone.
OWN = "own_for_"


class Goals(Choices):
    """The goals a note is about. A draft keeps them as one text, like everything typed: ids hold no spaces."""

    @property
    def shown(self) -> str:
        """Every id that is ticked."""
        return " ".join(str(one) for one in self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """From a page one id each, from a draft all in one."""
        self.data = [one for value in valuelist for one in str(value).split()]


def _part(code: str, rows: int) -> LongText:
    return LongText(LABELS["note_part"][code], rows=rows, hint=LABELS["note_prompt"][code])


class MeetingForm(Form):
    """What standard 5.3 asks of progress notes, in the order in which a meeting is told."""

    format = Hidden(L_("Format"), limit=10)
    seen = Hidden(L_("Hints seen"), limit=100)
    kind = Choice(
        L_("Kind of contact"), missing=L_("Choose the kind of contact."), choices=choices("note_kind")
    )
    occurred_on = Day(L_("Date"), missing=L_("Enter the date of the meeting, for example 2026-11-20."))
    started_at = Clock(L_("Start"))
    minutes = Whole(L_("Minutes"), missing=L_("Enter how many minutes it took."), high=1440)
    place = Choice(L_("Place"), missing=L_("Choose where it took place."), choices=choices("place"))
    mode = Choice(L_("How you spoke"), choices=choices("mode"))
    reason = LongText(L_("Why you were in contact"), rows=2)
    details = _part("details", 6)
    subjective = _part("subjective", 4)
    objective = _part("objective", 4)
    facts = _part("facts", 6)
    behaviour = _part("behaviour", 4)
    goal = _part("goal", 2)
    assessment = _part("assessment", 3)
    intervention = _part("intervention", 4)
    response = _part("response", 3)
    action_taken = _part("action_taken", 3)
    plan = _part("plan", 3)
    training = LongText(L_("Training given"), rows=2, hint=L_("Leave it empty when there was none."))
    step_1_what = Text(L_("Next step 1"), limit=300)
    step_1_who = Choice(L_("Who does step 1"), choices=choices("who"))
    step_1_due_on = Day(L_("Step 1 by"))
    step_2_what = Text(L_("Next step 2"), limit=300)
    step_2_who = Choice(L_("Who does step 2"), choices=choices("who"))
    step_2_due_on = Day(L_("Step 2 by"))
    step_3_what = Text(L_("Next step 3"), limit=300)
    step_3_who = Choice(L_("Who does step 3"), choices=choices("who"))
    step_3_due_on = Day(L_("Step 3 by"))
    next_steps = LongText(L_("Next steps in words, or why there is none"), rows=2)
    participants = Text(
        L_("Who else took part"), limit=300, hint=L_("By what they are to the person: sister, interpreter.")
    )
    goals = Text(L_("Goals touched"), limit=500)
    language = Choice(L_("Language spoken"), choices=choices("language"))
    source = Choice(L_("How it was written down"), choices=choices("note_source"))
    late_reason = LongText(
        L_("Why it is written so late"),
        rows=2,
        hint=L_("Needed when the meeting was more than 30 days ago."),
    )
    version = Version()

    @property
    def chosen(self) -> str:
        """The format chosen, or the usual one."""
        return known(self.format.shown)

    @property
    def parts(self) -> list[Entry]:
        """The fields of the parts of the format chosen; drawn without those of others."""
        return [self[code] for code in self.order if code in PARTS]

    @property
    def order(self) -> list[str]:
        """The fields of every text of the format chosen, as they are read."""
        return [code for code in reading_order(self.format.shown) if code in self]

    @property
    def is_short(self) -> bool:
        """True for an attempt to reach somebody, which asks for little."""
        return str(self.kind.shown) == "contact_attempt"

    def content(self) -> Content:
        """What was written, ready to be signed."""
        given: dict[str, Any] = self.values()
        steps = tuple(
            Step(given[f"step_{n}_what"], given[f"step_{n}_who"] or "client", given[f"step_{n}_due_on"])
            for n in STEPS
            if given[f"step_{n}_what"]
        )
        told: dict[str, Any] = {name: given.get(name) or "" for name in TEXTS}
        told |= {name: given.get(name) for name in (*CODES, *EXACT)}
        told |= {"format": known(given["format"]), "source": given["source"] or "typed"}
        parts = {code: given[code] for code in PARTS if code not in TEXTS and given[code]}
        return Content(**told, parts=parts, steps=steps)

    def as_typed(self) -> dict[str, str]:
        """Every field as it stands in the form, whole or not."""
        return {
            field.short_name: field.shown
            for field in self
            if isinstance(field, Entry) and field.name not in _CARRIED and not field.name.startswith(OWN)
        }

    @property
    def everything(self) -> str:
        """All the text in the form."""
        return "\n".join(field.shown for field in self if isinstance(field, Text | LongText))

    def overlooked(self, found: list[Hint]) -> bool:
        """True when a hint was not shown yet; from now on it was."""
        before = set((self.seen.shown or "").split())
        codes = {hint.code for hint in found}
        self.seen.raw_data = [" ".join(sorted(before | codes))]
        return bool(codes - before)


class NoteForm(MeetingForm):
    """A note about one person."""

    goal_ids = Goals(L_("Which goal was it about?"))
    own_part = LongText(L_("About this person alone"), rows=3)
    client_words = LongText(L_("In the person's own words"), rows=2)
    engagement = Choice(L_("How they took part"), choices=choices("engagement"))

    @property
    def ticked(self) -> list[str]:
        """The goals it was about, in their words."""
        return [str(words) for goal, words in self.goal_ids.choices if str(goal) in self.goal_ids.shown]

    def content(self) -> Content:
        """What was written, with the words of the goals as they are today."""
        content = super().content()
        told = "\n".join(filter(None, (*self.ticked, content.goals)))
        return replace(content, goals=told, goal_ids=tuple(self.goal_ids.data))


class FormatForm(Form):
    """The format that is wanted instead."""

    wanted = Choice(
        L_("Format"), missing=L_("Choose a format."), choices=choices("note_format"), as_radio=True
    )
