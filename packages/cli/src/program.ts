import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addActCommand } from './commands/act.ts'
import { addActionCommands } from './commands/action.ts'
import { addAgentReleaseCommands } from './commands/agent-release.ts'
import { addAppCommands } from './commands/app.ts'
import { addAuditCommands } from './commands/audit.ts'
import { addComplianceCommands } from './commands/compliance.ts'
import { addDeviceCommands } from './commands/device.ts'
import { addDuplicateCommands } from './commands/duplicate.ts'
import { addEnrolTokenCommands } from './commands/enrol-token.ts'
import { addFindingCommands } from './commands/finding.ts'
import { addGroupCommands } from './commands/group.ts'
import { addIdentityFieldCommands } from './commands/identity-field.ts'
import { addPatchCommands } from './commands/patch.ts'
import { addPolicyCommands } from './commands/policy.ts'
import { addReportCommands } from './commands/report.ts'
import { addRetentionCommands } from './commands/retention.ts'
import { addServeCommand } from './commands/serve.ts'
import { exampleDevice, examples } from './commands/shared.ts'
import { addWebhookCommands } from './commands/webhook.ts'
import { defaultServer } from './session.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Every command there is. */
export function createProgram(): Command {
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
  for (const add of commands) add(program)
  return program
}

const commands = [
  addServeCommand,
  addActCommand,
  addActionCommands,
  addReportCommands,
  addDeviceCommands,
  addDuplicateCommands,
  addFindingCommands,
  addPatchCommands,
  addGroupCommands,
  addIdentityFieldCommands,
  addPolicyCommands,
  addComplianceCommands,
  addEnrolTokenCommands,
  addAgentReleaseCommands,
  addAppCommands,
  addWebhookCommands,
  addRetentionCommands,
  addAuditCommands,
]
