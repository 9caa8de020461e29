"""What stands in the files of Harbour Light beside the cases and their notes."""

from records.demo.deeds.agreements import asked, signed
from records.demo.deeds.facts import says
from records.demo.deeds.happenings import goes_on, reported
from records.demo.deeds.house import adopted, no_conflict, read
from records.demo.deeds.planning import begins_plan, rated, takes
from records.demo.deeds.shelf import filed
from records.demo.deeds.ways_in import Warned, warned
from records.demo.details.handbook import filled
from records.demo.scans import page, picture

DEEDS = (
    adopted(700, "joan", "conflict", filled("conflict")),
    read(699, "joan", "conflict"),
    read(698, "kit", "conflict"),
    no_conflict(40, "kit"),
    says("wren", 219, "address", type="home", lines="F/V Second Helping, slip 9", town="Harbour Light",
        region="British Columbia", postal_code="V9A 1B1", letters=True, care="The harbour office hands out the mail."),
    says("wren", 218, "about_me", matters="A ticket with my name on it.", strengths="I can splice anything.",
        helps="Tell me the tide, not the time."),
    begins_plan("wren", 219, wording="Deckhand with a ticket.", type="training", target_on=-60, is_agreed=True,
        step="140 sea days, signed.", measure="Two skippers' signatures"),
    takes("wren", 182, "140 sea days", reason="Both signed; one added six days."),
    rated("wren", 182, "Deckhand", 1, "Six days more than the ticket asks for."),
    filed("wren", 200, "letter", "Sea days, first skipper", picture("sea-days.png", slant=5, stamp=True), source="scan",
        original="returned", from_whom="Skipper of the Second Helping"),
    says("beryl", 158, "accommodation", what="Biscuit comes too.", decision="yes", provided_on=158, still_needed=True),
    says("beryl", 158, "referral_in", organisation="The harbour office", reason="Twenty years and then an app."),
    warned("beryl", 157, Warned(
        "safety", "Biscuit is old and kind and does not like umbrellas.", "everyone", review=30, lasts=200,
    )),
    says("sukhdeep", 299, "history", topic="work", summary="Cabinetmaker until the shop burned down.", from_day=4000,
        to_day=900, source="The person"),
    filed("sukhdeep", 298, "resume", "One page, with the drawer", page(
        "sukhdeep.pdf", "Sukhdeep Brar-Thompson", "Cabinetmaker. Dovetails by hand.",
        "Ten years, then four in the rain.",
    ), from_whom="Sukhdeep"),
    says("sukhdeep", 91, "employment", status="employed", hours=40, employer="Shipyard joinery", noc_wanted="72311"),
    says("lorna", 24, "demographic", question="gender", given="declined", purpose="Figures for the funder"),
    says("lorna", 24, "demographic", question="indigenous", given="declined", purpose="Figures for the funder"),
    asked("lorna", 23, "messages", scope=("sms",)),
    signed("lorna", 23, "messages", "Lorna", ("sms",)),
    reported(
        15, "kit", hour=(10, 5), kind="near_miss", place="Ramp", seen="The tide gate swung back as Beryl came down. "
            "Nobody "
        "was under it; Biscuit had stopped to look at a gull.", immediate_action="Tied it open and called the harbour.",
    ),
    goes_on(1, 14, "joan", "triage", "Could have been somebody's head.", severity="moderate"),
)  # fmt: skip
