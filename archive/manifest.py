"""The table of a bulk import or export: rows in, descriptions and messages out.

Columns are named after Dublin Core and ISAD(G); each has other names, and may carry a prefix (`dc:title`,
`dcterms:extent`). Several values in one cell are separated by semicolons; one inside a value is written `\\;`.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from archive.description import Description, Remark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: what people are told of it, its other names, and the field of the description it fills
    (empty where it is no description)."""

    name: str
    meaning: str
    field: str = ""
    aliases: tuple[str, ...] = ()
    several: bool = False

    def __str__(self) -> str:
        return self.name


COLUMNS = (
    Column("file", "nombre del archivo, como está en la carpeta (obligatoria)"),
    Column(
        "reference_code",
        "código de referencia (ISAD(G) 3.1.1); vacío: lo da la unidad. Si ya se usó, se omite",
        "reference_code",
        ("identifier",),
    ),
    Column(
        "unit",
        "código de referencia de la serie o expediente, que ya debe existir en la institución",
        aliases=("ispartof",),
    ),
    Column("title", "título (ISAD(G) 3.1.2); vacío: el nombre del archivo", "title"),
    Column("creator", "productor: quien emitió el documento (ISAD(G) 3.2.1)", "creator", ("issuing_body",)),
    Column(
        "date",
        "fechas extremas (ISAD(G) 3.1.3): AAAA-MM-DD, AAAA-MM, AAAA o dos de ellas con una diagonal: 2001/2003-05",
        "date",
        ("created", "dates"),
    ),
    Column("type", "tipo de documento; uno que no está en la lista se propone", "document_type", ("doc_type",)),
    Column("language", "idioma (clave BCP 47): es, nah, yua", "language"),
    Column("other_languages", "otras lenguas, separadas por comas", "other_languages"),
    Column(
        "subject",
        "temas de la lista, separados por punto y coma; uno que no está se propone",
        "subjects",
        ("subjects",),
        several=True,
    ),
    Column("coverage", "entidad federativa u otro lugar", "place", ("state", "spatial", "place")),
    Column("country", "país (clave ISO de dos letras); se dice junto al lugar cuando no es México", "country"),
    Column("extent", "volumen y soporte (ISAD(G) 3.1.5)", "extent"),
    Column(
        "scope_and_content", "alcance y contenido (ISAD(G) 3.3.1)", "scope_and_content", ("description", "abstract")
    ),
    Column("access_conditions", "condiciones de acceso (ISAD(G) 3.4.1)", "access_conditions", ("accessrights",)),
    Column("rights", "condiciones de uso (ISAD(G) 3.4.2)", "rights", ("why_redistributable",)),
    Column("provenance", "procedencia del ejemplar (ISAD(G) 3.2.4)", "acquisition", ("acquisition", "source")),
    Column("source_repo", "procedencia: colección o repositorio; se agrega a provenance"),
    Column("source_path", "procedencia: ruta; se agrega a provenance"),
    Column("source_commit", "procedencia: versión; se agrega a provenance"),
    Column(
        "related",
        "unidades relacionadas (ISAD(G) 3.5.3), separadas por punto y coma",
        "related",
        ("relation",),
        several=True,
    ),
    Column("public_note", "notas que se publican (ISAD(G) 3.6.1)", "public_note"),
    Column("archivist_note", "nota del archivista (ISAD(G) 3.7.1): no se publica", "note", ("note",)),
    Column("sha256", "huella del archivo, para comprobar que llegó entero"),
    Column("bytes", "tamaño en bytes, para comprobar que llegó entero"),
    Column("institution", "institución que custodia; solo informa: al importar se dice con --institution"),
)
SOURCES = ("source_repo", "source_path", "source_commit")
EXPORTED = tuple(column for column in COLUMNS if column.name not in SOURCES)
"""What a template and an export have: the parts of the provenance are for tables that exist already."""
LONGEST_CELL = 16 * 1024 * 1024
"""Characters. Python's own limit of 131,072 is shorter than some descriptions."""
_PREFIX = re.compile(r"(?:dc|dcterms|isadg?)[:.]")
_BY_NAME = {name: column for column in COLUMNS for name in (column.name, *column.aliases)}
_BY_FIELD = {column.field: column.name for column in COLUMNS if column.field}


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
    unit: str = ""
    """The reference code of the unit that the document belongs to, or empty."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """How this table calls the columns."""

    def column(self, field: str) -> str:
        """How this table calls the column of a field of the description, or of another column."""
        name = _BY_FIELD.get(field, field)
        return self.headers.get(name, name)


def read_manifest(path: Path) -> Iterator[ManifestRow]:
    """The rows of a CSV in UTF-8 with a header line. Raises BadManifest."""
    with _table(path) as (reader, headers):
        seen: dict[str, int] = {}
        for row in reader:
            # DictReader puts the cells that have no column under None.
            has_more = row.pop(None, None) is not None
            cells = {name: row[header] or "" for name, header in headers.items()}
            if cells["file"] != _explanation(COLUMNS[0]):
                yield _row(reader.line_num, cells, seen, has_more, headers)


def unknown_columns(path: Path) -> list[str]:
    """The columns of the header that are not among COLUMNS: nothing is made of them. Raises BadManifest."""
    with _table(path) as (reader, _headers):
        return [name for name in reader.fieldnames or [] if name and _known(name) is None]


def template() -> Iterator[dict[str, str]]:
    """The header, and below it a line that explains each column; an import skips that line."""
    yield {column.name: column.name for column in EXPORTED}
    yield {column.name: _explanation(column) for column in EXPORTED}


def _explanation(column: Column) -> str:
    names = f" [también: {', '.join(column.aliases)}]" if column.aliases else ""
    return f"{column.meaning}{names}"


def split_values(cell: str) -> list[str]:
    """The values of a cell that holds several. A backslash means something only before a semicolon or at the end."""
    values, kept, start = [], "", 0
    for match in re.finditer(r"(\\*)(;|\Z)", cell):
        slashes = len(match[1])
        kept += cell[start : match.start()] + "\\" * (slashes // 2)
        start = match.end()
        if match[2] and slashes % 2:
            kept += ";"
        else:
            values.append(f"{kept}\\" if slashes % 2 else kept)
            kept = ""
    return [value.strip() for value in values if value.strip()]


def join_values(values: Iterable[str]) -> str:
    """One cell from which `split_values` gives the same values again."""
    return "; ".join(re.sub(r"(\\*)(;|\Z)", _escaped, value) for value in values)


def _escaped(match: re.Match[str]) -> str:
    return match[1] * 2 + ("\\;" if match[2] else "")


def _known(header: str) -> Column | None:
    """The column that a header names, whatever its prefix and capitals."""
    name = _PREFIX.sub("", re.sub(r"[\s-]+", "_", header.strip().lower()), count=1)
    return _BY_NAME.get(name)


@contextmanager
def _table(path: Path) -> Iterator[tuple["csv.DictReader[str]", dict[str, str]]]:
    """The rows, and how the table calls each of the columns that it has."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            yield reader, _headers(reader.fieldnames or [], path)
    except UnicodeDecodeError as error:
        raise BadManifest(
            f"{path.name} no está en UTF-8. En la hoja de cálculo, guárdela como «CSV UTF-8 (delimitado por comas)»."
        ) from error
    except OSError as error:
        raise BadManifest(f"No se puede leer {path}: {error.strerror}. Revise la ruta y los permisos.") from error
    except csv.Error as error:
        raise BadManifest(f"{path.name} no es un CSV válido: {error}. Vuelva a exportarlo.") from error


