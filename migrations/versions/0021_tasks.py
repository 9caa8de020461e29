"""What somebody promised to do, and keeping in touch."""

from migrations.policies import run, tenant_table

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
CHANNELS = "'phone', 'email', 'other'"


def upgrade() -> None:
    """Takes the step."""
    _tasks()
    _next_steps_become_tasks()
    _keeping_in_touch()


def _tasks() -> None:
    # What was agreed, by whom and for when at first, does not change: a signed note is chained to it.
    tenant_table(
        "tasks",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, note_id uuid, source text NOT NULL CHECK (source IN ('note',
        'wrap_up', 'plan', 'referral', 'hand')), source_id uuid, goal_id uuid, what_sealed bytea NOT NULL,
        owner text NOT NULL CHECK (owner IN ('client', 'worker', 'provider')), owner_member_id uuid,
        owner_name_sealed bytea, agreed boolean NOT NULL, position int NOT NULL, first_due_on date, due_on date,
        state text NOT NULL CHECK (state IN ('open', 'done', 'dropped')), done_on date, evidence_sealed bytea,
        drop_reason_sealed bytea, version int NOT NULL,
        CHECK ((source = 'note') = (note_id IS NOT NULL)),
        CHECK (owner_member_id IS NULL OR owner = 'worker'), CHECK (owner_name_sealed IS NULL OR owner = 'provider'),
        CHECK ((state = 'done') = (done_on IS NOT NULL)), CHECK (evidence_sealed IS NULL OR state = 'done'),
        CHECK ((state = 'dropped') = (drop_reason_sealed IS NOT NULL))""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("note_id", "notes"),
            ("owner_member_id", "members"),
        ],
        app="SELECT, INSERT, UPDATE (due_on, state, done_on, evidence_sealed, drop_reason_sealed, version)",
        retention=PURGED,
    )
    run("CREATE INDEX tasks_open ON tasks (organisation_id, due_on) WHERE state = 'open'")


def _next_steps_become_tasks() -> None:
    """The owner of the tables sees no agency's rows, not even to move them, while the fence is forced."""
    both = ("tasks", "next_steps", "notes")
    run(*(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in both))
    run(
        """INSERT INTO tasks (organisation_id, id, created_at, client_id, case_id, note_id, source, what_sealed, owner,
        owner_member_id, agreed, position, first_due_on, due_on, state, done_on, version)
        SELECT s.organisation_id, s.id, s.created_at, s.client_id, s.case_id, s.note_id,
        CASE WHEN s.note_id IS NULL THEN 'hand' ELSE 'note' END, s.what_sealed, s.who,
        CASE WHEN s.who = 'worker' THEN n.author_id END,
        coalesce(n.kind NOT IN ('contact_attempt', 'collateral'), true), s.position, s.due_on, s.due_on,
        CASE WHEN s.done_on IS NULL THEN 'open' ELSE 'done' END, s.done_on, 1 FROM next_steps s
        LEFT JOIN notes n ON n.organisation_id = s.organisation_id AND n.id = s.note_id""",
        "DROP TABLE next_steps",
    )
    run(*(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in ("tasks", "notes")))


def _keeping_in_touch() -> None:
    tenant_table(
        "check_ins",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, channel text NOT NULL CHECK (channel IN ({CHANNELS})),
        due_on date NOT NULL, worker_id uuid NOT NULL, state text NOT NULL CHECK (state IN ('planned', 'done',
        'not_needed')), version int NOT NULL""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("worker_id", "members")],
        app="SELECT, INSERT, UPDATE (state, version)",
        retention=PURGED,
    )
    run("CREATE INDEX check_ins_planned ON check_ins (organisation_id, due_on) WHERE state = 'planned'")
    tenant_table(
        "contact_attempts",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, check_in_id uuid, made_on date NOT NULL,
        channel text NOT NULL CHECK (channel IN ({CHANNELS})), outcome text NOT NULL CHECK (outcome IN ('reached',
        'message_left', 'no_answer', 'unsafe', 'wrong_number')), words_sealed bytea""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("check_in_id", "check_ins"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )
