import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** Whoever else has the name answers what he likes, and it is shown in a terminal. */
const Words = Type.String({ pattern: '^[^\\p{Cc}\\p{Cf}]*$' })

/** What a running agent tells whoever asks on its machine. No secret. */
const AgentHere = Type.Object({
  process_id: Type.Integer(),
  state_directory: Words,
  server: Words,
  device_id: Words,
})
export type AgentHere = Static<typeof AgentHere>

const patienceMilliseconds = 2000
const answerCharactersMax = 10_000

/**
 * Answers for this agent, by a name that all state directories of the machine have in common, until it is released or
 * the process ends. Somebody else may have the name already: then that one answers.
 */
export function announcePresence(hwid: string, here: AgentHere): { release(): void } {
  const name = nameOf(hwid)
  if (name === undefined) return { release: () => undefined }
  const server = createServer((socket) => socket.on('error', () => undefined).end(JSON.stringify(here)))
  server.on('error', () => undefined).unref()
  server.listen(name)
  return { release: () => void server.close() }
}

/** The agent that runs for this hardware id, whatever its state directory; undefined where none answers. */
export function findAgentHere(hwid: string): Promise<AgentHere | undefined> {
  const name = nameOf(hwid)
  if (name === undefined) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(name)
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(parse(text))
    }
    // In all: one that says a letter now and then is no agent.
    const timer = setTimeout(end, patienceMilliseconds)
    socket.setEncoding('utf8').on('data', (part: string) => {
      if (text.length < answerCharactersMax) text += part
    })
    socket.once('error', end).once('end', end)
  })
}

/** Of sockets that are no files, and so end with their process; macOS has none. Not the id: names can be listed. */
function nameOf(hwid: string): string | undefined {
  const hash = createHash('sha256').update(`muster agent presence\n${hwid}`).digest('hex').slice(0, 32)
  if (process.platform === 'linux') return `\0muster-agent-${hash}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\muster-agent-${hash}` : undefined
}

function parse(text: string): AgentHere | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(AgentHere, value) ? value : undefined
  } catch {
    return undefined
  }
}
