"""The forms of instruments and of their runs; those of a run are made from its scales."""

from functools import partial
from typing import Any

from records.assessments.models import AssessmentRun, Instrument
from records.assessments.rules import MOST_SCALES, bands_of
from records.assessments.values import Scale
from templates.labels import choices
from templates.words import gettext as _
from templates.words import language
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, LongText, Text, Tick, Version, Whole

PLACES = range(1, MOST_SCALES + 1)
# What a scale is made of on the form of an instrument, in order.
_OF_SCALE: dict[str, Any] = {
    "en": partial(Text, L_("Name in English"), limit=60),
    "fr": partial(Text, L_("Name in French"), limit=60),
    "ask_en": partial(Text, L_("Question in English"), limit=200),
    "ask_fr": partial(Text, L_("Question in French"), limit=200),
    "low": partial(Whole, L_("Lowest score"), low=-1000, high=1000),
    "high": partial(Whole, L_("Highest score"), low=-1000, high=1000),
    "step": partial(Whole, L_("Steps of"), low=1, high=1000),
    "better": partial(Choice, L_("Which way is better"), choices=choices("better")),
    "mark": partial(
        Whole,
        L_("Low mark"),
        low=-1000,
        high=1000,
        hint=L_("Only for ratings of the work together: a rating at this score asks for an answer."),
    ),
    "bands": partial(
        LongText,
        L_("Bands"),
        limit=1000,
        rows=2,
        hint=L_("One a line, from which score, English, French. For example: 4 | On the way | En chemin."),
    ),
}


class InstrumentForm(Form):
    """One version of an instrument; what it asks follows in as many places as there may be scales."""

    name_en = Text(L_("Name in English"), missing=L_("Enter the name in English."), limit=120)
    name_fr = Text(L_("Name in French"), missing=L_("Enter the name in French."), limit=120)
    owner = Text(
        L_("Owner and licence"),
        missing=L_("Enter whose it is, and what allows you to use it."),
        limit=300,
        hint=L_("For example: our own; or the publisher, with the number of your licence."),
    )
    languages = Choices(
        L_("Languages in which it may be asked"),
        missing=L_("Choose at least one language."),
        choices=choices("paper_language"),
    )
    alliance = Tick(
        L_("It rates the work together"),
        hint=L_("A low rating then waits on the page of today until somebody writes what was done."),
    )
    repeats = Tick(L_("It may be asked again in the same case"))
    weeks = Whole(
        L_("Usually asked again after weeks"),
        low=1,
        high=260,
        hint=L_("The next day is suggested from it. Leave it empty when there is no usual time."),
    )

    def about(self) -> dict[str, Any]:
        """The keywords of the action."""
        given = self.values()
        about = {name: value for name, value in given.items() if not name.startswith("scale_")}
        return about | {"places": self.places(given)}

    def places(self, given: dict[str, Any]) -> dict[int, Scale]:
        """The scales that were written, by their place."""
        found = {}
        for place in PLACES:
            told = {name: given[f"scale_{place}_{name}"] for name in _OF_SCALE}
            if told["en"] or told["fr"]:
                bands = bands_of(told.pop("bands") or "", field=f"scale_{place}_bands")
                # What was left empty stays as a scale usually is.
                chosen: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
                found[place] = Scale(**{"code": "", "en": "", "fr": "", "bands": bands} | chosen)
        return found

    @property
    def rows(self) -> list[tuple[int, list[Any], bool]]:
        """For drawing: each place with its fields, and whether it is open from the start."""
        drawn = [(place, [self[f"scale_{place}_{name}"] for name in _OF_SCALE]) for place in PLACES]
        is_used = [any(field.errors or field.shown for field in fields[:2]) for _place, fields in drawn]
        return [
            (place, fields, used or place == 1) for (place, fields), used in zip(drawn, is_used, strict=True)
        ]


def _with_places() -> type[InstrumentForm]:
    fields = {f"scale_{place}_{name}": made() for place in PLACES for name, made in _OF_SCALE.items()}
    return type("InstrumentForm", (InstrumentForm,), fields)


