import { createReadStream, readdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { withoutPersonalLine } from '../journal/entries.ts'
import type { Identity } from '../state/identity.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import type { BundlePart } from './bundle.ts'
import { readHostFacts } from './host-facts.ts'

/** Of one file, the last so many bytes. */
const partBytesMax = 8 * 1024 * 1024

/** The agent's logs, its journal, its configuration without secrets, facts about the host. */
export async function collectParts(state: StateDirectory, identity: Identity): Promise<BundlePart[]> {
  const logs = readdirSync(state.logs).filter((name) => name.endsWith('.log'))
  return [
    ...(await Promise.all(logs.map((name) => readTail(`logs/${name}`, join(state.logs, name))))),
    ...(logs.length === 0 ? [{ name: 'logs/agent.log', missing: 'the agent has not written a log yet' }] : []),
    withoutPersonalData(await readTail('journal.log', state.journal)),
    await readTail('status.json', state.status),
    toJson('configuration.json', configurationOf(state, identity)),
    toJson('host.json', await readHostFacts(state.path)),
  ]
}

/** Named field by field: what is added to the identity later does not leave the device by itself. */
function configurationOf(state: StateDirectory, identity: Identity): object {
  return {
    server: identity.server,
    own_certificate_authority: identity.ca !== undefined,
    account: identity.account,
    device_id: identity.device_id,
    generation: identity.generation,
    account_key: identity.account_key,
    hwid: identity.hwid,
    enrolled_at: identity.enrolled_at,
    state_directory: state.path,
  }
}

async function readTail(name: string, path: string): Promise<BundlePart> {
  try {
    const { size } = await stat(path)
    const start = Math.max(0, size - partBytesMax)
    const parts: Buffer[] = []
    for await (const part of createReadStream(path, { start })) parts.push(part as Buffer)
    return { name, content: Buffer.concat(parts), ...(start > 0 && { cutBytes: start }) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { name, missing: code === 'ENOENT' ? 'there is no such file' : message }
  }
}

/** What the device's user answered is nobody's who looks after agents. */
function withoutPersonalData(part: BundlePart): BundlePart {
  if (part.content === undefined) return part
  // A first line that was cut off could be half of an answer.
  const [first = '', ...others] = part.content.toString().split('\n')
  const lines = part.cutBytes === undefined ? [first, ...others] : others
  return { ...part, content: Buffer.from(lines.map(withoutPersonalLine).join('\n')) }
}

function toJson(name: string, value: object): BundlePart {
  return { name, content: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`) }
}

/** From the first to the last line of all logs, by their own times. */
export function timeRangeOf(parts: readonly BundlePart[]): { from: string; to: string } | null {
  const times = parts
    .filter(({ name }) => name.startsWith('logs/'))
    .flatMap(({ content }) => content?.toString().split('\n') ?? [])
    .flatMap((line) => /^\{"time":"([^"]+)"/.exec(line)?.[1] ?? [])
    .sort()
  return times.length === 0 ? null : { from: times[0]!, to: times.at(-1)! }
}
