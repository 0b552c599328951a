"""Choosing a recording for a spot, or handing one in: of the institutions that the person works for."""

import logging
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from archive import captions
from archive.admin.choosers import WordsForm
from campaigns.models import Recording
from campaigns.recording_access import hands_in_for, recordings_of
from campaigns.recording_intake import TooLarge, receive
from campaigns.recordings.process import RecordingInterrupted
from campaigns.recordings.refusal import RecordingRefused
from cms.core.reference.models import Institution

logger = logging.getLogger(__name__)
NOT_STORED = _(
    "No se pudo guardar por una falla del sistema. Súbala otra vez; si vuelve a fallar, avise a quien opera el sitio."
)


class RecordingPolicy(BasePermissionPolicy):
    """Whoever writes for some institution hands in recordings for it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return user.is_active and hands_in_for(user).exists()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return User.objects.filter(pk__in=[user.pk for user in User.objects.all() if hands_in_for(user).exists()])


class RecordingWords(WordsForm):
    searched = ("title", "filename")


class RecordingUpload(forms.Form):
    """A new recording. What is amiss with the file is said at once, before anything is written around it."""

    title = forms.CharField(
        label=_("Nombre"), max_length=160, help_text=_("Para encontrarla: «Spot 30 s, versión 2».")
    )
    file = forms.FileField(
        label=_("Archivo"), help_text=_("WAV, MP3, OGG, FLAC o MP4, con la mejor calidad que tenga.")
    )
    institution = forms.ModelChoiceField(
        label=_("Institución"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = hands_in_for(user)  # type: ignore[attr-defined]
        self.received: Recording | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.received = receive(cleaned["file"], title=cleaned["title"], institution=cleaned["institution"])
            except (TooLarge, RecordingRefused) as refused:
                raise ValidationError({"file": str(refused)}) from refused
            except (OSError, RecordingInterrupted) as error:
                logger.exception("a recording could not be received")
                raise ValidationError({"file": NOT_STORED}) from error
        return cleaned

    def save(self) -> Recording:
        if self.received is None:
            raise ValueError("save() is for forms that are valid")
        return self.received


class OwnRecordings:
    """What every view of the chooser has in common: no row but the person's own, and the form knows the person."""

    filter_form_class = RecordingWords
    creation_form_class = RecordingUpload
    request: HttpRequest

    def get_object_list(self) -> QuerySet[Recording]:
        return recordings_of(self.request.user)  # type: ignore[arg-type]

    def get_object(self, pk: str) -> Recording:
        return self.get_object_list().get(pk=pk if pk.isdecimal() else "0")

    def get_objects(self, pks: list[str]) -> QuerySet[Recording]:
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "user": self.request.user}  # type: ignore[misc]

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("duration", label=_("Duración"), accessor=lambda row: captions.clock(row.duration)),
            Column("filename", label=_("Archivo")),
            Column("institution", label=_("Institución")),
        ]


class RecordingChooserViewSet(ChooserViewSet):
    model = Recording
    icon = "media"
    choose_one_text = _("Elegir o subir una grabación")
    choose_another_text = _("Elegir otra grabación")
    create_action_label = _("Subir")
    create_action_clicked_label = _("Subiendo y midiendo…")
    creation_tab_label = _("Subir una nueva")
    creation_form_class = RecordingUpload
    per_page = 20
    choose_view_class = type("ChooseRecording", (OwnRecordings, ChooseView), {})
    choose_results_view_class = type("ChooseRecordingResults", (OwnRecordings, ChooseResultsView), {})
    chosen_view_class = type("ChosenRecording", (OwnRecordings, ChosenView), {})
    chosen_multiple_view_class = type("ChosenRecordings", (OwnRecordings, ChosenMultipleView), {})
    create_view_class = type("CreateRecording", (OwnRecordings, CreateView), {})


recording_chooser = RecordingChooserViewSet("recording_chooser", url_prefix="campaigns/recordings")
