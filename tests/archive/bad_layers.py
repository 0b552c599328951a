"""The real documents whose pages have a text that recognition gave them badly, by page."""

PERSONAL_DATA = "LI_Lineamientos_Generales_de_Proteccion_de_Datos_Personales_para_el_Sector_Publico.pdf"
DECREE = "Decreto141.pdf"
GAZETTE = (
    "O_Recomendaciones_para_la_designacion_de_responsables_de_sistemas_de_datos_personales_en_posesion_de_los_"
    "Sujetos_Obligados.pdf"
)
BAD_PAGES: dict[str, set[int]] = {
    # Of 74 pages with a bad layer nine have no garbage among their words.
    PERSONAL_DATA: {*range(1, 75)} - {11, 15, 22, 23, 28, 41, 46, 49, 64},
    DECREE: {1, 2, 3, 4},
    GAZETTE: {2, 5, 12, 13, 14, 15, 16, 18, 20},
    "anteproyecto-abril-2022.pdf": {1},
}
