import type { DeferRule, DeviceMoment } from '@muster/core/agent/defer-rule.ts'
import { readMetered } from './read-metered.ts'
import { readPower } from './read-power.ts'
import { runProgram } from './run-program.ts'

/** How it stands with this device, as far as the rule asks. Reads afresh each time. */
export async function readMoment(rule: DeferRule, now = new Date()): Promise<DeviceMoment> {
  const { platform, env } = process
  const sources = { platform, sysfs: env.MUSTER_AGENT_SYSFS || '/sys', run: runProgram }
  const [power, metered] = await Promise.all([
    rule.battery_percent === undefined ? undefined : readPower(sources),
    rule.metered ? readMetered(sources) : undefined,
  ])
  return { power, metered, minuteOfDay: now.getHours() * 60 + now.getMinutes() }
}
