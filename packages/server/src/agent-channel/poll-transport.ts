import type { CloseReason } from '@muster/core/agent/protocol.ts'
import type { AgentTransport } from './session.ts'

/** What waits for an agent that asks now and then, numbered so that a lost answer is given again. */
export interface PollTransport extends AgentTransport {
  readonly closed: { reason: CloseReason; message: string } | undefined
  /** Forgets what arrived, waits until there is something or the time is over, and gives it as JSON texts. */
  take(after: number, waitMilliseconds: number, signal: AbortSignal): Promise<{ texts: string[]; cursor: number }>
}

const waitingMax = 20_000
const answerBytesMax = 4 * 1024 * 1024

export function createPollTransport(onClose: () => void): PollTransport {
  let waiting: { number: number; text: string }[] = []
  let last = 0
  let wake: (() => void) | undefined
  let closed: PollTransport['closed']

  return {
    get closed() {
      return closed
    },
    send(text) {
      if (closed) return
      last += 1
      waiting.push({ number: last, text })
      if (waiting.length > waitingMax) this.close('overloaded', 'the agent does not collect its messages')
      wake?.()
    },
    close(reason, message) {
      if (closed) return
      closed = { reason, message }
      wake?.()
      onClose()
    },
    async take(after, waitMilliseconds, signal) {
      waiting = waiting.filter(({ number }) => number > after)
      // A second poll takes the place of one whose answer was lost.
      wake?.()
      if (waiting.length === 0 && !closed && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', done)
            if (wake === done) wake = undefined
            resolve()
          }
          const timer = setTimeout(done, waitMilliseconds)
          signal.addEventListener('abort', done)
          wake = done
        })
      }
      const texts: string[] = []
      let cursor = after
      let bytes = 0
      for (const { number, text } of waiting) {
        bytes += text.length
        if (texts.length > 0 && bytes > answerBytesMax) break
        texts.push(text)
        cursor = number
      }
      return { texts, cursor }
    },
  }
}
