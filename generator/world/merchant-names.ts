import { type CategoryName } from './categories.ts'
import { type LocaleName } from './countries.ts'
import { itemAt } from './random.ts'

/** The name over a shop's door: what it is in the country's language, and whose it is. */
export function signOf(category: CategoryName, locale: LocaleName, family: string): string {
  const language = locale.slice(0, 2)
  const [before = '', after = ''] = ((words[language] ?? english)[category] ?? '_').split('_')
  return `${before}${family}${after}`.trim()
}

type Signs = Readonly<Partial<Record<CategoryName, string>>>

const order = [
  ...(['groceries', 'bakery', 'restaurant', 'fast_food', 'bar', 'fuel', 'transport'] as const),
  ...(['clothing', 'electronics', 'pharmacy', 'personal_care', 'home', 'books'] as const),
  ...(['entertainment', 'health', 'hotel', 'online_shopping', 'digital_goods'] as const),
  ...(['travel', 'betting', 'cash'] as const),
]

/**
 * In the order above, parted by bars; `_` stands for the family name.
 *
 * A sign outside of Latin-1 would make V8 keep every piece, and every event it is put into, with two
 * bytes a character.
 */
function signs(text: string): Signs {
  const names = text.split('|')
  return Object.fromEntries(order.map((category, index) => [category, itemAt(names, index)]))
}

const english = signs(
  '_ Market|_ Bakery|_ Kitchen|_ Burgers|The _ Arms|_ Fuel|_ Cabs|_ Clothing|_ Electronics|_ Pharmacy|_ Hair|_ Home & Garden|_ Books|_ Cinema|Dr _ Surgery|Hotel _|_ Online|_ Games|_ Travel|_ Bets|_ Bank ATM',
)

const words: Readonly<Record<string, Signs>> = {
  fr: signs(
    'Épicerie _|Boulangerie _|Bistrot _|Sandwicherie _|Bar _|Station _|Taxis _|Prêt-à-porter _|_ Électronique|Pharmacie _|Coiffure _|Maison _|Librairie _|Cinéma _|Cabinet du Dr _|Hôtel _|_ en ligne|_ Jeux|Voyages _|Paris _|Distributeur _',
  ),
  de: signs(
    'Lebensmittel _|Bäckerei _|Gasthaus _|Imbiss _|Kneipe _|Tankstelle _|Taxi _|Modehaus _|Elektro _|Apotheke _|Friseur _|Baumarkt _|Buchhandlung _|Kino _|Praxis Dr. _|Hotel _|_ Versand|_ Spiele|Reisebüro _|Wetten _|Geldautomat _',
  ),
  es: signs(
    'Supermercado _|Panadería _|Restaurante _|Bocadillos _|Bar _|Gasolinera _|Taxis _|Modas _|Electrónica _|Farmacia _|Peluquería _|Hogar _|Librería _|Cine _|Clínica _|Hotel _|_ en línea|Juegos _|Viajes _|Apuestas _|Cajero _',
  ),
  it: signs(
    'Alimentari _|Panificio _|Trattoria _|Pizzeria _|Bar _|Distributore _|Taxi _|Abbigliamento _|Elettronica _|Farmacia _|Parrucchiere _|Casa _|Libreria _|Cinema _|Studio medico _|Albergo _|_ online|Giochi _|Viaggi _|Scommesse _|Bancomat _',
  ),
  nl: signs(
    'Buurtwinkel _|Bakkerij _|Eetcafé _|Snackbar _|Café _|Tankstation _|Taxi _|Mode _|Elektronica _|Apotheek _|Kapsalon _|Woonwinkel _|Boekhandel _|Bioscoop _|Huisarts _|Hotel _|_ Webwinkel|_ Games|Reisbureau _|Weddenschappen _|Geldautomaat _',
  ),
  pt: signs(
    'Mercearia _|Padaria _|Restaurante _|Petiscos _|Bar _|Posto _|Táxis _|Modas _|Eletrónica _|Farmácia _|Cabeleireiro _|Casa _|Livraria _|Cinema _|Consultório _|Hotel _|_ Online|Jogos _|Viagens _|Apostas _|Multibanco _',
  ),
}
