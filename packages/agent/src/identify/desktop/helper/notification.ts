import { runProgram } from '../../../dhcp/run-program.ts'

const service = 'org.freedesktop.Notifications'
const path = '/org/freedesktop/Notifications'

/**
 * Has the user's desktop show a notification until it is taken back; undefined where no desktop shows any. By `busctl`,
 * which comes with systemd. Whoever lists processes sees the words: no link is among them.
 */
export async function showNotification(
  title: string,
  body: string,
): Promise<{ takeBack(): Promise<void> } | undefined> {
  // Nothing to replace, no actions, no hints, for as long as the question stands.
  const words = ['susssasa{sv}i', 'Muster', '0', 'dialog-question', title, body, '0', '0', '0']
  const output = await call('Notify', words)
  const id = /^\{"type":"u","data":\[(\d+)\]\}/.exec(output ?? '')?.[1]
  if (id === undefined) return undefined
  return { takeBack: async () => void (await call('CloseNotification', ['u', id])) }
}

async function call(method: string, words: readonly string[]): Promise<string | undefined> {
  const args = ['--user', '--json=short', 'call', '--', service, path, service, method, ...words]
  try {
    const { code, output } = await runProgram('busctl', args)
    return code === 0 ? output : undefined
  } catch {
    return undefined
  }
}
