import { type MusterClient, waitForAction } from '@muster/client/index.ts'
import type { Action, ActionOrder, Applied, Plan, PlanOrder, Target } from '@muster/core/api/actions.ts'
import { type Command, Option } from 'commander'
import { stoppedText } from '../act/brake-text.ts'
import { canAsk, confirm } from '../act/confirm.ts'
import { allGood, countsText, isGood, noneFailed } from '../act/counts-text.ts'
import { type OrderOptions, readOrder } from '../act/read-order.ts'
import { appliedText, planText, targetsText } from '../act/show-outcomes.ts'
import { waitingText } from '../act/waiting-text.ts'
import { readItems } from '../client/read-items.ts'
import { exitCodes, Failure, usageFailure } from '../failure.ts'
import type { Output } from '../output/output.ts'
import { createProgressLine } from '../output/progress-line.ts'
import { openSession } from '../session.ts'
import {
  exampleDevice,
  examples,
  otherExampleDevice,
  readCount,
  readDuration,
  readFilterKeysText,
  readPercent,
  readPlan,
  readSeconds,
} from './shared.ts'

interface ActOptions extends OrderOptions {
  readonly plan?: boolean
  readonly planned?: NonNullable<ActionOrder['plan']>
  readonly yes?: boolean
  readonly wait: boolean
  readonly timeout?: number
  readonly idempotencyKey?: string
}

export async function addActCommand(program: Command, asksForHelp: boolean): Promise<void> {
  const filterKeys = asksForHelp ? await readFilterKeysText() : ''
  program
    .command('act')
    .argument('<type>', 'what to do, such as fetch_agent_log; "muster action types" lists them')
    .description('do one thing to many devices')
    .option('--ids <id...>', 'device ids or hardware ids, separated by blanks or commas')
    .option('--macs <mac...>', 'MAC addresses, in any spelling')
    .option('--file <file>', 'a file with one identifier a line, or a CSV with --column; "-" is the standard input')
    .option('--column <name>', 'the column of the CSV that holds the identifiers')
    .addOption(new Option('--by <kind>', 'what the file holds').choices(['id', 'mac']))
    .option('--filter <key=value...>', 'devices that match; repeated keys and commas mean any of the values')
    .option('--param <key=value...>', 'a parameter of the action')
    .option(
      '--deliver-within <duration>',
      'how long it may wait for a device, as in 2h; default: by type',
      readDuration,
    )
    .option('--finish-within <duration>', 'how long an agent may take, as in 10m; default: by type', readDuration)
    .option('--supersede', 'older commands of this type for the same devices make way')
    .option('--brake <percent>', 'stop it once so many of a hundred devices that tried have failed', readPercent)
    .option('--brake-sample <n>', 'with --brake: not before so many have tried; default: 10', readCount)
    .option('--plan', 'show what would be done to which device, and do nothing')
    .addOption(
      new Option('--planned <plan>', 'do what --plan showed, word for word as it says, or nothing if that has changed')
        .argParser(readPlan)
        .conflicts('plan'),
    )
    .option('-y, --yes', 'do not ask; needed where there is no terminal, as in a script')
    .option('--no-wait', 'do not wait for the agents')
    .option('--timeout <seconds>', 'wait at most so long for the agents', readSeconds)
    .option('--idempotency-key <key>', 'the same key and request again are carried out once')
    .addHelpText(
      'after',
      examples(
        `muster act fetch_agent_log --ids ${exampleDevice} ${otherExampleDevice}`,
        'muster act fetch_agent_log --filter online=true --yes --json > result.json',
        'muster act exempt --filter group_id=kiosks --filter os=windows,mac --param hours=24 --plan',
        'muster act exempt --filter group_id=kiosks --param hours=24 --planned 0192…:9f3a…',
        'cut -d, -f1 list.csv | muster act assign_to_group --file - --param group_id=kiosks --yes',
        'muster act dhcprenew --file fleet.csv --column mac --by mac --timeout 60 --yes',
        'muster act scan_threats --filter os=linux --brake 20 --brake-sample 25 --yes',
        'muster act unexempt --filter all=true',
      ) +
        filterKeys +
        '\nExit code: 0 all succeeded or were so already, 1 some did not, 2 wrong usage, 3 no access to the server, 4 still running\n',
    )
    .action(async (type: string, options: ActOptions, command: Command) => {
      const { client, output } = openSession(command)
      const order = await readOrder(type, options, output.note)
      if (options.plan) return showPlan(client(), output, order)
      if (!options.yes && !options.planned && !canAsk()) {
        throw usageFailure('Nobody can be asked here: add --yes, or look first with --plan.')
      }
      const applied = await planAndApply(client(), output, order, options)
      if (applied !== undefined) await follow(client(), output, applied, options)
    })
}

