"""Instruments and the runs of them."""

from migrations.policies import run, tenant_table

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    # The scales that runs were measured by never change: a login may only take a version out of use.
    tenant_table(
        "instruments",
        """series_id uuid NOT NULL, number int NOT NULL, name_en text NOT NULL, name_fr text NOT NULL,
        owner text NOT NULL, alliance boolean NOT NULL, languages text[] NOT NULL, repeats boolean NOT NULL,
        weeks int CHECK (weeks > 0), scales jsonb NOT NULL CHECK (jsonb_array_length(scales) > 0), author_id uuid,
        retired_on date, UNIQUE (organisation_id, series_id, number), CHECK (repeats OR weeks IS NULL),
        CHECK ((number = 1) = (series_id = id))""",
        refers=[("series_id", "instruments"), ("author_id", "members")],
        app="SELECT, INSERT, UPDATE (retired_on)",
    )
    # A paper may move to another case and go with it, earlier than the run that names it: no reference holds it.
    tenant_table(
        "assessment_runs",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, instrument_id uuid NOT NULL, called text NOT NULL,
        done_on date NOT NULL, giver_id uuid, giver_sealed bytea, answered_by text NOT NULL
        CHECK (answered_by IN ('client', 'with_help', 'worker', 'other')), mode text NOT NULL
        CHECK (mode IN ('in_person', 'phone', 'video', 'written')), language text NOT NULL, scores jsonb NOT NULL,
        meaning_sealed bytea, client_view_sealed bytea, validity_sealed bytea, next_due date, paper_id uuid,
        consent_id uuid, without_consent_sealed bytea, is_low boolean NOT NULL, repair_sealed bytea,
        repaired_by uuid, repaired_at timestamptz, state text NOT NULL CHECK (state IN ('recorded', 'in_error')),
        version int NOT NULL, CHECK (next_due >= done_on),
        CHECK ((giver_id IS NULL) <> (giver_sealed IS NULL)),
        CHECK ((consent_id IS NULL) <> (without_consent_sealed IS NULL)),
        CHECK ((repair_sealed IS NULL) = (repaired_at IS NULL)), CHECK ((repaired_by IS NULL) OR
        (repaired_at IS NOT NULL))""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("instrument_id", "instruments"),
            ("giver_id", "members"),
            ("consent_id", "consents"),
            ("repaired_by", "members"),
        ],
        retention="SELECT, DELETE",
    )
    run(
        """CREATE INDEX assessment_runs_waiting ON assessment_runs (organisation_id, client_id)
        WHERE state = 'recorded' AND is_low AND repaired_at IS NULL""",
    )
