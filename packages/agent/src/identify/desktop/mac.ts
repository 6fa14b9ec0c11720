import { statSync } from 'node:fs'
import { type Notice, nothingShown, type Shown } from './notice.ts'
import { runQuietly } from './run-quietly.ts'

const dialogSeconds = 3600

/**
 * A dialog of the user at the console, with a button that opens the link; the script comes by its standard input, where
 * nobody else sees it. Written by Apple's manual pages and not tried on a Mac.
 */
export async function showOnMac({ title, text, open }: Notice): Promise<Shown> {
  const console = statSync('/dev/console', { throwIfNoEntry: false })
  if (console === undefined || console.uid === 0) return nothingShown
  const own = process.getuid?.() === console.uid
  const program = own ? 'osascript' : 'launchctl'
  const args = own ? ['-'] : ['asuser', String(console.uid), 'sudo', '-u', `#${console.uid}`, 'osascript', '-']
  const script = `set reply to display dialog ${quote(text)} with title ${quote(title)} \
buttons {"Later", "Answer"} default button "Answer" giving up after ${dialogSeconds}
if button returned of reply is "Answer" then open location ${quote(open.link)}
`
  // It ends when the dialog does: nobody waits for that.
  void runQuietly(program, args, { input: script, timeoutMilliseconds: (dialogSeconds + 60) * 1000 })
  return { to: [`uid ${console.uid}`], withdraw: async () => undefined }
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
