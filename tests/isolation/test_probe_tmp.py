import pytest
from tests.isolation import test_rows as r
from tests.isolation.conftest import *
def broke(superuser, sql, undo, act):
    superuser.execute(sql)
    try:
        with pytest.raises((AssertionError, pytest.fail.Exception)) as e: act()
        print("CAUGHT", type(e.value).__name__, str(e.value)[:90])
    finally: superuser.execute(undo)
def test_mut(superuser, wall, world, as_login):
    f="CREATE POLICY fence ON notes AS RESTRICTIVE FOR ALL TO northfile_app, northfile_retention USING (organisation_id=(SELECT current_organisation())) WITH CHECK (organisation_id=(SELECT current_organisation()))"
    for t in (lambda: r.test_each_sees_all_of_its_own_and_nothing_else(wall,world,as_login,"app"),
              lambda: r.test_nothing_of_another_agency_can_be_changed_or_deleted(wall,world,as_login,"app"),
              lambda: r.test_no_row_can_be_put_into_another_agency(wall,world,as_login,"app"),
              lambda: r.test_without_a_token_nothing_can_be_written(wall,world,as_login,"app")):
        broke(superuser,"DROP POLICY fence ON notes", f, t)
    broke(superuser,"ALTER TABLE next_steps DROP CONSTRAINT next_steps_case_id_within, ADD CONSTRAINT loose CHECK (true)",
       "ALTER TABLE next_steps DROP CONSTRAINT loose, ADD CONSTRAINT next_steps_case_id_within FOREIGN KEY (organisation_id, case_id) REFERENCES cases (organisation_id,id) ON DELETE RESTRICT",
       lambda: r.test_a_reference_to_anothers_row_fails_like_one_to_nothing.__wrapped__(wall,world,as_login,"app") if hasattr(r.test_a_reference_to_anothers_row_fails_like_one_to_nothing,'__wrapped__') else (_ for _ in ()).throw(AssertionError("n/a: catalogue lint")))
    superuser.execute("CREATE UNIQUE INDEX cases_id_alone ON cases (id)")
    broke(superuser,"ALTER TABLE next_steps DROP CONSTRAINT next_steps_case_id_within, ADD CONSTRAINT x FOREIGN KEY (case_id) REFERENCES cases (id)",
       "ALTER TABLE next_steps DROP CONSTRAINT x, ADD CONSTRAINT next_steps_case_id_within FOREIGN KEY (organisation_id, case_id) REFERENCES cases (organisation_id,id) ON DELETE RESTRICT",
       lambda: __import__('tests.isolation.test_catalogue').isolation.test_catalogue.test_the_catalogue_shows_no_fault(superuser,"a reference without the organisation"))
    superuser.execute("DROP INDEX cases_id_alone")