def _headers(typed: Iterable[str], path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in typed:
        column = _known(header or "")
        if column is None:
            continue
        if column.name in found:
            raise BadManifest(
                f"En {path.name}, «{found[column.name]}» y «{header}» son la misma columna: deje una sola."
            )
        found[column.name] = header
    if "file" not in found:
        raise BadManifest(
            f"Falta la columna «file» en {path.name}. La primera línea debe nombrar las columnas: "
            + ", ".join(map(str, COLUMNS))
        )
    return found


def _row(
    line: int, cells: Mapping[str, str], seen: dict[str, int], has_more: bool, headers: Mapping[str, str]
) -> ManifestRow:
    name = cells["file"].strip()
    problem = ""
    if has_more:
        problem = "tiene más celdas que columnas: ponga entre comillas los textos con comas."
    elif not name:
        problem = "columna «file»: está vacía; escriba el nombre del archivo."
    elif not is_plain(name):
        problem = "columna «file»: debe ser un nombre, sin carpetas."
    elif same_name(name) in seen:
        problem = f"columna «file»: ya está en la línea {seen[same_name(name)]}; deje una sola."
    seen.setdefault(same_name(name), line)
    size, remarks = _size(cells.get("bytes", "").strip())
    return ManifestRow(
        line=line,
        file=name,
        description=_description(name, cells),
        sha256=cells.get("sha256", "").strip().lower(),
        size=size,
        problem=problem,
        remarks=remarks,
        unit=cells.get("unit", "").strip(),
        headers=headers,
    )


def is_plain(name: str) -> bool:
    """Whether this is the name of a file and no way to one."""
    return "/" not in name and "\\" not in name and name not in {".", ".."}


def _size(typed: str) -> tuple[int | None, tuple[Remark, ...]]:
    if typed.isdecimal() and len(typed) < 19:
        return int(typed), ()
    if not typed:
        return None, ()
    text = f"«{typed[:40]}» no es un número entero de bytes: el tamaño no se comprobó. Escriba solo cifras."
    return None, (Remark("bytes", text),)


def _description(name: str, cells: Mapping[str, str]) -> Description:
    values = {
        column.field: split_values(cells[column.name]) if column.several else cells[column.name]
        for column in COLUMNS
        if column.field and column.name in cells
    }
    sources = [cells.get(column, "").strip() for column in ("provenance", *SOURCES)]
    values |= {
        "title": cells.get("title", "").strip() or Path(name).stem.replace("_", " "),
        "language": cells.get("language", "") or "es",
        "acquisition": " ".join(part for part in sources if part),
    }
    return Description(**values)  # type: ignore[arg-type]


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
