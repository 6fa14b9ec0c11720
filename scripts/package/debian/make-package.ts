import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { helperUnits } from '@muster/agent/service/helper-units.ts'
import { systemdUnit } from '@muster/agent/service/systemd-unit.ts'
import { maintainerScripts } from './maintainer-scripts.ts'
import { manualPage } from './manual-page.ts'
import { writeAr } from './write-ar.ts'
import { type TarEntry, writeTar } from './write-tar.ts'

export interface PackageContent {
  readonly version: string
  /** As Debian calls it: `amd64`, `arm64`. */
  readonly architecture: string
  readonly executable: Buffer
  readonly licences: string
  /** Unix seconds that all files carry: the same content makes the same package. */
  readonly at: number
}

export const packageName = 'muster-agent'

/** A Debian package, written without Debian's tools. */
export function makeDebianPackage(content: PackageContent): Buffer {
  const { at } = content
  const files = filesOf(content)
  return writeAr(
    [
      { name: 'debian-binary', bytes: Buffer.from('2.0\n') },
      { name: 'control.tar.gz', bytes: gzipSync(writeTar(controlFiles(content, files), at)) },
      { name: 'data.tar.gz', bytes: gzipSync(writeTar(files, at)) },
    ],
    at,
  )
}

function filesOf({ version, executable, licences }: PackageContent): TarEntry[] {
  const documents = `usr/share/doc/${packageName}`
  const unit = systemdUnit({
    program: '/usr/bin/muster-agent',
    stateDirectory: '/var/lib/muster-agent',
    user: 'muster-agent',
  })
  const helper = helperUnits('/usr/bin/muster-agent')
  return [
    { path: 'usr/bin/muster-agent', mode: 0o755, bytes: executable },
    { path: 'lib/systemd/system/muster-agent.service', bytes: unit },
    { path: 'usr/lib/systemd/user/muster-agent-notify.socket', bytes: helper.socket },
    { path: 'usr/lib/systemd/user/muster-agent-notify.service', bytes: helper.service },
    { path: `${documents}/copyright`, bytes: licences },
    { path: 'usr/share/man/man8/muster-agent.8.gz', bytes: gzipSync(manualPage(version)) },
  ]
}

function controlFiles({ version, architecture }: PackageContent, files: readonly TarEntry[]): TarEntry[] {
  const kibibytes = Math.ceil(files.reduce((sum, { bytes = '' }) => sum + Buffer.byteLength(bytes), 0) / 1024)
  const control = `Package: ${packageName}
Version: ${version}
Architecture: ${architecture}
Maintainer: The Muster authors <muster@example.invalid>
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), passwd
Suggests: clamav, clamav-daemon
Section: admin
Priority: optional
Description: Muster device agent
 Obeys signed commands of one Muster server, each exactly once: renews DHCP
 leases, scans for malware, brings its log, asks its user who they are.
 It brings its own Node.js.
`
  const sums = files.map(({ path, bytes = '' }) => `${createHash('md5').update(bytes).digest('hex')}  ${path}\n`)
  return [
    { path: 'control', bytes: control },
    { path: 'md5sums', bytes: sums.join('') },
    ...Object.entries(maintainerScripts).map(([path, bytes]) => ({ path, mode: 0o755, bytes })),
  ]
}
