"""Abbreviations and symbols of units, read out in full.

A line is "abbreviation = reading"; the abbreviation stands without its last dot, in lower case and without accents.
"""


def _table(lines: str) -> dict[str, str]:
    pairs = (line.split(" = ") for line in lines.strip().splitlines())
    return {short.strip(): full.strip() for short, full in pairs}


TITLES = _table("""
arq = arquitecto
arqs = arquitectos
cap = capitán
d = don
dip = diputado
dips = diputados
dr = doctor
dra = doctora
dres = doctores
dras = doctoras
drs = doctores
fr = fray
gral = general
ing = ingeniero
ings = ingenieros
lcda = licenciada
lcdo = licenciado
lic = licenciado
lics = licenciados
mag = magistrado
mons = monseñor
mtra = maestra
mtras = maestras
mtro = maestro
mtros = maestros
pbro = presbítero
pdta = presidenta
pdte = presidente
prof = profesor
profa = profesora
psic = psicólogo
quim = químico
sen = senador
sr = señor
sra = señora
sras = señoras
sres = señores
srita = señorita
srta = señorita
srio = secretario
sria = secretaria
sta = santa
sto = santo
tte = teniente
vda = viuda
""")
"""Before a name: their dot never ends a sentence."""

PLAIN = _table("""
admon = administración
adm = administración
apdo = apartado
aprox = aproximadamente
arts = artículos
art = artículo
asoc = asociación
atte = atentamente
av = avenida
avda = avenida
blvd = bulevar
bco = banco
calz = calzada
caps = capítulos
cd = ciudad
cf = confróntese
cfr = confróntese
cia = compañía
comp = compilador
comps = compiladores
const = constitución
coord = coordinador
coords = coordinadores
corp = corporación
cta = cuenta
ctas = cuentas
decr = decreto
depto = departamento
deptos = departamentos
dir = dirección
doc = documento
docs = documentos
dpto = departamento
ed = editorial
edit = editorial
eds = editores
edif = edificio
edo = estado
edos = estados
ej = ejemplo
esq = esquina
etc = etcétera
exp = expediente
exps = expedientes
fed = federal
fig = figura
figs = figuras
fol = folio
fols = folios
frac = fracción
fracs = fracciones
fracc = fracción
fraccs = fracciones
hab = habitantes
hnos = hermanos
ibid = ibídem
ibidem = ibídem
inc = inciso
incs = incisos
incl = incluido
lib = libro
mex = México
mpio = municipio
mpios = municipios
mun = municipio
nal = nacional
nro = número
nros = números
num = número
nums = números
obs = observación
ofna = oficina
pag = página
pags = páginas
parr = párrafo
parrs = párrafos
pp = páginas
pza = plaza
ref = referencia
reg = registro
resp = responsable
secc = sección
seccs = secciones
sigs = siguientes
sig = siguiente
soc = sociedad
ss = siguientes
subsecc = subsección
tel = teléfono
tels = teléfonos
tit = título
trad = traducción
trans = transitorio
ud = usted
uds = ustedes
univ = universidad
vol = volumen
vols = volúmenes
vs = versus
""")
"""Anywhere, behind them a dot."""

BEFORE_A_NUMBER = _table("""
no = número
nos = números
n = nota
p = página
f = foja
fs = fojas
t = tomo
v = volumen
ext = extensión
int = interior
transit = transitorio
cap = capítulo
col = columna
anex = anexo
par = párrafo
ap = apartado
min = mínimo
max = máximo
""")
"""Only before a number; elsewhere they are words or initials ("Dijo que no.")."""

BEFORE_A_NAME = _table("""
ave = avenida
c = ciudadano
cc = ciudadanos
col = colonia
fco = Francisco
gpe = Guadalupe
ma = María
""")
"""Only before a capital."""

SEVERAL_DOTS = _table("""
p. ej = por ejemplo
a. m = a eme
p. m = pe eme
a. c = antes de Cristo
d. c = después de Cristo
op. cit = obra citada
loc. cit = lugar citado
i. e = es decir
e. g = por ejemplo
n. del t = nota del traductor
v. gr = verbigracia
q. e. p. d = que en paz descanse
s. f = sin fecha
s. e = sin editorial
c. p = código postal
c. c. p = con copia para
p. d = posdata
d. o. f = Diario Oficial de la Federación
ee. uu = Estados Unidos
ee. uu. a = Estados Unidos de América
rr. hh = recursos humanos
dd. hh = derechos humanos
ff. aa = fuerzas armadas
jj. oo = juegos olímpicos
""")
"""With or without spaces between their parts; without them too: "p.ej."."""

MAY_END = frozenset({"etc", "ss", "hrs", "h", "km", "kg", "mex", "sigs", "ud", "uds"})
"""Their dot also ends the sentence when a capital follows; so does that of acronyms with dots (S.A., EE. UU.)."""

WITH_A_SLASH = {"s/n": "sin número", "c/u": "cada uno", "c/": "calle", "a/c": "a cargo", "d/c": "de cuenta"}

UNITS = _table("""
°c = grados Celsius
°f = grados Fahrenheit
° = grados
cm = centímetros
cms = centímetros
db = decibeles
g = gramos
gb = gigabytes
gr = gramos
grs = gramos
gwh = gigavatios hora
h = horas
ha = hectáreas
has = hectáreas
hr = horas
hrs = horas
hz = hercios
kb = kilobytes
kg = kilogramos
kgs = kilogramos
km = kilómetros
km/h = kilómetros por hora
km2 = kilómetros cuadrados
km² = kilómetros cuadrados
kms = kilómetros
kw = kilovatios
kwh = kilovatios hora
l = litros
lt = litros
lts = litros
m = metros
m2 = metros cuadrados
m3 = metros cúbicos
m² = metros cuadrados
m³ = metros cúbicos
mb = megabytes
mdp = millones de pesos
mdd = millones de dólares
mg = miligramos
min = minutos
mins = minutos
ml = mililitros
mm = milímetros
mts = metros
mw = megavatios
mxn = pesos mexicanos
pts = puntos
s = segundos
seg = segundos
segs = segundos
tb = terabytes
ton = toneladas
tons = toneladas
usd = dólares
""")
"""Only behind a number, with a dot or without."""

MONTHS = _table("""
ene = enero
feb = febrero
mar = marzo
abr = abril
jun = junio
jul = julio
ago = agosto
sep = septiembre
sept = septiembre
oct = octubre
nov = noviembre
dic = diciembre
""")
"""With a dot, before a number."""
