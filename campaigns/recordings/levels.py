"""What radio and television ask of a spot. Each figure says where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaigns.recordings.contract import Level


class Medium(StrEnum):
    """Where a spot is broadcast."""

    RADIO = "radio"
    TELEVISION = "television"


@dataclass(frozen=True, slots=True)
class Target:
    """`level` and the LU by which a recording may differ from its loudness; `standard` is its name for people."""

    level: Level
    tolerance: float
    standard: str


TARGETS: Mapping[Medium, Target] = {
    Medium.RADIO: Target(Level(loudness=-23.0, peak=-1.0), 1.0, "EBU R 128"),
    Medium.TELEVISION: Target(Level(loudness=-24.0, peak=-2.0), 2.0, "ATSC A/85"),
}
"""Radio: EBU R 128 (version 4, 2020): -23 LUFS, ±1 LU in production, peaks up to -1 dBTP. Television: ATSC A/85
(2013), of the system that Mexican television broadcasts in: -24 LKFS, ±2 dB, peaks below -2 dBTP."""
SLOTS = (10, 15, 20, 30, 40, 60)
"""Seconds of the slots that stations sell or give."""
SLOT_TOLERANCE = 0.5
"""Seconds: what a playout system cuts or fills without anybody hearing it."""
LONGEST = 15 * 60
"""Seconds. Longer ones are programmes: no station plays them as a spot."""
SAMPLE_RATE = 44_100
"""Hz: that of a compact disc (IEC 60908), which holds all that people hear."""
LONGEST_SILENCE = 0.5
"""Seconds before and after: on air a longer one is a gap."""
PICTURE = (1280, 720)
"""Points of the smallest high definition: 720p (SMPTE ST 296)."""
CUT_SHORT = 0.5
"""Seconds that a file may hold less than it claims."""
