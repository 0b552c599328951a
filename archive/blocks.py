"""Parts of pages that show the archive: passages as evidence, documents to read, what is new."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from archive import access, evidence, holdings, reading
from archive.admin.cited_chooser import CitedDocumentBlock, citable
from cms.core.audience import Viewer
from cms.core.blocks import anchor
from cms.core.visibility import viewer_of

LONGEST_PASSAGE = 900
"""Characters. A longer passage is better read where it stands."""


def viewer_in(parent_context: Any) -> Viewer:
    """Who reads the page that the part stands on."""
    request = (parent_context or {}).get("request")
    return viewer_of(getattr(request, "user", None))


def _absolute(parent_context: Any) -> evidence.Absolute:
    request = (parent_context or {}).get("request")
    return request.build_absolute_uri if request else str


class EvidenceBlock(blocks.StructBlock):
    """A passage of a document as evidence for what the page says, with its page and its citation."""

    document = CitedDocumentBlock(label=_("Documento"))
    page = blocks.IntegerBlock(
        label=_("Página"),
        min_value=1,
        default=1,
        help_text=_("La que dice la dirección al leerlo: /d/código/p14 es la 14."),
    )
    text = blocks.TextBlock(
        label=_("Pasaje"),
        rows=4,
        max_length=LONGEST_PASSAGE,
        help_text=_("Copiado tal cual de esa página. Para saltarse una parte escriba (…)."),
    )
    version = blocks.IntegerBlock(
        label=_("Versión citada"),
        required=False,
        min_value=1,
        help_text=_("Vacía: la vigente al guardar. Si después hay otra, la página lo avisa."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Prueba del archivo")
        template = "blocks/evidence.html"
        group = _("Del archivo")
        description = _("Un pasaje textual de un documento, con su página, su cita y un enlace que no cambia.")

    def get_preview_value(self) -> Any:
        """What was published last, as an editor would quote it."""
        document = access.visible_to(viewer_of(None)).order_by("-public_from", "-pk").first()
        sample = {"document": document, "page": 1, "text": "Aquí va el pasaje, tal como está en el documento."}
        return self.normalize({**sample, "version": None})

    def clean(self, value: Any) -> Any:
        """Pins the version, and refuses words that don't stand on the page.

        Of what the public may not read nothing is checked: an answer would tell its text word by word.
        """
        cleaned = super().clean(value)
        document = cleaned["document"]
        if document is None:  # a draft is kept as it is
            return cleaned
        if not citable().filter(pk=document.pk).exists():
            return cleaned
        if document.versions.exists() and not document.versions.filter(number=cleaned["version"]).exists():
            if cleaned["version"]:
                raise _refused(
                    "version", _("Este documento no tiene esa versión. Déjela vacía para citar la vigente.")
                )
            cleaned["version"] = evidence.in_force(document)
        pages = evidence.page_count(document, cleaned["version"])
        if pages and (cleaned["page"] or 1) > pages:
            raise _refused(
                "page",
                _("El documento llega hasta la página %(last)d. Escriba la página en que está el pasaje.")
                % {"last": pages},
            )
        stands = evidence.stands_on_page(document, cleaned["version"], cleaned["page"] or 1, cleaned["text"] or "")
        if stands is False:
            raise _refused(
                "text",
                _("Estas palabras no están en la página %(page)d del documento. Cópielas de ahí o corrija la página.")
                % {"page": cleaned["page"]},
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        found = evidence.resolve(
            value["document"],
            viewer_in(parent_context),
            _absolute(parent_context),
            version=value["version"],
            page=value["page"] or 1,
            text=value["text"],
        )
        return {**context, "evidence": found}


def _refused(field: str, message: Any) -> blocks.StructBlockValidationError:
    return blocks.StructBlockValidationError(block_errors={field: ValidationError(message)})


class DocumentsBlock(blocks.StructBlock):
    """Documents to go on reading. One that readers may not see is left out without a word."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Documentos para saber más")
    documents = blocks.ListBlock(CitedDocumentBlock(label=_("Documento")), label=_("Documentos"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Documentos del archivo")
        template = "blocks/documents.html"
        group = _("Del archivo")
        description = _("Documentos para seguir leyendo, con sus datos al día.")

    def get_preview_value(self) -> Any:
        return self.normalize(
            {"title": "Documentos para saber más", "documents": reading.newest(viewer_of(None))[:2]}
        )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        wanted = [each.pk for each in value["documents"] if each]
        rows = access.visible_to(viewer_in(parent_context)).select_related(*holdings.LISTED).in_bulk(wanted)
        shown = [rows[pk] for pk in wanted if pk in rows]
        return {**context, "documents": shown, "anchor": anchor(value["title"])}

    def title_in(self, value: Any) -> str:
        """What the list at the top of a page calls this part of it: nothing where readers may see none of it."""
        wanted = [each.pk for each in value["documents"] if each]
        return str(value["title"]) if access.visible_to(viewer_of(None)).filter(pk__in=wanted).exists() else ""


class ReadingBlock(blocks.StructBlock):
    """A document to be read for a class, pinned to the version that the class works with."""

    document = CitedDocumentBlock(label=_("Documento"))
    version = blocks.IntegerBlock(
        label=_("Versión"),
        required=False,
        min_value=1,
        help_text=_("Vacía: la vigente al guardar. Si después hay otra, la página lo avisa."),
    )
    part = blocks.CharBlock(label=_("Qué parte"), required=False, max_length=80, help_text=_("Páginas 3 a 9…"))
    why = blocks.TextBlock(
        label=_("Para qué sirve en clase"), required=False, max_length=300, rows=2, help_text=_("Se muestra.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Lectura del archivo")
        template = "blocks/reading.html"
        group = _("Del archivo")
        description = _("Un documento para leer en clase, en una versión que no cambia.")

    def get_preview_value(self) -> Any:
        document = access.visible_to(viewer_of(None)).order_by("-public_from", "-pk").first()
        sample = {"document": document, "version": None, "part": "Páginas 1 a 3"}
        return self.normalize({**sample, "why": "Muestra cómo se responde una solicitud (ejemplo)."})

    def clean(self, value: Any) -> Any:
        """Pins the version; of what the public may not read nothing is checked (as for evidence)."""
        cleaned = super().clean(value)
        document = cleaned["document"]
        if document is None or not citable().filter(pk=document.pk).exists():
            return cleaned
        if document.versions.exists() and not document.versions.filter(number=cleaned["version"]).exists():
            if cleaned["version"]:
                raise _refused(
                    "version", _("Este documento no tiene esa versión. Déjela vacía para usar la vigente.")
                )
            cleaned["version"] = evidence.in_force(document)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        found = evidence.whole(
            value["document"], viewer_in(parent_context), _absolute(parent_context), version=value["version"]
        )
        return {**context, "reading": found}


class NewDocuments(blocks.StructBlock):
    """What the archive has published last."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Documentos recién publicados")
    limit = blocks.IntegerBlock(label=_("Cuántos"), min_value=1, max_value=12, default=6)

    class Meta:
        icon = "history"
        label = _("Documentos recientes")
        template = "blocks/new_documents.html"
        group = _("Del archivo")
        description = _("Se llena solo con lo último que se publicó.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Documentos recién publicados", "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "newest": reading.newest(viewer_in(parent_context), limit=value["limit"] or 6)}


OF_THE_ARCHIVE: list[tuple[str, blocks.Block]] = [
    ("evidence", EvidenceBlock()),
    ("documents", DocumentsBlock()),
]
"""Parts of a text that show the archive."""
