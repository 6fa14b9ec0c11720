import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { askToEnrol } from '../enrol.ts'
import { inventoryOf, simulatedFacts } from './devices.ts'
import type { Individual } from './identities.ts'
import { noteError, noteTime } from './measures.ts'
import type { World } from './world.ts'

const attemptsMax = 5
const pauseMilliseconds = 1000

export function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url')
}

/** Makes a device known to the server, with a key of its own; undefined where the server will not have it. */
export async function enrolIndividual(
  world: World,
  individual: Individual,
  token: string | undefined,
): Promise<Individual | undefined> {
  const { address, measures, identities, enrolling } = world
  const problem = (text: string) => noteError(measures, `enrolment: ${text}`, { expected: false })
  if (token === undefined) {
    problem('there is no token')
    return undefined
  }
  await enrolling.enter()
  try {
    // Kept before the question is asked: asking again after a lost answer is the same enrolment.
    identities.put(individual)
    const key = createPrivateKey({ key: Buffer.from(individual.key, 'base64url'), format: 'der', type: 'pkcs8' })
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = performance.now()
      try {
        const inventory = inventoryOf(individual.hwid, individual.index)
        const answer = await askToEnrol(address, {
          token,
          key,
          hwid: individual.hwid,
          agent: simulatedFacts,
          inventory,
        })
        noteTime(measures, 'enrol', performance.now() - startedAt)
        measures.counts.enrolled += 1
        const { account, device_id, generation, account_key } = answer
        const enrolled = {
          ...individual,
          server: address.server,
          enrolment: { account, device_id, generation, account_key },
        }
        identities.put(enrolled)
        return enrolled
      } catch (error) {
        const { message } = error as Error
        if (attempt === attemptsMax || message.startsWith('The server refused')) {
          problem(message)
          return undefined
        }
        noteError(measures, `enrolment: ${message}`, { expected: true })
        await new Promise<void>((resolve) => world.wheel.after(pauseMilliseconds * attempt, resolve))
      }
    }
  } finally {
    enrolling.leave()
  }
}
