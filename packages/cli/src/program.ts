import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { commands } from './commands/index.ts'
import { exampleDevice, examples } from './commands/shared.ts'
import { defaultServer } from './session.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Every command there is; of words that name one, only that one: to load the others takes longer than most work. */
export async function createProgram(words: readonly string[] = []): Promise<Command> {
  const program = new Command('muster')
    .description('One action on many managed devices, and the truth about what happened on each of them.')
    .version(version, '-V, --version')
    .option('--server <url>', `the server (MUSTER_URL, else MUSTER_HOST and MUSTER_PORT, default ${defaultServer})`)
    .option(
      '--token <token>',
      "an access token (MUSTER_TOKEN, default: the operator's, in the server's data directory)",
    )
    .option('--ca <file>', 'trust the certificate authority in this PEM file as well')
    .option('--json', 'answer in JSON, and with nothing else')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText(
      'after',
      examples(
        'muster serve',
        'muster enrol-token create',
        'muster device list --filter online=true',
        `muster act fetch_agent_log --ids ${exampleDevice}`,
        'muster audit export -o audit.jsonl && muster audit verify audit.jsonl',
      ),
    )
    .showHelpAfterError('(see --help)')
    .exitOverride()
  const chosen = findCommand(words)
  const asksForHelp = chosen === undefined || words.some((word) => ['-h', '--help', 'help'].includes(word))
  for (const name of chosen === undefined ? Object.keys(commands) : [chosen]) {
    await (await commands[name]!())(program, asksForHelp)
  }
  return program
}

/** The first word that is no option; none where an option before it asks about the program itself. */
function findCommand(words: readonly string[]): string | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!
    if (['--server', '--token', '--ca'].includes(word)) index += 1
    else if (!word.startsWith('-')) return Object.hasOwn(commands, word) ? word : undefined
    else if (word !== '--json' && !/^--(server|token|ca)=/.test(word)) return undefined
  }
  return undefined
}
