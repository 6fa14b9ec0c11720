import { readMissingUpdates } from '@muster/core/compliance/missing-updates.ts'
import type { SaidCheck } from '../../db/compliance/save-checks.ts'
import { listOtherwiseHeld, savePatches } from '../../db/patches/save-patches.ts'
import type { Tx } from '../../db/pool.ts'

/**
 * Keeps which updates devices lack, from what their agents say of the check `os_updates`; before the checks themselves
 * are kept, as what is said again changes nothing. An agent that cannot tell leaves what it told before.
 */
export async function recordPatches(
  tx: Tx,
  { accountId, checks, at }: { accountId: number; checks: readonly SaidCheck[]; at: Date },
): Promise<void> {
  const said = checks.filter(({ check, result }) => check === 'os_updates' && result !== 'unknown')
  const changed = await listOtherwiseHeld(tx, { accountId, said })
  const devices = said
    .filter(({ deviceKey }) => changed.has(deviceKey))
    .map(({ deviceKey, result, facts }) => {
      const { source, missing } = readMissingUpdates(JSON.parse(facts) as Record<string, unknown>)
      return { deviceKey, source, missing: result === 'fail' ? missing : [] }
    })
  await savePatches(tx, { accountId, devices, at })
}
