import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Download, download } from '@muster/client/index.ts'
import type { Command } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { exampleDevice, examples, readCount } from './shared.ts'

interface ListOptions {
  readonly device?: string
  readonly search?: string
  readonly source?: string
  readonly security?: boolean
  readonly limit: number
  readonly csv?: boolean
}

const sourceHelp = 'only what this knew of: windows_update, softwareupdate, apt, dnf'
const csvHelp = 'write all of it as CSV, safe to open in a spreadsheet'

export function addPatchCommands(program: Command): void {
  const patch = program.command('patch').alias('patches').description('updates of operating systems that devices lack')
  addList(patch)
  addDevices(patch)
}

function addList(patch: Command): void {
  patch
    .command('list')
    .description('list missing updates by id, with how many devices lack them; or those that one device lacks')
    .option('--device <device>', 'what this device lacks: device id or hardware id')
    .option('--search <text>', 'only with this somewhere in id or title, in any case')
    .option('--source <source>', sourceHelp)
    .option('--security', 'only security updates')
    .option('--limit <n>', 'at most so many', readCount, 100)
    .option('--csv', csvHelp)
    .addHelpText(
      'after',
      examples(
        'muster patch list --security',
        `muster patch list --device ${exampleDevice}`,
        'muster patch list --csv > missing.csv',
      ),
    )
    .action(async ({ device, ...options }: ListOptions, command: Command) => {
      if (device !== undefined) return listOfDevice(device, options, command)
      const { client, output } = openSession(command)
      const { search, source, security, limit, csv } = options
      const query = { q: search, source, security }
      if (csv) return write(await download(client(), '/api/v1/patches.csv', { query }), output)
      const { items, more } = await readItems(client(), '/api/v1/patches', { query }, limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['PATCH', ({ patch_id }) => patch_id],
            ['DEVICES', ({ devices }) => devices],
            ['SECURITY', (item) => (item.security ? 'yes' : 'no')],
            ['SOURCE', (item) => item.source],
            ['MISSING SINCE', ({ missing_since }) => missing_since],
            ['TITLE', ({ title }) => title],
          ],
          'No device lacks an update.',
        ),
      )
      if (more) output.note(`There are more than ${limit}; see --limit.`)
    })
}

async function listOfDevice(device: string, options: Omit<ListOptions, 'device'>, command: Command): Promise<void> {
  const { search, source, security, limit, csv } = options
  if (search !== undefined || source !== undefined || security !== undefined) {
    throw usageFailure('--device lists all that the device lacks; leave --search, --source and --security out.')
  }
  const { client, output } = openSession(command)
  const request = { params: { device_id: device } }
  if (csv) return write(await download(client(), '/api/v1/devices/{device_id}/patches.csv', request), output)
  const { items, more } = await readItems(client(), '/api/v1/devices/{device_id}/patches', request, limit)
  output.result(items, () =>
    tableText(
      items,
      [
        ['PATCH', ({ patch_id }) => patch_id],
        ['SECURITY', (item) => (item.security ? 'yes' : 'no')],
        ['INSTALLED', ({ installed }) => installed],
        ['AVAILABLE', ({ available }) => available],
        ['MISSING SINCE', ({ missing_since }) => missing_since],
        ['TITLE', ({ title }) => title],
      ],
      'It lacks no update that it knows of.',
    ),
  )
  if (more) output.note(`There are more than ${limit}; see --limit.`)
}

function addDevices(patch: Command): void {
  patch
    .command('devices')
    .argument('<patch>', 'its id, as "muster patch list" shows it')
    .description('list the devices that lack an update, oldest first')
    .option('--source <source>', sourceHelp)
    .option('--limit <n>', 'at most so many', readCount, 100)
    .option('--csv', csvHelp)
    .addHelpText(
      'after',
      examples('muster patch devices KB5034441', 'muster patch devices openssl --csv > openssl.csv'),
    )
    .action(
      async (
        patchId: string,
        { source, limit, csv }: Pick<ListOptions, 'source' | 'limit' | 'csv'>,
        command: Command,
      ) => {
        const { client, output } = openSession(command)
        const request = { params: { patch_id: patchId }, query: { source } }
        if (csv) return write(await download(client(), '/api/v1/patches/{patch_id}/devices.csv', request), output)
        const { items, more } = await readItems(client(), '/api/v1/patches/{patch_id}/devices', request, limit)
        output.result(items, () =>
          tableText(
            items,
            [
              ['DEVICE', ({ device_id }) => device_id],
              ['HOST', ({ hostname }) => hostname],
              ['GROUP', ({ group_id }) => group_id],
              ['INSTALLED', ({ installed }) => installed],
              ['AVAILABLE', ({ available }) => available],
              ['MISSING SINCE', ({ missing_since }) => missing_since],
            ],
            'No device lacks it.',
          ),
        )
        if (more) output.note(`There are more than ${limit}; see --limit.`)
      },
    )
}

/** CSV, where JSON was not asked for as well. */
async function write({ body }: Download, { json }: Output): Promise<void> {
  if (json) throw usageFailure('Ask for --json or --csv, not for both.')
  await pipeline(Readable.fromWeb(body), process.stdout, { end: false })
}
