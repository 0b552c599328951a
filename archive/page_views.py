"""Views of a document's pages but for their text: images, all pages at a glance, what is found in the document."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from archive import citing, derivatives, finding, page_reading, serving
from archive.citation import apa, plain
from archive.derivatives import TURNS, NoImage, TryLater
from archive.extraction.contract import BlockKind
from archive.head_metadata import card, head_metadata
from archive.page_reading import Look, page_parts
from archive.paging import Pager, asked_number
from archive.reading import Shown
from archive.views import asked_words, open_asked, reader_view
from cms.core.head import share_links

PAGES_AT_A_GLANCE = 30


@reader_view
def page(request: HttpRequest, code: str, page: int, version: int | None = None) -> HttpResponseBase:
    """The text and the image of one page with the words of `q` marked."""
    shown = open_asked(request, code, version)
    if shown.is_not_transcribed:
        return redirect(shown.url())
    words, look = asked_words(request), asked_look(request)
    at = PageAddresses(shown, page, words, look)
    opened = page_reading.open_page(shown, page, words, look)
    absolute = request.build_absolute_uri
    passage = citing.passage_of(shown, page, absolute, label=opened.label)
    context = {
        "shown": shown,
        "document": shown.document,
        "page": opened,
        "second": asked_number(request.GET, "t") or int(opened.second),
        "metadata": head_metadata(shown, absolute, passage=passage),
        "card": card(shown, absolute, passage=passage),
        "look": look,
        "at": at,
        "q": words,
        "query_string": at.query_string,
        "previous_url": at.other(page - 1) if page > 1 else "",
        "next_url": at.other(page + 1) if page < shown.page_count else "",
        "share": share_links(passage.url, shown.document.title),
    }
    return render(request, "pages/page.html", context)


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """Where the controls of a page lead: each keeps what the reader looks for and how the image is seen."""

    shown: Shown
    number: int
    words: str
    look: Look

    @property
    def query_string(self) -> str:
        return f"?{urlencode({'q': self.words})}" if self.words else ""

    def other(self, number: int) -> str:
        return self._seen(number, self.look)

    @property
    def image(self) -> str:
        asked = self.look.query()
        return self.shown.url(f"p{self.number}/imagen") + (f"?{urlencode(asked)}" if asked else "")

    @property
    def pdf(self) -> str:
        return self.shown.url(f"p{self.number}/pdf")

    @property
    def larger(self) -> str:
        """With the large image, or back to the usual one."""
        return self._image_seen(self.look.changed(size="pagina" if self.look.is_large else "grande"))

    @property
    def turned_right(self) -> str:
        return self._image_seen(self.look.changed(by=90))

    @property
    def turned_left(self) -> str:
        return self._image_seen(self.look.changed(by=-90))

    @property
    def as_usual(self) -> str:
        return self._image_seen(Look())

    def _image_seen(self, look: Look) -> str:
        return f"{self._seen(self.number, look)}#imagen"

    def _seen(self, number: int, look: Look) -> str:
        asked = ({"q": self.words} if self.words else {}) | look.query()
        return self.shown.url(f"p{number}") + (f"?{urlencode(asked)}" if asked else "")


def asked_look(request: HttpRequest) -> Look:
    """How the image is asked for; whatever is no size or turn asks for the usual one."""
    turn = asked_number(request.GET, "girar") or 0
    size = "grande" if request.GET.get("ampliar") == "1" else "pagina"
    return Look(size, turn if turn in TURNS else 0)


@reader_view
def page_image(request: HttpRequest, code: str, page: int, version: int | None = None) -> HttpResponseBase:
    """The image of one page, made now where nobody has asked for it before."""
    shown = open_asked(request, code, version)
    look = asked_look(request)
    size = "mini" if request.GET.get("mini") == "1" else look.size
    original = shown.original
    if original is None or not _is_drawn(shown, page):
        raise Http404
    try:
        image = derivatives.page_image(original, page, size, look.turn)
    except NoImage as error:
        raise Http404 from error
    except TryLater:
        busy = HttpResponse(_("Hay muchas páginas por dibujar. Vuelva a pedir la imagen."), status=503)
        busy["Retry-After"] = "5"
        busy["Cache-Control"] = "no-store"
        return busy
    return serving.serve(
        request,
        image,
        media_type="image/webp",
        filename=f"{code}-p{page}.webp",
        etag=f"{original.digest}-{page}-{size}-{look.turn}",
        attachment=False,
    )


def _is_drawn(shown: Shown, page: int) -> bool:
    return page_reading.is_drawn(shown) and 1 <= page <= shown.page_count


@reader_view
def page_pdf(request: HttpRequest, code: str, page: int, version: int | None = None) -> HttpResponseBase:
    """One page to keep, with its citation."""
    shown = open_asked(request, code, version)
    if not shown.is_downloadable or shown.medium:
        raise Http404
    response = HttpResponse(_sheet(shown, page, request.build_absolute_uri), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{code}-p{page}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _sheet(shown: Shown, number: int, absolute: Callable[[str], str]) -> bytes:
    # Importing the renderer would add to the start of every process.
    from archive.page_pdf import Leaf, render  # noqa: PLC0415

    printed = page_reading.printed(shown, number)
    passage = citing.open_passage(shown, number, absolute)
    place = _("%(unit)s %(number)d de %(all)d") % {"unit": shown.unit, "number": number, "all": shown.page_count}
    return render(
        Leaf(
            title=f"{shown.document.title} · {place}",
            source=[place, plain(apa.reference(citing.cited(shown, absolute, passage)))],
            address=passage.url,
            text=printed.page.text,
            language=shown.document.language,
            width=printed.page.width,
            height=printed.page.height,
            image=printed.image,
            lines=[tuple(each) for each in printed.page.lines],
            tables=[(each.start, each.end) for each in page_parts(printed.page) if each.kind == BlockKind.TABLE],
        )
    )


@reader_view
def at_a_glance(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """All pages as small images, some dozens at a time; without images, as a list of what each begins with."""
    shown = open_asked(request, code, version)
    if shown.is_not_transcribed:
        return redirect(shown.url())
    pager = Pager.at(asked_number(request.GET) or 1, shown.page_count, PAGES_AT_A_GLANCE)
    context = {
        "shown": shown,
        "document": shown.document,
        "pages": page_reading.glimpses(shown, pager),
        "pager": pager,
    }
    return render(request, "pages/at_a_glance.html", context)


@reader_view
def find(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """The pages of this document on which the words stand."""
    shown = open_asked(request, code, version)
    if shown.is_not_transcribed:
        return redirect(shown.url())
    words = asked_words(request)
    context = {
        "shown": shown,
        "document": shown.document,
        "q": words,
        "found": finding.find_in(shown, words, asked_number(request.GET) or 1) if words else None,
    }
    response = render(request, "pages/find.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
