"""Images and files of editors as parts of a kit: the image without what a camera noted in it, the file as it is."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps
from wagtail.documents.models import Document

from campaigns.kit.parts import Foreign, Part, plain_name, plain_suffix
from cms.core.models import SiteImage

LONGEST_SIDE = 4000
"""Pixels: enough for a poster, and no kit of a gigabyte."""
ANY = "application/octet-stream"
SAVED: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "JPEG": (".jpg", "image/jpeg", {"quality": 92, "optimize": True, "progressive": True}),
    "PNG": (".png", "image/png", {"optimize": True}),
}
"""How images are handed out: suffix, type, and how Pillow saves them. What is no JPEG becomes PNG, without loss."""
_JPEG = {".jpg", ".jpeg"}


def of_image(pk: int) -> str:
    """What the marks of an image begin with."""
    return f"image:{pk}:"


def of_file(pk: int) -> str:
    """What the marks of a file of editors begin with."""
    return f"file:{pk}:"


def mark_of_image(image: SiteImage) -> str:
    return f"{of_image(image.pk)}{image.file.name}:{image.file_hash}:{LONGEST_SIDE}"


def mark_of_file(document: Document) -> str:
    return f"{of_file(document.pk)}{document.file.name}:{document.file_hash}:{document.file_size}"


def image_part(image: SiteImage, title: str, address: str) -> Part:
    """The image in the size that editors uploaded, turned upright: places and devices are nobody's business."""
    form = "JPEG" if Path(image.file.name).suffix.lower() in _JPEG else "PNG"
    suffix, media_type, _options = SAVED[form]
    title = title or image.title

    def write(target: BinaryIO) -> None:
        with image.file.storage.open(image.file.name, "rb") as file:
            _save(file, target, form)

    return Part(
        f"imagenes/{plain_name(title, 'imagen')}{suffix}",
        title,
        media_type,
        Foreign(mark_of_image(image), write),
        address,
        credit=image.credit,
        licence=image.licence,
    )


def file_part(document: Document, title: str) -> Part:
    """The file as it was uploaded."""
    name = Path(document.file.name)
    title = title or document.title

    def write(target: BinaryIO) -> None:
        with document.file.storage.open(document.file.name, "rb") as file:
            target.writelines(file.chunks())

    return Part(
        f"archivos/{plain_name(title, 'archivo')}{plain_suffix(name.name)}",
        title,
        mimetypes.guess_type(name.name)[0] or ANY,
        Foreign(mark_of_file(document), write),
        document.url,
    )


def _save(file: Any, target: BinaryIO, form: str) -> None:
    """Raises OSError for what is no image any more."""
    with Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = upright.convert(_mode(upright, form))
        profile = opened.info.get("icc_profile") if plain.mode == opened.mode else None
        # What a camera noted travels in `info`: an image made of the pixels alone has none.
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        bare.save(target, form, **SAVED[form][2], **({"icc_profile": profile} if profile else {}))


def _mode(image: Image.Image, form: str) -> str:
    if image.mode == "L":
        return "L"
    return "RGBA" if form == "PNG" and image.has_transparency_data else "RGB"
