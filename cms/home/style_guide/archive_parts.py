"""Samples of the parts that show the archive. The documents are invented, and say so."""

from datetime import date
from typing import Any

from django.templatetags.static import static
from django.utils.functional import lazy

from cms.home.style_guide.sample import Sample

A_DAY = date(2017, 3, 31)
CREATOR = {"name": "Instituto de Ejemplo", "get_absolute_url": "#ejemplo"}
READING: dict[str, Any] = {
    "unit": "page",
    "state": "read",
    "page_count": 12,
    "counted": "12 páginas",
    "pages_with_text": 10,
    "pages_with_poor_text": 1,
    "pages_recognised": 2,
    "pages_to_recognise": 3,
    "outline": [(0, 1, "Presentación"), (1, 4, "Qué se hizo")],
    "encrypted": True,
    "repaired": True,
    "reason": "",
}
ORIGINAL: dict[str, Any] = {
    "filename": "informe-de-ejemplo.pdf",
    "format": "pdf",
    "media_type": "application/pdf",
    "size": 482_133,
    "received_at": A_DAY,
    "digest": "0" * 64,
    "reading": READING,
}
UNIT: dict[str, Any] = {
    "code": "ejemplo2",
    "title": "Fondo de ejemplo",
    "get_absolute_url": "#ejemplo",
    "get_level_display": "Fondo",
    "reference_code": "MX-EJ",
    "scope_and_content": "Documentos de ejemplo sobre transparencia.",
    "dates": "2016/2018",
    "date_from": date(2016, 1, 1),
    "date_to": date(2018, 12, 31),
    "creator": CREATOR,
    "extent": "12 documentos electrónicos",
    "institution": CREATOR,
    "arrangement": "Por series.",
    "archival_history": "Reunido como ejemplo.",
    "access_conditions": "Público.",
    "related_units": "Ninguna.",
    "public_note": "Es un ejemplo.",
}
DOCUMENT: dict[str, Any] = {
    "code": "ejemplo3",
    "title": "Informe de ejemplo sobre el derecho a saber",
    "get_absolute_url": "#ejemplo",
    "reference_code": "MX-EJ-INF-0001",
    "scope_and_content": "Cuenta qué se pidió, qué se respondió y en cuánto tiempo. Es un ejemplo.",
    "creator": CREATOR,
    "dates": "31 de marzo de 2017",
    "date_from": A_DAY,
    "date_to": A_DAY,
    "document_type": {"label": "informe", "slug": "informe"},
    "place": {"code": "SON"},
    "where": "Hermosillo, Sonora",
    "place_note": "",
    "language": "es",
    "extent": "12 páginas",
    "holding_institution": CREATOR,
    "access_conditions": "Público.",
    "rights": "Uso libre citando la fuente.",
    "acquisition": "Entregado por su autor.",
    "public_note": "Es un ejemplo.",
    "get_state_display": "Borrador",
    "reserved_until": None,
    "public_from": A_DAY,
    "original": ORIGINAL,
}
NEWEST = {"number": 2, "state": "current", "get_state_display": "Vigente"}
OLDER = {"number": 1, "state": "superseded", "get_state_display": "Sustituida"}
WITHDRAWN = {
    "number": 3,
    "state": "withdrawn",
    "get_state_display": "Retirada",
    "withdrawn_at": A_DAY,
    "withdrawal_reason": "Contenía datos personales (ejemplo).",
}
SHOWN: dict[str, Any] = {
    "url": "#ejemplo",
    "read_url": "#ejemplo",
    "find_url": "#ejemplo",
    "go_to_url": "#ejemplo",
    "download_url": "#ejemplo",
    "captions_url": "#ejemplo",
    "play_url": "",
    "text_language": "es",
    "reading": READING,
    "original": ORIGINAL,
    "version": NEWEST,
    "newer": None,
    "is_public": True,
    "is_downloadable": True,
    "page_count": 12,
    "counted": "12 páginas",
    "unit": "Página",
    "medium": "",
    "duration": "0:42",
}
DESCRIBED: dict[str, Any] = {
    "other_languages": ["nah", "yua"],
    "subjects": [{"slug": "transparencia", "name": "transparencia"}],
    "units": [UNIT],
    "related": [
        {"document": DOCUMENT, "note": "lo antecede"},
        {"document": None, "note": "Un libro que el archivo no tiene."},
    ],
    "history": [
        {"version": WITHDRAWN, "at": A_DAY, "reason": "", "comparable": False},
        {"version": NEWEST, "at": A_DAY, "reason": "Corrige una cifra.", "comparable": True},
        {"version": None, "at": A_DAY, "reason": "Se añadió el lugar.", "comparable": False},
        {"version": OLDER, "at": A_DAY, "reason": "", "comparable": False},
    ],
}
SEGMENTS = [
    {"text": "El derecho a la ", "marked": False},
    {"text": "información", "marked": True},
    {"text": " es de todas las personas.", "marked": False},
]


def _cell(place: int) -> dict[str, Any]:
    return {"segments": SEGMENTS[place : place + 1], "is_figure": False, "heading": ""}


