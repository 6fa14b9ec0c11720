import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { handedOverDirectory, type OpenQuestion } from '../open-questions.ts'
import { bodyOf, leadTo } from './lead-page.ts'
import type { Notice, Shown } from './notice.ts'
import { runQuietly } from './run-quietly.ts'

/** A user with a session bus; the directory is that user's alone. */
interface Desktop {
  readonly uid: number
  readonly gid: number
  readonly directory: string
}

export const runtimeRoot = '/run/user'

/**
 * Shows it to each user with a session bus, by `notify-send`: what an agent can that runs as that user, or as root
 * without a hardened unit. Hands the link over in two files of that user's: a
 * page that leads to it, named in the notification, and a note that `muster-agent identify` finds. All of it is done as
 * that user, so that nothing that lies in the way of the path can lead the agent astray.
 */
export async function showByNotifySend(
  notice: Notice,
  { root = runtimeRoot, except = [] }: { root?: string; except?: readonly number[] } = {},
): Promise<Shown> {
  const shown: Desktop[] = []
  const desktops = findDesktops(root).filter(({ uid }) => !except.includes(uid))
  for (const desktop of desktops) if (await showTo(desktop, notice)) shown.push(desktop)
  return {
    to: shown.map(({ uid }) => `uid ${uid}`),
    async withdraw() {
      await Promise.all(shown.map((desktop) => takeBack(desktop, notice.open)))
    },
  }
}

/** Root sees them all, anybody else only one's own. */
export function findDesktops(root: string): Desktop[] {
  const own = process.getuid?.() ?? 0
  return namesIn(root)
    .filter((name) => /^\d{1,10}$/.test(name) && (own === 0 || Number(name) === own))
    .flatMap((name) => {
      const directory = join(root, name)
      const { uid, gid } = statSync(directory, { throwIfNoEntry: false }) ?? {}
      if (uid !== Number(name) || gid === undefined || !isSocket(join(directory, 'bus'))) return []
      return [{ uid, gid, directory }]
    })
}

async function showTo(desktop: Desktop, { title, text, open }: Notice): Promise<boolean> {
  const page = `${pathOf(desktop, open)}.html`
  const handedOver =
    (await writeAs(desktop, page, leadTo(open.link))) &&
    (await writeAs(desktop, `${pathOf(desktop, open)}.json`, JSON.stringify(open)))
  if (!handedOver) return false
  const words = ['--app-name=Muster', '--icon=dialog-question', '--', title, bodyOf(text, page)]
  const told = await runAs(desktop, 'notify-send', words)
  if (!told) await takeBack(desktop, open)
  return told
}

/** The name of a command is letters, digits, `-` and `_`. */
function pathOf({ directory }: Desktop, { command_id }: OpenQuestion): string {
  return join(directory, handedOverDirectory, command_id)
}

const writing = 'umask 077 && mkdir -p -- "$(dirname -- "$1")" && cat > "$1.new" && mv -f -- "$1.new" "$1"'

function writeAs(desktop: Desktop, path: string, content: string): Promise<boolean> {
  return runAs(desktop, '/bin/sh', ['-c', writing, 'sh', path], content)
}

async function takeBack(desktop: Desktop, open: OpenQuestion): Promise<void> {
  const path = pathOf(desktop, open)
  await runAs(desktop, '/bin/rm', ['-f', '--', `${path}.html`, `${path}.json`])
}

function runAs({ uid, gid, directory }: Desktop, program: string, args: string[], input?: string): Promise<boolean> {
  return runQuietly(program, args, {
    ...(input !== undefined && { input }),
    as: process.getuid?.() === uid ? undefined : { uid, gid },
    env: {
      PATH: process.env.PATH,
      XDG_RUNTIME_DIR: directory,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(directory, 'bus')}`,
    },
  })
}

export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

export function isSocket(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false
  } catch {
    return false
  }
}
