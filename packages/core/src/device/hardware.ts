import { type Static, Type } from 'typebox'

/**
 * What stays with a machine when its disk does not, each as the first 128 bits of a SHA-256 over its kind and value:
 * the values are nobody else's business. `mac` is the burnt-in address of a physical interface.
 */
export const hardwareKinds = ['machine_id', 'system_uuid', 'board_serial', 'system_serial', 'mac'] as const
export type HardwareKind = (typeof hardwareKinds)[number]

export const Hardware = Type.Object({
  virtual: Type.Boolean(),
  evidence: Type.Array(
    Type.Object({
      /** One of `hardwareKinds`; others are passed over. */
      kind: Type.String({ maxLength: 32, pattern: '^[a-z_]+$' }),
      hash: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    }),
    { maxItems: 64 },
  ),
})
export type Hardware = Static<typeof Hardware>

const virtualMark = 'virtual'

/** As it is kept: `kind:hash`, sorted, each once, with `virtual` among them where the machine is one. */
export function marksOf(hardware: Hardware | undefined): string[] {
  const evidence = (hardware?.evidence ?? []).filter(({ kind }) => (hardwareKinds as readonly string[]).includes(kind))
  if (hardware === undefined || evidence.length === 0) return []
  const marks = evidence.map(({ kind, hash }) => `${kind}:${hash}`)
  return [...new Set(hardware.virtual ? [...marks, virtualMark] : marks)].sort()
}

/** Those by which a machine is looked for: a machine id is copied with the disk. */
export function tellingMarks(marks: readonly string[]): string[] {
  return marks.filter((mark) => mark !== virtualMark && !mark.startsWith('machine_id:'))
}

/** What is known after a machine reported again: a kind that it could not read this time stays as it was. */
export function mergeMarks(known: readonly string[], offered: readonly string[]): string[] {
  if (offered.length === 0) return [...known]
  const read = new Set(offered.map(kindOf))
  return [
    ...new Set([...offered, ...known.filter((mark) => kindOf(mark) !== virtualMark && !read.has(kindOf(mark)))]),
  ].sort()
}

/** `unclear` is proof of nothing: two records are not merged for it, and nobody is accused of being a copy. */
export type Comparison = 'same' | 'other' | 'unclear'

/**
 * Whether two sets of marks are of one machine. The machine id has no say: cloned disks share it, reinstalled ones lose it.
 *
 * A physical machine is the same where its UUID or the serial of its board is and nothing of its firmware differs;
 * where all its network cards differ, a second number must agree, as vendors have given one number to many. Without
 * either it takes two cards, or one and the system's serial. It is another where UUID or board differ, none agrees,
 * and fewer than two cards came along.
 *
 * A copy of a virtual machine keeps its serials, so only UUID and addresses count there, and the UUID not against the
 * addresses.
 */
export function compareHardware(known: readonly string[], offered: readonly string[]): Comparison {
  const evidence = pair(known, offered)
  return known.includes(virtualMark) || offered.includes(virtualMark)
    ? compareVirtual(evidence)
    : comparePhysical(evidence)
}

type Agreement = 'agree' | 'differ' | 'unknown'

interface Evidence {
  readonly uuid: Agreement
  readonly board: Agreement
  readonly system: Agreement
  readonly cards: Agreement
  readonly cardsShared: number
}

function compareVirtual({ uuid, cards, cardsShared }: Evidence): Comparison {
  if (uuid === 'agree') return cards === 'differ' ? 'unclear' : 'same'
  if (uuid === 'differ') return cardsShared === 0 ? 'other' : 'unclear'
  return byCards({ cards, cardsShared })
}

function comparePhysical({ uuid, board, system, cards, cardsShared }: Evidence): Comparison {
  const strong = [uuid, board]
  if (strong.includes('agree')) {
    if (strong.includes('differ') || system === 'differ') return 'unclear'
    const agreeing = [...strong, system].filter((one) => one === 'agree').length
    return cards === 'differ' && agreeing < 2 ? 'unclear' : 'same'
  }
  if (strong.includes('differ')) return cardsShared >= 2 ? 'unclear' : 'other'
  if (system === 'agree') return cardsShared > 0 ? 'same' : 'unclear'
  if (system === 'differ') return cardsShared > 0 ? 'unclear' : 'other'
  return byCards({ cards, cardsShared })
}

function byCards({ cards, cardsShared }: Pick<Evidence, 'cards' | 'cardsShared'>): Comparison {
  if (cardsShared >= 2) return 'same'
  return cards === 'differ' ? 'other' : 'unclear'
}

function pair(known: readonly string[], offered: readonly string[]): Evidence {
  const shared = (kind: HardwareKind) => known.filter((mark) => kindOf(mark) === kind && offered.includes(mark)).length
  const agreement = (kind: HardwareKind): Agreement => {
    if (shared(kind) > 0) return 'agree'
    const has = (marks: readonly string[]) => marks.some((mark) => kindOf(mark) === kind)
    return has(known) && has(offered) ? 'differ' : 'unknown'
  }
  return {
    uuid: agreement('system_uuid'),
    board: agreement('board_serial'),
    system: agreement('system_serial'),
    cards: agreement('mac'),
    cardsShared: shared('mac'),
  }
}

function kindOf(mark: string): string {
  return mark.split(':', 1)[0]!
}
