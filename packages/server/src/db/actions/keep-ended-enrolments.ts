import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'

export interface EndingAction {
  readonly accountId: number
  readonly actionId: string
  readonly now: Date
  readonly uninstall: boolean
  /** Until when an agent that was not told before is told to remove itself. */
  readonly expiresAt: Date
}

/** Of the devices that the action removes, those that have an agent. To be called before their keys are forgotten. */
export async function keepEndedEnrolments(db: Queryable, ending: EndingAction): Promise<void> {
  await db.query({
    name: 'keep-ended-enrolments',
    text: `insert into ended_enrolment
             (account_id, device_key, generation, agent_key, action_id, ended_at, uninstall, expires_at)
           select t.account_id, t.device_key, t.generation, r.agent_key, t.action_id, $3, $4, $5
           from target t join device_record r on r.account_id = t.account_id and r.device_key = t.device_key
           where t.account_id = $1 and t.action_id = $2 and t.state = ${stateCode('succeeded')}
             and r.agent_key is not null`,
    values: [ending.accountId, ending.actionId, ending.now, ending.uninstall, ending.expiresAt],
  })
}
