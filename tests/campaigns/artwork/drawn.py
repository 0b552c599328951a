"""What cards and sheets are drawn of in tests: words, and a picture made of plain colours."""

import io
from dataclasses import dataclass, replace

from PIL import Image

from campaigns.artwork.contents import Contents


@dataclass(frozen=True, slots=True)
class Plain:
    """A picture of one colour, or of two: the left half and the right half."""

    colours: tuple[tuple[int, int, int], ...] = ((200, 190, 60),)
    largest: int = 4_000
    alt: str = "Una fila frente a una ventanilla"
    said_of_it: str = "Foto de prueba · CC BY 4.0"
    key: tuple[str, ...] = ()

    def filled(self, width: int, height: int) -> bytes:
        share = min(1, self.largest / max(width, height))
        image = Image.new("RGB", (round(width * share), round(height * share)), self.colours[0])
        if len(self.colours) > 1:
            half = Image.new("RGB", (image.width // 2, image.height), self.colours[1])
            image.paste(half, (image.width - half.width, 0))
        return _png(image)

    def within(self, width: int, height: int) -> bytes:
        return _png(Image.new("RGB", (width, height // 2), (0, 90, 60)))


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


CONTENTS = Contents(
    kicker="Campaña",
    title="¿Cuánto cuesta pedir información?",
    text="Nada: es gratis y le responden en 20 días.",
    institution="Instituto de Ejemplo",
    place="Zacatecas",
    address="https://acervo.example.mx/c/123",
    audience="Estudiantes",
    summary="Para que cualquier persona se anime a preguntar.",
    messages=("Preguntar es su derecho", "Es gratis"),
    steps=("Escriba su pregunta", "Envíela por internet", "Espere 20 días"),
    call="Haga su pregunta hoy",
    licence="CC BY 4.0",
)


def told(**changed: object) -> Contents:
    return replace(CONTENTS, **changed)  # type: ignore[arg-type]
