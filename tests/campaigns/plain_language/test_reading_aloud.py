"""Numbers, acronyms and abbreviations: each is one word whose syllables are all that is said."""

import pytest

from campaigns.plain_language.syllables import syllables
from tests.campaigns.plain_language.reading_aloud import said


def in_syllables(words: str) -> str:
    return "-".join(part for word in words.split() for part in syllables(word))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2016", "dos mil dieciséis"),
        ("0", "cero"),
        ("100", "cien"),
        ("101", "ciento uno"),
        ("21000", "veintiún mil"),
        ("1,000,000", "un millón"),
        ("1,234,567", "un millón doscientos treinta y cuatro mil quinientos sesenta y siete"),
        ("1 234 567", "un millón doscientos treinta y cuatro mil quinientos sesenta y siete"),
        ("15.3", "quince punto tres"),
        ("0.05", "cero punto cero cinco"),
        ("15,3", "quince coma tres"),
        ("$1,500.00", "mil quinientos pesos"),
        ("$1", "un peso"),
        ("$21.50", "veintiún pesos con cincuenta centavos"),
        ("$2,000,000", "dos millones de pesos"),
        ("US$5", "cinco dólares"),
        ("50%", "cincuenta por ciento"),
        ("50 %", "cincuenta por ciento"),
        ("1.º", "primero"),
        ("1º", "primero"),
        ("3ª", "tercera"),
        ("2do", "segundo"),
        ("1er", "primer"),
        ("23a", "vigésima tercera"),
        ("10:30", "diez treinta"),
        ("15/04/2016", "quince de abril de dos mil dieciséis"),
        ("2016-04-15", "quince de abril de dos mil dieciséis"),
        ("45/04/2016", "cuarenta y cinco cero cuatro dos mil dieciséis"),
        ("XXI", "veintiuno"),
        ("IV", "cuatro"),
        ("2015-2018", "dos mil quince a dos mil dieciocho"),
        ("10–15 %", "diez a quince por ciento"),
        ("3/4", "tres cuartos"),
        ("55 5004 2400", "cincuenta y cinco cincuenta cero cuatro veinticuatro cero cero"),
        ("800 835 4324", "ochocientos ochocientos treinta y cinco cuarenta y tres veinticuatro"),
        ("007", "cero cero siete"),
        ("25 °C", "veinticinco grados Celsius"),
    ],
)
def test_a_number_is_one_word_said_in_full(written: str, spoken: str) -> None:
    assert said(f"Vea {written}") == ["Ve-a", in_syllables(spoken)]


def test_a_roman_numeral_of_one_letter_counts_where_parts_are_named() -> None:
    assert said("artículo I") == ["ar-tí-cu-lo", "u-no"]
    assert said("fracciones I, II y V")[1:] == ["u-no", "dos", "y", "cin-co"]
    assert said("la letra I")[-1] == "i"


def test_money_is_said_behind_its_millions() -> None:
    assert said("$3.5 millones") == [in_syllables("tres punto cinco de pesos"), "mi-llo-nes"]


def test_units_are_read_behind_a_number_only() -> None:
    assert said("10 km")[1] == "ki-ló-me-tros"
    assert said("dos h")[1] == "ha-che"


@pytest.mark.parametrize(
    ("acronym", "syllables_of_it"),
    [
        ("INAI", "i-nai"), ("UNAM", "u-nam"), ("DOF", "dof"), ("CURP", "curp"), ("IFAI", "i-fai"), ("IMSS", "imss"),
        ("ONU", "o-nu"), ("INE", "i-ne"), ("INEGI", "i-ne-gi"), ("SEP", "sep"), ("PEMEX", "pe-mex"),
        ("SIPOT", "si-pot"), ("SNT", "e-se-e-ne-te"), ("CPC", "ce-pe-ce"), ("PNT", "pe-e-ne-te"),
        ("RFC", "e-rre-e-fe-ce"), ("LGTAIP", "e-le-ge-te-a-i-pe"), ("STL", "e-se-te-e-le"), ("OGP", "o-ge-pe"),
        ("AGN", "a-ge-e-ne"), ("IPN", "i-pe-e-ne"), ("CDMX", "ce-de-e-me-e-quis"), ("UE", "u-e"), ("IA", "i-a"),
        ("OCDE", "o-ce-de-e"), ("ONGs", "o-e-ne-ges"), ("ISSSTE", "iss-ste"), ("T-MEC", "te-mec"),
    ],
)  # fmt: skip
def test_acronyms_are_said_as_mexicans_say_them(acronym: str, syllables_of_it: str) -> None:
    assert said(f"el {acronym} vino")[1] == syllables_of_it


@pytest.mark.parametrize("word", ["CONSTITUCIÓN", "EXTRA", "CUAUHTÉMOC", "ISTMO", "LEYES", "ES"])
def test_words_in_capitals_are_words(word: str) -> None:
    assert said(word) == ["-".join(syllables(word.lower()))]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("art. 6", ["artículo", "seis"]),
        ("arts. 6 y 7", ["artículos", "seis", "y", "siete"]),
        ("núm. 5", ["número", "cinco"]),
        ("No. 5", ["número", "cinco"]),
        ("n.º 5", ["número", "cinco"]),
        ("pág. 14", ["página", "catorce"]),
        ("p. 14", ["página", "catorce"]),
        ("fracc. II", ["fracción", "dos"]),
        ("Lic. Ruiz", ["licenciado", "Ruiz"]),
        ("Dra. Ruiz", ["doctora", "Ruiz"]),
        ("el C. Ruiz", ["el", "ciudadano", "Ruiz"]),
        ("pan, agua, etc.", ["pan", "agua", "etcétera"]),
        ("p. ej. esto", ["por ejemplo", "esto"]),
        ("av. Juárez", ["avenida", "Juárez"]),
        ("inc. a", ["inciso", "a"]),
        ("párr. 2", ["párrafo", "dos"]),
        ("el D.O.F. de hoy", ["el", "Diario Oficial de la Federación", "de", "hoy"]),
        ("EE. UU. y E.U.A.", ["Estados Unidos", "y", "e u a"]),
        ("S.A. de C.V.", ["ese a", "de", "ce ve"]),
        ("calle s/n", ["calle", "sin número"]),
        ("el 5 de mar. de 2016", ["el", "cinco", "de", "marzo", "de", "dos mil dieciséis"]),
    ],
)
def test_abbreviations_are_read_out(written: str, spoken: list[str]) -> None:
    assert said(written) == [in_syllables(words) for words in spoken]


def test_what_looks_like_an_abbreviation_and_is_a_word() -> None:
    assert said("Dijo que no. Fuimos al mar.") == ["Di-jo", "que", "no", "Fui-mos", "al", "mar"]
