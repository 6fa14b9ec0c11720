import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connect, enrolFake } from '../fleet/support/fake-agent.ts'
import { ConsoleClient, testPassword } from '../support/console-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let server: WholeServer
let ada: ConsoleClient

before(async () => {
  server = await startWholeServer()
  ada = new ConsoleClient(server.url)
  const token = server.setUpLink!.split('#token=')[1]!
  await ada.call('POST', '/setup', { token, name: 'Ada', email: 'ada@example.com', password: testPassword })
})
after(() => server?.close())

async function join(email: string) {
  const { body } = await ada.call('POST', '/users', { email, name: 'Somebody', role: 'operator' })
  const browser = new ConsoleClient(server.url)
  const order = { token: body.invitation_link.split('#token=')[1], password: testPassword }
  assert.equal((await browser.call('POST', '/invitations/accept', order)).status, 200)
  return { id: body.user_id as string, browser }
}

for (const [what, end] of [
  ['disabled', (id: string) => ada.call('POST', `/users/${id}/disable`)],
  ['deleted', (id: string) => ada.call('DELETE', `/users/${id}`)],
] as const) {
  test(`what a user asked for who was then ${what} is held back; what others asked for is not`, async () => {
    const { id, browser } = await join(`${what}@example.com`)
    const { token } = (await ada.call('POST', '/enrolment-tokens', {})).body
    const agent = await enrolFake(server.url, token)
    const devices = { ids: [agent.identity.device_id] }
    const held = (await browser.call('POST', '/actions', { type: 'dhcprenew', devices })).body.action_id
    assert.equal((await end(id)).status, 200)
    const good = (await ada.call('POST', '/actions', { type: 'fetch_agent_log', devices })).body.action_id
    const socket = await connect(server.url, agent)
    const command = await socket.next('command')
    assert.equal(JSON.parse(command.statement).action_id, good)
    const { items } = (await ada.call('GET', `/actions/${held}/targets`)).body
    assert.deepEqual([items[0].state, items[0].reason], ['held', 'authority_ended'])
    assert.equal((await ada.call('GET', `/actions/${held}`)).body.user, `${what}@example.com`)
    socket.cut()
  })
}
