"""Notes in full: formats, co-signing, entered in error, groups, phrases."""

from migrations.policies import refer, run, tenant_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    """Takes the step."""
    _notes_say_more()
    _after_the_signature()
    _what_is_signed_stays()


def _notes_say_more() -> None:
    run(
        """ALTER TABLE notes ADD parts_sealed bytea, ADD own_part_sealed bytea, ADD participants_sealed bytea,
        ADD goals_sealed bytea, ADD client_words_sealed bytea, ADD late_reason_sealed bytea, ADD mode text,
        ADD engagement text, ADD language text, ADD source text, ADD copied_from uuid, ADD group_id uuid,
        ADD needs_cosign boolean NOT NULL DEFAULT false""",
        "CREATE INDEX notes_group ON notes (organisation_id, group_id) WHERE group_id IS NOT NULL",
        "CREATE INDEX notes_drafts ON notes (organisation_id, created_at) WHERE state = 'draft'",
        "CREATE INDEX notes_to_cosign ON notes (organisation_id, id) WHERE needs_cosign",
        "ALTER TABLE members ADD needs_cosign boolean NOT NULL DEFAULT false",
        "GRANT UPDATE (needs_cosign) ON members TO northfile_app",
    )
    refer("notes", [("copied_from", "notes")])
    tenant_table(
        "phrases",
        "owner_id uuid, name text NOT NULL, words_sealed bytea NOT NULL, ended_at timestamptz",
        refers=[("owner_id", "members")],
        app="SELECT, INSERT, UPDATE (ended_at)",
    )


def _after_the_signature() -> None:
    tenant_table(
        "note_reviews",
        """client_id uuid NOT NULL, note_id uuid NOT NULL, reviewer_id uuid NOT NULL, kind text NOT NULL
        CHECK (kind IN ('question', 'thanks', 'returned')), words_sealed bytea NOT NULL, answered_at timestamptz""",
        refers=[("client_id", "clients"), ("note_id", "notes"), ("reviewer_id", "members")],
        app="SELECT, INSERT, UPDATE (answered_at)",
        retention=PURGED,
    )
    tenant_table(
        "note_errors",
        """client_id uuid NOT NULL, note_id uuid NOT NULL, asked_by uuid NOT NULL, reason_sealed bytea NOT NULL,
        state text NOT NULL CHECK (state IN ('asked', 'confirmed', 'declined')), decided_by uuid,
        decided_at timestamptz, CHECK ((state = 'asked') = (decided_by IS NULL)),
        CHECK ((decided_by IS NULL) = (decided_at IS NULL)), CHECK (decided_by <> asked_by)""",
        refers=[
            ("client_id", "clients"),
            ("note_id", "notes"),
            ("asked_by", "members"),
            ("decided_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (state, decided_by, decided_at)",
        retention=PURGED,
    )
    run(
        "CREATE UNIQUE INDEX note_errors_one_open ON note_errors (organisation_id, note_id) WHERE state <> 'declined'"
    )


def _what_is_signed_stays() -> None:
    """No role edits signed text, the vendor's included: only `entered in error` may follow, asked for by the author
    and confirmed by somebody else. Nor does anyone edit what was added."""
    run(
        """CREATE OR REPLACE FUNCTION note_stays_signed() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
            IF TG_OP = 'DELETE' AND current_user = 'northfile_retention' THEN RETURN OLD; END IF;
            IF TG_OP = 'UPDATE' AND NEW.state = 'in_error' AND OLD.state = 'signed'
                AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state'
                AND EXISTS (SELECT 1 FROM note_errors e WHERE e.organisation_id = NEW.organisation_id
                    AND e.note_id = NEW.id AND e.asked_by = NEW.author_id AND e.state = 'confirmed'
                    AND e.decided_by <> e.asked_by)
                THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a signed note does not change' USING ERRCODE = 'check_violation';
        END $$""",
        """CREATE FUNCTION addendum_stays() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND current_user = 'northfile_retention' THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'an addendum does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON note_addenda FOR EACH ROW EXECUTE FUNCTION addendum_stays()",
    )
