import { askProgram } from '../../../dhcp/run-program.ts'

const graphical = ['x11', 'wayland', 'mir']

/**
 * The users whose graphical session is in front of somebody now, by logind: those on a seat; where no seat has one, those
 * in remote desktops. Nobody who is only logged in elsewhere, and nobody at all where there is no logind to ask.
 */
export async function whoIsAtTheDesk(): Promise<number[]> {
  const listed = await askProgram('loginctl', ['--no-legend', '--no-pager', 'list-sessions'])
  const ids = listed.split('\n').flatMap((line) => /^\s*([A-Za-z0-9]+)\s/.exec(line)?.[1] ?? [])
  if (ids.length === 0) return []
  const wanted = ['User', 'Type', 'Class', 'Active', 'Seat'].map((name) => `--property=${name}`)
  return readSessions(await askProgram('loginctl', ['show-session', ...wanted, ...ids]))
}

/** What `loginctl show-session` says: `Name=value` lines, an empty line between sessions. */
export function readSessions(shown: string): number[] {
  const present = shown
    .split('\n\n')
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split('=', 2) as [string, string])))
    .filter(({ Type, Class, Active }) => graphical.includes(Type ?? '') && Class === 'user' && Active === 'yes')
  const seated = present.filter(({ Seat }) => Seat)
  return [...new Set((seated.length > 0 ? seated : present).map(({ User }) => Number(User)))]
}
