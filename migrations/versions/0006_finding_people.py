"""Finding people: every way to reach them, former names, doubles and their merging."""

from migrations.policies import refer, run, tenant_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    _identity()
    _tokens()
    _contact_points()
    _doubles()


def _identity() -> None:
    run(
        "ALTER TABLE clients ADD said_as text NOT NULL DEFAULT '', ADD merged_into uuid,"
        " ADD anonymity text NOT NULL DEFAULT 'named' CHECK (anonymity IN ('named', 'alias', 'anonymous')),"
        " ADD CHECK (merged_into <> id)",
        "CREATE INDEX clients_by_birth ON clients (organisation_id, birth_on)",
    )
    refer("clients", [("merged_into", "clients")])
    tenant_table(
        "former_names",
        "client_id uuid NOT NULL, given text NOT NULL, family text NOT NULL, ended_on date",
        refers=[("client_id", "clients")],
        app="SELECT, INSERT, UPDATE (ended_on)",
        retention=PURGED,
    )


def _tokens() -> None:
    # Equality, and beginnings of "C" text, are leakproof: these indexes work under row security (decision 14).
    run(
        """ALTER TABLE client_tokens ADD kind text NOT NULL DEFAULT 'name'
        CHECK (kind IN ('name', 'former', 'number', 'part')), ADD alike text COLLATE "C" NOT NULL DEFAULT ''""",
        "DROP INDEX client_tokens_search",
        "CREATE INDEX client_tokens_search ON client_tokens (organisation_id, kind, token, client_id)",
        "CREATE INDEX client_tokens_alike ON client_tokens (organisation_id, alike, token)",
    )


def _contact_points() -> None:
    run(
        "ALTER TABLE contact_points DROP CONSTRAINT contact_points_kind_check,"
        " ADD CHECK (kind IN ('phone', 'email', 'other')), ADD label_sealed bytea, ADD hours_sealed bytea,"
        " ADD may_text boolean NOT NULL DEFAULT false, ADD began_on date, ADD lookup_short bytea,"
        " ADD version int NOT NULL DEFAULT 1, ADD CHECK (ended_on >= began_on)",
        "CREATE INDEX contact_points_short ON contact_points (organisation_id, lookup_short)",
    )


def _doubles() -> None:
    tenant_table(
        "different_people",
        "client_id uuid NOT NULL, other bytea NOT NULL, member_id uuid, UNIQUE (organisation_id, client_id, other)",
        refers=[("client_id", "clients"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    tenant_table(
        "merges",
        """client_id uuid NOT NULL, merged_id uuid, merged_number text NOT NULL, member_id uuid,
        before_sealed bytea NOT NULL, reason_sealed bytea, undone_at timestamptz, undone_by uuid,
        undone_reason_sealed bytea, CHECK (merged_id <> client_id),
        CHECK ((undone_at IS NULL) = (merged_id IS NOT NULL))""",
        refers=[
            ("client_id", "clients"),
            ("merged_id", "clients"),
            ("member_id", "members"),
            ("undone_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (merged_id, undone_at, undone_by, undone_reason_sealed)",
        retention=PURGED,
    )
    run("CREATE UNIQUE INDEX merges_once ON merges (organisation_id, merged_id) WHERE undone_at IS NULL")
