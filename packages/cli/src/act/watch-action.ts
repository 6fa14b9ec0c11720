import { setTimeout as delay } from 'node:timers/promises'
import type { Action } from '@muster/core/api/actions.ts'
import type { ApiClient } from '../client/api-client.ts'
import type { ProgressLine } from '../output/progress-line.ts'
import { countsText } from './counts-text.ts'

const firstPauseMilliseconds = 150
const longestPauseMilliseconds = 2000

/** Looks at the action until it has ended, or the time is over. */
export async function watchAction(
  client: ApiClient,
  actionId: string,
  { progress, timeoutSeconds }: { progress: ProgressLine; timeoutSeconds: number | undefined },
): Promise<{ ended: boolean; action: Action }> {
  const deadline = timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeoutSeconds * 1000
  let pause = firstPauseMilliseconds
  try {
    for (;;) {
      const action = await client.get<Action>(`/actions/${actionId}`)
      if (action.state !== 'waiting') return { ended: true, action }
      const left = deadline - performance.now()
      if (left <= 0) return { ended: false, action }
      progress.show(countsText(action.counts))
      await delay(Math.min(pause, left))
      pause = Math.min(pause * 1.5, longestPauseMilliseconds)
    }
  } finally {
    progress.done()
  }
}
