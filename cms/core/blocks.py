"""Parts of which editors build pages. They know nothing of the archive; its own parts are in `archive.blocks`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import Filter, ResponsiveImage
from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.core.links import Action, Cards

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link"]
SENTENCE = ["bold", "italic", "link"]
EXAMPLE = (
    "<p>Cualquier persona puede pedir información pública. No tiene que decir quién es ni para qué la quiere.</p>"
)


class Heading(blocks.CharBlock):
    """Names what follows; readers jump to it from the list at the top of the page."""

    class Meta:
        icon = "title"
        label = _("Subtítulo")
        template = "blocks/heading.html"
        group = _("Texto")
        description = _("Anuncia lo que sigue y aparece en el índice de la página.")
        preview_value = "¿Quién puede pedir información?"

    def title_in(self, value: Any) -> str:
        """What the list at the top of a page calls this part of it."""
        return str(value)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "anchor": anchor(value)}


def anchor(heading: str) -> str:
    """Where a heading stands on its page."""
    return slugify(heading) or "parte"


class Paragraph(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": ["h3", *PROSE], **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Texto")
        template = "blocks/paragraph.html"
        group = _("Texto")
        description = _("Párrafos y listas. Una idea en cada párrafo.")
        preview_value = EXAMPLE


class Step(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Qué hacer"), max_length=120)
    text = blocks.RichTextBlock(label=_("Cómo"), features=PROSE, required=False)


class Steps(blocks.StructBlock):
    """What to do, one after the other."""

    steps = blocks.ListBlock(Step(), label=_("Pasos"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Pasos")
        template = "blocks/steps.html"
        group = _("Texto")
        description = _("Instrucciones en orden. Cada paso empieza con un verbo.")
        preview_value: ClassVar[dict[str, Any]] = {
            "steps": [
                {"title": "Escriba su pregunta", "text": EXAMPLE},
                {"title": "Envíela a la institución", "text": EXAMPLE},
            ]
        }


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Pregunta"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Respuesta"), features=PROSE)


class Questions(blocks.StructBlock):
    """Questions as people ask them, each with its answer."""

    questions = blocks.ListBlock(Question(), label=_("Preguntas y respuestas"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Preguntas y respuestas")
        template = "blocks/questions.html"
        group = _("Texto")
        description = _("Preguntas como las hace la gente. La respuesta se abre al tocarla.")
        preview_value: ClassVar[dict[str, Any]] = {
            "questions": [{"question": "¿Cuánto cuesta pedir información?", "answer": EXAMPLE}]
        }


class Callout(blocks.StructBlock):
    """Something that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        label=_("Para qué"),
        choices=[("info", _("Dato útil")), ("warning", _("Cuidado")), ("success", _("Buena noticia"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Título"), max_length=100, required=False)
    text = blocks.RichTextBlock(label=_("Texto"), features=PROSE)

    class Meta:
        icon = "warning"
        label = _("Aviso")
        template = "blocks/callout.html"
        group = _("Texto")
        description = _("Un dato que no debe pasarse por alto. Uno o dos en una página; más, y nadie los lee.")
        preview_value: ClassVar[dict[str, Any]] = {"kind": "info", "title": "Es gratis", "text": EXAMPLE}


class Quote(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Qué dijo"), rows=3)
    who = blocks.CharBlock(label=_("Quién lo dijo"), max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Cita de una persona")
        template = "blocks/quote.html"
        group = _("Texto")
        description = _("Palabras textuales de alguien. Para citar un documento use «Prueba del archivo».")
        preview_value: ClassVar[dict[str, Any]] = {
            "text": "Preguntar es el primer paso.",
            "who": "Persona de ejemplo",
        }


SIZES = ["width-{360,720,1080}", "format-webp"]
ATTRIBUTES = {"sizes": "(min-width: 48rem) 44rem, 100vw", "loading": "lazy", "decoding": "async"}
"""How wide images in the text are, and that they don't delay it."""


class Picture(ImageBlock):
    """Wagtail's image with its alternative text; in migrations it is Wagtail's own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_blocks["image"].label = _("Imagen")  # Wagtail has no word for it but its name in the code


class Figure(blocks.StructBlock):
    """An image with what it shows in words."""

    image = Picture(label=_("Imagen"))
    caption = blocks.CharBlock(label=_("Pie"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Imagen")
        template = "blocks/figure.html"
        group = _("Imagen y ficheros")
        description = _("Una imagen con su texto alternativo y su pie.")
        preview_template = "blocks/previews/figure.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "picture": responsive(value.get("image"))}


def responsive(image: Any) -> Any:
    """The image in the sizes that stand in texts; nothing for none.

    Wagtail's tag takes no attributes where its result is handed on to another template.
    """
    return ResponsiveImage(_sizes(image), ATTRIBUTES) if image else ""


def _sizes(image: Any) -> dict[str, Any]:
    wanted = [Filter(spec=each) for each in Filter.expand_spec(SIZES)]
    made: dict[str, Any] = get_renditions_or_not_found(image, wanted)
    return made


class Table(TypedTableBlock):
    """A table with a heading row; on a phone each row becomes a card."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            [
                ("text", blocks.CharBlock(label=_("Texto"), required=False)),
                ("number", blocks.DecimalBlock(label=_("Número"), required=False)),
                ("rich_text", blocks.RichTextBlock(label=_("Texto con enlaces"), features=SENTENCE, required=False)),
            ],
            **kwargs,
        )

    class Meta:
        icon = "table"
        label = _("Tabla")
        template = "blocks/table.html"
        group = _("Imagen y ficheros")
        description = _("Datos en filas y columnas. En el teléfono cada fila se lee como una ficha.")
        preview_value: ClassVar[dict[str, Any]] = {
            "columns": [{"type": "text", "heading": "Trámite"}, {"type": "text", "heading": "Plazo"}],
            "rows": [
                {"values": ["Responder una solicitud de ejemplo", "20 días"]},
                {"values": ["Entregar la información de ejemplo", "10 días"]},
            ],
            "caption": "",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value.columns]
        return {
            **context,
            "headings": headings,
            "rows": [list(zip(headings, row, strict=True)) for row in value.rows],
        }


class Download(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Nombre"), max_length=120, required=False, help_text=_("Vacío: el del adjunto."))
    document = DocumentChooserBlock(label=_("Adjunto"))


class Downloads(blocks.StructBlock):
    """Files that go with the page."""

    files = blocks.ListBlock(Download(), label=_("Adjuntos"), min_num=1)

    class Meta:
        icon = "download"
        label = _("Descargas")
        template = "blocks/downloads.html"
        group = _("Imagen y ficheros")
        description = _("Formatos y materiales para bajar, con su tipo y su peso.")
        preview_template = "blocks/previews/downloads.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        sample = {"title": "Formato de ejemplo", "url": "#", "format": "PDF", "size": 120_000}
        return {**context, "samples": [sample]}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        files = [
            {
                "title": each["title"] or each["document"].title,
                "url": each["document"].url,
                "format": each["document"].file_extension.upper(),
                "size": each["document"].get_file_size(),
            }
            for each in value["files"]
            if each["document"]
        ]
        return {**context, "files": files}


def _facts() -> Iterable[tuple[str, str]]:
    from cms.core.reference.models import Fact  # noqa: PLC0415 - apps load after blocks are declared

    return [(fact.slug, f"{fact} ({fact.as_of})") for fact in Fact.objects.all()]


class FactsChoice(blocks.MultipleChoiceBlock):
    """Wagtail would ask for the whole list once more for each fact that was chosen."""

    def to_python(self, value: Any) -> list[str]:
        return [str(each) for each in value or []]


class Facts(blocks.StructBlock):
    """Figures from the list of facts, each with its date and source."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, required=False)
    facts = FactsChoice(
        label=_("Datos"),
        choices=_facts,
        help_text=_("De «Catálogos → Datos con fuente». Ahí se corrigen y se agregan."),
    )

    class Meta:
        icon = "order"
        label = _("Cifras con fuente")
        template = "blocks/facts.html"
        group = _("Enlaces")
        description = _("Cifras del catálogo de datos: cada una con su fecha y su fuente.")

    def get_preview_value(self) -> Any:
        """The first of the list: what an editor would get."""
        return self.normalize({"title": "Cifras", "facts": [slug for slug, _label in _facts()][:2]})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.core.reference.models import Fact  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = list(value.get("facts") or [])
        found = {fact.slug: fact for fact in Fact.objects.filter(slug__in=chosen).select_related("source")}
        return {**context, "facts": [found[slug] for slug in chosen if slug in found]}


TEXT: list[tuple[str, blocks.Block]] = [
    ("heading", Heading()),
    ("paragraph", Paragraph()),
    ("steps", Steps()),
    ("questions", Questions()),
    ("callout", Callout()),
    ("quote", Quote()),
    ("figure", Figure()),
    ("table", Table()),
    ("downloads", Downloads()),
    ("action", Action()),
    ("cards", Cards()),
    ("facts", Facts()),
]
"""What any page of text may be built of."""


def headings(body: Any) -> list[dict[str, str]]:
    """The headings of a page, for the list at its top."""
    titles = [str(title) for part in body if (title := getattr(part.block, "title_in", _no_title)(part.value))]
    return [{"url": f"#{anchor(title)}", "label": title} for title in titles]


def _no_title(_value: Any) -> str:
    return ""
