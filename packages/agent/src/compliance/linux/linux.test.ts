import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import type { RunQuiet, Sources } from '../finding.ts'
import { runQuiet } from '../run-quiet.ts'
import { judgeSoftware } from '../unwanted-software.ts'
import { checkDiskEncryption, parseMounts } from './disk-encryption.ts'
import { checkFirewall, iptablesFilters, nftablesFilter } from './firewall.ts'
import { listLinuxSoftware, parsePackages } from './installed-software.ts'
import { checkOsUpdates, parseAptSimulation, parseDnfUpdates } from './os-updates.ts'
import { checkRebootPending, newerKernel } from './reboot-pending.ts'
import { checkScreenLock, parseLock } from './screen-lock.ts'

let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
before(async () => {
  scratch = await makeScratchDirectory()
})
after(() => scratch.remove())

const nothing: RunQuiet = async () => undefined
const sources = (over: Partial<Sources> = {}): Sources => ({
  root: '/',
  run: nothing,
  now: new Date('2026-06-01T00:00:00Z'),
  software: [],
  isRoot: true,
  ...over,
})

async function plant(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

test('a volume is encrypted where all that it is made of lies on dm-crypt, and data beside it counts', async () => {
  const root = join(scratch.path, 'disks')
  const block = 'sys/class/block'
  await plant(root, {
    'proc/mounts': [
      '/dev/mapper/vg-root / ext4 rw 0 0',
      '/dev/sda1 /boot ext4 rw 0 0',
      '/dev/loop3 /snap/core squashfs ro 0 0',
      'tmpfs /tmp tmpfs rw 0 0',
    ].join('\n'),
    [`${block}/dm-1/dm/uuid`]: 'LVM-abc\n',
    [`${block}/dm-1/slaves/dm-0/x`]: '',
    [`${block}/dm-0/dm/uuid`]: 'CRYPT-LUKS2-abc-luks\n',
    [`${block}/sda1/size`]: '1',
    [`${block}/sdb1/size`]: '1',
    'dev/dm-1': '',
  })
  await mkdir(join(root, 'dev/mapper'), { recursive: true })
  await symlink('../dm-1', join(root, 'dev/mapper/vg-root'))
  assert.deepEqual(await checkDiskEncryption(sources({ root })), {
    result: 'pass',
    facts: { volumes: [{ mount: '/', device: '/dev/mapper/vg-root', encrypted: true }] },
  })
  const more = `${readFileSync(join(root, 'proc/mounts'), 'utf8')}\n/dev/sdb1 /srv/my\\040data xfs rw 0 0\n`
  await writeFile(join(root, 'proc/mounts'), more)
  const open = await checkDiskEncryption(sources({ root }))
  assert.deepEqual(
    [open.result, (open.facts.volumes as object[])[1]],
    ['fail', { mount: '/srv/my data', device: '/dev/sdb1', encrypted: false }],
  )
  await mkdir(join(root, block, 'dm-1/slaves/sdb1'))
  assert.equal((await checkDiskEncryption(sources({ root }))).result, 'fail')
  await writeFile(join(root, 'proc/mounts'), 'overlay / overlay rw 0 0\n')
  assert.equal((await checkDiskEncryption(sources({ root }))).result, 'unknown')
})

test('on this machine disks, kernel and packages are what the system’s own files say', async () => {
  const disks = await checkDiskEncryption(sources())
  const devices = parseMounts(readFileSync('/proc/mounts', 'utf8')).map(({ device }) => device)
  assert.deepEqual(
    ((disks.facts.volumes ?? []) as { device: string }[]).map(({ device }) => device),
    devices,
  )
  const reboot = await checkRebootPending(sources())
  assert.equal(reboot.facts.required, existsSync('/run/reboot-required'))
  assert.equal(reboot.facts.kernel_running, readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim())
  if (!existsSync('/var/lib/dpkg/status')) return
  const [first] = readFileSync('/var/lib/dpkg/status', 'utf8').split('\n\n')
  const name = /^Package: (.+)$/m.exec(first!)![1]!
  const version = /^Version: (.+)$/m.exec(first!)![1]!
  const installed = await listLinuxSoftware(sources({ run: runQuiet }))
  assert.deepEqual(judgeSoftware(installed, [name.toUpperCase(), 'nobody-has-this']), {
    result: 'fail',
    facts: { found: [{ name, version }], looked_for: 2 },
  })
  assert.equal(judgeSoftware(installed, ['nobody-has-this']).result, 'pass')
})

const nftables = (policy: string, rule: string) => `table inet filter {
	chain input {
		type filter hook input priority filter; policy ${policy};
		${rule}
	}
}
table ip nat {
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		masquerade
	}
}
`

test('a firewall is what keeps something out, by nftables, iptables, ufw or firewalld', async () => {
  assert.equal(nftablesFilter(nftables('drop', 'ct state established accept')), true)
  assert.equal(nftablesFilter(nftables('accept', 'tcp dport 22 reject')), true)
  assert.equal(nftablesFilter(nftables('accept', 'counter packets 0 bytes 0')), false)
  assert.equal(nftablesFilter(''), false)
  const iptables = (lines: string) => `*nat\n:PREROUTING DROP [0:0]\nCOMMIT\n*filter\n${lines}\nCOMMIT\n`
  assert.equal(iptablesFilters(iptables(':INPUT DROP [1:2]')), true)
  assert.equal(iptablesFilters(iptables(':INPUT ACCEPT [1:2]\n-A INPUT -p tcp --dport 22 -j REJECT')), true)
  assert.equal(iptablesFilters(iptables(':INPUT ACCEPT [1:2]\n-A FORWARD -j DROP')), false)
  const root = join(scratch.path, 'ufw')
  const verdict = async (over: Partial<Sources>) => (await checkFirewall(sources({ root, ...over }))).result
  assert.deepEqual([await verdict({}), await verdict({ isRoot: false })], ['fail', 'unknown'])
  await plant(root, { 'etc/ufw/ufw.conf': '# comment\nENABLED=yes\nLOGLEVEL=low\n' })
  assert.equal(await verdict({ isRoot: false }), 'pass')
  const firewalld: RunQuiet = async (program) => (program === 'systemctl' ? 'active\n' : undefined)
  assert.equal(await verdict({ root: '/nowhere', run: firewalld }), 'pass')
})

const simulation = `NOTE: This is only a simulation!
Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
Inst linux-image-6.1.0-40-amd64 (6.1.153-1 Debian:12.15/oldstable [amd64])
Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64])
Conf bash (5.2.15-2+b13 Debian:12.15/oldstable [amd64])
`

test('missing updates are read from what apt and dnf know, without asking anybody else', async () => {
  assert.deepEqual(parseAptSimulation(simulation), [
    { id: 'libgcrypt20-dev', installed: '1.10.1-3', available: '1.10.1-3+deb12u1', security: true },
    { id: 'bash', installed: '5.2.15-2+b8', available: '5.2.15-2+b13', security: false },
  ])
  const dnf =
    '\nbash.x86_64      5.2.26-3.el9      baseos\ntzdata.noarch   2025b-1.el9   baseos\nObsoleting Packages\nold.noarch 1 x\n'
  assert.deepEqual(parseDnfUpdates(dnf, 'RHSA-2026:1 Important/Sec. bash-5.2.26-3.el9.x86_64\n'), [
    { id: 'bash', available: '5.2.26-3.el9', security: true },
    { id: 'tzdata', available: '2025b-1.el9', security: false },
  ])
  const asked: (readonly string[])[] = []
  const run: RunQuiet = async (program, args) => {
    asked.push([program, ...args])
    return program === 'apt-get' ? simulation : undefined
  }
  const root = join(scratch.path, 'apt')
  await plant(root, { 'var/lib/apt/lists/deb.example.org_dists_x_InRelease': '' })
  const found = await checkOsUpdates(sources({ root, run, now: new Date() }))
  assert.deepEqual([found.result, found.facts.missing_total, found.facts.security_total], ['fail', 2, 1])
  await checkOsUpdates(sources({ root, run, now: new Date() }))
  assert.equal(asked.length, 1, 'what did not change is not worked out again')
  assert.ok(asked[0]!.includes('--simulate') && !asked[0]!.includes('update'))
  const cached: RunQuiet = async (_, args) => (args.includes('-C') ? '' : undefined)
  assert.equal((await checkOsUpdates(sources({ root: '/nowhere', run: cached }))).result, 'pass')
  assert.equal((await checkOsUpdates(sources({ root: '/nowhere' }))).result, 'unknown')
})

test('a restart is due where the system says so, or a newer kernel of the same kind is installed', async () => {
  const root = join(scratch.path, 'kernel')
  const modules = (name: string) => `lib/modules/${name}/modules.dep`
  await plant(root, { 'proc/sys/kernel/osrelease': '6.1.0-9-amd64\n', [modules('6.1.0-9-amd64')]: '' })
  assert.equal((await checkRebootPending(sources({ root }))).result, 'pass')
  await plant(root, { [modules('6.1.0-10-amd64')]: '' })
  const newer = await checkRebootPending(sources({ root }))
  assert.deepEqual([newer.result, newer.facts.kernel_installed], ['fail', '6.1.0-10-amd64'])
  assert.equal(newerKernel('6.8.0-40-generic', ['6.8.0-40-generic', '6.11.0-1-lowlatency']), undefined)
  assert.equal(newerKernel('6.18.44-container', ['6.1.0-9-amd64']), undefined)
  await plant(root, {
    'proc/sys/kernel/osrelease': '6.1.0-10-amd64\n',
    'run/reboot-required': '',
    'run/reboot-required.pkgs': 'libc6\nlibc6\n',
  })
  assert.deepEqual((await checkRebootPending(sources({ root }))).facts.packages, ['libc6'])
})

test('a screen lock is what each user with a desktop has set, and unknown where there is none', async () => {
  assert.equal((await checkScreenLock(sources({ root: scratch.path }))).result, 'unknown')
  assert.deepEqual(parseLock({ enabled: 'true', idle: 'uint32 300', delay: 'uint32 30' }), {
    enabled: true,
    idle_seconds: 330,
  })
  assert.deepEqual(parseLock({ enabled: 'true', idle: 'uint32 0', delay: 'uint32 0' }), {
    enabled: true,
    idle_seconds: 0,
  })
  assert.equal(parseLock({ enabled: undefined, idle: undefined, delay: undefined }), undefined)
})

test('a package that left only its configuration behind is not installed', () => {
  assert.deepEqual(parsePackages('installed\tbash\t5.2\nconfig-files\ttelnetd\t0.17\n'), [
    { name: 'bash', version: '5.2' },
  ])
})