async function showPlan(client: MusterClient, output: Output, order: PlanOrder): Promise<void> {
  const plan = await client.post('/api/v1/actions/plan', { body: order })
  await failOnNoDevices(client, order, plan)
  output.result(plan, () => planText(plan))
}

async function planAndApply(
  client: MusterClient,
  output: Output,
  order: PlanOrder,
  { yes, planned, idempotencyKey }: ActOptions,
): Promise<Applied | undefined> {
  if (planned) {
    return client.post('/api/v1/actions', { body: { ...order, plan: planned }, idempotencyKey })
  }
  // A key of the caller's own may stand for a request that was carried out: a new plan would make it another one.
  if (idempotencyKey !== undefined && yes) {
    return client.post('/api/v1/actions', { body: order, idempotencyKey })
  }
  const query = { targets: false }
  const plan = await client.post('/api/v1/actions/plan', { query, body: order })
  await failOnNoDevices(client, order, plan)
  const count = (plan.counts.succeeded ?? 0) + (plan.counts.queued ?? 0)
  if (!yes && count > 0) {
    const { succeeded: _, queued: __, ...others } = plan.counts
    const besides = Object.keys(others).length === 0 ? '' : `; not on the others: ${countsText(others)}`
    output.note(`${order.type} applies to ${count}${besides}`)
    if (!(await confirm(`Do it to ${count} ${count === 1 ? 'device' : 'devices'}?`))) {
      process.exitCode = exitCodes.failed
      output.note('Nothing was done.')
      return undefined
    }
  }
  const body = idempotencyKey === undefined ? { ...order, plan: { action_id: plan.action_id, root: plan.root } } : order
  return client.post('/api/v1/actions', { body, idempotencyKey })
}

async function failOnNoDevices(client: MusterClient, { devices }: PlanOrder, { counts }: Plan): Promise<void> {
  if (devices.filter === undefined || Object.keys(counts).length > 0) return
  const groups = devices.filter.group_id ?? []
  const known = groups.length === 0 ? [] : (await readItems(client, '/api/v1/groups', {})).items
  const unknown = groups.filter((id) => known.every(({ group_id }) => group_id !== id))
  const why = unknown.map((id) => ` There is no group "${id}"; see: muster group list.`)
  throw new Failure(exitCodes.failed, `No devices match the filter.${why.join('')}`)
}

async function follow(
  client: MusterClient,
  output: Output,
  applied: Applied,
  { wait, timeout }: ActOptions,
): Promise<void> {
  if (applied.superseded !== undefined) output.note(supersededText(applied.superseded))
  if (!wait) {
    process.exitCode = noneFailed(applied.counts) ? exitCodes.ok : exitCodes.failed
    output.result(applied, () =>
      appliedText(
        applied,
        applied.targets.filter(({ state }) => isRefused(state) || state === 'no_op'),
      ),
    )
    return
  }
  const stopListening = tellOnInterrupt(applied.action_id, output)
  const progress = createProgressLine(process.stderr, output.json)
  const action = await waitForAction(client, applied.action_id, {
    timeoutSeconds: timeout,
    onProgress: ({ counts }) => progress.show(countsText(counts)),
  }).finally(() => progress.done())
  stopListening()
  const params = { action_id: action.action_id }
  const targets = (await readItems(client, '/api/v1/actions/{action_id}/targets', { params })).items
  output.result({ ...action, targets }, () => endText(action, targets))
  if (action.state === 'waiting') {
    process.exitCode = exitCodes.stillRunning
    output.note(howToGoOn(action.action_id))
  } else process.exitCode = allGood(action.counts) ? exitCodes.ok : exitCodes.failed
}

function supersededText({ closed, asked_to_stop }: NonNullable<Applied['superseded']>): string {
  return `Of older commands, ${closed} made way and ${asked_to_stop} were asked to stop.`
}

function endText(action: Action, targets: readonly Target[]): string {
  const anyBad = targets.some(({ state }) => !isGood(state))
  const shown = targets.filter(
    ({ state, command_id }) => state === 'no_op' || (anyBad ? !isGood(state) : command_id !== null),
  )
  const table = shown.length === 0 ? '' : targetsText(shown)
  return `${table}Action ${action.action_id}: ${countsText(action.counts)}\n${stoppedText(action)}${waitingText(targets)}`
}

function isRefused(state: string): boolean {
  return !noneFailed({ [state]: 1 })
}

/** Ctrl-C ends the watching, not the action. */
function tellOnInterrupt(actionId: string, output: Output): () => void {
  const onInterrupt = () => {
    output.note(`\n${howToGoOn(actionId)}`)
    process.exit(exitCodes.interrupted)
  }
  process.once('SIGINT', onInterrupt)
  return () => process.off('SIGINT', onInterrupt)
}

function howToGoOn(actionId: string): string {
  return `The action goes on. Look at it with: muster action show ${actionId}\nStop it with: muster action cancel ${actionId}`
}
