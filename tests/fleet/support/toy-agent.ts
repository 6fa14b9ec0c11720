import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { CommandFailure } from '../../../packages/agent/src/handlers/handler.ts'
import { handlers } from '../../../packages/agent/src/handlers/index.ts'
import { runProgram } from '../../../packages/agent/src/program.ts'

/**
 * The real agent, of whose handlers all but one are replaced by two whose effect a test can count: each start of `dhcprenew` is a line in `effects`,
 * and it is done when there is a file `go`; `scan_threats` always fails.
 */
await runProgram([
  ...handlers.filter(({ type }) => type === 'fetch_agent_log'),
  {
    type: 'dhcprenew',
    resumable: false,
    async run({ id, state, signal, progress }) {
      appendFileSync(state.file('effects'), `${id}\n`)
      progress(50)
      while (!existsSync(state.file('go'))) await delay(20, undefined, { signal })
      return { renewed: true }
    },
  },
  {
    type: 'scan_threats',
    resumable: false,
    async run() {
      throw new CommandFailure('no_engine', 'There is no scanner here.')
    },
  },
])
