"""A report for a funder is signed for the agency before it is issued; a consent form asks what was chosen."""

from migrations.policies import refer, run

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_STATES = "'making', 'draft', 'signed', 'dropped', 'issued', 'replaced', 'withdrawn'"
_HANDED_OVER = "'issued', 'replaced', 'withdrawn'"


def upgrade() -> None:
    """Takes the step."""
    run(
        f"""ALTER TABLE figure_reports ADD signed_by uuid,
        DROP CONSTRAINT figure_reports_state_check, ADD CHECK (state IN ({_STATES})),
        DROP CONSTRAINT figure_reports_check2,
        ADD CHECK ((state IN ({_HANDED_OVER})) = (issued_at IS NOT NULL)),
        ADD CHECK (state NOT IN ('draft', 'signed', 'dropped') OR signed_by IS NULL)""",
        "DROP INDEX figure_reports_once",
        "CREATE UNIQUE INDEX figure_reports_once ON figure_reports (organisation_id, number, edition, language, size)"
        f" WHERE state IN ({_HANDED_OVER})",
    )
    refer("figure_reports", [("signed_by", "members")])
    _signed_first()
    # What waits for an answer and is not on this form; what is asked later is on it unless somebody takes it off.
    run(
        "ALTER TABLE documents ADD left_out uuid[] NOT NULL DEFAULT '{}'",
        "ALTER TABLE documents ALTER left_out DROP DEFAULT",
    )


def _signed_first() -> None:
    """No role issues what nobody signed, the vendor's included. Reports that were issued before this step stay so."""
    run(
        """CREATE FUNCTION report_is_signed() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF NEW.signed_by IS NULL THEN
                RAISE EXCEPTION 'a report is signed before it is issued' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER signed_first BEFORE UPDATE ON figure_reports FOR EACH ROW"
        " WHEN (NEW.state = 'issued' AND OLD.state <> 'issued') EXECUTE FUNCTION report_is_signed()",
        "CREATE TRIGGER never_issued_at_once BEFORE INSERT ON figure_reports FOR EACH ROW"
        " WHEN (NEW.state = 'issued') EXECUTE FUNCTION report_is_signed()",
    )
