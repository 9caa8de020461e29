"""Many documents made at once, and the files they are printed from."""

from migrations.policies import tenant_table

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "batches",
        """made_by uuid NOT NULL, kind text NOT NULL, for_envelopes boolean NOT NULL, double_sided boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('making', 'ready', 'ended')), job_id uuid, print_id uuid,
        separate_id uuid, pages int, bound_at timestamptz, ends_at timestamptz,
        CHECK ((state = 'ready') = (print_id IS NOT NULL)),
        CHECK ((print_id IS NULL) = (separate_id IS NULL))""",
        refers=[("made_by", "members"), ("print_id", "files"), ("separate_id", "files")],
        retention="SELECT, UPDATE (state, print_id, separate_id)",
    )
    tenant_table(
        "batch_items",
        """batch_id uuid NOT NULL, client_id uuid NOT NULL, case_id uuid NOT NULL, why text, document_id uuid,
        job_id uuid, is_bound boolean NOT NULL, UNIQUE (organisation_id, batch_id, case_id),
        CHECK (why IS NULL OR NOT is_bound), CHECK (document_id IS NOT NULL OR NOT is_bound)""",
        refers=[
            ("batch_id", "batches"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("document_id", "documents"),
        ],
        retention="SELECT, DELETE",
    )
