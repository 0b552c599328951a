"""A share card: the words of a page in the size of a network, with its picture or without. Pure.

Nothing is ever cut. What does not fit is left out whole and said to be, or refused where editors wrote it for the
card itself.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from campaigns.artwork import contrast, letters, palette
from campaigns.artwork.card_formats import CardFormat, Template
from campaigns.artwork.contents import Contents, Logo, Picture
from campaigns.artwork.palette import Colour
from campaigns.artwork.typesetting import DoesNotFit, Setting, bind, fit, steps_down

TEMPLATE_VERSION = 1
"""Counted up with every change of how cards look: cards made before are made anew."""
QUALITY = 90
NEARLY_AS_LARGE = 0.84
"""Of the largest size: so much smaller a title may be for the sake of better lines."""
LOGO = 15
"""What the mark of an institution takes of the foot, in units."""
VEILS = (0.62, 0.7, 0.78, 0.86, 0.93, 1.0)
"""How dark the veil over a picture may become, from light to night."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the card, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def box(self) -> contrast.Box:
        return round(self.left), round(self.top), round(self.left + self.width), round(self.top + self.height)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where what stands; `picture` is None on a card of words."""

    words: Place
    foot: Place
    picture: Place | None = None

    def with_foot(self, height: float) -> "Layout":
        """The foot stands on its lower edge, as tall as it is; the words get the rest."""
        spared = self.foot.height - height
        foot = Place(self.foot.left, self.foot.top + spared, self.foot.width, height)
        words = Place(self.words.left, self.words.top, self.words.width, self.words.height + spared)
        return Layout(words, foot, self.picture)

    def written_foot(self, contents: Contents, size: CardFormat) -> Place:
        """The foot without the mark of the institution."""
        return replace(self.foot, width=self.foot.width - (size.unit * LOGO if contents.logo else 0))


@dataclass(frozen=True, slots=True)
class Run:
    """A text that was set, its weight and its colour, and what comes after it, in pixels."""

    setting: Setting
    is_bold: bool
    ink: Colour
    gap: float


@dataclass(frozen=True, slots=True)
class Card:
    """The drawn card. `contrast` is the worst of all its words, `left_out` whether its second text found no place."""

    content: bytes
    media_type: str
    suffix: str
    width: int
    height: int
    alt: str
    contrast: float
    left_out: bool
    template: Template
    is_coarse: bool = False
    """Whether the picture has fewer pixels than its place."""


class LowContrast(Exception):
    """Words could not be read on their ground."""


class NoSuchLetters(Exception):
    """The typeface has no sign for some letters; the message names them."""


def draw(contents: Contents, size: CardFormat, template: Template, *, is_chosen: bool = False) -> Card:
    """The card. Beside a picture there is less place: unless editors chose this layout (`is_chosen`), words that find
    none there get the whole card. Raises DoesNotFit, NoSuchLetters and LowContrast."""
    refuse_unknown_letters(contents.title, contents.text, contents.kicker, contents.signed)
    if contents.picture is None or template is Template.WORDS:
        return _draw(replace(contents, picture=None), size, Template.WORDS)
    try:
        return _draw(contents, size, template)
    except DoesNotFit:
        if is_chosen:
            raise
        return _draw(replace(contents, picture=None), size, Template.WORDS)


def _draw(contents: Contents, size: CardFormat, template: Template) -> Card:
    layout = _layout(size, template)
    foot = _foot(contents, size, layout.foot)
    layout = layout.with_foot(sum(run.setting.height + run.gap for run in foot))
    runs, left_out = _words(contents, size, layout.words)
    ground, is_coarse = _ground(contents, size, layout)
    if template is Template.VEIL:
        ground = _veiled(ground, layout, [*runs, *foot])
    written = layout.words.top + sum(run.setting.height + run.gap for run in runs)
    _decorate(ground, size, template, layout, written)
    if contents.logo:
        _stamp(ground, contents.logo, size, layout.foot)
    worst = min(_contrast(ground, layout.words, runs), _contrast(ground, layout.written_foot(contents, size), foot))
    _write(ground, layout.words, runs)
    _write(ground, layout.foot, foot)
    content, media_type, suffix = _encoded(ground, template)
    shown = replace(contents, text="") if left_out else contents
    return Card(content, media_type, suffix, *ground.size, alt_of(shown), worst, left_out, template, is_coarse)


def alt_of(contents: Contents) -> str:
    """All that the card says, for who does not see it."""
    said = [_sentence(each) for each in (contents.title, contents.text) if each]
    if contents.picture:
        said.append(_sentence(contents.picture.alt))
    return " ".join([*said, _sentence(contents.signed), f"{contents.short_address}."])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def refuse_unknown_letters(*texts: str) -> None:
    """Raises NoSuchLetters."""
    if unknown := letters.missing("".join(bind(each) for each in texts if each)):
        raise NoSuchLetters(" ".join(unknown))


def _layout(size: CardFormat, template: Template) -> Layout:
    is_beside = template is Template.BAND and size.is_wide
    return _beside(size) if is_beside else _below(size, template)


def _beside(size: CardFormat) -> Layout:
    """The words on the left, the picture on the right."""
    edge, words = size.unit * 6.5, size.width * 0.56
    foot = Place(edge, size.height - edge - size.unit * 11, words - 1.6 * edge, size.unit * 11)
    top = edge + size.unit * 2
    picture = Place(words, 0, size.width - words, size.height)
    return Layout(Place(edge, top, foot.width, foot.top - top - size.unit * 4), foot, picture)


def _below(size: CardFormat, template: Template) -> Layout:
    """The words below the picture, on it, or alone."""
    edge = size.unit * 6.5
    inner = size.width - 2 * edge
    is_story = size.height > size.width * 1.5
    # Networks put their own buttons over the ends of a story.
    bottom, head = (edge * 2.4, edge * 2.6) if is_story else (edge, edge)
    foot = Place(edge, size.height - bottom - size.unit * 12.5, inner, size.unit * 12.5)
    top = head + size.unit * 2
    picture: Place | None = None
    if template is Template.BAND:
        picture = Place(0, 0, size.width, round(size.height * (0.4 if size.height == size.width else 0.47)))
        top = picture.height + edge * 0.9
    if template is Template.VEIL:
        picture = Place(0, 0, size.width, size.height)
        top = size.height * 0.44 + edge
    return Layout(Place(edge, top, inner, foot.top - top - size.unit * 4), foot, picture)


def _words(contents: Contents, size: CardFormat, place: Place) -> tuple[Sequence[Run], bool]:
    """Kicker, title and text as large as they can be together; without the text where there is no place for it."""
    kicker = _one(contents.kicker.upper(), size, place, size.unit * 3.1, palette.GOLD, size.unit * 2.6)
    room = place.height - sum(run.setting.height + run.gap for run in kicker)
    for text in dict.fromkeys((contents.text, "")):
        if not text and contents.text and contents.is_own_text:
            break
        if set_together := _title_and_text(contents.title, text, size, place.width, room):
            return [*kicker, *set_together], bool(contents.text) and not text
    raise DoesNotFit(f"{contents.title} {contents.text}" if contents.is_own_text else contents.title)


def _one(text: str, size: CardFormat, place: Place, height: float, ink: Colour, gap: float) -> list[Run]:
    """A line that stands above the rest; nothing for no text."""
    if not text:
        return []
    setting = fit(
        text,
        width=place.width,
        height=height * 3,
        sizes=steps_down(height, height * 0.75, 5),
        measure_at=letters.measure_at(letters.BOLD),
    )
    return [Run(setting, True, ink, gap)]


def _title_and_text(title: str, text: str, size: CardFormat, width: float, room: float) -> list[Run]:
    """Both at the largest size at which they fit, or at one a little smaller that breaks better; empty where they
    don't fit."""
    # A title of two words would shout above the largest size; below the smallest nobody reads it on a telephone.
    found: list[list[Run]] = []
    for large in steps_down(size.unit * (13 if size.is_wide else 11.5), size.unit * 4.6):
        if found and large < found[0][0].setting.size * NEARLY_AS_LARGE:
            break
        if runs := _at_size(title, text, size, width, room, large):
            found.append(runs)
    return min(found, key=lambda runs: runs[0].setting.ragged, default=[])


