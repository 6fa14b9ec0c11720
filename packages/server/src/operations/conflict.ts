import type { Services } from '../services.ts'

/** The ground moved under a transaction; the whole of it may simply be tried again. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/**
 * 40001 serialization failure, 40P01 deadlock: PostgreSQL asks for another try. The keys of the targets refuse what the
 * quick way of writing them took for granted, and that of the devices' groups a group that was just deleted; the next try
 * looks closer.
 */
function isConflict(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return (
    error instanceof Conflict ||
    code === '40001' ||
    code === '40P01' ||
    constraint === 'target_open' ||
    constraint === 'target_pkey' ||
    constraint === 'device_account_id_group_key_fkey'
  )
}

const attemptsMax = 6

/** What else counts as a lost race, for work that looks again at what is there. */
export interface RetryOptions {
  /** Also a key that somebody else took first: parallel enrolments of one machine. */
  readonly takenKeys?: boolean
}

/** `work` gets the number of the attempt, from 1. The only loop of its kind: whatever is tried again comes by here. */
export async function retryOnConflict<T>(
  { verdictTables, log }: Pick<Services, 'verdictTables' | 'log'>,
  work: (attempt: number) => Promise<T>,
  { takenKeys = false }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      const again = isConflict(error) || (takenKeys && (error as { code?: string }).code === uniqueViolation)
      if (!again || attempt === attemptsMax) throw error
      log.debug({ err: error, attempt }, 'transaction tried again')
      verdictTables.forget()
    }
  }
}

const uniqueViolation = '23505'
