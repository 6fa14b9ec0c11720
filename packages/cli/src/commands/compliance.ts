import type { MusterClient } from '@muster/client/index.ts'
import type { CompliancePolicy, CurrentCompliancePolicy, PolicyCheck } from '@muster/core/api/compliance.ts'
import { type CheckName, checkNames } from '@muster/core/compliance/check-name.ts'
import { Argument, type Command } from 'commander'
import { usageFailure } from '../failure.ts'
import { type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readDuration } from './shared.ts'

interface SetOptions {
  readonly group?: string
  readonly critical?: boolean
  readonly warning?: boolean
  readonly off?: boolean
  readonly grace?: number
  readonly names?: string
}

const groupHelp = 'of this group; default: of the account, for groups without a policy of their own'

export function addComplianceCommands(program: Command): void {
  const compliance = program.command('compliance').description('which checks of devices count, and how severely')
  compliance
    .command('show')
    .description('show the policy')
    .option('--group <group-id>', groupHelp)
    .addHelpText('after', examples('muster compliance show', 'muster compliance show --group kiosks'))
    .action(async ({ group }: { group?: string }, command: Command) => {
      const { client, output } = openSession(command)
      showPolicy(output, await readPolicy(client(), group))
    })
  compliance
    .command('set')
    .addArgument(new Argument('<check>').choices(checkNames))
    .description('say how a check counts; the others stay as they are')
    .option('--group <group-id>', groupHelp)
    .option('--critical', 'a device that fails it has a critical issue')
    .option('--warning', 'a device that fails it has a warning')
    .option('--off', 'it does not count')
    .option('--grace <duration>', 'how long it may fail before it counts, as in 7d', readDuration)
    .option('--names <names>', 'of unwanted_software: packages, separated by commas')
    .addHelpText(
      'after',
      examples(
        'muster compliance set disk_encryption --critical --grace 7d',
        'muster compliance set unwanted_software --warning --names telnetd,xmrig --group kiosks',
        'muster compliance set screen_lock --off',
      ),
    )
    .action(async (check: CheckName, options: SetOptions, command: Command) => {
      const own = toCheck(check, options)
      const { client, output } = openSession(command)
      const { checks } = await readPolicy(client(), options.group)
      const others = checks.filter((one) => one.check !== check)
      const body: CompliancePolicy = { checks: own === undefined ? others : [...others, own] }
      showPolicy(output, await writePolicy(client(), options.group, body))
    })
  compliance
    .command('inherit')
    .argument('<group-id>')
    .description('take a group’s own policy away: the account’s holds again')
    .addHelpText('after', examples('muster compliance inherit kiosks'))
    .action(async (group: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      showPolicy(output, await client().delete(groupPath, { params: { group_id: group } }))
    })
}

const accountPath = '/api/v1/compliance-policy'
const groupPath = '/api/v1/groups/{group_id}/compliance-policy'

function readPolicy(client: MusterClient, group: string | undefined): Promise<CurrentCompliancePolicy> {
  return group === undefined ? client.get(accountPath) : client.get(groupPath, { params: { group_id: group } })
}

function writePolicy(client: MusterClient, group: string | undefined, body: CompliancePolicy) {
  if (group === undefined) return client.put(accountPath, { body })
  return client.put(groupPath, { params: { group_id: group }, body })
}

/** Undefined: it does not count. */
function toCheck(check: CheckName, { critical, warning, off, grace, names }: SetOptions): PolicyCheck | undefined {
  if ([critical, warning, off].filter(Boolean).length !== 1) {
    throw usageFailure('Say how it counts: --critical, --warning or --off.')
  }
  if (off) return undefined
  return {
    check,
    severity: critical ? 'critical' : 'warning',
    ...(grace !== undefined && { grace_seconds: grace }),
    ...(names !== undefined && {
      names: names
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    }),
  }
}

function showPolicy(output: Output, policy: CurrentCompliancePolicy): void {
  output.result(policy, () => {
    const table = tableText(
      policy.checks,
      [
        ['CHECK', ({ check }) => check],
        ['SEVERITY', ({ severity }) => severity],
        ['GRACE', ({ grace_seconds = 0 }) => (grace_seconds === 0 ? 'none' : `${grace_seconds} s`)],
        ['NAMES', ({ names }) => names?.join(' ') ?? ''],
      ],
      'No check counts.',
    )
    return policy.inherited ? `${table}It is the account’s.\n` : table
  })
}
