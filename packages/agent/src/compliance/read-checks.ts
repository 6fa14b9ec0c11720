import type { Checks as ChecksMessage } from '@muster/core/agent/messages.ts'
import { factsBytesMax } from '@muster/core/agent/protocol.ts'
import { type CheckName, checkNames } from '@muster/core/compliance/check-name.ts'
import { type Antimalware, findClamAv, judgeCurrent, judgePresent } from './antimalware.ts'
import { type Check, type Checks, type Finding, type Sources, unknown } from './finding.ts'
import { linuxChecks } from './linux/index.ts'
import { macChecks } from './mac/index.ts'
import { ask, askDefender, windowsChecks } from './windows/index.ts'
import { parseDefender } from './windows/parsers.ts'

export type SaidCheck = ChecksMessage['checks'][number]

const ofPlatform: Readonly<Partial<Record<NodeJS.Platform, Checks>>> = {
  linux: linuxChecks,
  darwin: macChecks,
  win32: windowsChecks,
}

/** Every check, one after the other, so that the device's user does not feel it; each answers, whatever happens to it. */
export async function readChecks(sources: Sources, platform: NodeJS.Platform = process.platform): Promise<SaidCheck[]> {
  const engine = await findAntimalware(sources, platform).catch(() => undefined)
  const checks: Readonly<Partial<Record<CheckName, Check>>> = {
    ...ofPlatform[platform],
    antimalware_present: async () => judgePresent(engine),
    antimalware_current: async ({ now }) => judgeCurrent(engine, now),
  }
  const said: SaidCheck[] = []
  for (const check of checkNames) {
    const finding = await look(checks[check], sources)
    said.push({ check, ...bounded(finding), taken_at: Math.floor(sources.now.getTime() / 1000) })
  }
  return said
}

async function look(check: Check | undefined, sources: Sources): Promise<Finding> {
  if (check === undefined) return unknown('this agent cannot tell on this system')
  return check(sources).catch((error: Error) => unknown(`it failed: ${error.message.slice(0, 200)}`))
}

async function findAntimalware({ run }: Sources, platform: NodeJS.Platform): Promise<Antimalware | undefined> {
  const defender = platform === 'win32' ? parseDefender((await ask(run, askDefender)) ?? '') : undefined
  return defender ?? (await findClamAv())
}

function bounded({ result, facts }: Finding): Pick<SaidCheck, 'result' | 'facts'> {
  const bytes = Buffer.byteLength(JSON.stringify(facts))
  return bytes <= factsBytesMax ? { result, facts: { ...facts } } : { result, facts: { left_out_bytes: bytes } }
}
