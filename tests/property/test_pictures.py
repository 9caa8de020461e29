"""Where the cells and bars of pictures stand: inside the picture, in order, and never telling more than was reached."""

from hypothesis import given
from hypothesis import strategies as st

from templates import cells as steps
from templates import targets as bars

COUNTS = st.integers(0, 400)
FIGURES = st.lists(
    st.tuples(st.text(), st.none() | st.integers(0, 10_000), st.none() | st.integers(1, 5_000))
)


@given(COUNTS, COUNTS)
def test_cells_stand_beside_each_other_and_tell_how_many_are_done(done: int, total: int) -> None:
    done = min(done, total)
    drawn = steps.cells(done, total)
    assert all(cell.x >= 0 and cell.x + cell.width <= steps.WIDTH + 0.5 and cell.width > 0 for cell in drawn)
    if total <= steps.MOST:
        assert [cell.is_done for cell in drawn] == [True] * done + [False] * (total - done)
        assert all(one.x + one.width < other.x for one, other in zip(drawn, drawn[1:], strict=False))


@given(COUNTS, st.integers(steps.MOST + 1, 400))
def test_a_bar_of_many_steps_is_full_only_when_all_are_done(done: int, total: int) -> None:
    done = min(done, total)
    outline, *filled = steps.cells(done, total)
    assert not outline.is_done
    assert bool(filled) == bool(done)
    assert all((cell.width == outline.width) == (done == total) for cell in filled)


@given(FIGURES, st.booleans())
def test_a_bar_passes_its_mark_exactly_when_the_target_is_reached(
    figures: list[tuple[str, int | None, int | None]], large: bool
) -> None:
    drawn = bars.targets(figures, large=large)
    assert [(line.name, line.value, line.target) for line in drawn.lines] == figures
    below = 0
    for line in drawn.lines:
        assert below < line.words_y < line.bar_y < line.bar_y + bars.BAR <= drawn.height
        below = line.bar_y + bars.BAR
        assert (line.bar is None) == (line.value is None)
        if line.bar is None:
            continue
        assert 0 <= line.bar <= bars.RIGHT - bars.LEFT
        assert bool(line.bar) == bool(line.value)
        if line.target and line.value is not None:
            assert (bars.LEFT + line.bar >= bars.MARK) == (line.value >= line.target)
