import type { Farewell } from '@muster/core/agent/messages.ts'
import { forgetOldEnrolment } from '../enrol.ts'
import type { Log } from '../log.ts'
import { markUninstall } from '../uninstall/uninstall.ts'
import { type Identity, writeIdentity } from './identity.ts'
import type { StateDirectory } from './state-directory.ts'

/** Writes down that the server ended the enrolment, before anything else is done. Never throws. */
export function noteEnd(state: StateDirectory, identity: Identity, farewell: Farewell, log: Log): void {
  const reason = farewell.type === 'retired' ? farewell.reason : undefined
  log.warn('the enrolment has ended', { how: farewell.type, reason })
  try {
    if (farewell.type === 'uninstall') markUninstall(state, identity)
    if (reason !== undefined) writeIdentity(state, { ...identity, retired: { at: new Date().toISOString(), reason } })
  } catch (error) {
    log.error('could not write down that the enrolment ended', { error: (error as Error).message })
  }
}

/** The device goes on as its next generation. In this order: what an older enrolment accepted never runs on this one. */
export function renewEnrolment(state: StateDirectory, identity: Identity, generation: number): void {
  forgetOldEnrolment(state)
  writeIdentity(state, { ...identity, generation })
}
