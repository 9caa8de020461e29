"""The forms of a handover."""

from records.handovers.rules import POINTS
from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Day, Form, Hidden, LongText, Tick, Version
from webapp.plan_forms import ReadForm


class BeginForm(Form):
    """Why the case goes to somebody else."""

    occasion = Choice(
        L_("Why"), missing=L_("Choose why."), choices=choices("handover_occasion"), as_radio=True
    )
    until = Day(L_("Until"), hint=L_("Only when the worker is away: the last day."))


class WordsForm(Form):
    """What no record says."""

    matters = LongText(L_("What matters now"), limit=5000, rows=4)
    ahead = LongText(L_("What I would do next"), limit=5000, rows=4)
    version = Version()


class OfferForm(Form):
    """To whom it is offered."""

    member_id = Choice(L_("Colleague"), missing=L_("Choose a colleague."))
    version = Version()


class AcceptForm(ReadForm):
    """That the pack was read."""

    is_read = Tick(L_("I have read this pack"), missing=L_("Read the pack, then say that you have read it."))


class DeclineForm(Form):
    """Why not."""

    reason = LongText(L_("Why not"), missing=L_("Say why not."), limit=1000, rows=2)


class PointForm(Form):
    """Something that makes it warm, done or not."""

    point = Choice(choices=[(point, "") for point in POINTS], missing=L_("Choose from the list."))
    is_done = Hidden()
