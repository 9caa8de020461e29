"""Letters of Northbridge to people whose work with it has ended."""

from records.demo.deeds.letters import parted

DEEDS = (
    parted("darlene", 229, "en", "The kettle is where it was, and so am I."),
)  # fmt: skip
