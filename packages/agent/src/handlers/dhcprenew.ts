import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { reasonSentence } from '@muster/core/action/reason.ts'
import type { DhcpResult } from '@muster/core/report/dhcp-result.ts'
import { findLeasedInterfaces } from '../dhcp/find-leased-interfaces.ts'
import { renewInterface } from '../dhcp/renew-interface.ts'
import { CommandFailure, type CommandHandler } from './handler.ts'

/** For each interface; the type's own deadline is 300 s. */
const secondsMax = 30

/**
 * Renews the lease of every interface whose DHCP client it knows, and touches no other. Succeeds when all of them were
 * renewed; else fails, saying which was not and why, with what became of the others.
 */
export const dhcpRenew: CommandHandler = {
  type: 'dhcprenew',
  resumable: false,
  async run({ state, signal, log }) {
    const found = await findLeasedInterfaces(undefined, signal)
    signal.throwIfAborted()
    if (found.length === 0) throw new CommandFailure('no_dhcp_client', reasonSentence('no_dhcp_client'))
    const directory = mkdtempSync(join(state.path, 'dhcp-renewal-'))
    try {
      const interfaces = await Promise.all(
        found.map((leased) => renewInterface(leased, { directory, signal, secondsMax })),
      )
      signal.throwIfAborted()
      for (const one of interfaces) log.info('asked for a DHCP renewal', { ...one })
      const data: DhcpResult = { interfaces }
      const problems = interfaces.flatMap(({ interface: name, client, problem }) =>
        problem === undefined ? [] : [`${name} (${client}): ${problem}`],
      )
      if (problems.length > 0) throw new CommandFailure('agent_error', problems.join('\n'), data)
      return data
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  },
}