def _at_size(title: str, text: str, size: CardFormat, width: float, room: float, large: float) -> list[Run]:
    """Title at this size, text at a fixed share of it; empty where they don't fit."""
    bold, regular = letters.measure_at(letters.BOLD), letters.measure_at(letters.REGULAR)
    small = max(large * 0.48, size.unit * 3.7)
    try:
        head = fit(title, width=width, height=room, sizes=[large], measure_at=bold, leading=1.16)
        if not text:
            return [Run(head, True, palette.ON_BAND, 0)]
        below = room - head.height - large * 0.45
        body = fit(text, width=width, height=below, sizes=[small], measure_at=regular, leading=1.36)
    except DoesNotFit:
        return []
    return [Run(head, True, palette.ON_BAND, large * 0.45), Run(body, False, palette.ON_BAND_SOFT, 0)]


def _foot(contents: Contents, size: CardFormat, place: Place) -> list[Run]:
    """Who says it, and where to read on. Raises DoesNotFit."""
    width = place.width - (size.unit * LOGO if contents.logo else 0)
    address = fit(
        contents.short_address,
        width=width,
        height=place.height,
        sizes=steps_down(size.unit * 3.6, size.unit * 2.2, 8),
        measure_at=letters.measure_at(letters.BOLD),
        leading=1.3,
    )
    signed = fit(
        contents.signed,
        width=width,
        height=place.height - address.height,
        sizes=steps_down(size.unit * 3, size.unit * 2.2, 8),
        measure_at=letters.measure_at(letters.REGULAR),
        leading=1.3,
    )
    return [Run(signed, False, palette.ON_BAND_SOFT, 0), Run(address, True, palette.GOLD, 0)]


