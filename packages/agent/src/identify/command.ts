import { Command, type Option } from 'commander'
import { identify } from './identify.ts'

/** `muster-agent identify`. */
export function identifyCommand(stateOption: Option): Command {
  return new Command('identify')
    .description('answer what is asked of this device’s user')
    .addOption(stateOption)
    .option('--link', 'only tell where the page is that asks; whoever has the link may answer, once', false)
    .option('--answer <field=value...>', 'answer without being asked; of several questions, the oldest')
    .option('--json', 'for programs: what is asked, or what became of the answer', false)
    .addHelpText(
      'after',
      `
Examples:
  muster-agent identify
  muster-agent identify --link
  muster-agent identify --json
  muster-agent identify --answer "name=Ada Lovelace" email=ada@example.com

Exit codes: 0 answered, or nothing is asked; 1 the answer does not fit, or something failed; 2 still to be answered,
also where --link or --json only looked.`,
    )
    .action(async (options: { stateDir: string; link: boolean; answer?: string[]; json: boolean }) => {
      process.exitCode = await identify({
        ...options,
        answer: options.answer ?? [],
        terminal: {
          input: process.stdin,
          output: process.stdout,
          isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
        },
        runtimeDirectory: process.env.XDG_RUNTIME_DIR,
      })
    })
}
