import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** What a test file took, in seconds; its processor time is its own and that of the programs it started and saw end. */
export interface FileCost {
  readonly file: string
  readonly processorSeconds: number
  readonly wallSeconds: number
}

/** The variable by which the test runner names the file that costs are appended to, one JSON object a line. */
export const costsVariable = 'MUSTER_TEST_COSTS'

// The runner imports this ahead of each test file; a server that a test forks has it too, and is part of the test's.
const [, file] = process.argv
const target = process.env[costsVariable]
if (target && file?.endsWith('.test.ts')) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage()
    const cost: FileCost = {
      file: relative(process.cwd(), file),
      processorSeconds: (userCPUTime + systemCPUTime) / 1e6 + readSecondsOfChildren(),
      wallSeconds: performance.now() / 1000,
    }
    appendFileSync(target, `${JSON.stringify(cost)}\n`)
  })
}

/** As Linux counts it; elsewhere it is not known. */
function readSecondsOfChildren(): number {
  if (process.platform !== 'linux') return 0
  const stat = readFileSync('/proc/self/stat', 'utf8')
  // Behind the program's name, which may hold anything: cutime and cstime are the 14th and 15th, in hundredths.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
