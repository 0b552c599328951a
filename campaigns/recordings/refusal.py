"""What people are told of a file that is no use as a recording."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.recordings.contract import Refusal

_MESSAGES: Mapping[Refusal, Promise] = {
    Refusal.EMPTY: _("El archivo está vacío. Revise la copia y vuelva a subirla."),
    Refusal.NOT_A_RECORDING: _(
        "No es una grabación de audio ni de video, aunque su nombre lo diga. "
        "Expórtela desde su programa como WAV, MP3 o MP4 y súbala de nuevo."
    ),
    Refusal.DAMAGED: _(
        "La grabación está dañada o se cortó al copiarse. "
        "Ábrala en su programa, expórtela otra vez y súbala de nuevo."
    ),
    Refusal.ENCRYPTED: _(
        "La grabación está protegida contra copia y no puede abrirse. "
        "Pida a quien la produjo una copia sin protección."
    ),
    Refusal.UNKNOWN_CODEC: _(
        "La grabación está codificada de un modo que aquí no se lee. "
        "Expórtela como WAV, MP3 o MP4 (H.264) y súbala de nuevo."
    ),
    Refusal.NO_SOUND: _("El archivo no tiene sonido. Expórtelo con su pista de audio y súbalo de nuevo."),
    Refusal.NO_PICTURE: _("El archivo no tiene imagen: solo puede convertirse a formatos de audio."),
    Refusal.TOO_LONG: _("La grabación dura varias horas: no es un anuncio. Corte la parte que se difunde y súbala."),
    Refusal.PICTURE_TOO_LARGE: _(
        "La imagen del video es más grande que la de cualquier pantalla (más de 8192 × 4320). "
        "Expórtelo a 1920 × 1080 y súbalo de nuevo."
    ),
    Refusal.RESULT_TOO_LARGE: _("El archivo convertido sería demasiado grande. Suba una versión más corta."),
    Refusal.TOO_SLOW: _(
        "Leer la grabación tarda demasiado: puede estar hecha para eso. "
        "Expórtela otra vez desde su programa y súbala de nuevo."
    ),
    Refusal.TOO_MUCH_MEMORY: _(
        "Leer la grabación pide demasiada memoria: puede estar hecha para eso. "
        "Expórtela otra vez desde su programa y súbala de nuevo."
    ),
    Refusal.CRASHED: _(
        "La grabación hizo fallar al programa que la lee. Expórtela otra vez desde su programa y súbala de nuevo."
    ),
}


class RecordingRefused(Exception):
    """The file is at fault. The text, in Spanish, says why and what to do; `detail` is for the log."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return str(_MESSAGES[self.reason])
