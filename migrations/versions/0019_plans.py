"""Plans: goals, how far they are, what leads to them, and the versions that were agreed."""

from migrations.policies import run, tenant_table

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
OF_CASE = [("id", "entries"), ("client_id", "clients"), ("case_id", "cases")]
RESULTS = "'helped', 'partly', 'not_helped', 'not_taken_up'"


def upgrade() -> None:
    """Takes the step."""
    _goals()
    _what_leads_there()
    _versions()
    run("ALTER TABLE notes ADD goal_ids uuid[] NOT NULL DEFAULT '{}'")


def _goals() -> None:
    tenant_table(
        "goals",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, wording_sealed bytea NOT NULL, own_words_sealed bytea,
        type text NOT NULL CHECK (type IN ('employment', 'training', 'self_employment', 'stabilise', 'explore',
        'retain')), measure_sealed bytea, baseline_sealed bytea, target_sealed bytea, target_on date,
        scale_sealed bytea, priority int NOT NULL CHECK (priority BETWEEN 1 AND 20), decides text NOT NULL CHECK
        (decides IN ('client', 'worker', 'together')), occupation_sealed bytea,
        occupation_code text CHECK (occupation_code ~ '^[0-9]{5}$'), state text NOT NULL CHECK (state IN ('proposed',
        'agreed', 'in_progress', 'achieved', 'partly', 'changed', 'not_pursued')), ended_on date,
        reason_sealed bytea, became_id uuid, version int NOT NULL,
        CHECK ((state IN ('achieved', 'partly', 'changed', 'not_pursued')) = (ended_on IS NOT NULL)),
        CHECK ((state = 'changed') = (became_id IS NOT NULL)), CHECK (became_id <> id),
        CHECK (state NOT IN ('changed', 'not_pursued') OR reason_sealed IS NOT NULL)""",
        refers=[*OF_CASE, ("became_id", "goals")],
        retention=PURGED,
    )
    tenant_table(
        "goal_ratings",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, goal_id uuid NOT NULL, rated_on date NOT NULL,
        score int NOT NULL CHECK (score BETWEEN -2 AND 2), words_sealed bytea""",
        refers=[*OF_CASE, ("goal_id", "goals")],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _what_leads_there() -> None:
    tenant_table(
        "objectives",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, goal_id uuid NOT NULL, step_sealed bytea NOT NULL,
        measure_sealed bytea, due_on date, state text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
        version int NOT NULL""",
        refers=[*OF_CASE, ("goal_id", "goals")],
        retention=PURGED,
    )
    tenant_table(
        "interventions",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, goal_id uuid NOT NULL, objective_id uuid,
        type text NOT NULL, what_sealed bytea, provider_sealed bytea, planned_from date, planned_to date,
        started_on date, ended_on date,
        cost int CHECK (cost >= 0), payer_sealed bytea, result text CHECK (result IN ({RESULTS})), result_on date,
        result_words_sealed bytea, version int NOT NULL, CHECK (planned_from <= planned_to),
        CHECK (started_on <= ended_on), CHECK ((ended_on IS NULL) = (result IS NULL)),
        CHECK ((result IS NULL) = (result_on IS NULL))""",
        refers=[*OF_CASE, ("goal_id", "goals"), ("objective_id", "objectives")],
        retention=PURGED,
    )


def _versions() -> None:
    tenant_table(
        "plans",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, number int NOT NULL CHECK (number > 0), state text NOT NULL
        CHECK (state IN ('draft', 'agreed', 'active', 'under_review', 'superseded', 'completed', 'ended')),
        reason_sealed bytea, language text NOT NULL CHECK (language IN ('en', 'fr')), review_on date NOT NULL,
        agreed_on date, agreed_how text CHECK (agreed_how IN ('signed_screen', 'signed_paper', 'verbal')),
        witness_sealed bytea, signature_sealed bytea, agreed_by uuid, content_sealed bytea, hash bytea,
        changed_on date, closed_on date, closing_sealed bytea, version int NOT NULL,
        UNIQUE (organisation_id, case_id, number), CHECK (number = 1 OR reason_sealed IS NOT NULL),
        CHECK ((state = 'draft') = (agreed_on IS NULL) AND (state = 'draft') = (content_sealed IS NULL)),
        CHECK ((agreed_on IS NULL) = (agreed_how IS NULL) AND (agreed_on IS NULL) = (agreed_by IS NULL)),
        CHECK ((content_sealed IS NULL) = (hash IS NULL)),
        CHECK (agreed_how <> 'verbal' OR witness_sealed IS NOT NULL),
        CHECK (agreed_how <> 'signed_screen' OR signature_sealed IS NOT NULL),
        CHECK ((state IN ('superseded', 'completed', 'ended')) = (closed_on IS NOT NULL))""",
        refers=[*OF_CASE, ("agreed_by", "members")],
        retention=PURGED,
    )
    run(
        "CREATE UNIQUE INDEX plans_one_in_force ON plans (organisation_id, case_id)"
        " WHERE state IN ('agreed', 'active', 'under_review')",
        "CREATE UNIQUE INDEX plans_one_draft ON plans (organisation_id, case_id) WHERE state = 'draft'",
        # What was agreed stays as it was agreed, for every role; and what is over stays over.
        """CREATE FUNCTION plan_stays_agreed() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            followed text[] := ARRAY['state', 'review_on', 'changed_on', 'closed_on', 'closing_sealed', 'version'];
        BEGIN
            IF OLD.state = 'draft' THEN RETURN NEW; END IF;
            IF OLD.state NOT IN ('superseded', 'completed', 'ended') AND NEW.state <> 'draft'
                AND to_jsonb(NEW) - followed = to_jsonb(OLD) - followed THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'what was agreed does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_agreed BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION plan_stays_agreed()",
    )
