import { createInterface } from 'node:readline/promises'
import type { Command, Option } from 'commander'
import { install } from './install.ts'
import { uninstall } from './uninstall.ts'

/** `install` and `uninstall`: for who did not take a package of the system's own. */
export function addServiceCommands(program: Command, stateOption: () => Option): void {
  program
    .command('install')
    .description('have this system’s service manager (systemd, launchd, Task Scheduler) keep the agent running')
    .addOption(stateOption())
    .option('--program <file>', 'where to put the program; default: where the system has such programs')
    .option('--no-start', 'write what starts it with the system, and do not start it now')
    .action((options: { stateDir: string; program?: string; start: boolean }) => {
      const { program: path, manager } = install(options)
      process.stdout.write(`Installed as ${path}; ${manager} keeps it running once the device is enrolled.\n`)
    })

  program
    .command('uninstall')
    .description('undo "install": stop the agent, tell the server, remove program and service')
    .addOption(stateOption())
    .option('--purge', 'remove the device’s key, journal and logs as well', false)
    .option('--yes', 'do not ask', false)
    .action(async (options: { stateDir: string; purge: boolean; yes: boolean }) => {
      if (!options.yes && !(await confirm())) throw new Error('Nothing was done.')
      for (const sentence of await uninstall(options)) process.stdout.write(`${sentence}\n`)
    })
}

async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('There is nobody to ask. To uninstall without asking, add --yes.')
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await lines.question('End this device’s enrolment and remove its agent? [y/N] ')).trim())
  } finally {
    lines.close()
  }
}
