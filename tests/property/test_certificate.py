"""A certificate of destruction: whole to the byte, chained, and made of its leaves."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from records.retention.canonical import written
from records.retention.certificate import (
    Approval,
    Certificate,
    ClassCount,
    Completeness,
    Method,
    Outcome,
    Skipped,
    Store,
    as_json,
    from_json,
)
from records.retention.proof import (
    SIGNED_AS,
    Stub,
    Verified,
    certificate_hash,
    is_leaf,
    key_id,
    merkle_path,
    merkle_root,
    sign,
    stub_reference,
    verify,
    verify_chain,
)
from records.retention.terms import Action, RecordClass
from tenants.errors import Refused

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
CODES = st.from_regex(r"[a-z0-9][a-z0-9_]{0,12}", fullmatch=True)
NAIVE_BOUNDS = (datetime.fromisoformat("2020-01-01T00:00"), datetime.fromisoformat("2099-01-01T00:00"))
MOMENTS = st.datetimes(*NAIVE_BOUNDS, timezones=st.timezones())


@st.composite
def class_counts(draw):
    skipped = tuple(draw(st.lists(st.builds(Skipped, reason=CODES, count=st.integers(0, 50)), max_size=3)))
    destroyed = draw(st.integers(0, 500))
    return ClassCount(
        record_class=draw(st.sampled_from(RecordClass)),
        action=draw(st.sampled_from(Action)),
        planned=destroyed + sum(one.count for one in skipped),
        destroyed=destroyed,
        skipped=skipped,
    )


@st.composite
def certificates(draw):
    number, classes = draw(st.integers(1, 3)), tuple(draw(st.lists(class_counts(), max_size=3)))
    started = draw(MOMENTS)
    return Certificate(
        organisation_id=str(draw(st.uuids())),
        number=number,
        run_id=str(draw(st.uuids())),
        as_of=draw(st.dates()),
        started_at=started,
        finished_at=started.astimezone(UTC) + timedelta(microseconds=draw(st.integers(0, 10**10))),
        policy_versions=tuple(draw(st.lists(CODES, max_size=2))),
        authorities=tuple(draw(st.lists(st.text(max_size=30), max_size=2))),
        classes=classes,
        approvals=tuple(
            draw(st.lists(st.builds(Approval, member_id=CODES, approved_at=MOMENTS), max_size=2))
        ),
        merkle_root=draw(HASHES),
        leaf_count=sum(row.destroyed for row in classes),
        statistics_hash=draw(HASHES),
        stores=tuple(
            draw(st.lists(st.builds(Store, store=CODES, outcome=st.sampled_from(Outcome)), max_size=3))
        ),
        method=draw(st.sampled_from(Method)),
        backup_horizon=draw(st.dates()),
        software_version="0.1.0",
        completeness=Completeness.PARTIAL,
        previous_hash=None if number == 1 else draw(HASHES),
    )


def plain_certificate(**changes):
    values = {
        "organisation_id": "o1", "number": 1, "run_id": "run1", "as_of": date(2033, 4, 1),
        "started_at": datetime(2033, 5, 1, 3, tzinfo=UTC), "finished_at": datetime(2033, 5, 1, 4, tzinfo=UTC),
        "policy_versions": ("v2",), "authorities": ("Entente no 12, art. 4 — « dossiers »",),
        "classes": (
            ClassCount(
                record_class=RecordClass.CASE_FILE, action=Action.DESTROY, planned=3, destroyed=2,
                skipped=(Skipped(reason="hold", count=1),),
            ),
        ),
        "approvals": (Approval(member_id="m1", approved_at=datetime(2033, 4, 20, 15, tzinfo=UTC)),),
        "merkle_root": "a" * 64, "leaf_count": 2, "statistics_hash": "b" * 64,
        "stores": (Store(store="database", outcome=Outcome.EMPTY),), "method": Method.ROWS_FILES_AND_KEYS,
        "backup_horizon": date(2033, 6, 5), "software_version": "0.1", "completeness": Completeness.COMPLETE,
    }  # fmt: skip
    return Certificate(**(values | changes))


def stub(index):
    return Stub(
        index=index,
        reference=stub_reference(b"k" * 32, RecordClass.CASE_FILE, UUID(int=index + 1)),
        record_class=RecordClass.CASE_FILE,
        trigger="case_closed",
        closed_month="2026-03",
        destroyed_on=date(2033, 4, 1),
        policy_version="v2",
    )


STUBS = st.integers(0, 40).map(lambda count: [stub(index) for index in range(count)])
SOME_STUBS = st.integers(1, 40).map(lambda count: [stub(index) for index in range(count)])


@given(certificates())
def test_a_certificate_is_read_back_as_it_was_written(certificate):
    assert from_json(json.loads(written(as_json(certificate)))) == certificate
    answer = verify(sign(certificate, KEY), KEY.public_key())
    assert isinstance(answer, Verified)
    assert answer.certificate == certificate


def test_every_flipped_bit_is_noticed():
    signed = sign(plain_certificate(), KEY)
    for at in range(len(signed)):
        for bit in range(8):
            changed = signed[:at] + bytes([signed[at] ^ (1 << bit)]) + signed[at + 1 :]
            assert isinstance(verify(changed, KEY.public_key()), Refused), (at, bit)


@given(certificates(), st.data())
def test_any_other_byte_anywhere_is_noticed(certificate, data):
    signed = sign(certificate, KEY)
    at, to = data.draw(st.integers(0, len(signed) - 1)), data.draw(st.integers(0, 255))
    changed = signed[:at] + bytes([to]) + signed[at + 1 :]
    assert isinstance(verify(changed, KEY.public_key()), Refused) == (changed != signed)


@given(st.data())
def test_bytes_taken_out_or_put_in_are_noticed(data):
    signed = sign(plain_certificate(), KEY)
    first, last = sorted((data.draw(st.integers(0, len(signed))), data.draw(st.integers(0, len(signed)))))
    put_in = data.draw(st.binary(max_size=5) | st.sampled_from([b" ", b"\n", b"{}", b'"number":1,']))
    changed = signed[:first] + put_in + signed[last:]
    assert isinstance(verify(changed, KEY.public_key()), Refused) == (changed != signed)


@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_whatever_the_file_the_answer_is_a_refusal_and_not_a_fault(rubbish):
    assert isinstance(verify(rubbish, KEY.public_key()), Refused)


@pytest.mark.parametrize("depth", [10, 100_000])
def test_a_hostile_file_is_refused(depth):
    for hostile in (
        b"[" * depth,
        b'{"certificate":' * depth,
        b"9" * depth,
        b'{"certificate":"\\ud800"}',
        b"NaN",
        b"null",
    ):
        assert isinstance(verify(hostile, KEY.public_key()), Refused)


def test_another_key_and_a_borrowed_signature_are_refused():
    body = as_json(plain_certificate())
    assert isinstance(verify(sign(plain_certificate(), OTHER), KEY.public_key()), Refused)
    for signature in (OTHER.sign(SIGNED_AS + written(body)), KEY.sign(written(body)), b"\x00" * 64, b""):
        forged = {
            "algorithm": "Ed25519",
            "certificate": body,
            "key": key_id(KEY.public_key()),
            "signature": signature.hex(),
        }
        answer = verify(written(forged), KEY.public_key())
        assert isinstance(answer, Refused)
        assert "signature does not match" in str(answer)


def test_a_signed_body_of_another_shape_is_refused():
    body = as_json(plain_certificate())
    for other in (
        body | {"note": "free text"},
        body | {"number": 1.0},
        body | {"number": 2},
        body | {"format": "x"},
    ):
        signature = KEY.sign(
            SIGNED_AS + json.dumps(other, sort_keys=True, separators=(",", ":")).encode()
        ).hex()
        file = {
            "algorithm": "Ed25519",
            "certificate": other,
            "key": key_id(KEY.public_key()),
            "signature": signature,
        }
        signed = json.dumps(file, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert isinstance(verify(signed, KEY.public_key()), Refused)


@pytest.mark.parametrize(
    "changes",
    [
        {"leaf_count": 3},
        {
            "classes": (
                ClassCount(record_class=RecordClass.CONSENT, action=Action.DESTROY, planned=3, destroyed=2),
            )
        },
        {"number": 0},
        {"number": 2},
        {"previous_hash": "c" * 64},
        {"merkle_root": "A" * 64},
        {"finished_at": datetime(2033, 5, 1, 2, tzinfo=UTC)},
        {"stores": (Store(store="files", outcome=Outcome.REMAINS),)},
        {"stores": (Store(store="Jane Roe's file", outcome=Outcome.EMPTY),)},
        {"format": "northfile-certificate-2"},
        {"started_at": datetime.fromisoformat("2026-01-01T00:00")},
    ],
)
def test_what_does_not_add_up_is_never_made(changes):
    with pytest.raises(ValueError, match=r"\."):
        plain_certificate(**changes)


@given(STUBS, st.randoms(use_true_random=False))
def test_the_root_does_not_depend_on_the_order_of_arrival(stubs, chance):
    root = merkle_root(stubs)
    chance.shuffle(stubs)
    assert merkle_root(stubs) == root


@given(SOME_STUBS, st.data())
def test_the_root_depends_on_every_leaf_and_every_field_of_it(stubs, data):
    at = data.draw(st.integers(0, len(stubs) - 1))
    name, value = data.draw(
        st.sampled_from(
            [
                ("reference", "0" * 64),
                ("record_class", RecordClass.INCIDENT),
                ("trigger", "created_on"),
                ("closed_month", "2026-04"),
                ("destroyed_on", date(2033, 4, 2)),
                ("policy_version", "v3"),
            ]
        )
    )
    changed = [*stubs[:at], replace(stubs[at], **{name: value}), *stubs[at + 1 :]]
    assert merkle_root(changed) != merkle_root(stubs)
    assert merkle_root(stubs[:-1]) != merkle_root(stubs)


@given(SOME_STUBS, st.data())
def test_each_leaf_can_be_shown_to_belong_and_no_other_can(stubs, data):
    at = data.draw(st.integers(0, len(stubs) - 1))
    count = ClassCount(
        record_class=RecordClass.CASE_FILE, action=Action.DESTROY, planned=len(stubs), destroyed=len(stubs)
    )
    certificate = plain_certificate(merkle_root=merkle_root(stubs), leaf_count=len(stubs), classes=(count,))
    path = merkle_path(stubs, at)
    assert is_leaf(stubs[at], path, certificate)
    assert not is_leaf(replace(stubs[at], closed_month="2026-04"), path, certificate)
    assert not is_leaf(stub(len(stubs)), path, certificate)
    assert not is_leaf(stubs[at], (*path, "0" * 64), certificate)
    assert not is_leaf(stubs[at], ("no hash",), certificate)
    assert not path or not is_leaf(stubs[at], path[:-1], certificate)


@pytest.mark.parametrize("indexes", [[1], [0, 0], [0, 2], [-1, 0]])
def test_leaves_are_numbered_from_nought_without_gaps(indexes):
    with pytest.raises(ValueError, match="numbered"):
        merkle_root([stub(index) for index in indexes])


def test_a_path_needs_its_leaf():
    with pytest.raises(IndexError):
        merkle_path([stub(0)], 1)


def chain(length):
    files, before = [], None
    for number in range(1, length + 1):
        files.append(sign(plain_certificate(number=number, previous_hash=before), KEY))
        before = certificate_hash(files[-1])
    return files


@given(st.integers(0, 5))
def test_a_chain_verifies_whole(length):
    answer = verify_chain(chain(length), KEY.public_key())
    assert not isinstance(answer, Refused)
    assert [one.certificate.number for one in answer] == list(range(1, length + 1))


@given(st.integers(2, 5), st.data())
def test_a_link_left_out_swapped_or_foreign_breaks_the_chain(length, data):
    files = chain(length)
    at = data.draw(st.integers(0, length - 2))
    swapped = [*files[:at], files[at + 1], files[at], *files[at + 2 :]]
    resigned = sign(plain_certificate(number=1, run_id="another"), KEY)
    stranger = sign(
        plain_certificate(number=2, previous_hash=certificate_hash(files[0]), organisation_id="o2"), KEY
    )
    for broken in (
        files[:at] + files[at + 1 :],
        swapped,
        [resigned, *files[1:]],
        [files[0], stranger],
        [b"", *files[1:]],
    ):
        assert isinstance(verify_chain(broken, KEY.public_key()), Refused)


def test_a_reference_can_be_found_again_by_its_holder_only():
    record = UUID(int=7)
    reference = stub_reference(b"k" * 32, RecordClass.CASE_FILE, record)
    assert reference == stub_reference(b"k" * 32, RecordClass.CASE_FILE, record)
    assert reference != stub_reference(b"l" * 32, RecordClass.CASE_FILE, record)
    assert reference != stub_reference(b"k" * 32, RecordClass.CONSENT, record)
    assert str(record) not in sign(plain_certificate(), KEY).decode()
