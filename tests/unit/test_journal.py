"""The journal: every line counts only when it is on the disk, and no crash, no full disk and no hand goes unseen."""

import errno
import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tenants import halt, journal
from tenants.journal import Kind, Unreachable
from tenants.settings import settings

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own."""
    monkeypatch.setenv("NORTHFILE_JOURNAL", str(tmp_path / "journal"))
    settings.cache_clear()
    yield tmp_path / "journal"
    monkeypatch.undo()
    settings.cache_clear()


def file_of(folder: Path, agency: UUID = ONE) -> Path:
    return folder / f"{agency}.jsonl"


def test_lines_are_canonical_chained_and_each_agencys_own(folder: Path) -> None:
    batch = uuid4()
    for agency in (ONE, OTHER):
        journal.append(agency, Kind.INTENT, batch=str(batch), references={"case_file": ["ab"]})
    last = journal.append(ONE, Kind.DONE, batch=str(batch))
    assert journal.read(ONE)[-1] == last == journal.last(ONE)
    assert [line.seq for line in journal.read(ONE)] == [1, 2]
    assert [line.kind for line in journal.read(ONE, about=batch)] == [Kind.INTENT, Kind.DONE]
    assert (journal.first_broken(ONE), journal.first_broken(OTHER)) == (None, None)
    for line in file_of(folder).read_bytes().splitlines():
        assert line == json.dumps(json.loads(line), sort_keys=True, separators=(",", ":")).encode()
    assert journal.open_intents(ONE) == [] and journal.open_intents(OTHER) == [batch]


@pytest.mark.parametrize("left", [1, 40, -1])
def test_what_a_crash_left_of_a_line_never_counts_and_is_cut_off(folder: Path, left: int) -> None:
    journal.append(ONE, Kind.HELD, hold="a")
    whole = file_of(folder).read_bytes()
    torn = journal.append(ONE, Kind.HELD, hold="b").written()
    file_of(folder).write_bytes(whole + torn[:left])
    assert [line.told for line in journal.read(ONE)] == [{"hold": "a"}]
    assert journal.first_broken(ONE) is None
    journal.append(ONE, Kind.HELD, hold="c")
    assert [line.told["hold"] for line in journal.read(ONE)] == ["a", "c"]
    assert journal.first_broken(ONE) is None
    file_of(folder).write_bytes(torn[:left])  # the very first line
    journal.append(ONE, Kind.HELD, hold="d")
    assert [(line.seq, line.told["hold"]) for line in journal.read(ONE)] == [(1, "d")]


def test_a_changed_byte_a_missing_line_and_another_order_are_seen(folder: Path) -> None:
    for hold in "abcd":
        journal.append(ONE, Kind.HELD, hold=hold)
    lines = file_of(folder).read_bytes().splitlines(keepends=True)
    changed = lines[1].replace(b'"hold":"b"', b'"hold":"x"')
    for broken, first in (
        ([lines[0], changed, *lines[2:]], 3),
        ([lines[0], *lines[2:]], 2),
        ([lines[1], lines[0], *lines[2:]], 1),
        ([lines[0], b"{}\n", *lines[2:]], 2),
        ([lines[0], lines[1].replace(b":", b": ", 1), *lines[2:]], 2),
    ):
        file_of(folder).write_bytes(b"".join(broken))
        assert journal.first_broken(ONE) == first
    file_of(folder).write_bytes(lines[0] + b"rubbish\n")
    with pytest.raises(Unreachable):
        journal.append(ONE, Kind.HELD, hold="e")


def test_a_full_disk_leaves_nothing_of_the_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.append(ONE, Kind.HELD, hold="a")
    before = file_of(folder).read_bytes()
    really = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) > 50:
            return really(handle, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    for fault in ({"write": half}, {"fsync": lambda _handle: half(0, b"")}):
        with monkeypatch.context() as patch:
            for name, act in fault.items():
                patch.setattr(os, name, act)
            with pytest.raises(Unreachable, match="No space left"):
                journal.append(ONE, Kind.HELD, hold="b" * 200)
        assert file_of(folder).read_bytes() == before
    journal.expect_ready(ONE)
    monkeypatch.setattr(journal, "LEAST_ROOM", 1 << 62)
    with pytest.raises(Unreachable, match="no room"):
        journal.expect_ready(ONE)


def test_a_journal_that_lacks_what_the_database_knows_is_not_written_on(folder: Path) -> None:
    batch = uuid4()
    journal.append(ONE, Kind.INTENT, batch=str(batch))
    journal.expect_ready(ONE, knows=batch)
    file_of(folder).unlink()
    with pytest.raises(Unreachable, match="lacks"):
        journal.expect_ready(ONE, knows=batch)


def _write(number: int) -> None:
    for _ in range(25):
        batch = uuid4()
        journal.append(ONE, Kind.INTENT, batch=str(batch), by=number)
        journal.settle(ONE, batch, Kind.DONE)
        journal.settle(ONE, batch, Kind.VOID)  # too late: it is settled


def test_several_processes_write_one_chain() -> None:
    writers = [multiprocessing.get_context("fork").Process(target=_write, args=(n,)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
        assert one.exitcode == 0
    lines = journal.read(ONE)
    assert journal.first_broken(ONE) is None and [line.seq for line in lines] == list(range(1, 201))
    assert {line.kind for line in lines} == {Kind.INTENT, Kind.DONE} and journal.open_intents(ONE) == []


def test_the_operators_stop_is_seen_by_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not halt.is_halted()
    halt.halt()
    assert halt.is_halted()
    halt.go_on()
    halt.go_on()
    assert not halt.is_halted()
    monkeypatch.setenv("NORTHFILE_DESTRUCTION", "off")
    settings.cache_clear()
    assert halt.is_halted()
