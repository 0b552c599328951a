"""The table that comes with a bulk import: rows in, descriptions and messages out."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.description import Description, Remark

COLUMNS = {
    "file": "nombre del archivo, como está en la carpeta (obligatoria)",
    "title": "título",
    "issuing_body": "quien emitió el documento (productor)",
    "state": "entidad federativa o lugar",
    "country": "país (clave ISO de dos letras); se dice junto al lugar cuando no es México",
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
    remarks: tuple[Remark, ...] = ()
    """What is odd in the row beside its description, and stops nothing."""


def read_manifest(path: Path) -> Iterator[ManifestRow]:
    """The rows of a CSV in UTF-8 with a header line. Raises BadManifest."""
    with _table(path) as reader:
        seen: dict[str, int] = {}
        for row in reader:
            # DictReader puts the cells that have no column under None.
            has_more = row.pop(None, None) is not None
            yield _row(reader.line_num, {key: value or "" for key, value in row.items()}, seen, has_more)


def unknown_columns(path: Path) -> list[str]:
    """The columns of the header that are not among COLUMNS: nothing is made of them. Raises BadManifest."""
    with _table(path) as reader:
        return [name for name in reader.fieldnames or [] if name and name not in COLUMNS]


@contextmanager
def _table(path: Path) -> Iterator["csv.DictReader[str]"]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "file" not in (reader.fieldnames or []):
                raise BadManifest(
                    f"Falta la columna «file» en {path.name}. La primera línea debe nombrar las columnas: "
                    + ", ".join(COLUMNS)
                )
            yield reader
    except UnicodeDecodeError as error:
        raise BadManifest(
            f"{path.name} no está en UTF-8. En la hoja de cálculo, guárdela como «CSV UTF-8 (delimitado por comas)»."
        ) from error
    except OSError as error:
        raise BadManifest(f"No se puede leer {path}: {error.strerror}. Revise la ruta y los permisos.") from error
    except csv.Error as error:
        raise BadManifest(f"{path.name} no es un CSV válido: {error}. Vuelva a exportarlo.") from error


def _row(line: int, row: Mapping[str, str], seen: dict[str, int], has_more: bool) -> ManifestRow:
    name = row["file"].strip()
    problem = ""
    if has_more:
        problem = "tiene más celdas que columnas: ponga entre comillas los textos con comas."
    elif not name:
        problem = "columna «file»: está vacía; escriba el nombre del archivo."
    elif "/" in name or "\\" in name or name in {".", ".."}:
        problem = "columna «file»: debe ser un nombre, sin carpetas."
    elif same_name(name) in seen:
        problem = f"columna «file»: ya está en la línea {seen[same_name(name)]}; deje una sola."
    seen.setdefault(same_name(name), line)
    size, remarks = _size(row.get("bytes", "").strip())
    return ManifestRow(
        line=line,
        file=name,
        description=_description(name, row),
        sha256=row.get("sha256", "").strip().lower(),
        size=size,
        problem=problem,
        remarks=remarks,
    )


def _size(typed: str) -> tuple[int | None, tuple[Remark, ...]]:
    if typed.isdecimal() and len(typed) < 19:
        return int(typed), ()
    if not typed:
        return None, ()
    text = f"«{typed[:40]}» no es un número entero de bytes: el tamaño no se comprobó. Escriba solo cifras."
    return None, (Remark("bytes", text),)


def _description(name: str, row: Mapping[str, str]) -> Description:
    source = [row.get(column, "").strip() for column in ("source_repo", "source_path", "source_commit")]
    return Description(
        title=row.get("title", "").strip() or Path(name).stem.replace("_", " "),
        creator=row.get("issuing_body", ""),
        document_type=row.get("doc_type", ""),
        date=row.get("date", ""),
        place=row.get("state", ""),
        country=row.get("country", ""),
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
    """The files of a folder by `same_name`; of `twins` only one."""
    return {same_name(path.name): path for path in sorted(folder.iterdir()) if path.is_file()}


def twins(folder: Path) -> frozenset[str]:
    """The names, as `same_name` gives them, that more than one file of the folder has."""
    counted = Counter(same_name(path.name) for path in folder.iterdir() if path.is_file())
    return frozenset(name for name, count in counted.items() if count > 1)
