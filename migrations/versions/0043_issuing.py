"""A document is drafted, issued, replaced and withdrawn; every issued file stands in a register."""

from migrations.policies import definer, open_to_gate_functions, refer, run, tenant_table

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

STATES = "'draft', 'making', 'issued', 'replaced', 'withdrawn', 'dropped'"


def upgrade() -> None:
    """Takes the step."""
    _states()
    _register()
    _issued_is_issued()
    _found_by_anyone()


def _states() -> None:
    run(
        f"""ALTER TABLE documents ADD state text NOT NULL DEFAULT 'issued' CHECK (state IN ({STATES})),
        ADD edition int NOT NULL DEFAULT 1 CHECK (edition > 0), ADD version int NOT NULL DEFAULT 1,
        ADD edits_sealed bytea, ADD changed_sealed bytea, ADD replaces_id uuid, ADD reader text NOT NULL DEFAULT
        'client' CHECK (reader IN ('client', 'partner')), ADD consent_id uuid, ADD referral_id uuid,
        ADD issued_by uuid, ADD withdrawn_at timestamptz, ADD withdrawn_by uuid, ADD withdrawn_why_sealed bytea""",
        "UPDATE documents SET state = 'making' WHERE file_id IS NULL",
        "UPDATE documents SET issued_by = requested_by",
        """ALTER TABLE documents ALTER state DROP DEFAULT, ALTER edition DROP DEFAULT, ALTER version DROP DEFAULT,
        ALTER number DROP NOT NULL, ALTER job_id DROP NOT NULL,
        DROP CONSTRAINT documents_organisation_id_number_key,
        ADD UNIQUE (organisation_id, number, edition),
        ADD CHECK (state IN ('draft', 'dropped') OR number IS NOT NULL),
        ADD CHECK ((state IN ('issued', 'replaced', 'withdrawn')) = (file_id IS NOT NULL)),
        ADD CHECK ((state = 'withdrawn') <= (withdrawn_at IS NOT NULL AND withdrawn_why_sealed IS NOT NULL)),
        ADD CHECK ((reader = 'partner') = (consent_id IS NOT NULL))""",
    )
    refer(
        "documents",
        [
            ("replaces_id", "documents"),
            ("consent_id", "consents"),
            ("referral_id", "referrals"),
            ("issued_by", "members"),
            ("withdrawn_by", "members"),
        ],
    )


def _register() -> None:
    tenant_table(
        "seal_keys",
        "certificate bytea NOT NULL, private_sealed bytea NOT NULL, ended_at timestamptz",
        app="SELECT, INSERT",
    )
    tenant_table(
        "issued_files",
        """owner_id uuid NOT NULL, client_id uuid, case_id uuid, kind text NOT NULL, number text NOT NULL,
        edition int NOT NULL, language text NOT NULL, issued_on date NOT NULL,
        code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'), sha256 bytea NOT NULL,
        template text NOT NULL, seal_id uuid NOT NULL, replaced_on date, withdrawn_on date,
        UNIQUE (organisation_id, code)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("seal_id", "seal_keys")],
        app="SELECT, INSERT, UPDATE (replaced_on, withdrawn_on)",
        retention="SELECT, DELETE",
    )
    run(
        "CREATE INDEX issued_files_owner ON issued_files (organisation_id, owner_id)",
        "CREATE INDEX issued_files_code ON issued_files (code)",
        "CREATE INDEX issued_files_sha256 ON issued_files (sha256)",
    )
    open_to_gate_functions("issued_files")


def _issued_is_issued() -> None:
    """No role changes what was handed over, the vendor's included: only `replaced` or `withdrawn` may follow."""
    ends = "'{state,withdrawn_at,withdrawn_by,withdrawn_why_sealed}'::text[]"
    run(
        f"""CREATE FUNCTION document_stays_issued() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.state NOT IN ('issued', 'replaced', 'withdrawn') THEN RETURN NEW; END IF;
            IF NEW.state IN ('issued', 'replaced', 'withdrawn') AND (OLD.state = 'issued' OR NEW.state = OLD.state)
                AND to_jsonb(NEW) - {ends} = to_jsonb(OLD) - {ends} THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'an issued document does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_issued BEFORE UPDATE ON documents FOR EACH ROW"
        " EXECUTE FUNCTION document_stays_issued()",
    )


def _found_by_anyone() -> None:
    """Whoever holds a document may ask whether it is good; the answer names the agency and no person."""
    shown = (
        "TABLE (organisation_id uuid, agency text, kind text, number text, edition int, language text,"
        " issued_on date, sha256 bytea, replaced_on date, withdrawn_on date)"
    )
    for name, argument, column in (
        ("find_issued", "p_code text", "code"),
        ("find_issued_by_hash", "p_sha256 bytea", "sha256"),
    ):
        definer(
            f"gate.{name}({argument})",
            shown,
            "BEGIN RETURN QUERY SELECT i.organisation_id, o.name, i.kind, i.number, i.edition, i.language,"
            " i.issued_on, i.sha256, i.replaced_on, i.withdrawn_on FROM issued_files i JOIN organisations o"
            f" ON o.id = i.organisation_id WHERE i.{column} = {argument.split()[0]}; END",
            to="northfile_gate",
            volatility="STABLE",
        )
