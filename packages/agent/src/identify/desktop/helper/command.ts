import { Command } from 'commander'
import { serveHelper } from './serve-helper.ts'

const idleMilliseconds = 30_000

/** `muster-agent notify`. */
export function notifyCommand(): Command {
  return new Command('notify')
    .description('show the user of this session what the device’s agent asks; the package’s user unit starts it')
    .addHelpText('after', '\nRuns in a user’s session, as that user. It takes no part in what the agent does.')
    .action(async () => {
      const runtimeDirectory = process.env.XDG_RUNTIME_DIR
      if (!runtimeDirectory || process.platform !== 'linux') {
        throw new Error('This runs in a user’s session on Linux: there is no XDG_RUNTIME_DIR.')
      }
      const activated = isActivated() ? { fd: 3, idleMilliseconds } : undefined
      const helper = await serveHelper({ runtimeDirectory, activated })
      if (helper === undefined) {
        process.stdout.write('Another helper of this user listens already.\n')
        return
      }
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => helper.close())
    })
}

/** As sd_listen_fds(3) has it. */
function isActivated(): boolean {
  return process.env.LISTEN_PID === String(process.pid) && process.env.LISTEN_FDS === '1'
}
