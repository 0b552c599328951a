"""What sound and pictures pass through on their way to another format; runs in the child process."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.video.frame import VideoFrame

from campaigns.recordings.contract import Encoding, Level, PictureEncoding, Refusal, RefusedError

RATES = tuple(
    Fraction(rate) for rate in ("12", "15", "24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")
)
"""Pictures a second that players and stations know."""
_OVERSAMPLED = 192_000
"""Samples a second at which a limiter sees the peaks between samples (BS.1770, annex 2)."""
_SAFETY = 0.3
"""dB that meters find above what the limiter saw."""
_TURNS = {90: ("transpose=cclock",), 180: ("hflip", "vflip"), 270: ("transpose=clock",)}

Filters = list[tuple[str, str]]


class SoundChain:
    """Sound of one kind in; rate, channels and level of the encoding out.

    `follows_clock` fills the gaps that the file's clock has, so that sound stays with its pictures.
    """

    def __init__(
        self,
        encoding: Encoding,
        level: Level | None,
        gain: float,
        *,
        start: Fraction = Fraction(),
        follows_clock: bool,
    ) -> None:
        self.frame_size = 0
        """Samples of a frame that comes out; 0: as they come."""
        self._encoding, self._level, self._gain = encoding, level, gain
        self._start, self._follows_clock = start, follows_clock
        self._graph: Graph | None = None
        self._kind: tuple[str, str, int] | None = None
        self._samples = 0

    def through(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        """What comes out by now. Raises RefusedError."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if not self._follows_clock:
            frame.pts, frame.time_base = self._samples, Fraction(1, frame.sample_rate)
            self._samples += frame.samples
        else:
            shift(frame, self._start)
        if self._graph is None:
            self._graph, self._kind = self._built(frame), kind
        elif kind != self._kind:
            raise RefusedError(Refusal.DAMAGED, f"{self._kind} becomes {kind}")
        self._graph.push(frame)
        yield from pulled(self._graph)

    def rest(self) -> Iterator[AudioFrame]:
        """What comes out after the last frame."""
        if self._graph is not None:
            self._graph.push(None)
            yield from pulled(self._graph)

    def _built(self, frame: AudioFrame) -> Graph:
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
        )
        filters = [*self._clock(), *self._channels(frame.layout.nb_channels), *self._levelled(), self._format()]
        linked(graph, source, filters, "abuffersink")
        if self.frame_size:
            graph.set_audio_frame_size(self.frame_size)
        return graph

    def _clock(self) -> Filters:
        return [("aresample", "async=1:first_pts=0")] if self._follows_clock else []

    def _channels(self, given: int) -> Filters:
        """Two loudspeakers play mono as it is, and mono is the mean of two channels."""
        filters = [("aformat", "sample_fmts=flt")]
        wanted = self._encoding.channels
        if given > 2:
            filters.append(("aresample", "out_chlayout=stereo:rematrix_maxval=1"))
        if given == 1 and wanted == 2:
            filters.append(("pan", "stereo|c0=c0|c1=c0"))
        if given > 1 and wanted == 1:
            filters.append(("pan", "mono|c0=0.5*c0+0.5*c1"))
        return filters

    def _levelled(self) -> Filters:
        if self._level is None:
            return []
        ceiling = 10 ** ((self._level.peak - self._encoding.headroom - _SAFETY) / 20)
        return [
            ("volume", f"volume={self._gain:.3f}dB:precision=float"),
            ("aresample", str(_OVERSAMPLED)),
            ("alimiter", f"limit={ceiling:.6f}:level=0:latency=1"),
        ]

    def _format(self) -> tuple[str, str]:
        layout = "mono" if self._encoding.channels == 1 else "stereo"
        rate, kind = self._encoding.sample_rate, self._encoding.sample_format
        return "aformat", f"sample_fmts={kind}:sample_rates={rate}:channel_layouts={layout}"


class PictureChain:
    """Pictures of one size in; upright, in square points, of a steady rate and of the encoding's size out."""

    def __init__(self, encoding: PictureEncoding, first: VideoFrame, shown: tuple[int, int], rate: Fraction | None):
        self._encoding = encoding
        self._turn = first.rotation % 360
        self.width, self.height = fitted(shown, encoding)
        self.rate = nearest_rate(rate, encoding.most_frames)
        self._size = (first.width, first.height, first.format.name)
        self._graph = Graph()
        self._is_built = False

    def through(self, frame: VideoFrame, start: Fraction) -> Iterator[VideoFrame]:
        """What comes out by now. Raises RefusedError."""
        if (frame.width, frame.height, frame.format.name) != self._size:
            raise RefusedError(Refusal.DAMAGED, f"{self._size} becomes {frame.width}x{frame.height}")
        shift(frame, start)
        if not self._is_built:
            self._build(frame)
        self._graph.push(frame)
        yield from pulled(self._graph)

    def rest(self) -> Iterator[VideoFrame]:
        """What comes out after the last picture."""
        if self._is_built:
            self._graph.push(None)
            yield from pulled(self._graph)

    def _build(self, frame: VideoFrame) -> None:
        source = self._graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        )
        turns = [each.partition("=")[::2] for each in _TURNS.get(self._turn, ())]
        filters: Filters = [
            ("yadif", "deint=interlaced"),
            *turns,
            ("scale", f"{self.width}:{self.height}:out_range=tv"),
            ("setsar", "1"),
            ("fps", f"fps={self.rate}:start_time=0"),
            ("format", self._encoding.pixel_format),
        ]
        linked(self._graph, source, filters, "buffersink")
        self._is_built = True


def linked(graph: Graph, source: Any, filters: Filters, sink: str) -> None:
    """One filter after the other."""
    graph.link_nodes(source, *(graph.add(name, options or None) for name, options in filters), graph.add(sink))
    graph.configure()


def pulled(graph: Graph) -> Iterator[Any]:
    """The frames that the graph has ready, of its one kind."""
    while True:
        try:
            yield graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return


def shift(frame: AudioFrame | VideoFrame, start: Fraction) -> None:
    """Counts the frame's time from `start`, in seconds."""
    if frame.pts is not None and frame.time_base is not None:
        frame.pts -= round(start / frame.time_base)


def upright(frame: VideoFrame, sample_aspect_ratio: Fraction | None) -> tuple[int, int]:
    """Width and height as shown: phones store a turned picture, television one of narrow or wide points."""
    width = round(frame.width * (sample_aspect_ratio or 1))
    return (frame.height, width) if frame.rotation % 180 == 90 else (width, frame.height)


def fitted(shown: tuple[int, int], encoding: PictureEncoding) -> tuple[int, int]:
    """The size to encode, even as H.264 wants it."""
    long_side, short_side = max(shown), min(shown)
    scale = min(1.0, encoding.long_side / long_side, encoding.short_side / short_side)
    width, height = (max(2, round(side * scale / 2) * 2) for side in shown)
    return width, height


def nearest_rate(rate: Fraction | None, most: int) -> Fraction:
    """The known rate nearest to that of the file, which phones let waver."""
    wanted = rate or Fraction(30)
    return min((each for each in RATES if each <= most), key=lambda each: abs(each - wanted))
