import { createPrivateKey } from 'node:crypto'
import type { Hello } from '@muster/core/agent/messages.ts'
import { type Enrolment, makeHello } from '../connection/converse.ts'
import { inventoryOf, simulatedFacts } from './devices.ts'
import type { Individual } from './identities.ts'

/** The answer to a challenge; where there is `another`, as if it were that device, with a key that is not its own. */
export function helloOf({ index, hwid, key, enrolment }: Individual, nonce: string, another?: Enrolment): Hello {
  const { device_id, generation } = another ?? enrolment!
  return makeHello(
    {
      identity: { ...enrolment!, device_id, generation },
      deviceKey: createPrivateKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'pkcs8' }),
      agent: simulatedFacts,
      inventory: () => inventoryOf(hwid, index),
    },
    { nonce },
  )
}
