"""What a station would send a recording back for, before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from campaigns.recordings.contract import RecordingMeasure
from campaigns.recordings.levels import (
    CUT_SHORT,
    LONGEST,
    LONGEST_SILENCE,
    PICTURE,
    SAMPLE_RATE,
    SLOT_TOLERANCE,
    SLOTS,
    TARGETS,
    Medium,
)


class Gravity(StrEnum):
    """An error stands in the way of publication; a warning is for the eyes of who publishes."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """Something amiss: a stable code, how grave it is, and in Spanish what it is and what to do."""

    code: str
    level: Gravity
    message: str


def checks(measure: RecordingMeasure, medium: Medium) -> list[Check]:
    """All that is amiss, errors first; an empty list where a station would take it as it is."""
    found = [
        *_of_content(measure, medium),
        *_of_length(measure),
        *_of_loudness(measure, medium),
        *_of_sound(measure),
        *_of_silence(measure),
        *_of_picture(measure, medium),
    ]
    return sorted(found, key=lambda check: check.level != Gravity.ERROR)


def _of_content(measure: RecordingMeasure, medium: Medium) -> Iterator[Check]:
    if not measure.has_sound:
        yield _error("no_sound", _("No tiene pista de sonido. Expórtela con audio y súbala de nuevo."))
    elif measure.true_peak is None or measure.leading_silence >= measure.duration > 0:
        yield _error("silent", _("Todo es silencio. Revise qué pista se exportó y súbala de nuevo."))
    if medium == Medium.TELEVISION and measure.picture is None:
        yield _error("no_picture", _("No tiene imagen, y la televisión la necesita. Suba el video o elija radio."))
    declared = measure.declared_duration
    if declared is not None and declared - measure.duration > CUT_SHORT:
        message = _(
            "El archivo dice durar %(declared)s s y trae %(found)s s: se cortó al copiarse. Cópielo de nuevo."
        )
        yield _error("cut_short", message % {"declared": _number(declared), "found": _number(measure.duration)})


def _of_length(measure: RecordingMeasure) -> Iterator[Check]:
    seconds = measure.duration
    if seconds > LONGEST:
        message = _("Dura %(found)s minutos; lo más que se difunde son %(most)d. Suba la versión para difusión.")
        yield _error("too_long", message % {"found": _number(seconds / 60), "most": LONGEST // 60})
        return
    nearest = min(SLOTS, key=lambda slot: abs(slot - seconds))
    if abs(nearest - seconds) > SLOT_TOLERANCE:
        message = _(
            "Dura %(found)s s y no cabe en un espacio usual (%(slots)s s). "
            "Edítela para que dure %(nearest)d s, o acuerde otro espacio con la estación."
        )
        slots = ", ".join(map(str, SLOTS))
        yield _warning("odd_length", message % {"found": _number(seconds), "slots": slots, "nearest": nearest})


def _of_loudness(measure: RecordingMeasure, medium: Medium) -> Iterator[Check]:
    target = TARGETS[medium]
    if measure.loudness is not None:
        difference = measure.loudness - target.level.loudness
        if abs(difference) > target.tolerance:
            too = _("fuerte") if difference > 0 else _("débil")
            message = _(
                "Suena demasiado %(too)s: %(found)s LUFS, y %(standard)s pide %(wanted)s ± %(tolerance)s. "
                "Descargue un formato con el volumen ajustado, o ajústelo en la mezcla."
            )
            values = {
                "too": too,
                "found": _number(measure.loudness),
                "standard": target.standard,
                "wanted": _number(target.level.loudness),
                "tolerance": _number(target.tolerance),
            }
            yield _warning("too_loud" if difference > 0 else "too_quiet", message % values)
    if measure.true_peak is not None and measure.true_peak > target.level.peak:
        message = _(
            "Los picos llegan a %(found)s dBTP y no deben pasar de %(most)s (%(standard)s): pueden distorsionar. "
            "Ponga un limitador al final de la mezcla, o descargue un formato con el volumen ajustado."
        )
        values = {
            "found": _number(measure.true_peak),
            "most": _number(target.level.peak),
            "standard": target.standard,
        }
        yield _warning("peaks", message % values)


def _of_sound(measure: RecordingMeasure) -> Iterator[Check]:
    if measure.channels == 1:
        yield _warning(
            "mono",
            _("El sonido es mono. Si la estación pide estéreo, envíe el WAV o el MP3 que aquí se generan."),
        )
    if measure.channels > 2:
        message = _("El sonido trae %(channels)d canales; las estaciones esperan dos. Envíe una mezcla estéreo.")
        yield _warning("channels", message % {"channels": measure.channels})
    if measure.has_sound and measure.sample_rate < SAMPLE_RATE:
        message = _(
            "La frecuencia de muestreo es de %(found)s kHz: le faltan agudos. "
            "Exporte desde la mezcla original a 48 kHz."
        )
        yield _warning("sample_rate", message % {"found": _number(measure.sample_rate / 1000)})


def _of_silence(measure: RecordingMeasure) -> Iterator[Check]:
    if measure.leading_silence >= measure.duration:
        return
    if measure.leading_silence > LONGEST_SILENCE:
        message = _("Empieza con %(found)s s de silencio. Recórtelo: al aire es un hueco.")
        yield _warning("leading_silence", message % {"found": _number(measure.leading_silence)})
    if measure.trailing_silence > LONGEST_SILENCE:
        message = _("Termina con %(found)s s de silencio. Recórtelo: al aire es un hueco.")
        yield _warning("trailing_silence", message % {"found": _number(measure.trailing_silence)})


def _of_picture(measure: RecordingMeasure, medium: Medium) -> Iterator[Check]:
    picture = measure.picture
    if medium != Medium.TELEVISION or picture is None:
        return
    if picture.width < PICTURE[0] or picture.height < PICTURE[1]:
        message = _(
            "La imagen mide %(width)d × %(height)d puntos; la televisión pide al menos %(least)s. "
            "Exporte el video a 1920 × 1080 o 1280 × 720, apaisado."
        )
        values = {"width": picture.width, "height": picture.height, "least": f"{PICTURE[0]} × {PICTURE[1]}"}
        yield _warning("small_picture", message % values)


def _error(code: str, message: str) -> Check:
    return Check(code, Gravity.ERROR, message)


def _warning(code: str, message: str) -> Check:
    return Check(code, Gravity.WARNING, message)


def _number(value: float) -> str:
    """As people in Mexico write it, with the sign for minus."""
    return f"{value:.1f}".removesuffix(".0").replace("-", "−")
