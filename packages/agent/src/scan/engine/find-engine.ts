import { answersPing, openClamd } from './clamd.ts'
import { listClamdTargets } from './clamd-configuration.ts'
import { openClamscan } from './clamscan.ts'
import { findClamscan } from './clamscan-program.ts'
import type { ScanEngine } from './engine.ts'

/** How to open the scanner of this machine: a clamd that answers, else clamscan; undefined where there is neither. */
export async function findEngine(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<(() => Promise<ScanEngine>) | undefined> {
  for (const target of await listClamdTargets(environment)) {
    if (await answersPing(target)) return () => openClamd(target)
  }
  const program = await findClamscan(environment)
  return program && (() => openClamscan(program))
}
