import { parseArgs } from 'node:util'
import { benchAction } from './action/main.ts'
import { benchAgents } from './agents/main.ts'
import { benchCompliance } from './compliance/main.ts'
import { benchConsole } from './console/main.ts'
import { printTable } from './support/result.ts'

/** npm run bench -- NAME [--rounds N] [--count N] [--json]: measures beside a peer or a limit in the same run; 1 where a bar is missed. */
const benchmarks = {
  action: benchAction,
  agents: benchAgents,
  compliance: benchCompliance,
  console: benchConsole,
} as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    count: { type: 'string', default: '10000' },
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name))
const [rounds, count] = [Number(values.rounds), Number(values.count)]
if (unknown.length > 0 || ![rounds, count].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write(
    `Usage: npm run bench -- [${Object.keys(benchmarks).join(' | ')}] [--rounds N] [--count N] [--json]\n`,
  )
  process.exit(2)
}

const results = []
for (const name of names) results.push(...(await benchmarks[name as keyof typeof benchmarks]({ rounds, count })))
if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
else {
  process.stdout.write(
    `Node.js ${process.versions.node}; medians; ratios of pairs with their 95 % bootstrap interval\n`,
  )
  printTable(results)
}
process.exit(results.every(({ ok }) => ok) ? 0 : 1)
