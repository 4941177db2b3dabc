import { type CategoryName } from './categories.ts'
import { type LocaleName } from './countries.ts'
import { itemAt } from './random.ts'

/** The name over a shop's door: what it is in the country's language, and whose it is. */
export function signOf(category: CategoryName, locale: LocaleName, family: string): string {
  const language = locale.slice(0, 2)
  const [before = '', after = ''] = ((words[language] ?? english)[category] ?? '…').split('…')
  return `${before}${family}${after}`.trim()
}

type Signs = Readonly<Partial<Record<CategoryName, string>>>

const order = [
  ...(['groceries', 'bakery', 'restaurant', 'fast_food', 'bar', 'fuel', 'transport'] as const),
  ...(['clothing', 'electronics', 'pharmacy', 'personal_care', 'home', 'books'] as const),
  ...(['entertainment', 'health', 'hotel', 'online_shopping', 'digital_goods'] as const),
  ...(['travel', 'betting', 'cash'] as const),
]

/** In the order above, parted by bars; `…` stands for the family name. */
function signs(text: string): Signs {
  const names = text.split('|')
  return Object.fromEntries(order.map((category, index) => [category, itemAt(names, index)]))
}

const english = signs(
  '… Market|… Bakery|… Kitchen|… Burgers|The … Arms|… Fuel|… Cabs|… Clothing|… Electronics|… Pharmacy|… Hair|… Home & Garden|… Books|… Cinema|Dr … Surgery|Hotel …|… Online|… Games|… Travel|… Bets|… Bank ATM',
)

const words: Readonly<Record<string, Signs>> = {
  fr: signs(
    'Épicerie …|Boulangerie …|Bistrot …|Sandwicherie …|Bar …|Station …|Taxis …|Prêt-à-porter …|… Électronique|Pharmacie …|Coiffure …|Maison …|Librairie …|Cinéma …|Cabinet du Dr …|Hôtel …|… en ligne|… Jeux|Voyages …|Paris …|Distributeur …',
  ),
  de: signs(
    'Lebensmittel …|Bäckerei …|Gasthaus …|Imbiss …|Kneipe …|Tankstelle …|Taxi …|Modehaus …|Elektro …|Apotheke …|Friseur …|Baumarkt …|Buchhandlung …|Kino …|Praxis Dr. …|Hotel …|… Versand|… Spiele|Reisebüro …|Wetten …|Geldautomat …',
  ),
  es: signs(
    'Supermercado …|Panadería …|Restaurante …|Bocadillos …|Bar …|Gasolinera …|Taxis …|Modas …|Electrónica …|Farmacia …|Peluquería …|Hogar …|Librería …|Cine …|Clínica …|Hotel …|… en línea|Juegos …|Viajes …|Apuestas …|Cajero …',
  ),
  it: signs(
    'Alimentari …|Panificio …|Trattoria …|Pizzeria …|Bar …|Distributore …|Taxi …|Abbigliamento …|Elettronica …|Farmacia …|Parrucchiere …|Casa …|Libreria …|Cinema …|Studio medico …|Albergo …|… online|Giochi …|Viaggi …|Scommesse …|Bancomat …',
  ),
  nl: signs(
    'Buurtwinkel …|Bakkerij …|Eetcafé …|Snackbar …|Café …|Tankstation …|Taxi …|Mode …|Elektronica …|Apotheek …|Kapsalon …|Woonwinkel …|Boekhandel …|Bioscoop …|Huisarts …|Hotel …|… Webwinkel|… Games|Reisbureau …|Weddenschappen …|Geldautomaat …',
  ),
  pt: signs(
    'Mercearia …|Padaria …|Restaurante …|Petiscos …|Bar …|Posto …|Táxis …|Modas …|Eletrónica …|Farmácia …|Cabeleireiro …|Casa …|Livraria …|Cinema …|Consultório …|Hotel …|… Online|Jogos …|Viagens …|Apostas …|Multibanco …',
  ),
}
