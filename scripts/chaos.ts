import { parseArgs } from 'node:util'
import { runChaos } from '../tests/fleet/chaos/run-chaos.ts'
import { templateVariable } from '../tests/support/database.ts'
import { createTemplate } from '../tests/support/template.ts'
import { openTestServer } from '../tests/support/test-server.ts'

// npm run chaos [-- --rounds 200 --seed N --agents 30]
// Kills server and agents at random while actions run, and checks after each round what must hold whatever happens.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    agents: { type: 'string', default: '30' },
  },
})
const [rounds, seed, agents] = [values.rounds, values.seed, values.agents].map(Number) as [number, number, number]
if (![rounds, seed, agents].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write('Usage: npm run chaos [-- --rounds N --seed N --agents N]\n')
  process.exit(2)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
say(`${rounds} rounds with ${agents} agents; the same again: npm run chaos -- --rounds ${rounds} --seed ${seed}`)
const database = await openTestServer()
try {
  const template = await createTemplate(database.url)
  process.env[templateVariable] = template.url
  try {
    await runChaos({ rounds, seed, agents, settleEvery: 10, say })
    say('Everything held.')
  } catch (error) {
    say(`${(error as Error).stack}`)
    say(`It did not hold. The same again: npm run chaos -- --rounds ${rounds} --seed ${seed} --agents ${agents}`)
    process.exitCode = 1
  } finally {
    await template.drop()
  }
} finally {
  await database.stop()
}
