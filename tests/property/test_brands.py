"""Which shades an agency may write in: the offered one can always be read, and is the same hue."""

from colorsys import rgb_to_hsv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.brands.rules import contrast_on_white, letterhead, lines_of, nearest_readable, readable
from records.brands.values import Look
from tenants.errors import Refused

CHANNELS = st.tuples(*[st.integers(0, 255)] * 3)


def _shade(channels: tuple[int, ...]) -> str:
    return "#" + "".join(f"{channel:02X}" for channel in channels)


@given(CHANNELS)
@example((255, 255, 255))
@example((255, 255, 0))
@example((0, 0, 0))
def test_the_offered_shade_is_the_nearest_of_its_hue_that_can_be_read(channels: tuple[int, int, int]) -> None:
    shade = _shade(channels)
    offered = nearest_readable(shade)
    assert contrast_on_white(offered) >= 4.5 and nearest_readable(offered) == offered
    if contrast_on_white(shade) >= 4.5:
        assert offered == shade and readable(shade.lower()) == shade
        return
    found = tuple(int(offered[place : place + 2], 16) for place in (1, 3, 5))
    factor = max(found) / max(channels)
    assert all(abs(new - old * factor) <= 0.5 for new, old in zip(found, channels, strict=True)), "same hue"
    one_lighter = tuple(round(old * (max(found) + 1) / max(channels)) for old in channels)
    assert contrast_on_white(_shade(one_lighter)) < 4.5, "and no darker than it must be"
    if max(found) - min(found) > 40:
        hues = [rgb_to_hsv(*(value / 255 for value in one))[0] * 360 for one in (found, channels)]
        assert min(abs(hues[0] - hues[1]), 360 - abs(hues[0] - hues[1])) < 3
    with pytest.raises(Refused) as refused:
        readable(shade)
    assert refused.value.values["offered"] == offered


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_on_white("#FFFFFF") == 1 and round(contrast_on_white("#000000"), 9) == 21
    assert nearest_readable("#999999") == "#767676", "the lightest grey of WCAG"
    assert readable("0e5c54") == "#0E5C54" and readable("#036") == "#003366"


@pytest.mark.parametrize(
    "typed", ["", "green", "#12345", "#12345678", "#0E5C54;background:url(x)", "#٣٣٣٣٣٣"]
)
def test_what_is_no_shade_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        readable(typed)


@given(st.text(max_size=400))
def test_an_address_fits_an_envelope_or_is_refused(text: str) -> None:
    try:
        lines = lines_of(text)
    except Refused:
        return
    assert len(lines) <= 5 and all(0 < len(line) <= 80 for line in lines)


def test_a_name_stands_in_the_language_of_the_letter_and_in_the_other_below() -> None:
    both = Look(name_en="Amik Centre", name_fr="Centre Amik", footer_fr="Organisme de bienfaisance")
    english, french = (letterhead(both, language, number=2) for language in ("en", "fr"))
    assert (english.agency_name, english.other_name) == ("Amik Centre", "Centre Amik")
    assert (french.agency_name, french.other_name) == ("Centre Amik", "Amik Centre")
    assert english.footer == french.footer == "Organisme de bienfaisance" and english.brand == 2
    one = letterhead(Look(name_en="Amik Centre"), "fr", number=1)
    assert (one.agency_name, one.other_name) == ("Amik Centre", "")
