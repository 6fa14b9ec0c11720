import { text } from 'node:stream/consumers'
import type pg from 'pg'
import { addBenchAgents, type BenchAgents, moment } from '../support/agent-sockets.ts'
import { getToken } from '../support/get-token.ts'
import { type HelperProcess, startHelper } from '../support/helper-process.ts'
import { readSettledMemory } from '../support/process-memory.ts'
import { send } from '../support/request.ts'
import { type BenchServer, startBenchServer } from '../support/server.ts'
import type { BareOrder } from './bare-server.ts'
import type { LoadOrder } from './load.ts'

/** Both sides of the comparison: the server and its agents, a bare server and its connections, four processes. */
export interface Stage {
  readonly count: number
  readonly server: BenchServer
  readonly agents: BenchAgents
  /** An access token of an application. */
  readonly token: string
  readonly load: HelperProcess<LoadOrder>
  readonly bare: HelperProcess<BareOrder>
  readonly bareLoad: HelperProcess<LoadOrder>
  bareMemory(): Promise<number | undefined>
  close(): Promise<void>
}

export async function setStage(count: number): Promise<Stage> {
  const server = await startBenchServer()
  const helpers: HelperProcess<never>[] = []
  const start = <Order>(module: string, core: number, flags: string[] = []): HelperProcess<Order> => {
    const helper = startHelper<Order>(new URL(module, import.meta.url), { core, flags })
    helpers.push(helper as HelperProcess<never>)
    return helper
  }
  const close = async () => {
    for (const helper of helpers) await helper.close()
    await server.close()
  }
  try {
    const agents = await addBenchAgents(server.pool, await accountOf(server.pool), count)
    const load = start<LoadOrder>('load.ts', 1)
    const bareLoad = start<LoadOrder>('load.ts', 1)
    const bare = start<BareOrder>('bare-server.ts', 0, ['--inspect-port=0'])
    let errors = ''
    bare.child.stderr!.setEncoding('utf8').on('data', (part: string) => {
      errors += part
    })
    for (const { child } of [load, bareLoad]) text(child.stderr!).then((said) => void process.stderr.write(said))
    await load.ask({ do: 'open', order: { url: server.url, agents, count } })
    await bareLoad.ask({ do: 'open', order: { url: await bare.ask<string>({ do: 'address' }), count } })
    const token = await getToken(server.url, server.operatorToken)
    return {
      count,
      server,
      agents,
      token,
      load,
      bare,
      bareLoad,
      bareMemory: () => readSettledMemory(bare.child.pid!, async () => errors),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function accountOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ account_id: number }>('select account_id from account')
  return rows[0]!.account_id
}

/** What the rounds have in common: an action on all of them, answered; the next one finds nothing that waits. */
export async function actOnAll({ server, agents, token }: Stage, type: string): Promise<number> {
  const body = JSON.stringify({ types: type, ids: agents.ids })
  const { bytes } = await send(`${server.url}/o/api/v3.3/devices/action`, { token, body })
  const answeredAt = moment()
  const entries = JSON.parse(bytes.toString()) as { status: number }[]
  if (entries.length !== agents.ids.length || entries.some(({ status }) => status !== 1)) {
    throw new Error(`a wrong answer: ${bytes.toString().slice(0, 300)}`)
  }
  return answeredAt
}
