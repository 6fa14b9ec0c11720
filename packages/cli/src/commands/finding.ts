import { noHash } from '@muster/core/api/findings.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { exampleDevice, examples, readCount, readDuration } from './shared.ts'

const exampleHash = '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f'

interface ListOptions {
  readonly hash?: string
  readonly signature?: string
  readonly hashPrefix?: string
  readonly signaturePart?: string
  readonly pathPart?: string
  readonly device?: string
  readonly action?: string
  /** Seconds. */
  readonly within?: number
  readonly limit: number
}

export function addFindingCommands(program: Command): void {
  const finding = program.command('finding').description('what scans for malware found, across devices')
  addList(finding)
  addDevices(finding)
}

function addList(finding: Command): void {
  finding
    .command('list')
    .description('list findings by hash and signature, newest first; devices are counted in the whole fleet')
    .option('--hash <sha256>', 'only this hash', readHash)
    .option('--signature <name>', 'only what the engine calls so')
    .option('--hash-prefix <digits>', 'only hashes that begin so', readHashPrefix)
    .option('--signature-part <text>', 'only signatures with this somewhere, in any case')
    .option('--path-part <text>', 'only what was found where the path has this somewhere, in any case')
    .option('--device <device>', 'only what this device has: device id or hardware id')
    .option('--action <action-id>', 'only what the scans of this action found')
    .option('--within <time>', 'only what was seen in the last 90s, 45m, 12h or 7d', readDuration)
    .option('--limit <n>', 'at most so many', readCount, 100)
    .addHelpText(
      'after',
      examples(
        'muster finding list --within 7d',
        `muster finding list --device ${exampleDevice}`,
        'muster finding list --signature-part mirai --path-part /opt/',
        'muster finding list --json',
      ),
    )
    .action(async ({ hash, signature, device, action, within, limit, ...parts }: ListOptions, command: Command) => {
      const { client, output } = openSession(command)
      const query = {
        sha256: hash,
        signature,
        sha256_prefix: parts.hashPrefix,
        signature_part: parts.signaturePart,
        path_part: parts.pathPart,
        device_id: device,
        action_id: action,
        since: within === undefined ? undefined : new Date(Date.now() - within * 1000).toISOString(),
      }
      const { items, more } = await readItems(client(), '/api/v1/findings', { query }, limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['SHA-256', ({ sha256 }) => sha256],
            ['DEVICES', ({ devices }) => devices],
            ['FIRST SEEN', ({ first_seen }) => first_seen],
            ['LAST SEEN', ({ last_seen }) => last_seen],
            ['SIGNATURE', (item) => item.signature],
          ],
          'No findings.',
        ),
      )
      if (more) output.note(`There are more than ${limit}; see --limit.`)
    })
}

function addDevices(finding: Command): void {
  finding
    .command('devices')
    .argument('[hash]', 'SHA-256; without one, --signature names findings whose file could not be read', readHash)
    .description('list the devices that a hash was found on, and where it was last')
    .option('--signature <name>', 'only under this name')
    .option('--limit <n>', 'at most so many', readCount, 100)
    .addHelpText(
      'after',
      examples(`muster finding devices ${exampleHash}`, 'muster finding devices --signature Eicar-Test-Signature'),
    )
    .action(
      async (
        hash: string | undefined,
        { signature, limit }: { signature?: string; limit: number },
        command: Command,
      ) => {
        if (hash === undefined && signature === undefined) throw usageFailure('Name a hash, or a --signature.')
        const { client, output } = openSession(command)
        const request = { params: { sha256: hash ?? noHash }, query: { signature } }
        const { items, more } = await readItems(client(), '/api/v1/findings/{sha256}/devices', request, limit)
        output.result(items, () =>
          tableText(
            items,
            [
              ['DEVICE', ({ device_id }) => device_id],
              ['HOST', ({ hostname }) => hostname],
              ['FIRST SEEN', ({ first_seen }) => first_seen],
              ['LAST SEEN', ({ last_seen }) => last_seen],
              ['AREA', ({ area }) => area],
              ['PATH', (item) => item.path],
            ],
            'No device has it.',
          ),
        )
        if (more) output.note(`There are more than ${limit}; see --limit.`)
      },
    )
}

function readHash(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('A SHA-256 has 64 hexadecimal digits.')
  return text.toLowerCase()
}

function readHashPrefix(text: string): string {
  if (!/^[0-9a-f]{4,64}$/i.test(text)) throw new InvalidArgumentError('Give 4 to 64 hexadecimal digits.')
  return text.toLowerCase()
}
