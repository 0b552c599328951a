"""The logs of stations are read as they write them, or every problem is told with its row, column and cure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.broadcast_log import MOST_BYTES, BadLog, Broadcast, BroadcastLog, read_log

STATES = {
    "Jalisco": "JAL",
    "JAL": "JAL",
    "Ciudad de México": "CMX",
    "Distrito Federal": "CMX",
    "D. F.": "CMX",
    "Sonora": "SON",
    "Quintana Roo": "ROO",
    "Baja California": "BCN",
}
HEADER = "fecha,hora,estación,siglas,frecuencia,entidad,veces,audiencia,fuente"
GOOD = "15/04/2016,14:30,Radio Universidad,XHUDG,104.3 FM,Jalisco,3,12000,Informe de la estación"


def read(*lines: str, encoding: str = "utf-8", today: date | None = None, keep_good: bool = False) -> BroadcastLog:
    return read_log("\r\n".join(lines).encode(encoding), STATES, today=today, keep_good=keep_good)


def problems(*lines: str, today: date | None = None) -> list[str]:
    with pytest.raises(BadLog) as caught:
        read(*lines, today=today)
    return [str(each) for each in caught.value.problems]


def only(*lines: str) -> Broadcast:
    (row,) = read(*lines).rows
    return row


def test_a_row_is_read_whole() -> None:
    assert only(HEADER, GOOD) == Broadcast(
        number=2,
        station="Radio Universidad",
        call_sign="XHUDG",
        frequency="104.3 FM",
        on=date(2016, 4, 15),
        at=datetime(2016, 4, 15, 14, 30, tzinfo=ZoneInfo("America/Mexico_City")),
        state="JAL",
        times=3,
        audience_reported=12000,
        source="Informe de la estación",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_spreadsheet_writes_it_in_its_own_way(encoding: str, delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in (HEADER, GOOD)]
    (row,) = read(*lines, encoding=encoding).rows
    assert row.source == "Informe de la estación"


def test_columns_have_other_names_and_any_order_and_a_title_above() -> None:
    row = only(
        "Bitácora de transmisión,,,",
        "",
        '"EMISORA",Entidad Federativa,IMPACTOS,Día',
        '"La Poderosa, 95.1",distrito federal,"1,200",2016-04-15',
    )
    assert (row.number, row.station, row.state, row.times) == (4, "La Poderosa, 95.1", "CMX", 1200)


@pytest.mark.parametrize("nothing", ["", "N/D", "n. d.", "-", "sin dato"])
def test_what_nobody_knows_is_left_open(nothing: str) -> None:
    row = only("fecha,estación,estado,audiencia", f"15 de abril de 2016,Radio UNAM,D.F.,{nothing}")
    assert (row.at, row.times, row.audience_reported, row.call_sign, row.source) == (None, 1, None, "", "")


@pytest.mark.parametrize(
    ("state", "offset"), [("Jalisco", -5), ("Quintana Roo", -5), ("Sonora", -7), ("Baja California", -7)]
)
def test_the_clock_is_that_of_the_state_on_that_day(state: str, offset: int) -> None:
    row = only("fecha,hora,estación,entidad", f"15/06/2016,08:00,XEX,{state}")
    assert row.at is not None
    assert row.at.utcoffset().total_seconds() == offset * 3600  # type: ignore[union-attr]


def test_date_and_time_may_share_a_cell() -> None:
    row = only("fecha,estación,entidad", "2016-04-15 14:30:00,XEX,Jalisco")
    assert row.at is not None
    assert (row.at.hour, row.at.minute) == (14, 30)


def test_all_problems_are_told_at_once_and_nothing_is_accepted() -> None:
    found = problems(
        HEADER,
        GOOD,
        "31/02/2016,,XEX,,,Jalisco,1,,",
        "15/04/2016,25:30,,,,Jalsico,0,muchos,",
        "15/04/16,,XEX,,,Sonora,1,,",
        "04/15/2016,,XEX,,,Sonora,1,,",
        "03/04/2016,02:30,XEX,,,Jalisco,1,,",
        "16/04/2016,,XEX,,,Sonora,1,,,sobra",
    )
    starts = [
        "Fila 3, columna «fecha»: «31/02/2016». No es una fecha.",
        "Fila 4, columna «estación»: Está vacía.",
        "Fila 4, columna «entidad»: «Jalsico». No es una entidad federativa.",
        "Fila 4, columna «hora»: «25:30». No es una hora.",
        "Fila 4, columna «veces»: «0». Debe ser un número entero de 1 en adelante.",
        "Fila 4, columna «audiencia»: «muchos». Debe ser un número entero",
        "Fila 5, columna «fecha»: «15/04/16». El año lleva dos cifras.",
        "Fila 6, columna «fecha»: «04/15/2016». El mes está antes que el día.",
        "Fila 7, columna «hora»: «02:30». Ese día los relojes se adelantaron",
        "Fila 8: «sobra». Hay más celdas que columnas.",
    ]
    assert len(found) == len(starts)
    for one, start in zip(found, starts, strict=True):
        assert one.startswith(start)
    assert found[2].endswith("¿Quiso decir «jalisco»?")


def test_the_good_rows_are_had_on_demand() -> None:
    log = read(HEADER, GOOD, "ayer,,XEX,,,Jalisco,1,,", keep_good=True)
    assert [row.number for row in log.rows] == [2]
    assert [(each.row, each.column, each.read) for each in log.problems] == [(3, "fecha", "ayer")]


def test_the_future_is_no_log() -> None:
    assert read(HEADER, GOOD, today=date(2016, 4, 15)).rows
    (found,) = problems(HEADER, GOOD, today=date(2016, 4, 14))
    assert "todavía no llega" in found


def test_the_same_broadcast_twice_is_told() -> None:
    again = GOOD.replace("Radio Universidad", "RADIO  UNIVERSIDAD").replace(",3,", ",5,")
    (found,) = problems(HEADER, GOOD, again)
    assert found == "Fila 3: Es la misma transmisión que la de la fila 2: deje una y sume en ella las veces."


def test_a_second_import_has_the_same_keys() -> None:
    first = only(HEADER, GOOD)
    renamed = GOOD.replace("15/04/2016", "2016-04-15").replace("Jalisco", "JAL").replace("14:30", "2:30 pm")
    assert only(HEADER, renamed).key("12") == first.key("12")
    others = [
        only(HEADER, GOOD.replace("Radio Universidad", "Radio Metrópoli")),
        only(HEADER, GOOD.replace("XHUDG", "XHUAG")),
        only(HEADER, GOOD.replace("14:30", "14:31")),
        only(HEADER, GOOD.replace("14:30", "")),
        only(HEADER, GOOD.replace("Jalisco", "Sonora")),
    ]
    keys = {first.key("12"), first.key("13"), *(each.key("12") for each in others)}
    assert len(keys) == len(others) + 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["hola,mundo", "1,2"], "No se encontró el renglón de encabezados"),
        (["fecha,hora,siglas", "15/04/2016,,XEX"], "Falta en los encabezados: estación, entidad."),
        (["fecha,estación,emisora,entidad", "a,b,c,d"], "Son la misma columna: «estación» y «emisora»."),
        ([HEADER], "no tiene transmisiones"),
        ([HEADER, '15/04/2016,,"XEX,,,Jalisco,1,,', GOOD], "No es un CSV válido"),
    ],
)
def test_a_file_that_is_no_log_is_refused_whole(lines: list[str], said: str) -> None:
    with pytest.raises(BadLog) as caught:
        read(*lines, keep_good=True)
    assert said in str(caught.value)


def test_a_workbook_and_a_giant_are_refused() -> None:
    with pytest.raises(BadLog, match="CSV UTF-8"):
        read_log(b"PK\x03\x04\x14\x00\x00\x00" + bytes(range(256)) * 20, STATES)
    with pytest.raises(BadLog, match="Divídalo"):
        read_log(b"a" * (MOST_BYTES + 1), STATES)


def test_other_columns_are_named_and_empty_rows_passed_over() -> None:
    log = read("fecha,estación,entidad,Observaciones", "15/04/2016,XEX,Jalisco,bien", ",,,", "")
    assert log.unknown_columns == ("Observaciones",)
    assert len(log.rows) == 1
