import type { AgentRelease, AgentRollout } from '@muster/core/api/agent-releases.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { readItems } from '../client/read-items.ts'
import { sendRelease } from '../client/send-release.ts'
import { usageFailure } from '../failure.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { createProgressLine } from '../output/progress-line.ts'
import { openSession } from '../session.ts'
import { examples } from './shared.ts'

interface RolloutOptions {
  readonly group?: string
  readonly allGroups?: boolean
  readonly percent?: number
}

interface PublishOptions extends RolloutOptions {
  /** Not `--version`: that is the program's own. */
  readonly release: string
  readonly platform: string
  readonly allowDowngrade?: boolean
}

export function addAgentReleaseCommands(program: Command): void {
  const release = program
    .command('agent-release')
    .description('versions of the agent that devices update themselves to')
  release
    .command('publish')
    .argument('<file>', 'the executable, as "npm run package -- agent" makes it')
    .description('send a version of the agent, sign it and offer it to devices')
    .requiredOption('--release <version>', 'the version that the file says it is, such as 1.4.0')
    .option('--platform <platform>', 'what it runs on: linux-x64, linux-arm64, darwin-arm64 …', 'linux-x64')
    .option('--group <group-id>', 'only to the devices of this group')
    .option('--percent <n>', 'only to so many of a hundred devices, chosen by chance', readPercent)
    .option('--allow-downgrade', 'also to devices that run a younger version')
    .addHelpText(
      'after',
      examples(
        'muster agent-release publish dist/muster-agent --release 1.4.0 --group pilots',
        'muster agent-release publish dist/muster-agent --release 1.4.0 --percent 5',
      ),
    )
    .action(async (file: string, options: PublishOptions, command: Command) => {
      const { client, output } = openSession(command)
      const progress = createProgressLine(process.stderr, output.json)
      const sent = await sendRelease(client(), {
        file,
        version: options.release,
        platform: options.platform,
        allowDowngrade: options.allowDowngrade === true,
        group: options.group,
        onProgress: (bytes, of) => progress.show(`sent ${Math.floor((bytes / of) * 100)} %`),
      }).finally(() => progress.done())
      const request = { params: { release_id: sent.release_id }, body: toRollout(options) }
      const published =
        sent.state === 'published' ? sent : await client().post('/api/v1/agent-releases/{release_id}/publish', request)
      output.result(published, () =>
        fieldsText({
          'release id': published.release_id,
          version: published.version,
          platform: published.platform,
          'offered to': describeRollout(published),
          'sha-256': published.sha256,
        }),
      )
      if (sent.state === 'published') {
        output.note(
          `It was published before, and is as it was. To offer it to others: muster agent-release rollout ${sent.release_id}`,
        )
        return
      }
      output.note('Devices ask about once an hour, and soon after they connect. See: muster agent-release list')
    })
  release
    .command('list')
    .description('list releases, newest first, and how they go')
    .addHelpText('after', examples('muster agent-release list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readItems(client(), '/api/v1/agent-releases', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['RELEASE ID', ({ release_id }) => release_id],
            ['VERSION', ({ version }) => version],
            ['PLATFORM', ({ platform }) => platform],
            ['STATE', ({ state }) => state],
            ['OFFERED TO', describeRollout],
            ['UPDATED', ({ outcomes }) => outcomes.updated],
            ['ROLLED BACK', ({ outcomes }) => outcomes.rolled_back],
            ['REFUSED', ({ outcomes }) => outcomes.refused],
          ],
          'No releases. Publish one with: muster agent-release publish FILE --release V',
        ),
      )
    })
  release
    .command('rollout')
    .argument('<release-id>')
    .description('change which devices are offered a release')
    .option('--group <group-id>', 'only those of this group')
    .option('--all-groups', 'those of every group')
    .option('--percent <n>', 'so many of a hundred; those that were among fewer stay among more', readPercent)
    .addHelpText('after', examples('muster agent-release rollout RELEASE_ID --all-groups --percent 100'))
    .action(async (id: string, options: RolloutOptions, command: Command) => {
      const body = toRollout(options)
      if (Object.keys(body).length === 0) throw usageFailure('Say --group, --all-groups or --percent.')
      const { client, output } = openSession(command)
      const request = { params: { release_id: id }, body }
      const changed = await client().patch('/api/v1/agent-releases/{release_id}', request)
      output.result(changed, () => `${changed.version} is offered to ${describeRollout(changed)}\n`)
    })
  release
    .command('withdraw')
    .argument('<release-id>')
    .description('offer a release to no further device; those that have it keep it')
    .addHelpText('after', examples('muster agent-release withdraw RELEASE_ID'))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const request = { params: { release_id: id } }
      const withdrawn = await client().delete('/api/v1/agent-releases/{release_id}', request)
      output.result(withdrawn, () => `Withdrew ${withdrawn.version} for ${withdrawn.platform}\n`)
    })
}

function toRollout({ group, allGroups, percent }: RolloutOptions): AgentRollout {
  if (group !== undefined && allGroups) throw usageFailure('--group and --all-groups exclude each other.')
  return {
    ...(group !== undefined && { group_id: group }),
    ...(allGroups && { group_id: null }),
    ...(percent !== undefined && { percent }),
  }
}

function describeRollout({ group_id, percent }: AgentRelease): string {
  if (group_id === '') return 'nobody: its group was deleted'
  return `${percent} % of ${group_id === null ? 'all devices' : `the group ${group_id}`}`
}

function readPercent(text: string): number {
  const percent = Number(text)
  if (/^\d{1,3}$/.test(text) && percent <= 100) return percent
  throw new InvalidArgumentError('It must be a whole number from 0 to 100.')
}
