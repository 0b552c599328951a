"""The table that comes with a bulk import: rows in, descriptions and messages out."""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.description import Description

COLUMNS = {
    "file": "nombre del archivo, como está en la carpeta (obligatoria)",
    "title": "título",
    "issuing_body": "quien emitió el documento (productor)",
    "state": "entidad federativa o lugar",
    "country": "país (clave ISO de dos letras)",
    "date": "fecha: AAAA-MM-DD, AAAA-MM o AAAA",
    "doc_type": "tipo de documento",
    "language": "idioma (clave BCP 47)",
    "sha256": "huella del archivo, para comprobar que llegó entero",
    "bytes": "tamaño en bytes, para comprobar que llegó entero",
    "description": "alcance y contenido",
    "why_redistributable": "condiciones de uso",
    "source_repo": "procedencia: colección o repositorio",
    "source_path": "procedencia: ruta",
    "source_commit": "procedencia: versión",
    "note": "nota del archivista (no se publica)",
}


class BadManifest(Exception):
    """The table as a whole can't be used. The text says which column or encoding, and the cure."""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One line of the table: `line` as a spreadsheet numbers it, the header being line 1."""

    line: int
    file: str
    description: Description
    sha256: str
    size: int | None
    problem: str = ""
    """Why the row can't be used, or empty."""


def read_manifest(path: Path) -> Iterator[ManifestRow]:
    """The rows of a CSV in UTF-8 with a header line. Raises BadManifest."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "file" not in (reader.fieldnames or []):
                raise BadManifest(
                    f"Falta la columna «file» en {path.name}. La primera línea debe nombrar las columnas: "
                    + ", ".join(COLUMNS)
                )
            seen: dict[str, int] = {}
            for row in reader:
                yield _row(reader.line_num, {key: value or "" for key, value in row.items() if key}, seen)
    except UnicodeDecodeError as error:
        raise BadManifest(
            f"{path.name} no está en UTF-8. En la hoja de cálculo, guárdela como «CSV UTF-8 (delimitado por comas)»."
        ) from error
    except OSError as error:
        raise BadManifest(f"No se puede leer {path}: {error.strerror}. Revise la ruta y los permisos.") from error
    except csv.Error as error:
        raise BadManifest(f"{path.name} no es un CSV válido: {error}. Vuelva a exportarlo.") from error


def _row(line: int, row: Mapping[str, str], seen: dict[str, int]) -> ManifestRow:
    name = row["file"].strip()
    problem = ""
    if not name:
        problem = "columna «file»: está vacía; escriba el nombre del archivo."
    elif "/" in name or "\\" in name or name in {".", ".."}:
        problem = "columna «file»: debe ser un nombre, sin carpetas."
    elif same_name(name) in seen:
        problem = f"columna «file»: ya está en la línea {seen[same_name(name)]}; deje una sola."
    seen.setdefault(same_name(name), line)
    size = row.get("bytes", "").strip()
    return ManifestRow(
        line=line,
        file=name,
        description=_description(name, row),
        sha256=row.get("sha256", "").strip().lower(),
        size=int(size) if size.isdecimal() else None,
        problem=problem,
    )


def _description(name: str, row: Mapping[str, str]) -> Description:
    source = [row.get(column, "").strip() for column in ("source_repo", "source_path", "source_commit")]
    return Description(
        title=row.get("title", "").strip() or Path(name).stem.replace("_", " "),
        creator=row.get("issuing_body", ""),
        document_type=row.get("doc_type", ""),
        date=row.get("date", ""),
        place=row.get("state", ""),
        language=row.get("language", "") or "es",
        scope_and_content=row.get("description", ""),
        rights=row.get("why_redistributable", ""),
        acquisition=" ".join(part for part in source if part),
        note=row.get("note", ""),
    )


def same_name(name: str) -> str:
    """What composed and decomposed spellings of a file name have in common."""
    return unicodedata.normalize("NFC", name)


def files_by_name(folder: Path) -> dict[str, Path]:
    """The files of a folder by `same_name`."""
    return {same_name(path.name): path for path in sorted(folder.iterdir()) if path.is_file()}
