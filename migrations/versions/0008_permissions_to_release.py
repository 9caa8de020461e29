"""Permissions to release, and what was disclosed."""

from migrations.policies import run, tenant_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
RECIPIENTS = """recipient_category IN ('employer', 'training', 'funder', 'government', 'health', 'legal', 'family',
    'community', 'other')"""
KINDS = "kind IN ('service', 'release', 'research', 'media', 'messages', 'follow_up', 'sharing')"
PURPOSES = "purpose IN ('job', 'training', 'funding', 'support', 'health', 'legal', 'reporting', 'other')"


def upgrade() -> None:
    """Takes the step."""
    _wordings()
    _consents_say_more()
    _consents_only_narrow()
    _disclosures()
    _only_what_is_permitted_leaves()


def _wordings() -> None:
    tenant_table(
        "consent_wordings",
        f"""kind text NOT NULL CHECK ({KINDS}), number int NOT NULL CHECK (number > 1), text_en text NOT NULL,
        text_fr text NOT NULL, lasts_days int CHECK (lasts_days > 0), effective_on date NOT NULL,
        author_id uuid NOT NULL,
        CHECK (btrim(text_en) <> '' AND btrim(text_fr) <> ''), UNIQUE (organisation_id, kind, number)""",
        refers=[("author_id", "members")],
        app="SELECT, INSERT",
    )


def _consents_say_more() -> None:
    run(
        "ALTER TABLE consents DROP CONSTRAINT consents_kind_check, DROP CONSTRAINT consents_state_check,"
        " ALTER given_on DROP NOT NULL, ALTER given_how DROP NOT NULL",
        f"""ALTER TABLE consents
        ADD CHECK ({KINDS}),
        ADD CHECK (state IN ('draft', 'offered', 'given', 'withdrawn', 'refused', 'superseded')),
        ADD CHECK (state = 'superseded' OR (state IN ('draft', 'offered')) = (given_on IS NULL)),
        ADD CHECK ((given_on IS NULL) = (given_how IS NULL)),
        ADD scope text[] NOT NULL DEFAULT '{{}}',
        ADD purpose text CHECK ({PURPOSES}),
        ADD recipient_sealed bytea, ADD recipient_lookup bytea,
        ADD recipient_category text CHECK ({RECIPIENTS}),
        ADD direction text CHECK (direction IN ('send', 'receive', 'both')),
        ADD single_use boolean NOT NULL DEFAULT false,
        ADD given_by text NOT NULL DEFAULT 'client' CHECK (given_by IN ('client', 'guardian', 'substitute')),
        ADD giver_sealed bytea, ADD authority_sealed bytea, ADD signature_sealed bytea,
        ADD effect_explained boolean NOT NULL DEFAULT false,
        ADD version int NOT NULL DEFAULT 1,
        ADD CHECK ((recipient_sealed IS NULL) = (recipient_lookup IS NULL)),
        ADD CHECK (given_by = 'client' OR giver_sealed IS NOT NULL)""",
        # What was asked stays as it was asked: only the answer is written later.
        "REVOKE UPDATE ON consents FROM northfile_app",
        "GRANT UPDATE (state, scope, given_how, given_on, witness_sealed, signature_sealed, withdrawn_on,"
        " effect_explained, version) ON consents TO northfile_app",
        "CREATE INDEX consents_running ON consents (organisation_id, expires_on) WHERE state = 'given'",
    )


