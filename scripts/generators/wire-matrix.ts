import { actionTypes } from '@muster/core/action/types/index.ts'
import type { Route } from '@muster/server/route.ts'
import type { Services } from '@muster/server/services.ts'
import { version2Words } from '@muster/server/wire/device-action/version-2-words.ts'
import { deviceAction3 } from '@muster/server/wire/device-action/versions.ts'
import { deviceActionVersions, type WireWord } from '@muster/server/wire/device-action/wire-word.ts'
import { getLogsVersions } from '@muster/server/wire/get-logs/get-logs-version.ts'
import { getReportsVersions, reportsOf } from '@muster/server/wire/get-reports/routes.ts'
import { getThreatsPath } from '@muster/server/wire/get-threats/routes.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'

/** Which version of the wire API knows which type, from the code that answers it. */
export async function generateWireMatrix(): Promise<string> {
  return `# The wire API: version × type

Generated from the code; \`npm run generate\` writes it, \`npm run check\` compares it.

## Device Action

A cell is the word that a client writes. *report*: the answer has a \`command_id\`, which Get Reports takes.

${table(
  ['action type', '2.0, one device', '2.0, many', ...deviceActionVersions],
  actionTypes.map(({ name }) => actionRow(name)),
)}

${table(
  ['version', 'address', 'answer', 'rules'],
  deviceAction3.map(({ name, path, edition, renderAnswer }) => [
    name,
    `\`POST ${path}\``,
    renderAnswer.name === 'renderStatusObject' ? 'object of statuses' : 'list with command ids',
    edition,
  ]),
)}

Deleting in 2.0 has addresses of its own: \`POST /o/api/v2/devices/delete\` for many, and
\`POST /o/api/v2/devices/:value/delete\` (the same under \`v2.2\`) for one.

The \`narrowed\` rules are those of 3.2 and later; 2.0 is judged by the \`original\` ones. The rules themselves stand with
each type in \`packages/core/src/action/types\`.

## Get Reports

${table(['report', 'needs', ...getReportsVersions.map(({ name }) => name)], reportRows())}

## Get Threats

3.0 alone: \`POST ${getThreatsPath}\`.

## Get Logs

${table(
  ['version', 'address', 'tells channel and application'],
  getLogsVersions.map(({ name, path, tellsChannel }) => [name, `\`POST ${path}\``, tellsChannel ? 'yes' : 'no']),
)}

2.0 and 3.0 come by pages, and tell neither.

## Every address

*Counted as* names the API that shares its rate limit.

${table(['API', 'address', 'scope', 'counted as'], wireRoutes({} as Services).map(addressRow))}
`
}

function addressRow({ summary = '', method, path, access }: Route): string[] {
  const { scope, rateLimit } = access.kind === 'token' ? access : { scope: '', rateLimit: '' }
  return [summary, `\`${method} ${path}\``, scope === 'any' ? '`actions:<type>`' : `\`${scope}\``, rateLimit ?? '']
}

function actionRow(type: string): string[] {
  const words2 = Array.from(version2Words).filter(([, word]) => word.type === type)
  const cell2 = (words: typeof words2) => words.map(([word]) => `\`${word}\``).join(', ')
  return [
    type,
    cell2(words2),
    cell2(words2.filter(([, { many }]) => many)),
    ...deviceAction3.map(({ words }) => cellOf([...words.values()].find((word) => word.type === type))),
  ]
}

function cellOf(word: WireWord | undefined): string {
  if (word === undefined) return ''
  return `\`${word.word}\`${word.showsCommandId ? ' *report*' : ''}`
}

function reportRows(): string[][] {
  const [newest] = getReportsVersions.slice(-1)
  const all = new Set(reportsOf(newest!.name).values())
  return Array.from(all, (report) => [
    report.words.map((word) => `\`${word}\``).join(', '),
    report.needs === undefined ? '' : `\`${report.needs}\``,
    ...getReportsVersions.map(({ name }) => (reportsOf(name).has(report.words[0]) ? 'yes' : '')),
  ])
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}
