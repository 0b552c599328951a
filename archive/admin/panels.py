"""The editors' fields, in the groups of archival description."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from archive import publication, review
from archive.admin.columns import has_unpublished_changes, reading_of
from archive.admin.decisions import file_warning
from archive.admin.forms import CreatorForm, DocumentForm, RelatedForm, UnitForm
from archive.models import Document
from cms.core import tenancy


def facts(document: Document, user: User) -> dict[str, Any]:
    """What is fixed about a document: its code, its state, its file, its review. Shown, never edited."""
    return {
        "turn": review.turn_of(document),
        "returned": review.last_return(document),
        "remarks": [(each.field, publication.label(each.field), each.text) for each in review.remarks_on(document)],
        "replacement": review.latest(document).replacement,
        "may_withdraw": tenancy.may(user, tenancy.WITHDRAW, document.holding_institution_id),
        "document": document,
        "original": document.original,
        "reading": reading_of(document),
        "warning": file_warning(document),
        "changed": has_unpublished_changes(document),
        "versions": list(document.versions.all()),
    }


# Wagtail's own date field turns what it can't read into today, without a word; the browser's can't be mistyped.
BROWSER_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
BROWSER_INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class FactsPanel(Panel):
    """The part of a document that its editor shows and doesn't change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "archive_admin/panels/facts.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **facts(self.instance, self.request.user)}


class RelatedPanel(InlinePanel):
    """The related units, with a form that knows who fills it in."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        own = {"form": RelatedForm, "inherit_kwargs": ["for_user"]}
        return {"formsets": {name: {**each, **own} for name, each in options["formsets"].items()}}


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
                FieldPanel(
                    "unit",
                    help_text=_(
                        "Dónde está en el cuadro de clasificación. Al asignarla por primera vez el documento recibe "
                        "su código de referencia, que no cambia aunque después se mueva."
                    ),
                ),
                FieldPanel(
                    "extent",
                    help_text=_("Cuánto es y en qué soporte: 12 fojas, 1 disco compacto, 1 hoja de cálculo."),
                ),
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
                FieldPanel("subjects"),
                FieldRowPanel([FieldPanel("language"), FieldPanel("other_languages")]),
            ],
            heading=_("Contenido"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "access_conditions",
                    help_text=_("Si hay algo que saber para consultarlo: partes testadas, permisos."),
                ),
                FieldPanel("rights", help_text=_("Qué puede hacer con él quien lo descargue.")),
                FieldPanel("acquisition", help_text=_("De dónde llegó este ejemplar: sitio, oficio, donación.")),
            ],
            heading=_("Condiciones"),
        ),
        RelatedPanel(
            "related",
            heading=_("Unidades relacionadas"),
            label=_("Unidad relacionada"),
            panels=[FieldPanel("target"), FieldPanel("note")],
            help_text=_("Otros documentos que conviene leer con este; quien no pueda verlos no sabrá de ellos."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("change_reason"),
                FieldPanel("publish_from", widget=BROWSER_INSTANT),
            ],
            heading=_("Publicación"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("public_note", help_text=_("Lo que un lector debe saber y no cabe en otro campo.")),
                FieldPanel("note"),
            ],
            heading=_("Notas"),
        ),
    ],
    base_form_class=DocumentForm,
)

UNIT_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldPanel("level"),
                FieldPanel("parent", help_text=_("La unidad de nivel superior. Un fondo no pertenece a ninguna.")),
                FieldPanel("local_code"),
                FieldPanel("title"),
                FieldRowPanel(
                    [FieldPanel("date_from", widget=BROWSER_DATE), FieldPanel("date_to", widget=BROWSER_DATE)],
                    help_text=_("Del documento más antiguo al más reciente."),
                ),
                FieldPanel("extent", help_text=_("Cuánto es y en qué soporte: 12 cajas, 340 expedientes, 3 GB.")),
            ],
            heading=_("Identificación"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("creator", help_text=_("Quien reunió los documentos en el ejercicio de sus funciones.")),
                FieldPanel("archival_history", help_text=_("Quién los tuvo antes y cómo llegaron.")),
            ],
            heading=_("Contexto"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("scope_and_content", help_text=_("Qué documentos reúne y de qué tratan.")),
                FieldPanel("arrangement", help_text=_("Cómo está ordenado por dentro.")),
                FieldPanel("languages"),
            ],
            heading=_("Contenido y estructura"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("access_conditions", help_text=_("Qué se puede consultar y qué no, y por qué.")),
                FieldPanel(
                    "related_units", help_text=_("Otros fondos o series que tratan de lo mismo, aquí o fuera.")
                ),
                FieldPanel("public_note"),
                FieldPanel("note"),
            ],
            heading=_("Acceso y notas"),
        ),
    ],
    base_form_class=UnitForm,
)

CREATOR_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("name", help_text=_("El nombre oficial completo. Lo comparten todas las instituciones.")),
                FieldPanel("kind"),
                FieldRowPanel(
                    [FieldPanel("existed_from"), FieldPanel("existed_to")], help_text=_("AAAA, AAAA-MM o AAAA-MM-DD.")
                ),
            ],
            heading=_("Identificación"),
        ),
        InlinePanel(
            "other_names",
            heading=_("Otras formas del nombre"),
            label=_("Otra forma del nombre"),
            panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("kind")])],
            help_text=_("Siglas, nombres anteriores o en otra lengua. También por ellas se encuentra."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("history", help_text=_("Qué es o qué fue, cuándo y cómo se creó o terminó.")),
                FieldPanel("functions", help_text=_("Qué hace o qué hacía, y con qué atribuciones.")),
                FieldPanel("sources", help_text=_("De dónde se tomaron estos datos.")),
            ],
            heading=_("Descripción"),
        ),
        InlinePanel(
            "predecessors",
            heading=_("Antecesores"),
            label=_("Antecesor"),
            panels=[FieldPanel("predecessor"), FieldRowPanel([FieldPanel("date"), FieldPanel("note")])],
            help_text=_("De quién heredó funciones. Sus sucesores se muestran solos."),
        ),
    ],
    base_form_class=CreatorForm,
)
