import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { download } from '@muster/client/index.ts'
import type { Device, DeviceDetails } from '@muster/core/api/devices.ts'
import { describeIssue } from '@muster/core/compliance/describe-check.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { type Command, Option } from 'commander'
import { readText } from '../act/read-identifiers.ts'
import { readItems } from '../client/read-items.ts'
import { exitCodes } from '../failure.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { exampleDevice, examples, readCount, readFilterKeysText } from './shared.ts'

const filterHelp = 'only devices that match; repeated keys and commas mean any of the values'

export async function addDeviceCommands(program: Command, asksForHelp: boolean): Promise<void> {
  const filterKeys = asksForHelp ? await readFilterKeysText() : ''
  const device = program.command('device').description('the devices of the fleet')
  addList(device, filterKeys)
  addShow(device)
  addImport(device)
  addExport(device, filterKeys)
}

function addList(device: Command, filterKeys: string): void {
  device
    .command('list')
    .description('list devices, oldest first')
    .option('--filter <key=value...>', filterHelp)
    .option('--limit <n>', 'at most so many', readCount, 100)
    .addHelpText(
      'after',
      examples(
        'muster device list',
        'muster device list --filter q=laptop-17 # finds its id by its host name',
        'muster device list --filter os=windows,mac --filter online=true --limit 1000',
      ) + filterKeys,
    )
    .action(async (options: { filter?: string[]; limit: number }, command: Command) => {
      const { client, output } = openSession(command)
      const query = await readFilter(options.filter)
      const { items, more } = await readItems(client(), '/api/v1/devices', { query }, options.limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['DEVICE', ({ device_id }) => device_id],
            ['HOST', ({ hostname }) => hostname],
            ['STATUS', ({ status }) => status],
            ['OS', ({ os }) => os],
            ['AGENT', ({ agent_type, agent_version }) => `${agent_type} ${agent_version}`.trim()],
            ['GROUP', ({ group_id }) => group_id],
            ['ONLINE', ({ online }) => (online ? 'yes' : 'no')],
          ],
          'No devices.',
        ),
      )
      if (more) output.note(`There are more than ${options.limit}; see --limit.`)
    })
}

function addShow(device: Command): void {
  device
    .command('show')
    .argument('<device>', 'device id or hardware id')
    .description('show a device')
    .addHelpText('after', examples(`muster device show ${exampleDevice}`, `muster device show ${exampleDevice} --json`))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const found = await client().get('/api/v1/devices/{device_id}', { params: { device_id: id } })
      const {
        inventory,
        identities: _,
        checks: __,
        issues,
        user_identity,
        macs,
        abilities,
        exemption,
        ...fields
      } = found
      const leases = await describeLeases(inventory)
      output.result(found, () =>
        fieldsText({
          ...fields,
          macs: macs.join(' '),
          user_identity: user_identity && describeIdentity(user_identity),
          abilities: abilities === null ? 'never said' : abilities.join(' '),
          exempted: exemption === null ? 'no' : `until ${exemption.until ?? 'it is ended'}`,
          dhcp: leases,
          ...describeIssues(issues),
        }),
      )
    })
}

async function describeLeases(inventory: Readonly<Record<string, unknown>>): Promise<string> {
  if (inventory.network === undefined) return ''
  return (await import('../output/describe-leases.ts')).describeLeases(inventory)
}

/** The filter's schema takes as long to load as all else: only where there is a filter. */
async function readFilter(words: readonly string[] = []): Promise<DeviceFilter> {
  return words.length === 0 ? {} : (await import('../act/read-filter.ts')).readFilter(words)
}

/** A line each: `critical, since …: not encrypted: /`. */
function describeIssues(issues: DeviceDetails['issues']): Record<string, string> {
  return Object.fromEntries(
    issues.map((issue) => {
      const when = issue.counts ? `since ${issue.since}` : `counts from ${issue.counts_from}`
      return [`issue ${issue.check}`, `${issue.severity}, ${when}: ${describeIssue(issue)}`]
    }),
  )
}

/** `name: Ada, site: Lyon`; the history is in the JSON. */
function describeIdentity(identity: NonNullable<Device['user_identity']>): string {
  return Object.entries(identity)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

function addImport(device: Command): void {
  device
    .command('import')
    .argument('<file>', 'JSON or CSV; "-" is the standard input')
    .description('bring in devices that are managed elsewhere')
    .addOption(new Option('--format <format>', 'default: by the name or the first character').choices(['json', 'csv']))
    .option('--partial', 'bring in the rows that are right, and tell about the others')
    .addHelpText(
      'after',
      examples('muster device import fleet.csv', 'muster device import - --format json < fleet.json') +
        '\nA CSV names its columns in the first line: device_id, hwid, hostname, status, os, agent_type, macs, …\n',
    )
    .action(async (file: string, options: { format?: 'json' | 'csv'; partial?: boolean }, command: Command) => {
      const { client, output } = openSession(command)
      const text = readText(file)
      const format = options.format ?? guessFormat(file, text)
      const imported = await client().post('/api/v1/devices/import', {
        query: { partial: options.partial },
        raw: { mediaType: format === 'csv' ? 'text/csv' : 'application/json', content: text },
      })
      const { created, restored, updated, failed, errors } = imported
      output.result(
        imported,
        () => `${created} created, ${restored} restored, ${updated} updated, ${failed} left out\n`,
      )
      for (const { field, message } of errors) output.note(`${field}: ${message}`)
      if (failed > 0) process.exitCode = exitCodes.failed
    })
}

function addExport(device: Command, filterKeys: string): void {
  device
    .command('export')
    .description('write devices as CSV, with the columns of an import')
    .option('--filter <key=value...>', filterHelp)
    .option('-o, --output <file>', 'default: the standard output')
    .addHelpText(
      'after',
      examples('muster device export -o fleet.csv', 'muster device export --filter os=linux') + filterKeys,
    )
    .action(async (options: { filter?: string[]; output?: string }, command: Command) => {
      const query = await readFilter(options.filter)
      const { body } = await download(openSession(command).client(), '/api/v1/devices.csv', { query })
      const target = options.output === undefined ? process.stdout : createWriteStream(options.output)
      await pipeline(Readable.fromWeb(body), target, { end: target !== process.stdout })
    })
}

function guessFormat(file: string, text: string): 'json' | 'csv' {
  if (/\.csv$/i.test(file)) return 'csv'
  return /^\s*[[{]/.test(text.replace(/^\uFEFF/, '')) ? 'json' : 'csv'
}
