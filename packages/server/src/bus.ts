import { EventEmitter } from 'node:events'

/**
 * What the parts of one node tell each other after a commit. It carries no data beyond the address of what
 * changed: whoever hears it looks into the database.
 */
export interface BusEvents {
  /** For metrics. */
  'action-applied': [{ type: string; channel: string; targets: number }]
  /** The action has queued commands. */
  'commands-queued': [{ accountId: number; actionId: string }]
  /** Commands of the action, which has a brake, failed. */
  'commands-failed': [{ accountId: number; actionId: string }]
  /** Open commands of the action were cancelled, or are asked to stop. */
  'commands-cancelled': [{ accountId: number; actionId: string }]
  /** Enrolments ended: their connections must be closed. */
  'devices-removed': [{ accountId: number; deviceKeys: string[] }]
  /** It was decided which machine these devices are: their agents must say hello anew. */
  'devices-rejudged': [{ accountId: number; deviceKeys: string[] }]
  /** The agents of these devices may have other software to look for. */
  'look-for-changed': [{ accountId: number; deviceKeys: string[] }]
  /** Agents said something of commands of the action. */
  'targets-changed': [{ accountId: number; actionId: string }]
  /** For metrics: a request to a webhook, and whether it was accepted. */
  'webhook-answered': [{ outcome: 'delivered' | 'failed' }]
  /** For metrics. */
  'retention-removed': [{ kind: string; count: number }]
  /** The process is about to end: answers that would go on end now. */
  stopping: []
  'token-revoked': [{ tokenHash: Buffer }]
  /** The first user was made: the link for it is of no more use. */
  'set-up-done': [{ accountId: number }]
}

export type Bus = EventEmitter<BusEvents>

export function createBus(): Bus {
  return new EventEmitter<BusEvents>()
}
