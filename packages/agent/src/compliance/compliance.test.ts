import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsBytesMax } from '@muster/core/agent/protocol.ts'
import { checkNames } from '@muster/core/compliance/check-name.ts'
import { makeScratchDirectory } from '../../../../tests/support/scratch-directory.ts'
import { openStateDirectory } from '../state/state-directory.ts'
import { judgeCurrent, judgePresent } from './antimalware.ts'
import { parseApplications, parseFileVault, parseRecommendedUpdates, parseSocketFilter } from './mac/parsers.ts'
import { judgeUpdates } from './missing-updates.ts'
import { readChecks } from './read-checks.ts'
import { runQuiet } from './run-quiet.ts'
import { watchCompliance } from './watch-compliance.ts'
import {
  judgeBitLocker,
  judgeInactivity,
  judgeProfiles,
  parseDefender,
  parseUninstallEntries,
  parseWindowsUpdates,
} from './windows/parsers.ts'

const now = new Date('2026-06-10T00:00:00Z')

test('signatures are current for a week, and an engine without a date is not judged', () => {
  const engine = (daysAgo: number | null) => ({
    name: 'ClamAV',
    version: '1.4.3',
    signaturesAt: daysAgo === null ? null : now.getTime() / 1000 - daysAgo * 86_400,
  })
  const results = [7, 8, null].map((days) => judgeCurrent(engine(days), now).result)
  assert.deepEqual(results, ['pass', 'fail', 'unknown'])
  assert.deepEqual([judgePresent(engine(0)).result, judgePresent(undefined).result], ['pass', 'fail'])
})

test('facts stay within what the server takes, however much is missing, and security comes first', () => {
  const updates = Array.from({ length: 5000 }, (_, index) => ({
    id: `${'x'.repeat(80)}${index}`,
    title: 'y'.repeat(200),
    available: 'z'.repeat(100),
    security: index === 4999,
  }))
  const { facts } = judgeUpdates('apt', updates, { now })
  const bytes = JSON.stringify(facts).length
  assert.ok(bytes < factsBytesMax && bytes > factsBytesMax - 2000, `${bytes}`)
  assert.deepEqual([facts.missing_total, facts.security_total], [5000, 1])
  assert.equal((facts.missing as { security?: boolean }[])[0]!.security, true)
})

test('old lists that name nothing prove nothing', () => {
  const at = (days: number) => ({ listedAt: new Date(now.getTime() - days * 86_400_000), now })
  assert.deepEqual([judgeUpdates('apt', [], at(1)).result, judgeUpdates('apt', [], at(20)).result], ['pass', 'unknown'])
})

test('every check has an answer on a system of which nothing can be read', async () => {
  const sources = { root: '/nowhere', run: async () => undefined, now, software: ['x'], isRoot: false }
  for (const platform of ['linux', 'darwin', 'win32', 'aix'] as const) {
    const said = await readChecks(sources, platform)
    assert.deepEqual(
      said.map(({ check }) => check),
      checkNames,
    )
    const answered = said.filter(({ result }) => result !== 'unknown').map(({ check }) => check)
    const expected = ['antimalware_current', 'antimalware_present', 'reboot_pending']
    assert.ok(
      answered.every((check) => expected.includes(check)),
      `${platform}: ${answered}`,
    )
  }
})

test('a program that hangs, says too much or is not there has no answer', async () => {
  assert.equal(await runQuiet('sleep', ['60'], { timeoutSeconds: 0.2 }), undefined)
  assert.equal(await runQuiet('yes', [], { timeoutSeconds: 20 }), undefined)
  assert.equal(await runQuiet('there-is-no-such-program', []), undefined)
  assert.equal(await runQuiet('sh', ['-c', 'echo no; exit 3'], { answers: [3] }), 'no\n')
})

