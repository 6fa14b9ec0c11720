import type { Checks } from '@muster/core/agent/messages.ts'
import { recordChecks } from '@muster/server/operations/compliance/record-checks.ts'
import type { Services } from '@muster/server/services.ts'
import type { SaidChecks } from './conformance-case.ts'

/** What the agent of a device does once it has looked. */
export async function sayChecks(services: Services, accountId: number, { device, said }: SaidChecks): Promise<void> {
  const { rows } = await services.pool.query<{ device_key: string; generation: number }>(
    'select device_key, generation from device where account_id = $1 and device_id = $2',
    [accountId, device],
  )
  const { device_key: deviceKey, generation } = rows[0]!
  const checks: Checks = { type: 'checks', checks: said, looked_for: [] }
  await recordChecks(services, accountId, [{ deviceKey, generation, said: checks }])
}
