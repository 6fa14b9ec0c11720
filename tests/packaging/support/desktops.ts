import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { waitUntil } from '../../support/embedded-server.ts'

/** A /run of its own, in a mount namespace of its own, where users sign in; nothing of this machine is changed. */
export interface Desktops {
  /** How this process sees a path of it. */
  see(path: string): string
  /** The words that run a command there as a user, with these words of `setpriv` in addition. */
  as(uid: number, ...words: string[]): string[]
  /** The same, hardened as the agent's unit has it: sessions of users may be seen, and not be written to. */
  hardened(uid: number): string[]
  /** Makes the user's runtime directory, as a sign-in does. */
  signIn(uid: number): Promise<void>
  startBus(uid: number): Promise<string>
  /** Starts something that ends with the desktops. */
  start(words: readonly string[], env?: Record<string, string>): ChildProcess
  remove(): Promise<void>
}

const programs = ['unshare', 'nsenter', 'setpriv', 'mount', 'dbus-daemon', 'busctl', 'systemd-socket-activate']

/** Why there can be none here; undefined where there can. */
export function missingForDesktops(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux to be several users'
  const missing = programs.filter((program) => spawnSync(program, ['--version']).error)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  const made = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/run'])
  return made.status === 0 ? undefined : 'this kernel, or this container, lets nobody make namespaces'
}

/** A bus serves only users that the system knows. */
const prepare = `set -e
mount -t tmpfs tmpfs /run
mount --make-shared /run
mkdir /run/user
{ cat /etc/passwd; for uid; do echo "user$uid:x:$uid:$uid::/:/bin/sh"; done; } >/run/passwd
mount --bind /run/passwd /etc/passwd
exec sleep infinity`
/** As ProtectHome=read-only does it: also what is mounted there already cannot be written to. */
const readOnlySessions = `set -e
mount --rbind /run/user /run/user
for mount in /run/user $(sed -n 's|^[^ ]* \\(/run/user/[0-9]*\\) .*|\\1|p' /proc/self/mounts); do
  mount -o remount,bind,ro "$mount"
done
exec "$@"`

/** As sessions have it, but that root may speak as well: the test is root, and is the desktop. */
const sessionBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`

/** With these users. */
export async function makeDesktops(uids: readonly number[]): Promise<Desktops> {
  const words = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private', 'sh', '-c', prepare, 'sh']
  const holder = spawn('setpriv', [...words, ...uids.map(String)], { stdio: 'ignore' })
  await waitUntil('the namespace is made', () => readFileSync(`/proc/${holder.pid}/comm`, 'utf8').trim() === 'sleep')
  const inside = ['nsenter', '--mount', `--target=${holder.pid}`, '--']
  const asUser = (uid: number, ...words: string[]) => [
    'setpriv',
    '--pdeathsig=KILL',
    ...[`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', ...words, '--'],
  ]
  const children: ChildProcess[] = []
  const start: Desktops['start'] = (words, env = {}) => {
    const child = spawn(words[0]!, words.slice(1), {
      env: { PATH: process.env.PATH, HOME: '/', ...env },
      stdio: 'ignore',
    })
    children.push(child)
    return child
  }
  const see = (path: string) => `/proc/${holder.pid}/root${path}`
  return {
    see,
    start,
    as: (uid, ...words) => [...inside, ...asUser(uid, ...words)],
    hardened: (uid) => [
      ...[...inside, 'unshare', '--mount', '--propagation', 'slave', 'sh', '-c', readOnlySessions, 'sh'],
      ...asUser(
        uid,
        '--inh-caps=-all,+dac_read_search',
        '--ambient-caps=-all,+dac_read_search',
        '--bounding-set=-all,+dac_read_search',
        '--no-new-privs',
      ),
    ],
    async signIn(uid) {
      const made = `mkdir /run/user/${uid}; mount -t tmpfs -o mode=700,uid=${uid},gid=${uid} tmpfs /run/user/${uid}`
      const [program, ...rest] = inside
      await promisify(execFile)(program!, [...rest, 'sh', '-ec', made])
    },
    async startBus(uid) {
      const path = `/run/user/${uid}/bus`
      writeFileSync(see(`/run/bus-${uid}.conf`), sessionBus)
      const configuration = `--config-file=/run/bus-${uid}.conf`
      const daemon = ['dbus-daemon', configuration, `--address=unix:path=${path}`, '--nofork', '--nopidfile']
      start([...inside, ...asUser(uid), ...daemon])
      await waitUntil('the session bus is there', () => spawnSync('test', ['-S', see(path)]).status === 0)
      return see(path)
    },
    async remove() {
      const gone = [holder, ...children].map((child) =>
        child.exitCode !== null || child.signalCode !== null
          ? undefined
          : new Promise((resolve) => child.once('exit', resolve)),
      )
      for (const child of [...children, holder]) child.kill('SIGKILL')
      await Promise.all(gone)
    },
  }
}