PAGE: dict[str, Any] = {
    "number": 3,
    "label": "iii",
    "source": "",
    "poor": False,
    "confidence": 0.91,
    "percent": 91,
    "image": {"weight": 120_000, "width": 612, "height": 792, "boxes": [(72, 90, 200, 14)]},
    "parts": [
        {"kind": "heading", "segments": [{"text": "Qué se hizo", "marked": False}]},
        {"kind": "paragraph", "segments": SEGMENTS, "second": None},
        {"kind": "item", "segments": SEGMENTS},
        {"kind": "table", "rows": [[_cell(0), _cell(1)], [_cell(1), _cell(2)]]},
        {"kind": "paragraph", "segments": SEGMENTS, "second": 12.0, "whole_second": 12, "clock": "0:12"},
    ],
}
AT = dict.fromkeys(("larger", "turned_left", "turned_right", "as_usual", "pdf"), "#ejemplo")
PAGER = {"previous": "#ejemplo", "next": "#ejemplo", "first_shown": 11, "last_shown": 20, "last": 3, "number": 2}
VALUES = [
    {"url": "#ejemplo", "chosen": True, "label": "informe", "count": 1204},
    {"url": "#ejemplo", "chosen": False, "label": "guía", "count": 12},
]
FACET = {"label": "Tipo de documento", "values": VALUES, "more": VALUES[1:]}
ASKED = {"filters": {"type": ["informe"]}, "without_filters": "#ejemplo"}
BRANCH = {"unit": UNIT, "documents": 12, "branches": []}
HIT = {
    "url": "#ejemplo",
    "title": SEGMENTS,
    "stored": {"dates": "2017", "creator": "Instituto de Ejemplo", "format": "pdf", "unit": "page"},
    "pages": [{"url": "#ejemplo", "number": 14, "label": "", "snippet": SEGMENTS}],
}
PIECES = [{"text": "La respuesta llega en", "changed": False}, {"text": "veinte días.", "changed": True}]
DIFFERENCES = {"before_pages": "#ejemplo-", "after_pages": "#ejemplo-", "before": OLDER, "after": NEWEST}
CHANGE = {
    "same_before": 4,
    "number": 1,
    "rows": [
        {"kind": {"value": kind}, "before_page": before, "before": PIECES, "after_page": after, "after": PIECES}
        for kind, before, after in (("changed", 3, 3), ("added", None, 4), ("removed", 5, None))
    ],
}
CITATION = {
    "purpose": "Lista de referencias",
    "code": "cita",
    "runs": [{"text": "Instituto de Ejemplo. (2017). ", "italic": False}, {"text": "Informe.", "italic": True}],
}
STYLE = {"code": "apa", "name": "APA", "used_in": "Ciencias sociales.", "citations": [CITATION]}
WRITTEN = {"file": {"code": "bib", "name": "BibTeX"}, "rows": 3, "text": "@misc{ejemplo,\n  year = {2017}\n}"}


DRAWING = lazy(static, str)("icons/acervo.svg")
"""Found when it is shown: before that, a public server may not have gathered its static files."""


def _page_image() -> dict[str, Any]:
    look = {"is_large": False, "is_plain": False}
    return {"look": look, "page": PAGE, "at": {**AT, "image": DRAWING}}


def _reading(state: str, **more: Any) -> dict[str, Any]:
    return {"shown": {**SHOWN, "reading": {**READING, "state": state, **more}}}


FINDING = [
    Sample("big_search", context={"q": "", "asked": ASKED, "example": "¿cuánto tarda una respuesta?"}),
    Sample(
        "results_head",
        context={
            "q": "información",
            "total": 1204,
            "pager": PAGER,
            "read_as": "informacion",
            "sorts": [{"value": "", "label": "Lo más parecido", "chosen": True}],
            "asked": ASKED,
            "facets": [FACET],
        },
    ),
    Sample("filters", context={"facets": [FACET]}),
    Sample("facet_values", context={"values": VALUES}),
    Sample("chip", context={"facet": FACET, "value": VALUES[0]}, within="ul"),
    Sample("hit", context={"hit": HIT}, within="ol"),
    Sample("marked", context={"segments": SEGMENTS}),
    Sample(
        "beside",
        context={
            "number": 1,
            "group": {
                "label": "Campañas y artículos",
                "pages": [
                    ({"url": "#ejemplo", "kind": "Campaña", "text": "Qué busca, en una frase (ejemplo)."}, SEGMENTS)
                ],
            },
        },
    ),
    Sample("nothing_found", "con palabras", {"q": "xyz", "asked": ASKED}),
    Sample("nothing_found", "solo filtros", {"q": "", "asked": ASKED}),
    Sample("nothing_found", "sin empezar", {"q": "", "asked": {"filters": {}}}),
    Sample("pager", context={"pager": PAGER, "total": 1204, "name": "Páginas de ejemplo"}),
    Sample("find_in_document", context={"shown": SHOWN, "q": "información"}),
    Sample("go_to_page", context={"shown": SHOWN, "number": 3, "q": ""}),
    Sample("way_back", "al archivo", {"q": ""}),
    Sample("way_back", "a los resultados", {"q": "información"}),
]