test('macOS’ tools are understood as they print', () => {
  assert.deepEqual(['FileVault is On.\n', 'FileVault is Off.\n', ''].map(parseFileVault), [true, false, undefined])
  assert.equal(parseFileVault('FileVault is On.\nEncryption in progress: Percent completed = 12\n'), false)
  assert.deepEqual(
    ['Firewall is enabled. (State = 1) \n', 'Firewall is disabled. (State = 0)\n', ''].map(parseSocketFilter),
    [true, false, undefined],
  )
  const preferences = {
    LastSuccessfulDate: '2026-06-09T08:00:00Z',
    RecommendedUpdates: [
      { 'Product Key': 'MSU_UPDATE_24G90', 'Display Name': 'macOS 15.6', 'Display Version': '15.6' },
    ],
  }
  assert.deepEqual(parseRecommendedUpdates(JSON.stringify(preferences)), {
    updates: [{ id: 'MSU_UPDATE_24G90', title: 'macOS 15.6', available: '15.6' }],
    listedAt: new Date('2026-06-09T08:00:00Z'),
  })
  assert.equal(parseRecommendedUpdates('no json'), undefined)
  assert.deepEqual(parseApplications('{"SPApplicationsDataType":[{"_name":"Safari","version":"18"}]}'), [
    { name: 'Safari', version: '18' },
  ])
})

test('Windows’ commands are understood as they answer, one thing or a list of them', () => {
  const volume = (ProtectionStatus: number) => ({ MountPoint: 'C:', ProtectionStatus, VolumeType: 0 })
  assert.equal(judgeBitLocker(JSON.stringify(volume(1))).result, 'pass')
  assert.equal(judgeBitLocker(JSON.stringify([volume(1), volume(0)])).result, 'fail')
  assert.equal(judgeBitLocker('').result, 'unknown')
  const profiles = (last: number) =>
    JSON.stringify([
      { Name: 'Domain', Enabled: 1 },
      { Name: 'Public', Enabled: last },
    ])
  assert.deepEqual([judgeProfiles(profiles(1)).result, judgeProfiles(profiles(0)).result], ['pass', 'fail'])
  const defender = {
    AntivirusEnabled: true,
    RealTimeProtectionEnabled: true,
    AMProductVersion: '4.18',
    SignaturesAt: 5,
  }
  assert.deepEqual(parseDefender(JSON.stringify(defender)), {
    name: 'Microsoft Defender',
    version: '4.18',
    signaturesAt: 5,
  })
  assert.equal(parseDefender(JSON.stringify({ ...defender, RealTimeProtectionEnabled: false })), undefined)
  assert.deepEqual(parseWindowsUpdates('\uFEFF[{"Kb":"5039212","Title":"June","Security":true}]'), [
    { id: 'KB5039212', title: 'June', security: true },
  ])
  assert.deepEqual(parseWindowsUpdates('[]'), [])
  assert.equal(parseWindowsUpdates(''), undefined)
  assert.deepEqual(
    ['900\r\n', '3600\r\n', '', '0'].map((text) => judgeInactivity(text).result),
    ['pass', 'fail', 'unknown', 'unknown'],
  )
  assert.deepEqual(parseUninstallEntries('[{"DisplayName":"7-Zip","DisplayVersion":"24"},{"DisplayName":null}]'), [
    { name: '7-Zip', version: '24' },
  ])
})

test('an agent whose period is 0 does not look, whatever it is told to look for; what is no period is not taken for one', async () => {
  const scratch = await makeScratchDirectory()
  try {
    const looksWith = async (period: string) => {
      const warnings: string[] = []
      const log = { info: () => undefined, warn: (words: string) => void warnings.push(words), error: () => undefined }
      let looks = 0
      const read = async () => {
        looks += 1
        return []
      }
      const state = openStateDirectory(scratch.path)
      const environment = { MUSTER_AGENT_CHECK_SECONDS: period }
      const watch = watchCompliance({ state, log, say: () => undefined, read, environment })
      watch.connected()
      watch.lookFor([`software-${period}`])
      watch.stop()
      return { looks, warnings: warnings.length }
    }
    assert.deepEqual(await looksWith('0'), { looks: 0, warnings: 0 })
    assert.deepEqual(await looksWith('60'), { looks: 1, warnings: 0 })
    assert.deepEqual(await looksWith('often'), { looks: 1, warnings: 1 })
  } finally {
    await scratch.remove()
  }
})
