"""What administrators decide about the lists that all institutions share: accept, join, take out."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from archive import vocabulary_lists
from archive.admin.acts import ActView, ReasonForm
from archive.admin.choosers import RowChooser
from archive.admin.tenancy import rows_of
from archive.models import ArchivalUnit, Creator, Document, DocumentType, Subject, SubjectOfDocument
from archive.models.document import type_slug
from archive.models.subject import subject_slug
from archive.vocabulary_lists import NotPossible
from cms.core.tenancy import CHANGE


def with_uses(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """The rows with how many of the person's documents (and units, for producers) name each: `uses`.

    What other institutions hold is not told, not even as a number.
    """
    own = rows_of(user, Document)
    if rows.model is Subject:
        links = SubjectOfDocument.objects.filter(content_object__in=own.values("pk"))
        return rows.annotate(uses_seen=_count(links, "tag"))
    if rows.model is DocumentType:
        return rows.annotate(uses_seen=_count(own, "document_type"))
    units = _count(rows_of(user, ArchivalUnit), "creator")
    return rows.annotate(in_documents=_count(own, "creator"), in_units=units).annotate(
        uses_seen=F("in_documents") + F("in_units")
    )


def _count(rows: QuerySet[Any], field: str) -> Coalesce:
    counted = rows.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


class SubjectForm(WagtailAdminModelForm):
    """A subject; what somebody adds who doesn't keep the list is a proposal."""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        same = Subject.objects.filter(slug=subject_slug(name)).exclude(pk=self.instance.pk).first()
        if same:
            raise forms.ValidationError(_("Ya existe como «%(name)s»."), params={"name": same.name})
        return name

    def save(self, commit: bool = True) -> Subject:
        if self.instance.pk is None:
            self.instance.proposed = not keeps_the_list(self.for_user, Subject)
        saved: Subject = super().save(commit=commit)
        return saved


class DocumentTypeForm(WagtailAdminModelForm):
    """A type of document; its key is made of its name once, and stays: addresses of searches name it."""

    def clean_label(self) -> str:
        label = " ".join(self.cleaned_data["label"].split())
        same = DocumentType.objects.filter(slug=type_slug(label)).exclude(pk=self.instance.pk).first()
        if same:
            raise forms.ValidationError(_("Ya existe como «%(name)s»."), params={"name": same.label})
        return label

    def save(self, commit: bool = True) -> DocumentType:
        self.instance.slug = self.instance.slug or type_slug(self.instance.label)
        saved: DocumentType = super().save(commit=commit)
        return saved


def keeps_the_list(user: User, model: Any) -> bool:
    """Whether the person changes this list, for everybody."""
    return bool(policy_registry.get_by_type(model).user_has_permission(user, CHANGE))


class ListActView(ActView):
    permission_required = CHANGE
    refusal = NotPossible


class AcceptView(ListActView):
    page_title = _("Aceptar en la lista")
    header_icon = "check"
    button_label = _("Sí, aceptar")
    done_message = _("«%(title)s» está en la lista.")

    def sentences(self) -> list[Any]:
        return [_("Deja de ser una propuesta. Antes compruebe que no esté ya en la lista con otro nombre.")]

    def hindrance(self) -> Any:
        return "" if self.object.proposed else _("Ya está en la lista.")

    def act(self, form: Any, actor: User) -> None:
        vocabulary_lists.accept(self.object, actor=actor)


class MergeForm(ReasonForm):
    """Which one stays."""

    into = forms.ModelChoiceField(Subject.objects.none(), label=_("El que se queda"))
    field_order = ("into", "reason")

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = type(row).objects.exclude(pk=row.pk)
        field = self.fields["into"]
        field.widget = RowChooser(type(row))
        field.queryset = field.widget.rows = others  # type: ignore[attr-defined]


class MergeView(ListActView):
    page_title = _("Unir con otro")
    header_icon = "resubmit"
    form_class = MergeForm
    button_label = _("Sí, unir")
    done_message = _("«%(title)s» quedó unido.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "row": self.object}

    def sentences(self) -> list[Any]:
        row = type(self.object).objects.filter(pk=self.object.pk)
        uses = with_uses(row, self.request.user).get().uses_seen  # type: ignore[arg-type]
        said = [
            _("«%(name)s» desaparece de la lista, y todo lo que lo nombra nombrará al que se queda.")
            % {"name": self.object},
            _("De lo que usted ve lo usan: %(count)d. También cambia lo de las demás instituciones.")
            % {"count": uses},
            _("Los lectores verán el otro nombre enseguida. No se puede deshacer."),
        ]
        if isinstance(self.object, Creator):
            said.append(_("Su nombre y sus otras formas pasan a ser otras formas del nombre del que se queda."))
        return said

    def act(self, form: Any, actor: User) -> None:
        given = form.cleaned_data
        vocabulary_lists.merge(self.object, given["into"], actor=actor, reason=given["reason"])


class TakeOutView(ListActView):
    page_title = _("Quitar de la lista")
    header_icon = "bin"
    button_label = _("Sí, quitar")
    done_message = _("«%(title)s» ya no está en la lista.")

    def hindrance(self) -> Any:
        if not vocabulary_lists.is_used(self.object):
            return ""
        return _("Está en uso, quizá en un borrador o en otra institución. Para que desaparezca, únalo con otro.")

    def act(self, form: Any, actor: User) -> None:
        vocabulary_lists.take_out(self.object, actor=actor)


ACTS: dict[str, type[ListActView]] = {"accept": AcceptView, "merge": MergeView, "take_out": TakeOutView}


class WithListActs:
    """A viewset of a shared list, with these acts among its addresses."""

    acts: tuple[str, ...] = tuple(ACTS)

    def get_urlpatterns(self) -> list[Any]:
        patterns: list[Any] = super().get_urlpatterns()  # type: ignore[misc]
        views = {name: self.construct_view(ACTS[name]) for name in self.acts}  # type: ignore[attr-defined]
        return [*patterns, *(path(f"{name}/<int:pk>/", view, name=name) for name, view in views.items())]


def buttons_of_acts(row: Any, namespace: str) -> list[Button]:
    """The acts that make sense for the row, for whoever keeps the list."""
    labels = [("merge", _("Unir con otro"), "resubmit"), ("take_out", _("Quitar de la lista"), "bin")]
    if getattr(row, "proposed", False):
        labels.insert(0, ("accept", _("Aceptar"), "check"))
    return [
        Button(label, url=reverse(f"{namespace}:{name}", args=[row.pk]), icon_name=icon, priority=40 + place)
        for place, (name, label, icon) in enumerate(labels)
    ]
