import { parseMacAddressNumber } from '@muster/core/device/mac-address.ts'
import { areDistinct } from './are-distinct.ts'

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
  const lookups = by === 'id' ? (places.every(isLookup) ? places : undefined) : macLookups(places)
  if (lookups && areDistinct(lookups)) {
    const positionOfPlace = new Int32Array(places.length)
    for (let place = 0; place < places.length; place += 1) positionOfPlace[place] = place
    return { places, positionOfPlace, identifiers: places, lookups }
  }
  return askForEach(by, places)
}

/** Where some are asked for twice, or cannot be looked up. */
function askForEach(by: 'id' | 'mac', places: readonly string[]): AskedIdentifiers {
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

/** What a well-behaved client sends: all of them MAC addresses; undefined otherwise. */
function macLookups(places: readonly string[]): string[] | undefined {
  const lookups = places.map(macLookup)
  return lookups.includes(nothing) ? undefined : lookups
}

function idLookup(identifier: string): string {
  return isLookup(identifier) ? identifier : nothing
}

function isLookup(identifier: string): boolean {
  return identifier !== '' && identifier.length <= identifierLengthMax && !control.test(identifier)
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
