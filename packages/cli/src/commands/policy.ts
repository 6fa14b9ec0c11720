import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
import type { AgentPolicy, CurrentAgentPolicy } from '@muster/core/api/agent-policy.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { usageFailure } from '../failure.ts'
import { type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readDuration } from './shared.ts'

interface SetOptions {
  readonly battery?: number
  readonly metered?: boolean
  readonly quiet?: { readonly from: string; readonly to: string }
  readonly retryAfter?: number
  readonly never?: boolean
}

const path = '/api/v1/agent-policy'

export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('when devices put commands off')
  policy
    .command('show')
    .description('show the rule of each action type')
    .addHelpText('after', examples('muster policy show', 'muster policy show --json'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      showPolicy(output, await client().get(path))
    })
  policy
    .command('set')
    .argument('<type>', 'an action type that agents carry out, such as scan_threats')
    .description('say when devices put commands of a type off; takes the place of its whole rule')
    .option('--battery <percent>', 'while on battery with this charge or less; 100: whenever on battery', readPercent)
    .option('--metered', 'while the connection is metered')
    .option('--quiet <from-to>', 'between these times, by the device’s own clock, as in 08:00-18:00', readQuiet)
    .option(
      '--retry-after <duration>',
      'how long until the device looks again, as in 30m; default: 15m; a quiet time is waited out first',
      readDuration,
    )
    .option('--never', 'do not put it off any more')
    .addHelpText(
      'after',
      `${examples(
        'muster policy set scan_threats --battery 50 --metered --quiet 08:00-18:00 --retry-after 30m',
        'muster policy set scan_threats --never',
      )}\nActions that were asked for before keep the rule that they were signed with.\n`,
    )
    .action(async (type: string, options: SetOptions, command: Command) => {
      const rule = toRule(options)
      const { client, output } = openSession(command)
      const { defer } = await client().get(path)
      const { [type]: _, ...others } = defer
      const body: AgentPolicy = { defer: rule === undefined ? others : { ...others, [type]: rule } }
      showPolicy(output, await client().put(path, { body }))
    })
}

/** Undefined: never put off. */
function toRule({ battery, metered, quiet, retryAfter, never }: SetOptions): DeferRule | undefined {
  const rule: DeferRule = {
    ...(battery !== undefined && { battery_percent: battery }),
    ...(metered && { metered }),
    ...(quiet && { quiet }),
    ...(retryAfter !== undefined && { retry_after_seconds: retryAfter }),
  }
  const reasons = battery !== undefined || metered || quiet !== undefined
  if (never ? Object.keys(rule).length > 0 : !reasons) {
    throw usageFailure('Say when to put it off: --battery, --metered or --quiet; or --never, alone.')
  }
  if (retryAfter !== undefined && battery === undefined && !metered) {
    throw usageFailure(
      '--retry-after goes with --battery or --metered: a quiet time is over when it ends, and looked at then.',
    )
  }
  return never ? undefined : rule
}

function showPolicy(output: Output, policy: CurrentAgentPolicy): void {
  const { defer, changed_at, changed_by } = policy
  output.result(policy, () => {
    const table = tableText(
      Object.entries(defer).toSorted(),
      [
        ['TYPE', ([type]) => type],
        ['PUT OFF WHILE', ([, rule]) => ruleText(rule)],
        ['LOOKS AGAIN', ([, rule]) => againText(rule)],
      ],
      'Nothing is put off.',
    )
    return changed_at === null ? table : `${table}Changed ${changed_at} by ${changed_by}\n`
  })
}

/** The end of a quiet time is known: to look before it would be in vain. */
function againText({ battery_percent, metered, quiet, retry_after_seconds = 900 }: DeferRule): string {
  const after = battery_percent !== undefined || metered ? [`after ${retry_after_seconds} s`] : []
  return [...after, ...(quiet === undefined ? [] : [`at ${quiet.to}`])].join('; in quiet time ')
}

function ruleText({ battery_percent, metered, quiet }: DeferRule): string {
  return [
    battery_percent === undefined
      ? []
      : battery_percent === 100
        ? 'on battery'
        : `on battery up to ${battery_percent} %`,
    metered ? 'metered' : [],
    quiet === undefined ? [] : `${quiet.from}-${quiet.to}`,
  ]
    .flat()
    .join(', ')
}

function readPercent(text: string): number {
  const percent = Number(text)
  if (!/^\d{1,3}$/.test(text) || percent < 1 || percent > 100) throw new InvalidArgumentError('It must be 1 to 100.')
  return percent
}

function readQuiet(text: string): { from: string; to: string } {
  const [, from, to] = /^([01]\d:[0-5]\d|2[0-3]:[0-5]\d)-([01]\d:[0-5]\d|2[0-3]:[0-5]\d)$/.exec(text) ?? []
  if (from === undefined || to === undefined) throw new InvalidArgumentError('Write it as 08:00-18:00.')
  return { from, to }
}
