import { createMusterClient, type MusterClient } from '@muster/client/index.ts'
import type { Command } from 'commander'
import { findToken } from './client/find-token.ts'
import { trustAuthority } from './client/trust-authority.ts'
import { usageFailure } from './failure.ts'
import { createOutput, type Output } from './output/output.ts'

export const defaultServer = 'http://127.0.0.1:7300'

/** Where a server with these settings listens, for one on the same machine. */
function addressFrom({ MUSTER_URL, MUSTER_HOST, MUSTER_PORT }: NodeJS.ProcessEnv): string {
  if (MUSTER_URL) return MUSTER_URL
  const host = !MUSTER_HOST || ['0.0.0.0', '::'].includes(MUSTER_HOST) ? '127.0.0.1' : MUSTER_HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${MUSTER_PORT || 7300}`
}

/** What every command has to work with. */
export interface Session {
  readonly output: Output
  /** Made when first asked for: what works offline needs neither server nor token. */
  readonly client: () => MusterClient
}

export function openSession(command: Command): Session {
  const options = command.optsWithGlobals<{ server?: string; token?: string; ca?: string; json?: boolean }>()
  let client: MusterClient | undefined
  return {
    output: createOutput(options.json === true),
    client: () => {
      client ??= connect(options)
      return client
    },
  }
}

function connect({ server, token, ca }: { server?: string; token?: string; ca?: string }): MusterClient {
  const address = server ?? addressFrom(process.env)
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw usageFailure(`"${address}" is not the address of a server; write it as ${defaultServer}`)
  }
  if (ca !== undefined) trustAuthority(ca)
  return createMusterClient({ baseUrl: address, token: findToken(token, process.env) })
}
