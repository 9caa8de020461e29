"""What retention adds to an agency, so that its pages have something to show."""

from records.retention.actions import add_authority, draft_version, take_preset
from records.retention.holding import place_hold
from records.retention.planning import plan_run
from records.retention.presets import presets_for
from records.retention.queries import rules_in
from records.retention.terms import HoldKind
from tenants.organisations import organisation
from tests.world import Agency


def furnish(agency: Agency) -> None:
    """A draft schedule with its authority, a hold on the open case, a planned run of nothing."""
    with agency.acting() as session:
        authority = add_authority(
            session, title="Funding agreement", citation=f"{agency.secret} 4.2", kind="funder"
        )
        version = draft_version(session)
        preset = presets_for(organisation(session).province)[0]
        take_preset(session, version, preset.code, authority_id=authority.id)
        session.flush()
        agency.ids |= {"version_id": version.id, "rule_id": rules_in(session, version.id)[0].id}
        hold = place_hold(
            session,
            [agency.ids["case_id"]],
            kind=HoldKind.COMPLAINT,
            basis=f"{agency.secret} basis",
            reason=f"{agency.secret} hold",
        ).hold
        assert hold is not None
        agency.ids["hold_id"] = hold.id
        plan_run(session)
