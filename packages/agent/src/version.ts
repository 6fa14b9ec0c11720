import { readFileSync } from 'node:fs'

/** What this agent calls itself everywhere. */
export const agentName = 'muster'

/** Put in when the agent is packaged; not there when it runs from source. */
declare const MUSTER_AGENT_VERSION: string | undefined

export const agentVersion: string = typeof MUSTER_AGENT_VERSION === 'string' ? MUSTER_AGENT_VERSION : readVersion()

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
