import { LRUCache } from 'lru-cache'
import { noteUse } from '../db/applications/write-applications.ts'
import type { Services } from '../services.ts'

export interface ApplicationUse {
  readonly accountId: number
  readonly applicationId: string
  readonly peer: string | undefined
}

const minuteMilliseconds = 60_000

/** Writes down when an application was used last and from where, once a minute at most; nobody waits for it. */
export function createUseNotes({ pool, log, now }: Pick<Services, 'pool' | 'log' | 'now'>) {
  const noted = new LRUCache<string, number>({ max: 10_000 })
  return ({ accountId, applicationId, peer }: ApplicationUse): void => {
    const at = now()
    const minute = Math.floor(at.getTime() / minuteMilliseconds)
    if (noted.get(applicationId) === minute) return
    noted.set(applicationId, minute)
    noteUse(pool, { accountId, appId: applicationId, at, from: peer }).catch((error: unknown) => {
      noted.delete(applicationId)
      log.warn({ err: error, application: applicationId }, 'could not note that an application was used')
    })
  }
}
