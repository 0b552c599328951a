"""Measure how plainly texts are written, from a terminal."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.plain_language import FEWEST_WORDS, Measure, Text, from_html, from_markdown, from_plain, measure
from campaigns.plain_language.report import as_dict

STANDARD_INPUT = "-"
EXCERPT = 60
HTML = {".html", ".htm", ".xhtml"}
PLAIN = {".txt", ".text"}


class Unreadable(Exception):
    """A file that can't be measured; says why and what to do."""


class Command(BaseCommand):
    help = (
        "Mide qué tan claro está escrito un texto (INFLESZ y Fernández-Huerta) y marca lo que puede decirse con"
        " más sencillez. Sin FILE lee la entrada estándar, como Markdown. Un archivo .txt se lee como texto llano,"
        " uno .html como página y cualquier otro como Markdown."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="archivos .txt, .md o .html; «-» es la entrada")
        parser.add_argument("--json", action="store_true", help="un objeto JSON por texto, cada uno en su línea")
        parser.add_argument("--words", action="store_true", help="añade las palabras contadas y sus sílabas")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        files = options["files"] or [STANDARD_INPUT]
        for file in files:
            try:
                text = _read(file)
            except Unreadable as error:
                failed += 1
                self.stderr.write(str(error))
                continue
            measured = measure(text)
            if options["json"]:
                is_page = Path(file).suffix.lower() in HTML
                answer = as_dict(measured, file, words=options["words"], text=is_page)
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self._tell(measured, file, words=options["words"])
        if failed:
            raise CommandError(
                ngettext("No se midió %(count)d archivo.", "No se midieron %(count)d archivos.", failed)
                % {"count": failed}
            )

    def _tell(self, measured: Measure, file: str, *, words: bool) -> None:
        name = _("entrada estándar") if file == STANDARD_INPUT else file
        self.stdout.write(self.style.MIGRATE_HEADING(name))
        self.stdout.write(_score(measured))
        self.stdout.write(
            _("%(words)d palabras, %(sentences)d frases, %(syllables)d sílabas")
            % {
                "words": measured.word_count,
                "sentences": measured.sentence_count,
                "syllables": measured.syllable_count,
            }
        )
        places = _Places(measured.text.content)
        for mark in measured.marks:
            self.stdout.write(f"  {places.of(mark.start)}  {mark.code}  «{_excerpt(mark.text)}»")
            self.stdout.write(f"      {mark.message}")
        if not measured.marks:
            self.stdout.write(self.style.SUCCESS(_("  Nada que señalar.")))
        if words:
            self.stdout.write("  " + " ".join("-".join(word.syllables) for word in measured.words))
        self.stdout.write("")


class _Places:
    """Line and column of an offset; both count from one."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._line, self._start, self._at = 1, 0, 0

    def of(self, offset: int) -> str:
        """Offsets are asked for in ascending order."""
        self._line += self._content.count("\n", self._at, offset)
        self._start = max(self._start, self._content.rfind("\n", self._at, offset) + 1)
        self._at = offset
        return f"{self._line}:{offset - self._start + 1}"


def _score(measured: Measure) -> str:
    if measured.inflesz is None or measured.fernandez_huerta is None:
        return _("Sin puntaje: el texto tiene menos de %(count)d palabras.") % {"count": FEWEST_WORDS}
    return _("INFLESZ %(inflesz).2f (%(band)s) · Fernández-Huerta %(huerta).2f") % {
        "inflesz": measured.inflesz,
        "band": measured.band,
        "huerta": measured.fernandez_huerta,
    }


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def _read(file: str) -> Text:
    if file == STANDARD_INPUT:
        return from_markdown(_decoded(getattr(sys.stdin, "buffer", sys.stdin).read(), file))
    path = Path(file)
    try:
        content = _decoded(path.read_bytes(), file)
    except FileNotFoundError as error:
        raise Unreadable(_("%(file)s: no existe. Revise el nombre y la carpeta.") % {"file": file}) from error
    except IsADirectoryError as error:
        raise Unreadable(_("%(file)s: es una carpeta. Nombre los archivos que tiene.") % {"file": file}) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(
            _("%(file)s: no se puede leer (%(reason)s). Revise sus permisos.") % {"file": file, "reason": reason}
        ) from error
    suffix = path.suffix.lower()
    if suffix in HTML:
        return from_html(content)
    return from_plain(content) if suffix in PLAIN else from_markdown(content)


def _decoded(content: bytes | str, file: str) -> str:
    """The characters of a file: UTF-8, UTF-16 with its mark, or the encoding that its Spanish speaks for."""
    if isinstance(content, str):
        return content
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("%(file)s: no es un archivo de texto. Guárdelo como .txt, .md o .html.") % {"file": file})
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        found = from_bytes(content, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    if found is None:
        raise Unreadable(_("%(file)s: no se reconocen sus letras. Guárdelo en UTF-8.") % {"file": file})
    return str(found)
