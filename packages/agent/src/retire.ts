import { agentPaths } from '@muster/core/agent/protocol.ts'
import { retireText } from '@muster/core/agent/signed-texts.ts'
import { problemOf } from './http-client.ts'
import { postProven } from './post-proven.ts'
import { readDeviceKey, readIdentity, writeIdentity } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'

/** Tells the server that this device leaves. A running agent is told by the server, and ends. @throws with the remedy */
export async function retire(state: StateDirectory): Promise<void> {
  const identity = readIdentity(state)
  if (identity === undefined || identity.retired) throw new Error(`This device is not enrolled (${state.path}).`)
  // Its remedy is another one than that of a server that is away.
  readDeviceKey(state, identity)
  const answer = await postProven(state, identity, agentPaths.retire, retireText).catch((error: Error) => {
    throw new Error(`Cannot reach ${identity.server}: ${error.message}. Try again when the server runs.`)
  })
  if (answer.status !== 200) throw new Error(`The server refused: ${problemOf(answer)}`)
  writeIdentity(state, {
    ...identity,
    retired: { at: new Date().toISOString(), reason: 'It was retired on the device.' },
  })
}
