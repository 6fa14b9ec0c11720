import type { Services } from '../services.ts'

/** The ground moved under a transaction; the whole of it may simply be tried again. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/**
 * 40001 serialization failure, 40P01 deadlock: PostgreSQL asks for another try. The keys of the targets refuse what the
 * quick way of writing them took for granted; the next try looks closer.
 */
function isConflict(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return (
    error instanceof Conflict ||
    code === '40001' ||
    code === '40P01' ||
    constraint === 'target_open' ||
    constraint === 'target_pkey'
  )
}

const attemptsMax = 6

/** `work` gets the number of the attempt, from 1. */
export async function retryOnConflict<T>(
  { verdictTables, log }: Pick<Services, 'verdictTables' | 'log'>,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      if (!isConflict(error) || attempt === attemptsMax) throw error
      log.debug({ err: error, attempt }, 'transaction tried again')
      verdictTables.forget()
    }
  }
}
