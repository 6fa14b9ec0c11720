import { test } from 'node:test'
import { chooseSeed } from '../../support/random.ts'
import { runChaos } from './run-chaos.ts'

test('server and agents killed at random while actions run: nothing is lost, nothing happens twice', async () => {
  const seed = chooseSeed()
  const say = (line: string) => console.log(line)
  say(`MUSTER_TEST_SEED=${seed}`)
  await runChaos({ rounds: 5, seed, agents: 20, settleEvery: 5, say })
})
