"""A purge of ten thousand files finds its list, and the holds over more than it names, by an index, and chains the
events of a batch in one go."""

from migrations.policies import definer, run

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "CREATE INDEX run_items_client ON run_items (organisation_id, client_id)",
        "CREATE INDEX holds_scope ON holds (organisation_id, scope)",
        "CREATE INDEX run_items_next ON run_items (organisation_id, run_id, state, attempts, record_class, record_id)",
    )
    # The head of the chain is read and written once for all of them, and not once for each.
    definer(
        "audit_append_each(p_at timestamptz, p_verb text, p_subjects uuid[], p_clients uuid[], p_codes text)",
        "void",
        """
DECLARE
    org uuid := current_organisation();
    p_member uuid := nullif(split_part(current_setting('app.ctx', true), '.', 2), '')::uuid;
    codes jsonb := p_codes::jsonb;
    head audit_heads;
    digest bytea;
BEGIN
    IF org IS NULL THEN RAISE EXCEPTION 'no tenancy'; END IF;
    INSERT INTO audit_heads VALUES (org, 0, sha256(uuid_send(org))) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_heads h WHERE h.organisation_id = org FOR UPDATE;
    FOR n IN 1 .. cardinality(p_subjects) LOOP
        digest := audit_hash(head.hash, org, head.seq + 1, p_at, p_member, p_verb, p_subjects[n], p_clients[n], codes);
        INSERT INTO audit_events VALUES (org, head.seq + 1, p_at, p_member, p_verb, p_subjects[n], p_clients[n], codes,
            head.hash, digest);
        head.seq := head.seq + 1;
        head.hash := digest;
    END LOOP;
    UPDATE audit_heads SET seq = head.seq, hash = head.hash WHERE organisation_id = org;
END""",
        to="northfile_app, northfile_retention",
    )
