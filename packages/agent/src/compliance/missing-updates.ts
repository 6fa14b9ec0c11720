import { factsBytesMax } from '@muster/core/agent/protocol.ts'
import type { MissingUpdate } from '@muster/core/compliance/missing-updates.ts'
import { type Finding, passIf } from './finding.ts'

/** As many as fit beside the rest; the totals are of all. */
const listedBytesMax = factsBytesMax - 1024

/** `listedAt`: when the system last asked what there is; old lists that name nothing prove nothing. */
export function judgeUpdates(
  source: string,
  updates: readonly MissingUpdate[],
  { listedAt, now }: { listedAt?: Date | undefined; now: Date },
): Finding {
  const inOrder = updates.toSorted(
    (a, b) => Number(b.security ?? false) - Number(a.security ?? false) || (a.id < b.id ? -1 : 1),
  )
  const facts = {
    source,
    missing_total: updates.length,
    security_total: updates.filter(({ security }) => security).length,
    missing: takeWhatFits(inOrder.map(shorten)),
    ...(listedAt && { listed_at: listedAt.toISOString() }),
  }
  const isStale = listedAt !== undefined && now.getTime() - listedAt.getTime() > staleMilliseconds
  if (updates.length === 0 && isStale) return { result: 'unknown', facts: { ...facts, why: 'the lists are old' } }
  return passIf(updates.length === 0, facts)
}

const staleMilliseconds = 14 * 24 * 3600 * 1000

function takeWhatFits(updates: readonly MissingUpdate[]): MissingUpdate[] {
  let bytes = 0
  return updates.filter((update) => {
    bytes += Buffer.byteLength(JSON.stringify(update)) + 1
    return bytes <= listedBytesMax
  })
}

function shorten({ id, installed, available, title, security }: MissingUpdate): MissingUpdate {
  return {
    id: id.slice(0, 64),
    ...(installed !== undefined && { installed: installed.slice(0, 32) }),
    ...(available !== undefined && { available: available.slice(0, 32) }),
    ...(title !== undefined && { title: title.slice(0, 80) }),
    ...(security && { security }),
  }
}