def _ground(contents: Contents, size: CardFormat, layout: Layout) -> tuple[Image.Image, bool]:
    """The picture on the band, and whether it is smaller than its place."""
    ground = Image.new("RGB", (size.width, size.height), palette.BAND)
    if layout.picture is None or contents.picture is None:
        return ground, False
    picture, is_coarse = _filled(contents.picture, layout.picture)
    ground.paste(picture, layout.picture.box[:2])
    return ground, is_coarse


def _decorate(ground: Image.Image, size: CardFormat, template: Template, layout: Layout, written: float) -> None:
    """The site's fret: at the foot of the card, or where the picture meets the band; large behind mere words."""
    pen = ImageDraw.Draw(ground)
    line = size.unit * 2
    if template is Template.WORDS:
        _temple(pen, size, layout, written)
    if template is Template.BAND and layout.picture and not size.is_wide:
        _fret(pen, Place(0, layout.picture.height - line, size.width, line), palette.BAND)
    wide = layout.picture.left if template is Template.BAND and size.is_wide and layout.picture else size.width
    _fret(pen, Place(0, size.height - line, wide, line))


def _temple(pen: ImageDraw.ImageDraw, size: CardFormat, layout: Layout, written: float) -> None:
    """Below mere words: a floor for the foot, and on it pyramids as tall as the words leave room for."""
    floor = layout.foot.top - size.unit * 4
    pen.rectangle((0, round(floor), size.width, size.height), fill=palette.BAND_SOFT)
    tall = min(size.height * 0.22, floor - written - size.unit * 5)
    if tall > size.unit * 4:
        _fret(pen, Place(0, floor - tall, size.width, tall), palette.BAND_SOFT)


