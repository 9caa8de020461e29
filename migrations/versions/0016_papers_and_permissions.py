"""A paper as the proof of a consent, papers that move and are previewed, disclosures recorded late or in error."""

from migrations.policies import refer, run, tenant_table

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    _proof()
    _a_proof_belongs_to_the_person()
    _papers_move()
    _previews()
    _ends_have_a_day()
    _disclosures_in_error()
    _only_what_was_permitted_leaves()


def _proof() -> None:
    run("ALTER TABLE consents ADD paper_id uuid, ADD CHECK (paper_id IS NULL OR given_how = 'signed_paper')")
    refer("consents", [("paper_id", "papers")])
    run("GRANT UPDATE (paper_id) ON consents TO northfile_app")


def _a_proof_belongs_to_the_person() -> None:
    """A consent goes with the identity, so the paper that proves it must not go before, with a case."""
    run(
        """CREATE FUNCTION proof_is_of_the_person() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            PERFORM 1 FROM papers p WHERE p.organisation_id = NEW.organisation_id AND p.id = NEW.paper_id
                AND p.client_id = NEW.client_id AND p.case_id IS NULL FOR SHARE;
            IF NOT FOUND THEN RAISE EXCEPTION 'a proof belongs to the person' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER proof_is_of_the_person BEFORE INSERT OR UPDATE OF paper_id ON consents FOR EACH ROW"
        " WHEN (NEW.paper_id IS NOT NULL) EXECUTE FUNCTION proof_is_of_the_person()",
        """CREATE FUNCTION proof_stays_with_the_person() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM consents c WHERE c.organisation_id = NEW.organisation_id
                AND c.paper_id = NEW.id)
            THEN RAISE EXCEPTION 'a proof belongs to the person' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER proof_stays_with_the_person BEFORE UPDATE OF case_id ON papers FOR EACH ROW"
        " WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION proof_stays_with_the_person()",
    )


def _papers_move() -> None:
    """A paper filed in the wrong case goes to the right one with its files and its past, or a purge would miss them."""
    moving = ("paper_files", "files", "versions")
    run(*(f"GRANT UPDATE (case_id) ON {table} TO northfile_app" for table in moving))


def _previews() -> None:
    tenant_table(
        "paper_previews",
        """client_id uuid NOT NULL, case_id uuid, paper_file_id uuid NOT NULL, job_id uuid NOT NULL, file_id uuid,
        state text NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')), pages int NOT NULL, sizes jsonb NOT NULL,
        UNIQUE (organisation_id, paper_file_id), CHECK ((state = 'ready') = (file_id IS NOT NULL)),
        CHECK ((state = 'ready') = (jsonb_array_length(sizes) > 0)), CHECK (jsonb_array_length(sizes) <= pages)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("paper_file_id", "paper_files"),
            ("file_id", "files"),
            ("job_id", "jobs"),
        ],
        retention="SELECT, DELETE",
    )


def _ends_have_a_day() -> None:
    """What was sent before an end may be recorded after it: the end of the whole, and of each item taken out."""
    run(
        """ALTER TABLE consents ADD superseded_on date, ADD taken_back jsonb NOT NULL DEFAULT '{}',
        ADD CHECK (superseded_on IS NULL OR state = 'superseded')""",
        "GRANT UPDATE (superseded_on, taken_back) ON consents TO northfile_app",
    )


def _disclosures_in_error() -> None:
    """One person asks, another agrees; the row stays."""
    run(
        """ALTER TABLE disclosures ADD error_asked_by uuid, ADD error_asked_at timestamptz,
        ADD error_reason_sealed bytea, ADD error_by uuid, ADD error_at timestamptz,
        ADD alone boolean NOT NULL DEFAULT false,
        ADD CHECK ((error_asked_at IS NULL) = (error_asked_by IS NULL)
            AND (error_asked_at IS NULL) = (error_reason_sealed IS NULL)),
        ADD CHECK ((error_at IS NULL) = (error_by IS NULL)),
        ADD CHECK (error_at IS NULL OR error_asked_by IS NOT NULL),
        ADD CHECK (error_by <> error_asked_by OR alone)""",
        "GRANT UPDATE (error_asked_by, error_asked_at, error_reason_sealed, error_by, error_at, alone)"
        " ON disclosures TO northfile_app",
    )
    refer("disclosures", [("error_asked_by", "members"), ("error_by", "members")])


def _only_what_was_permitted_leaves() -> None:
    """The rule of records/disclosures/rules.py once more, as the permission stood on the day it was sent, still under
    the lock of its row."""
    run(
        """CREATE OR REPLACE FUNCTION disclosure_is_permitted() RETURNS trigger LANGUAGE plpgsql
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
            IF told.id IS NULL OR told.kind <> 'release' OR told.given_on IS NULL
                OR told.state NOT IN ('given', 'withdrawn', 'superseded')
                OR told.state <> 'given'
                    AND NEW.sent_on >= coalesce(told.withdrawn_on, told.superseded_on, NEW.sent_on)
                OR told.direction IS NULL OR told.direction = 'receive'
                OR told.recipient_lookup IS DISTINCT FROM NEW.recipient_lookup
                OR told.purpose IS DISTINCT FROM NEW.purpose
                OR NOT NEW.categories <@ (told.scope || ARRAY(SELECT item.key FROM jsonb_each_text(told.taken_back)
                    AS item WHERE item.value::date > NEW.sent_on))
                OR NEW.sent_on < told.given_on OR NEW.sent_on > told.expires_on
                OR told.given_by = 'guardian' AND extract(year FROM age(NEW.sent_on, person.birth_on))
                    >= (CASE WHEN place IN ('AB', 'MB', 'ON', 'PE', 'QC', 'SK') THEN 18 ELSE 19 END)
                OR told.single_use AND EXISTS (SELECT 1 FROM disclosures d
                    WHERE d.organisation_id = NEW.organisation_id AND d.consent_id = NEW.consent_id
                    AND d.error_at IS NULL)
            THEN RAISE EXCEPTION 'no permission covers this disclosure' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
    )
