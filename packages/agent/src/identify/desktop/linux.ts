import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { escapeHtml } from '../escape-html.ts'
import type { OpenQuestion } from '../open-questions.ts'
import type { Notice, Shown } from './notice.ts'
import { runQuietly } from './run-quietly.ts'

/** A user with a session bus; the directory is that user's alone. */
interface Desktop {
  readonly uid: number
  readonly gid: number
  readonly directory: string
}

const runtimeRoot = '/run/user'

/** Below a user's runtime directory. */
export const handedOverDirectory = 'muster-agent'

/**
 * Shows it to each user with a session bus, by `notify-send`, and hands the link over in two files of that user's: a
 * page that leads to it, named in the notification, and a note that `muster-agent identify` finds. All of it is done as
 * that user, so that nothing that lies in the way of the path can lead the agent astray.
 */
export async function showOnLinux(notice: Notice, root: string = runtimeRoot): Promise<Shown> {
  const shown: Desktop[] = []
  for (const desktop of findDesktops(root)) if (await showTo(desktop, notice)) shown.push(desktop)
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
  const body = `${escapeHtml(text)}\nOpen file://${escapeHtml(page)} in your browser, or type: muster-agent identify`
  const told = await runAs(desktop, 'notify-send', ['--app-name=Muster', '--icon=dialog-question', '--', title, body])
  if (!told) await takeBack(desktop, open)
  return told
}

/** The name of a command is letters, digits, `-` and `_`. */
function pathOf({ directory }: Desktop, { command_id }: OpenQuestion): string {
  return join(directory, handedOverDirectory, command_id)
}

/** A page that leads on: the notification can name it without telling the link to who lists processes. */
function leadTo(link: string): string {
  const href = escapeHtml(link)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${href}"><title>Who uses this device?</title>
<p><a href="${href}">Answer here</a></p></html>
`
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

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function isSocket(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false
  } catch {
    return false
  }
}
