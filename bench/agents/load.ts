import { type AgentSockets, openAgentSockets, type SocketOrder } from '../support/agent-sockets.ts'

/** What the load process is told; each is answered once. */
export type LoadOrder =
  | { readonly do: 'open'; readonly order: SocketOrder }
  | { readonly do: 'connect'; readonly from: number; readonly to: number; readonly atOnce: number }
  | { readonly do: 'commands' | 'stored'; readonly count: number }
  | { readonly do: 'answer'; readonly yes: boolean }
  | { readonly do: 'beat'; readonly everyMilliseconds: number }
  | { readonly do: 'stop-beating' | 'sample' | 'break' }

/** A process that holds one end of many connections: each has a limit of its own on how many files it may have open. */
let sockets: AgentSockets
let stopBeating: () => number = () => 0

async function carryOut(order: LoadOrder): Promise<unknown> {
  switch (order.do) {
    case 'open':
      sockets = openAgentSockets(order.order)
      return undefined
    case 'connect':
      return sockets.connect(order.from, order.to, order.atOnce)
    case 'commands':
      return sockets.commands(order.count)
    case 'stored':
      return sockets.stored(order.count)
    case 'answer':
      return sockets.answerCommands(order.yes)
    case 'beat':
      stopBeating = sockets.beat(order.everyMilliseconds)
      return undefined
    case 'stop-beating':
      return stopBeating()
    case 'sample':
      return sockets.sample()
    case 'break':
      return sockets.breakAll()
  }
}

process.on('message', ({ number, order }: { number: number; order: LoadOrder }) => {
  carryOut(order).then(
    (answer) => process.send?.({ number, answer }),
    (error: Error) => process.send?.({ number, problem: error.message }),
  )
})
process.on('disconnect', () => process.exit())
