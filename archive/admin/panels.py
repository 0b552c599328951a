"""The editors' fields, in the groups of archival description."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from archive.admin.columns import has_unpublished_changes, reading_of
from archive.admin.decisions import file_warning
from archive.admin.forms import CreatorForm, DocumentForm, UnitForm
from archive.models import Document


def facts(document: Document) -> dict[str, Any]:
    """What is fixed about a document: its code, its state, its file. Shown, never edited."""
    return {
        "document": document,
        "original": document.original,
        "reading": reading_of(document),
        "warning": file_warning(document),
        "changed": has_unpublished_changes(document),
        "versions": list(document.versions.all()),
    }


# Wagtail's own date field turns what it can't read into today, without a word; the browser's can't be mistyped.
BROWSER_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FactsPanel(Panel):
    """The part of a document that its editor shows and doesn't change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "archive_admin/panels/facts.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **facts(self.instance)}


DOCUMENT_PANELS = ObjectList(
    [
        FactsPanel(heading=_("Fichero y situación")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "title",
                    required_on_save=True,
                    help_text=_("Como en el documento; si no tiene, uno que diga de qué trata."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "date_from", widget=BROWSER_DATE, help_text=_("Si solo se sabe el año, el 1 de enero.")
                        ),
                        FieldPanel("date_to", widget=BROWSER_DATE, help_text=_("La misma fecha si es un solo día.")),
                    ]
                ),
                FieldPanel("document_type"),
                FieldPanel("creator"),
                FieldPanel("unit", help_text=_("Dónde está en el cuadro de clasificación de la institución.")),
                FieldRowPanel([FieldPanel("place"), FieldPanel("place_note")]),
            ],
            heading=_("Identificación"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "scope_and_content",
                    help_text=_("De qué trata y para qué sirve, en lenguaje claro. Se muestra y se encuentra."),
                ),
                FieldPanel("language"),
            ],
            heading=_("Contenido"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("rights", help_text=_("Qué puede hacer con él quien lo descargue.")),
                FieldPanel("acquisition", help_text=_("De dónde llegó este ejemplar: sitio, oficio, donación.")),
            ],
            heading=_("Condiciones"),
        ),
        MultiFieldPanel([FieldPanel("note")], heading=_("Notas internas")),
    ],
    base_form_class=DocumentForm,
)

UNIT_PANELS = ObjectList(
    [
        FieldPanel("institution"),
        FieldPanel("level"),
        FieldPanel("parent", help_text=_("La unidad de nivel superior. Un fondo no pertenece a ninguna.")),
        FieldPanel("reference_code"),
        FieldPanel("title"),
        FieldPanel("scope_and_content", help_text=_("Qué documentos reúne y de qué tratan.")),
    ],
    base_form_class=UnitForm,
)

CREATOR_PANELS = ObjectList(
    [
        FieldPanel("name", help_text=_("El nombre oficial completo. Lo comparten todas las instituciones.")),
        FieldPanel("kind"),
        FieldRowPanel(
            [FieldPanel("existed_from"), FieldPanel("existed_to")], help_text=_("AAAA, AAAA-MM o AAAA-MM-DD.")
        ),
        FieldPanel("history", help_text=_("Qué es o qué fue, qué hace o qué hacía.")),
    ],
    base_form_class=CreatorForm,
)
