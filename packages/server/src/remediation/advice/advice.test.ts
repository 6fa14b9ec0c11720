import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkNames } from '@muster/core/compliance/check-name.ts'
import { platformOf } from '../platform-of.ts'
import { renderIssue } from '../render-issue.ts'
import type { Platform } from './advice.ts'
import { adviceByCheck } from './index.ts'

const platforms: readonly Platform[] = ['apt', 'dnf', 'zypper', 'pacman', 'linux', 'mac', 'windows', 'other']
const evil = '"><script>$(reboot)`id`</script>'
const factsOf = {
  nothing: {},
  'other types': {
    volumes: 'x',
    missing: [1, null],
    missing_total: '9',
    found: {},
    packages: [7],
    age_days: -0.5,
    ufw: 1,
  },
  malice: {
    volumes: [{ mount: evil, device: evil, encrypted: false }],
    missing: [{ id: evil, title: evil, installed: evil, available: evil, security: true }],
    missing_total: 1,
    source: evil,
    found: [{ name: evil, version: evil }, { name: '--purge' }, { name: 'telnetd' }],
    packages: [evil],
    kernel_installed: evil,
    engine: evil,
  },
}

test('whatever an agent says, each check has advice for each system, as text, and commands that hold none of it', () => {
  for (const check of checkNames) {
    for (const platform of platforms) {
      for (const [what, facts] of Object.entries(factsOf)) {
        const where = `${check}, ${platform}, ${what}`
        const { wrong, why, steps } = adviceByCheck[check](facts, platform)
        assert.ok(wrong.length > 20 && why.length > 20 && steps.length > 0, where)
        const commands = steps.flatMap((step) => step.commands ?? [])
        for (const command of commands) assert.match(command, /^[a-z][\w .,=+:/@-]*$/, where)
        if (platform === 'windows' || platform === 'other') assert.deepEqual(commands, [], where)
        assert.ok(!commands.some((command) => command.includes(' --purge')), where)
        const html = renderIssue(
          { check, severity: 'critical', since: at, counts_from: at, counts: true, facts, taken_at: at },
          { device: { exemption: null }, platform, at: new Date(at) },
        )
        assert.doesNotMatch(html, /<script|undefined|NaN|\[object/, where)
      }
    }
  }
})

const at = '2026-01-02T03:04:05.000Z'

test('a system is mended by the package manager that it has', () => {
  const of = (os_name: string) => platformOf({ os: 'linux', os_name })
  assert.deepEqual(
    ['Ubuntu', 'Fedora Linux', 'Red Hat Enterprise Linux', 'openSUSE Leap', 'Arch Linux', 'Gentoo'].map(of),
    ['apt', 'dnf', 'dnf', 'zypper', 'pacman', 'linux'],
  )
  assert.deepEqual(
    (['mac', 'windows', 'ios'] as const).map((os) => platformOf({ os, os_name: 'Debian' })),
    ['mac', 'windows', 'other'],
  )
  const { steps } = adviceByCheck.unwanted_software({ found: [{ name: 'telnetd' }, { name: 'a b' }] }, 'dnf')
  assert.deepEqual(steps.at(-1)?.commands, ['sudo dnf remove telnetd'])
})
