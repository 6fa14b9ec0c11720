import { parseMacAddressNumber } from '@muster/core/device/mac-address.ts'

/** The identifiers of a request, each once: a target is asked for at one or more places. */
export interface AskedIdentifiers {
  /** As sent. */
  readonly places: readonly string[]
  /** Position of the target that each place asks for. */
  readonly positionOfPlace: Int32Array
  /** By position: as first sent, and what is looked up. One and the same array where nothing differs. */
  readonly identifiers: readonly string[]
  readonly lookups: readonly string[]
}

/** What is looked up where nothing could match: no id holds a control character, and no list of these is empty. */
const nothing = '\u001e'

const identifierLengthMax = 256
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is there to find
const control = /[\u0000-\u001f\u007f]/

/** Ids match exactly; MAC addresses in whatever spelling. */
export function askForIdentifiers(by: 'id' | 'mac', places: readonly string[]): AskedIdentifiers {
  if (by === 'id' && areDistinctIds(places)) {
    return { places, positionOfPlace: Int32Array.from(places.keys()), identifiers: places, lookups: places }
  }
  const positions = new Map<string, number>()
  const positionOfPlace = new Int32Array(places.length)
  const identifiers: string[] = []
  const lookups: string[] = []
  let same = true
  for (let place = 0; place < places.length; place += 1) {
    const identifier = places[place]!
    const lookup = by === 'id' ? idLookup(identifier) : macLookup(identifier)
    const key = lookup === nothing ? `?${identifier}` : lookup
    let position = positions.get(key)
    if (position === undefined) {
      position = identifiers.length
      positions.set(key, position)
      identifiers.push(lookup === nothing ? storable(identifier) : identifier)
      same &&= lookup === identifiers[position]
      lookups.push(lookup)
    }
    positionOfPlace[place] = position
  }
  return { places, positionOfPlace, identifiers: same ? lookups : identifiers, lookups }
}

/** What a well-behaved client sends; told apart at a third of the cost of looking at each. */
function areDistinctIds(places: readonly string[]): boolean {
  return (
    places.every((place) => place !== '' && place.length <= identifierLengthMax) &&
    !control.test(places.join('')) &&
    new Set(places).size === places.length
  )
}

function idLookup(identifier: string): string {
  return identifier.length > identifierLengthMax || control.test(identifier) || identifier === '' ? nothing : identifier
}

function macLookup(identifier: string): string {
  const mac = parseMacAddressNumber(identifier)
  return mac === undefined ? nothing : String(mac)
}

/** PostgreSQL holds no NUL, and a log should hold no line breaks of a stranger. */
function storable(identifier: string): string {
  if (identifier === '') return '(empty)'
  return identifier.slice(0, identifierLengthMax).replace(new RegExp(control, 'g'), '\u{fffd}')
}
