import { type BytePath, toBytePath } from '../byte-path.ts'
import { runProgram } from '../engine/start-program.ts'
import { isPortable } from './is-portable.ts'
import { type Mount, readMounts } from './read-mounts.ts'
import { type Volume, withKind } from './volumes.ts'

/** What is mounted on this machine. On macOS and Windows this is written for and untried. */
export async function readVolumes(): Promise<Volume[]> {
  switch (process.platform) {
    case 'linux':
      return Promise.all((await readMounts()).map(async (mount) => withKind(mount, await isPortable(mount))))
    case 'darwin':
      return parseMacMounts(await runProgram('/sbin/mount', []))
    case 'win32':
      return parseWindowsDisks(await runProgram('powershell', ['-NoProfile', '-Command', windowsDisks]))
    default:
      return []
  }
}

/** The path of the volume that the system runs from. */
export function systemVolumePath(): BytePath {
  return process.platform === 'win32' ? toBytePath(`${process.env.SystemDrive ?? 'C:'}/`) : '/'
}

/** `/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev, nosuid)`: what is below /Volumes was plugged in. */
export function parseMacMounts(text: string): Volume[] {
  return text.split('\n').flatMap((line) => {
    const [, source, point, type, flags] = /^(.+?) on (\/.*) \((\w+)(.*)\)$/.exec(line) ?? []
    if (source === undefined || point === undefined || type === undefined) return []
    const mount: Mount = { device: source, root: '/', point: toBytePath(point), type, source: toBytePath(source) }
    const volume = withKind(mount, point.startsWith('/Volumes/'))
    return [flags?.includes('local') || volume.kind === 'pseudo' ? volume : { ...volume, kind: 'network' as const }]
  })
}

const windowsDisks = 'Get-CimInstance Win32_LogicalDisk | ForEach-Object { "$($_.DeviceID) $($_.DriveType)" }'

/** `C: 3`, a line a drive: 2 removable, 3 local, 4 network, 5 disc. */
export function parseWindowsDisks(text: string): Volume[] {
  return [...text.matchAll(/^([A-Z]:) (\d)\s*$/gm)].map(([, drive, type]) => ({
    device: drive!,
    root: '/',
    point: `${drive}/`,
    type: 'ntfs',
    source: drive!,
    kind: type === '4' ? 'network' : 'local',
    portable: type === '2' || type === '5',
  }))
}