WholeInstrumentForm = _with_places()


def form_with(instrument: Instrument) -> InstrumentForm:
    """The form of the next version, begun from this one."""
    start: dict[str, Any] = {name: getattr(instrument, name) for name in InstrumentForm().values()}
    for place, scale in enumerate(instrument.measures, 1):
        for name in _OF_SCALE:
            start[f"scale_{place}_{name}"] = getattr(scale, name)
        lines = [f"{band.start} | {band.en} | {band.fr}" for band in scale.bands]
        start[f"scale_{place}_bands"] = "\n".join(lines)
    return WholeInstrumentForm(data=start)


class RunForm(Form):
    """What was answered, who asked and how; the scores stand before it, one for each scale."""

    done_on = Day(L_("Day"), missing=L_("Enter the day on which it was answered."))
    giver_id = Choice(L_("Given by"))
    giver = Text(
        L_("Given by somebody from outside"), limit=200, hint=L_("For example: a school or a clinic.")
    )
    answered_by = Choice(
        L_("Who answered"),
        missing=L_("Choose who answered."),
        choices=choices("answered_by"),
        as_radio=True,
    )
    mode = Choice(L_("How"), missing=L_("Choose how it was answered."), choices=choices("mode"))
    language = Choice(L_("Language"), missing=L_("Choose the language."))
    client_view = LongText(
        L_("What the person says about it"), rows=2, hint=L_("In their own words, where you can.")
    )
    meaning = LongText(
        L_("What it means for the work"),
        rows=3,
        hint=L_("What the answers say and what follows. No diagnosis."),
    )
    validity = LongText(
        L_("What limits it"), rows=2, hint=L_("For example: tired, interpreted, half of it skipped.")
    )
    next_due = Day(L_("To be asked again on"))
    paper_id = Choice(L_("Report among the papers"))
    without_consent = LongText(
        L_("Without consent to the service: why it was collected all the same"), rows=2, limit=2000
    )

    def told(self) -> dict[str, Any]:
        """The keywords of the action; what belongs to a place of its own is for the route."""
        given = self.values()
        scores = {name: given.pop(name) for name in list(given) if name.startswith("score_")}
        return given | {"scores": {name.removeprefix("score_"): score for name, score in scores.items()}}


class NewRun(RunForm):
    """A run that is recorded now, in one of the open cases."""

    case_id = Choice(L_("Case"), missing=L_("Choose the case this belongs to."))


class ChangedRun(RunForm):
    """A run that was recorded, corrected by somebody who says why."""

    reason = Text(L_("Why it changes"), missing=L_("Write why it changes."), limit=300)
    version = Version()


class RunInErrorForm(Form):
    """Why a run should never have been there."""

    reason = Text(L_("What was wrong"), missing=L_("Write what was wrong."), limit=300)
    version = Version()


class RepairForm(Form):
    """What was done after a low rating."""

    repair = LongText(
        L_("What was done"),
        missing=L_("Write what was done."),
        rows=3,
        limit=4000,
        hint=L_(
            "For example: asked what was missing, said sorry for the call that never came, agreed on when."
        ),
    )


def run_form(kind: type[RunForm], instrument: Instrument, **start: Any) -> RunForm:
    """The form of a run of this instrument: a score for each scale, then the rest."""
    made = type(kind.__name__, (kind,), {f"score_{one.code}": _score(one) for one in instrument.measures})
    form: RunForm = made(**start)
    known = dict(choices("paper_language"))
    form.offer(language=[(code, known[code]) for code in instrument.languages])
    return form


def run_data(run: AssessmentRun) -> dict[str, Any]:
    """What a form of a recorded run begins with."""
    names = [*RunForm().values(), "version"]
    return {name: getattr(run, name) for name in names} | {
        f"score_{code}": score for code, score in run.scores.items()
    }


def _score(scale: Scale) -> Whole:
    hint = _("%(low)s to %(high)s. Leave it empty when it was not answered.", low=scale.low, high=scale.high)
    return Whole(scale.question(language()), low=scale.low, high=scale.high, hint=hint)