def _consents_only_narrow() -> None:
    """An answer is given once, an end is final, and nobody adds to what was agreed to."""
    run(
        """CREATE FUNCTION consent_only_narrows() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF NOT NEW.scope <@ OLD.scope
                OR OLD.state IN ('withdrawn', 'refused', 'superseded') AND NEW.state <> OLD.state
                OR OLD.state = 'given' AND (NEW.state NOT IN ('given', 'withdrawn', 'superseded')
                    OR (NEW.given_on, NEW.given_how, NEW.signature_sealed)
                        IS DISTINCT FROM (OLD.given_on, OLD.given_how, OLD.signature_sealed))
            THEN RAISE EXCEPTION 'a consent only narrows' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER only_narrows BEFORE UPDATE ON consents FOR EACH ROW"
        " EXECUTE FUNCTION consent_only_narrows()",
    )


def _disclosures() -> None:
    tenant_table(
        "disclosures",
        f"""client_id uuid NOT NULL, consent_id uuid, basis text NOT NULL CHECK (basis IN ('permission', 'law',
        'court_order', 'emergency', 'funder_audit')), reason_sealed bytea, purpose text NOT NULL CHECK ({PURPOSES}),
        recipient_sealed bytea NOT NULL, recipient_lookup bytea NOT NULL,
        recipient_category text NOT NULL CHECK ({RECIPIENTS}),
        categories text[] NOT NULL CHECK (cardinality(categories) > 0 AND categories <@ ARRAY['identifying',
        'attendance', 'plan', 'assessment', 'notes', 'outcomes', 'incident']), items jsonb NOT NULL,
        what_sealed bytea NOT NULL, hash bytea NOT NULL, author_id uuid NOT NULL, approved_by uuid,
        sent_on date NOT NULL, how_sent text NOT NULL CHECK (how_sent IN ('email', 'mail', 'fax', 'phone',
        'in_person', 'portal')), receipt_sealed bytea, receipt_on date, seen_by uuid, seen_at timestamptz,
        CHECK ((basis = 'permission') = (consent_id IS NOT NULL)),
        CHECK ((basis = 'permission') = (reason_sealed IS NULL)),
        CHECK (basis NOT IN ('law', 'court_order', 'funder_audit') OR approved_by IS NOT NULL),
        CHECK ((receipt_sealed IS NULL) = (receipt_on IS NULL)),
        CHECK ((seen_by IS NULL) = (seen_at IS NULL)), CHECK (seen_by IS NULL OR basis = 'emergency')""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("consent_id", "consents"),
            ("author_id", "members"),
            ("approved_by", "members"),
            ("seen_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (receipt_sealed, receipt_on, seen_by, seen_at)",
        retention=PURGED,
    )
    run(
        "CREATE INDEX disclosures_to_review ON disclosures (organisation_id, sent_on)"
        " WHERE basis = 'emergency' AND seen_at IS NULL"
    )


def _only_what_is_permitted_leaves() -> None:
    """The rule of records/disclosures/rules.py once more, under the lock of the permission's row: who withdraws it and
    who uses it wait for each other."""
    run(
        """CREATE FUNCTION disclosure_is_permitted() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            told consents;
            person clients;
            place text;
        BEGIN
            IF NEW.basis <> 'permission' THEN RETURN NEW; END IF;
            SELECT * INTO told FROM consents c WHERE c.organisation_id = NEW.organisation_id
                AND c.id = NEW.consent_id AND c.client_id = NEW.client_id FOR UPDATE;
            SELECT * INTO person FROM clients p
                WHERE p.organisation_id = NEW.organisation_id AND p.id = NEW.client_id;
            SELECT province INTO place FROM organisations o WHERE o.id = NEW.organisation_id;
            IF told.id IS NULL OR told.kind <> 'release' OR told.state <> 'given'
                OR told.direction IS NULL OR told.direction = 'receive'
                OR told.recipient_lookup IS DISTINCT FROM NEW.recipient_lookup
                OR told.purpose IS DISTINCT FROM NEW.purpose
                OR NOT NEW.categories <@ told.scope
                OR NEW.sent_on < told.given_on OR NEW.sent_on > told.expires_on
                OR told.given_by = 'guardian' AND extract(year FROM age(NEW.sent_on, person.birth_on))
                    >= (CASE WHEN place IN ('AB', 'MB', 'ON', 'PE', 'QC', 'SK') THEN 18 ELSE 19 END)
                OR told.single_use AND EXISTS (SELECT 1 FROM disclosures d
                    WHERE d.organisation_id = NEW.organisation_id AND d.consent_id = NEW.consent_id)
            THEN RAISE EXCEPTION 'no permission covers this disclosure' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER is_permitted BEFORE INSERT ON disclosures FOR EACH ROW"
        " EXECUTE FUNCTION disclosure_is_permitted()",
    )