def _filled(source: Picture, place: Place) -> tuple[Image.Image, bool]:
    wanted = round(place.width), round(place.height)
    with Image.open(io.BytesIO(source.filled(*wanted))) as opened:
        picture = opened.convert("RGB")
    is_coarse = picture.width < wanted[0] or picture.height < wanted[1]
    return (picture.resize(wanted, Image.Resampling.LANCZOS) if picture.size != wanted else picture), is_coarse


def _fret(pen: ImageDraw.ImageDraw, place: Place, colour: Colour = palette.FRET) -> None:
    for left, top, wide, high in palette.fret(place.width, place.height):
        x, y = place.left + left, place.top + top
        pen.rectangle((round(x), round(y), round(x + wide) - 1, round(y + high) - 1), fill=colour)


def _stamp(ground: Image.Image, logo: Logo, size: CardFormat, foot: Place) -> None:
    """The institution's mark, on white, at the end of the foot."""
    side = round(size.unit * (LOGO - 3))
    with Image.open(io.BytesIO(logo.within(side - 16, side - 16))) as opened:
        mark = opened.convert("RGBA")
    left, top = round(foot.left + foot.width - side), round(foot.top + foot.height - side)
    ImageDraw.Draw(ground).rounded_rectangle((left, top, left + side, top + side), 10, fill=palette.SURFACE)
    ground.paste(mark, (left + (side - mark.width) // 2, top + (side - mark.height) // 2), mark)


def _veiled(ground: Image.Image, layout: Layout, runs: Sequence[Run]) -> Image.Image:
    """The picture under the lightest veil on which every word can be read."""
    for strength in VEILS:
        veiled = Image.composite(
            Image.new("RGB", ground.size, palette.NIGHT), ground, _veil(ground.size, layout, strength)
        )
        worst = min(_contrast_of(veiled, place, runs) for place in (layout.words, layout.foot))
        if worst >= contrast.TEXT:
            return veiled
    return veiled


def _veil(size: tuple[int, int], layout: Layout, strength: float) -> Image.Image:
    """Nothing at the top, and all of the strength from where the words begin."""
    begins = layout.words.top - (size[1] - layout.words.top) * 0.35
    shades = [
        round(255 * strength * min(max((y - begins) / (layout.words.top - begins), 0), 1)) for y in range(size[1])
    ]
    column = Image.new("L", (1, size[1]))
    column.putdata(shades)
    return column.resize(size)


def _contrast(ground: Image.Image, place: Place, runs: Sequence[Run]) -> float:
    """The worst contrast of these words. Raises LowContrast."""
    worst = _contrast_of(ground, place, runs)
    if worst < contrast.TEXT:
        raise LowContrast(f"{worst:.2f}")
    return worst


def _contrast_of(ground: Image.Image, place: Place, runs: Sequence[Run]) -> float:
    return min(contrast.least_contrast(ground, place.box, run.ink) for run in runs)


def _write(ground: Image.Image, place: Place, runs: Sequence[Run]) -> None:
    """From the top of their place down; the foot stands on its lower edge."""
    pen = ImageDraw.Draw(ground)
    y = place.top
    for run in runs:
        typeface = letters.font(letters.BOLD if run.is_bold else letters.REGULAR, round(run.setting.size))
        for line in run.setting.lines:
            baseline = y + run.setting.size * letters.ASCENT * 0.92
            pen.text((place.left, baseline), line, font=typeface, fill=run.ink, anchor="ls")
            y += run.setting.leading
        y += run.gap


def _encoded(image: Image.Image, template: Template) -> tuple[bytes, str, str]:
    """Photographs as JPEG, flat colours as PNG."""
    stream = io.BytesIO()
    if template is Template.WORDS:
        image.save(stream, "PNG")
        return stream.getvalue(), "image/png", ".png"
    image.save(stream, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return stream.getvalue(), "image/jpeg", ".jpg"
