import { readFileSync } from 'node:fs'

/** What this agent calls itself everywhere. */
export const agentName = 'muster'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

export const agentVersion = version
