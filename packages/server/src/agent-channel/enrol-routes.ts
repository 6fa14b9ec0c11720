import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import { EnrolAnswer, EnrolRequest, ProvenRequest } from '@muster/core/agent/requests.ts'
import { confirmUninstall } from '../operations/confirm-uninstall.ts'
import { type EnrolTools, enrolDevice } from '../operations/enrol-device.ts'
import { retireDevice } from '../operations/retire-device.ts'
import { invalidField } from '../refusal.ts'
import type { Route } from '../route.ts'
import type { Nonces } from './nonces.ts'
import { fromRequest } from './open-session.ts'

export function enrolRoutes(tools: EnrolTools, nonces: Nonces): Route[] {
  return [
    {
      method: 'POST',
      path: agentPaths.enrol,
      access: { kind: 'public' },
      tag: 'agents',
      summary: 'Enrols a device with an enrolment token',
      body: EnrolRequest,
      response: EnrolAnswer,
      async handle(request) {
        const body = request.body as EnrolRequest
        requireProtocol(body.protocol)
        return { status: 200, body: await enrolDevice(tools, fromRequest(request), body) }
      },
    },
    {
      method: 'POST',
      path: agentPaths.retire,
      access: { kind: 'public' },
      tag: 'agents',
      summary: 'Ends the enrolment of the device that asks',
      body: ProvenRequest,
      async handle(request) {
        const body = request.body as ProvenRequest
        requireProtocol(body.protocol)
        requireNonce(nonces, body.nonce)
        await retireDevice(tools, fromRequest(request), body)
        return { status: 200, body: { retired: true } }
      },
    },
    {
      method: 'POST',
      path: agentPaths.uninstalled,
      access: { kind: 'public' },
      tag: 'agents',
      summary: 'Confirms that the agent of a deleted device removes itself',
      body: ProvenRequest,
      async handle(request) {
        const body = request.body as ProvenRequest
        requireProtocol(body.protocol)
        requireNonce(nonces, body.nonce)
        await confirmUninstall(tools, fromRequest(request), body)
        return { status: 200, body: { confirmed: true } }
      },
    },
  ]
}

function requireNonce(nonces: Nonces, nonce: string): void {
  if (!nonces.take(nonce)) throw invalidField('nonce', 'was used, is too old or is not of this server')
}

function requireProtocol(protocol: number): void {
  if (protocol !== agentProtocol) {
    throw invalidField('protocol', `this server speaks version ${agentProtocol}; update the older side`)
  }
}
