import { join } from 'node:path'
import { CommandFailure } from '../../handlers/handler.ts'
import type { Verdict } from '../scan-item.ts'
import { fileMebibytesMax, type ScanList } from '../scan-list.ts'
import { nameFor, writeClamscanList } from './clamscan-list.ts'
import type { ClamscanProgram } from './clamscan-program.ts'
import type { ScanEngine, ScanTools } from './engine.ts'
import { readEngineVersion } from './engine-version.ts'
import { matchVerdicts, missing, type NamedItem } from './match-verdicts.ts'
import { runProgram, startProgram } from './start-program.ts'

/** A file that makes clamscan crash is passed over; one after the other of them is a broken installation. */
const crashesMax = 5

/** The program clamscan: it loads its signatures once, and then goes through a list of files. */
export async function openClamscan(program: ClamscanProgram): Promise<ScanEngine> {
  const version = await runProgram(program.path, ['--version', ...databaseOf(program)])
  return {
    facts: readEngineVersion('ClamAV clamscan', version),
    async *scan(list, tools) {
      let done = 0
      for (let crashes = 0; done < list.items; crashes += 1) {
        if (crashes > crashesMax) throw new CommandFailure('agent_error', 'clamscan crashed again and again.')
        for await (const verdict of scanFrom(program, list, done, tools)) {
          done += 1
          yield verdict
        }
      }
    },
  }
}

/** One run of the program. After a crash the items beyond the one it died of are left to the next. */
async function* scanFrom(
  program: ClamscanProgram,
  list: ScanList,
  skip: number,
  { work, signal }: ScanTools,
): AsyncGenerator<Verdict> {
  signal.throwIfAborted()
  const listPath = join(work, 'clamscan.list')
  await writeClamscanList(listPath, list, skip, work)
  const child = startProgram(
    program.path,
    [
      '--no-summary',
      // Its own limit is 100 MiB, less than many a program has; it cannot do more than 2 GiB.
      `--max-filesize=${fileMebibytesMax}M`,
      `--max-scansize=${fileMebibytesMax}M`,
      // Otherwise what is above its limits (also of time: two minutes a file) would pass for clean.
      '--alert-exceeds-max=yes',
      `--tempdir=${work}`,
      `--file-list=${listPath}`,
      ...databaseOf(program),
    ],
    signal,
  )
  const items = named(list, skip, work)
  const left: NamedItem[] = []
  let verdicts = 0
  try {
    for await (const verdict of matchVerdicts(items, child.lines, left)) {
      verdicts += 1
      yield verdict
    }
    const end = await child.ended
    signal.throwIfAborted()
    if (end.crashed) {
      const next = left.shift() ?? (await items.next()).value
      if (next) yield { item: next.item, outcome: 'skipped', reason: 'engine_error' }
      return
    }
    for await (const { item } of rest(left, items)) {
      const verdict = await missing(item)
      if (end.code === 2 && verdicts === 0 && verdict.outcome === 'skipped' && verdict.reason === 'engine_error') {
        throw new CommandFailure('no_engine', `clamscan does not work: ${end.errors || 'it ended with 2'}.`)
      }
      yield verdict
    }
  } finally {
    child.kill()
    await items.return(undefined)
  }
}

async function* named(list: ScanList, skip: number, work: string): AsyncGenerator<NamedItem> {
  let index = skip
  for await (const item of list.read(skip)) {
    yield { item, name: nameFor(item, index, work) }
    index += 1
  }
}

async function* rest(left: NamedItem[], items: AsyncGenerator<NamedItem>): AsyncGenerator<NamedItem> {
  yield* left
  yield* items
}

function databaseOf({ database }: ClamscanProgram): string[] {
  return database === undefined ? [] : [`--database=${database}`]
}