HOLDINGS = [
    Sample("breadcrumb", context={"units": [UNIT]}),
    Sample("branches", context={"branches": [{**BRANCH, "branches": [BRANCH]}]}),
    Sample("unit_list", context={"units": [UNIT]}),
    Sample("unit_description", context={"unit": UNIT, "opened": {"languages": ["es", "nah"]}}),
    Sample("unit_dates", context={"unit": UNIT}),
    Sample("doors", context={"doors": [("SON", "Sonora", 12)], "facet": "state"}),
    Sample("document_list", context={"documents": [DOCUMENT, DOCUMENT]}),
    Sample("documents_counted", context={"number": 1204}),
    Sample("similar", context={"similar": [DOCUMENT]}),
    Sample(
        "relatives",
        context={
            "relatives": [
                {"visible": True, "creator": CREATOR, "date": "2015", "succession": {"note": "por decreto"}}
            ]
        },
    ),
]

RECORD = [
    Sample("cover", context={"has_cover": False, "shown": SHOWN, "document": DOCUMENT}),
    Sample("description", context={"document": DOCUMENT, "described": DESCRIBED}),
    Sample("related", context={"described": DESCRIBED}),
    Sample("fact", context={"term": "Volumen", "text": "12 páginas"}, within="dl"),
    Sample("file_facts", context={"original": ORIGINAL, "reading": READING}),
    Sample("history", context={"described": DESCRIBED, "document": DOCUMENT, "shown": SHOWN}),
    Sample("outline", context={"shown": SHOWN, "q": ""}),
    Sample("download_button", "principal", {"shown": SHOWN, "quiet": False}),
    Sample("download_button", "discreto", {"shown": SHOWN, "quiet": True}),
    Sample("cite_link", "el documento", {"shown": SHOWN, "page": None}),
    Sample("cite_link", "una página", {"shown": SHOWN, "page": PAGE}),
    Sample("address", context={"heading": "Dirección permanente", "path": "/d/ejemplo3"}),
    Sample("document_dates", context={"document": DOCUMENT}),
    Sample("day", context={"day": A_DAY}),
    Sample("language_name", context={"code": "nah"}),
    Sample("language_names", context={"codes": ["es", "yua"]}),
    Sample("page_count", context={"shown": SHOWN}),
    *(
        Sample("reading_state", said, _reading(state))
        for state, said in (
            ("pending", "se prepara"),
            ("ocr_pending", "es una imagen"),
            ("unsupported", "no se lee en línea"),
            ("quarantined", "en cuarentena"),
            ("read", "con páginas sin texto"),
        )
    ),
    Sample("status_banners", "no es público", {"shown": {**SHOWN, "is_public": False}, "document": DOCUMENT}),
    Sample(
        "status_banners", "sustituida", {"shown": {**SHOWN, "version": OLDER, "newer": NEWEST}, "document": DOCUMENT}
    ),
    Sample("damaged_file", context={"shown": SHOWN}),
    Sample("withdrawn_version", context={"version": WITHDRAWN, "document": DOCUMENT}),
]

READER = [
    Sample("page_turner", context={"previous_url": "#ejemplo", "next_url": "#ejemplo", "name": "Cambiar de página"}),
    Sample("page_label", context={"page": PAGE, "shown": SHOWN}),
    Sample("page_name", context={"number": 3, "label": "iii", "unit": "page"}),
    Sample("page_text", context={"document": DOCUMENT, "shown": SHOWN, "page": PAGE, "q": ""}),
    Sample("page_table", "sola", {"part": PAGE["parts"][3], "id": 9}),
    Sample("said_at", context={"part": PAGE["parts"][4], "q": ""}),
    Sample("page_image", context=_page_image()),
    Sample("page_address", context={"shown": SHOWN, "document": DOCUMENT, "page": PAGE}),
    Sample("text_source", "reconocido", {"page": {**PAGE, "source": "ocr"}, "shown": SHOWN}),
    Sample("text_source", "transcrito", {"page": {**PAGE, "source": "person"}, "shown": SHOWN}),
    Sample("text_source", "dudoso", {"page": {**PAGE, "poor": True}, "shown": SHOWN}),
    Sample(
        "player",
        context={"shown": {**SHOWN, "medium": "audio"}, "document": DOCUMENT, "has_captions": True, "second": 0},
    ),
]

CITING = [
    Sample("citation_style", context={"style": STYLE}),
    Sample("citation_file", context={"written": WRITTEN}),
    Sample("copy_button", context={"target": "cita", "what": "APA", "purpose": "Lista de referencias"}),
    Sample("difference", context={"change": CHANGE, "differences": DIFFERENCES}, within="ol"),
    Sample(
        "difference_side",
        context={"pages": "#ejemplo-", "page": 3, "version": OLDER, "pieces": PIECES, "is_old": True},
    ),
    Sample("same_paragraphs", context={"number": 4}),
]
