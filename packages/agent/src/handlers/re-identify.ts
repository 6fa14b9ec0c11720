import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { Identity } from '@muster/core/identity/check-identity.ts'
import { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Shown } from '../identify/desktop/notice.ts'
import { showOnDesktops } from '../identify/desktop/show-on-desktops.ts'
import { questionsDirectory, writeOpenQuestion } from '../identify/open-questions.ts'
import { serveQuestion } from '../identify/serve-question.ts'
import { CommandFailure, type CommandHandler, type Job } from './handler.ts'

const AskedNote = Type.Object({ asked_at: Type.String() })

/** Asks the device's user, for as long as it takes; after a restart the same question again, under a new link. */
export const reIdentify: CommandHandler = {
  type: 're-identify',
  resumable: true,
  waits: true,
  async run(job) {
    const { question } = job.params
    if (!Value.Check(IdentityQuestion, question)) {
      throw new CommandFailure('agent_error', 'The command does not say what is to be asked.')
    }
    const askedAt = readAskedAt(job)
    const served = await serveQuestion(question)
    const open = { command_id: job.id, link: served.link, asked_at: askedAt, pid: process.pid }
    let noted: { remove(): void } | undefined
    let shown: Promise<Shown> | undefined
    try {
      noted = writeOpenQuestion(job.state.file(questionsDirectory), open)
      shown = showOnDesktops(question, open, job.log)
      job.progress(0)
      const fields = question.fields.map(({ name }) => name).join(' ')
      job.log.info('asks who uses this device; to answer: muster-agent identify', { id: job.id, fields })
      return { identity: await waitForAnswer(served.answered, job.signal, endOf(job, askedAt)) }
    } finally {
      noted?.remove()
      await served.close()
      // The desktops' tools may take their time, and a cancelled command is to end at once.
      shown
        ?.then((on) => on.withdraw())
        .catch((error: Error) => job.log.warn('could not take a question back', { problem: error.message }))
    }
  },
}

/** When it was asked first; restarts do not prolong it. */
function readAskedAt(job: Job): string {
  if (Value.Check(AskedNote, job.note)) return job.note.asked_at
  const asked_at = new Date().toISOString()
  job.keepNote({ asked_at })
  return asked_at
}

/** As long as the server waits for the end of the command: an answer beyond it would be kept nowhere. */
function endOf({ finishBy }: Job, askedAt: string): number {
  if (finishBy !== undefined) return finishBy * 1000
  const effect = findActionType('re-identify')?.effect({})
  const seconds = effect?.kind === 'send-command' ? effect.command.finishWithinSeconds : 0
  return Date.parse(askedAt) + seconds * 1000
}

const timerMillisecondsMax = 2 ** 31 - 1

async function waitForAnswer(answered: Promise<Identity>, signal: AbortSignal, end: number): Promise<Identity> {
  let timer: NodeJS.Timeout | undefined
  let stop: () => void = () => undefined
  const given = new Promise<never>((_, reject) => {
    const late = () => reject(new CommandFailure('finish_deadline', 'Nobody answered in time.'))
    timer = setTimeout(late, Math.min(Math.max(end - Date.now(), 0), timerMillisecondsMax))
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([answered, given])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
