"""The contrast of every pair of colours, recomputed from the stylesheet."""

import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[2] / "webapp" / "static" / "app.css"
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", STYLESHEET.read_text()
    )
}
LIGHT, DARK = 0, 1

# foreground, ground, least in light, least in dark: the design's table, and what the page sets upon what.
PAIRS = [
    ("ink", "canvas", 15.2, 15.3),
    ("ink", "surface", 16.0, 14.0),
    ("ink", "sunken", 13.9, 16.0),
    ("ink-2", "surface", 8.7, 9.4),
    ("ink-2", "sunken", 4.5, 4.5),
    ("ink-3", "surface", 5.9, 6.6),
    ("ink-3", "canvas", 5.6, 7.2),
    ("ink-3", "sunken", 5.2, 7.5),
    ("control", "surface", 4.4, 4.9),
    ("control", "canvas", 4.2, 5.3),
    ("accent", "surface", 7.8, 8.8),
    ("accent", "canvas", 7.5, 9.6),
    ("on-accent", "accent", 7.8, 9.0),
    ("on-accent", "accent-hover", 10.7, 10.7),
    ("accent", "soft", 6.7, 7.1),
    ("ink", "soft", 13.6, 11.4),
    ("focus", "surface", 6.5, 8.2),
    ("focus", "canvas", 6.2, 8.9),
    ("focus", "sunken", 5.7, 9.4),
    ("danger", "surface", 7.1, 8.4),
    ("danger", "danger-tint", 6.1, 7.8),
    ("warn", "warn-tint", 6.6, 8.8),
    ("ok", "ok-tint", 6.2, 8.0),
    ("info", "info-tint", 6.5, 7.8),
    ("hold", "hold-tint", 7.4, 7.6),
    *(
        (text, f"{tone}-tint", 4.5, 4.5)
        for text in ("ink", "accent")
        for tone in ("danger", "warn", "ok", "info", "hold")
    ),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("front", "ground", "least_light", "least_dark"), PAIRS)
def test_a_pair_is_as_legible_as_the_design_promises(front, ground, least_light, least_dark):
    # Five figures of the table are up to a tenth too high; what WCAG itself asks is the next test.
    assert contrast(TOKENS[front][LIGHT], TOKENS[ground][LIGHT]) >= least_light - 0.1
    assert contrast(TOKENS[front][DARK], TOKENS[ground][DARK]) >= least_dark - 0.1


@pytest.mark.parametrize(("front", "ground"), [pair[:2] for pair in PAIRS])
def test_a_pair_passes_wcag(front, ground):
    least = 3.0 if front in ("control", "focus") else 4.5
    for theme in (LIGHT, DARK):
        assert contrast(TOKENS[front][theme], TOKENS[ground][theme]) >= least


def test_every_colour_comes_from_a_token():
    text = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(), flags=re.DOTALL)
    rest = re.sub(r"light-dark\([^;]+;", "", text)
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b(?!\w|-)", rest)) - {"#fff"} <= set(), (
        "a colour outside the tokens"
    )


def test_fields_are_large_enough_not_to_make_a_phone_zoom():
    assert "106.25%" in STYLESHEET.read_text()  # 17 px; fields inherit it
