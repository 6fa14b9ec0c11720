import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type PublishedAddress, publishedTable } from './published-table.ts'
import { isOf, readSteps } from './read-steps.ts'

/** The APIs that answer with fields; what an action or a report answers is said in words. */
const apis = Object.entries(publishedTable).filter(([api]) => !/Action|Delete|Reports/.test(api))
const lists = ['devices', 'monitored_devices', 'deleted_devices', 'logs']

/** The fleet of the pairs has nothing to tell there: see wire/reads.test.ts. */
const toldElsewhere = ['email', 'last_login', 'devices_allowed', 'user_identity']

/** A field of an answer: where it stands in its device or record, `os_info.family`. */
interface Answered {
  readonly api: string
  readonly version: string
  readonly field: string
}

interface Documented {
  /** `2`: for version 2 only. */
  readonly generation: string
  readonly names: readonly string[]
  readonly where: readonly ((answered: Answered) => boolean)[]
  readonly inner: readonly string[]
}

const answered = apis.flatMap(([api, rows]) => rows.flatMap((row) => fieldsOf(api, row)))
const documented = readTables()

test('every field that a pair answers is in the tables of docs/compatibility.md, for its API and version', () => {
  const unknown = answered.filter((one) => !documented.some((row) => says(row, one)))
  assert.deepEqual(
    unknown.map(({ api, version, field }) => `${api} ${version}: ${field}`),
    [],
  )
})

test('every field that the tables say is answered is in a pair of each API that they name, and no other is', () => {
  for (const row of documented) {
    for (const name of row.names) {
      const found = answered.filter((one) => one.field === name && one.version.startsWith(row.generation))
      if (row.where.length === 0) assert.deepEqual(found, [], `${name} is answered`)
      if (toldElsewhere.includes(name)) continue
      for (const [place, isThere] of row.where.entries()) {
        assert.ok(found.some(isThere), `${name} is not answered at place ${place + 1} of its row`)
      }
    }
  }
})

function says({ generation, names, where, inner }: Documented, one: Answered): boolean {
  const [name, ...parts] = one.field.split('.')
  return (
    one.version.startsWith(generation) &&
    names.includes(name!) &&
    where.some((isThere) => isThere(one)) &&
    parts.every((part) => inner.includes(part))
  )
}

function fieldsOf(api: string, row: PublishedAddress): Answered[] {
  const [version] = row
  const answers = readSteps(version).filter(({ request, answer }) => isOf(request, row) && answer.status === 200)
  const fields = new Set(answers.flatMap(({ answer }) => [...walk(answer.body)]))
  return [...fields].map((field) => ({ api, version, field }))
}

function* walk(value: unknown, path: readonly string[] = []): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item, path)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield [...path, key].join('.')
      yield* walk(item, path.length === 0 && lists.includes(key) ? [] : [...path, key])
    }
  }
}

/** The three tables, by their first heading. */
function readTables(): Documented[] {
  const text = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8')
  const headings = { 'field of version 2': '2.', 'field of version 3': '3.', 'other answers': '' }
  return Object.entries(headings).flatMap(([heading, generation]) => {
    const start = text.search(new RegExp(`^\\| ${heading} `, 'm'))
    assert.ok(start >= 0, heading)
    const rows = text.slice(start, text.indexOf('\n\n', start)).split('\n').slice(2)
    return rows.map((line) => {
      const [, names, where, meaning] = line.split('|')
      return { generation, names: quoted(names!), where: readWhere(where!.trim()), inner: quoted(meaning!) }
    })
  })
}

function quoted(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), ([, name]) => name!)
}

/** `Get Devices, Device Details 3.3 and later`. */
function readWhere(text: string): Documented['where'] {
  if (text === 'not answered') return []
  return text.split(', ').map((place) => {
    const [, api, version, later] = /^([A-Z][A-Za-z ]+?)(?: (\d\.\d)( and later)?)?$/.exec(place) ?? []
    assert.ok(Object.hasOwn(publishedTable, api ?? ''), `no API is called ${place}`)
    return (one) =>
      one.api === api &&
      (version === undefined || one.version === version || (later !== undefined && one.version > version))
  })
}
