import type { CurrentRetention, Retention } from '@muster/core/api/retention.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { usageFailure } from '../failure.ts'
import { type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples } from './shared.ts'

type Days = number | 'forever'

interface SetOptions {
  readonly unseenDevices?: Days
  readonly then?: 'archive' | 'remove'
  readonly deletedDevices?: Days
  readonly logs?: Days
  readonly actions?: Days
  readonly reports?: Days
  readonly findings?: Days
}

const path = '/api/v1/retention'

export function addRetentionCommands(program: Command): void {
  const retention = program.command('retention').description('what is kept for how long')
  retention
    .command('show')
    .description('show what is kept for how long, and what went by that')
    .addHelpText('after', examples('muster retention show'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      showRetention(output, await client().get(path))
    })
  retention
    .command('set')
    .description('say what is kept for how long; what is not named stays as it is')
    .option('--unseen-devices <days>', 'devices whose agents have not been heard of for so long', readDays)
    .option('--then <what>', 'what becomes of their records: archive or remove', readThen)
    .option('--deleted-devices <days>', 'what is left of devices after their deletion; goes with --actions', readDays)
    .option('--logs <days>', 'what happened to devices other than by actions', readDays)
    .option('--actions <days>', 'actions that ended, with their targets', readDays)
    .option('--reports <days>', 'what commands brought back', readDays)
    .option('--findings <days>', 'threats that no scan has found again', readDays)
    .addHelpText(
      'after',
      `${examples(
        'muster retention set --logs 400d --reports 30d',
        'muster retention set --unseen-devices 180d --then archive',
        'muster retention set --reports forever',
      )}\nWhat is gone does not come back. The audit log is kept for ever.\n`,
    )
    .action(async (options: SetOptions, command: Command) => {
      const { client, output } = openSession(command)
      const { changed_at, changed_by, runs, ...present } = await client().get(path)
      const body = change(present, options)
      showRetention(output, await client().put(path, { body }))
    })
}

function change(present: Retention, options: SetOptions): Retention {
  const { unseenDevices, then, deletedDevices, logs, actions, reports, findings } = options
  const said = {
    deleted_devices_days: deletedDevices,
    logs_days: logs,
    actions_days: actions,
    reports_days: reports,
    findings_days: findings,
  }
  const given = Object.entries(said).filter(([, days]) => days !== undefined)
  if (given.length === 0 && unseenDevices === undefined && then === undefined) {
    throw usageFailure('Say what to keep for how long, as in --logs 400d.')
  }
  const changed: Record<string, unknown> = { ...present, ...Object.fromEntries(given) }
  if (unseenDevices !== undefined || then !== undefined) {
    const days = unseenDevices === undefined ? present.unseen_devices?.days : unseenDevices
    const record = then ?? present.unseen_devices?.record
    if (days === undefined || (days !== 'forever' && record === undefined)) {
      throw usageFailure('--unseen-devices and --then go together: after how many days, and what then.')
    }
    Object.assign(changed, { unseen_devices: days === 'forever' ? days : { days, record } })
  }
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== 'forever')) as Retention
}

function readDays(text: string): Days {
  if (text === 'forever') return text
  const [, days] = /^([1-9]\d{0,4})d?$/.exec(text) ?? []
  if (days === undefined) throw new InvalidArgumentError('Write it as days, such as 90d, or forever.')
  return Number(days)
}

function readThen(text: string): 'archive' | 'remove' {
  if (text !== 'archive' && text !== 'remove') throw new InvalidArgumentError('It is archive or remove.')
  return text
}

function showRetention(output: Output, current: CurrentRetention): void {
  const { unseen_devices, deleted_devices_days, logs_days, actions_days, reports_days, findings_days, runs } = current
  const rows = [
    ['unseen_devices', unseen_devices?.days, unseen_devices?.record],
    ['deleted_devices', deleted_devices_days],
    ['logs', logs_days],
    ['actions', actions_days],
    ['reports', reports_days],
    ['findings', findings_days],
  ] as const
  output.result(current, () =>
    tableText(
      rows.map(([kind, days, then]) => ({ kind, days, then, run: runs.find((run) => run.kind === kind) })),
      [
        ['KIND', ({ kind }) => kind],
        ['KEPT', ({ days }) => (days === undefined ? 'for ever' : `${days} days`)],
        ['THEN', ({ days, then }) => (days === undefined ? '' : (then ?? 'remove'))],
        ['LAST RUN', ({ run }) => run?.last_run_at],
        ['REMOVED', ({ run }) => run?.removed],
        ['EVER', ({ run }) => run?.removed_ever],
      ],
      '',
    ),
  )
}
