import type { MusterClient } from '@muster/client/index.ts'
import type { IdentityFields, IdentityFieldsChange } from '@muster/core/api/identity-fields.ts'
import { type IdentityField, type IdentityKind, identityKinds } from '@muster/core/identity/identity-question.ts'
import { type Command, Option } from 'commander'
import { readText } from '../act/read-identifiers.ts'
import { usageFailure } from '../failure.ts'
import { showable } from '../output/format-table.ts'
import { type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readCount } from './shared.ts'

const path = '/api/v1/identity-fields'

export function addIdentityFieldCommands(program: Command): void {
  const field = program.command('identity-field').description('what re-identify asks the users of devices')
  addList(field)
  addSet(field)
  addAdd(field)
  addRemove(field)
}

function addList(field: Command): void {
  field
    .command('list')
    .description('list the fields in the order in which they are asked')
    .addHelpText('after', examples('muster identity-field list', 'muster identity-field list --json > fields.json'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      show(output, await client().get(path))
    })
}

function addSet(field: Command): void {
  field
    .command('set')
    .argument('[file]', 'JSON {fields, purpose?, asked_by?}, or the list of fields; "-" is the standard input')
    .description('replace what is asked as a whole, or only who asks and why')
    .option('--purpose <text>', 'why it is asked; shown to the user')
    .option('--asked-by <name>', 'who asks; shown to the user')
    .addHelpText(
      'after',
      examples(
        'muster identity-field set fields.json',
        'muster identity-field set --asked-by "Example Ltd, IT" --purpose "To know whom to call."',
      ),
    )
    .action(async (file: string | undefined, options: { purpose?: string; askedBy?: string }, command: Command) => {
      if (file === undefined && options.purpose === undefined && options.askedBy === undefined) {
        throw usageFailure('Say a file of fields, --purpose or --asked-by.')
      }
      const { client, output } = openSession(command)
      const api = client()
      const change = file === undefined ? await current(api) : readChange(file)
      const said = {
        ...(options.purpose !== undefined && { purpose: options.purpose }),
        ...(options.askedBy !== undefined && { asked_by: options.askedBy }),
      }
      show(output, await send(api, { ...change, ...said }))
    })
}

interface AddOptions {
  readonly label?: string
  readonly kind: IdentityKind
  readonly required?: true
  readonly choice?: string[]
  readonly maxLength?: number
  readonly before?: string
}

function addAdd(field: Command): void {
  field
    .command('add')
    .argument('<name>', 'a-z, 0-9, "_"')
    .description('ask for one field more')
    .option('--label <text>', 'what the user reads; default: the name')
    .addOption(new Option('--kind <kind>').choices(identityKinds).default('text'))
    .option('--required', 'it needs an answer')
    .option('--choice <text...>', 'of the kind choice: what there is to choose from')
    .option('--max-length <n>', 'of the kind text', readCount)
    .option('--before <name>', 'where it is asked; default: at the end')
    .addHelpText(
      'after',
      examples(
        'muster identity-field add email --label "Your e-mail address" --kind email --required',
        'muster identity-field add site --label "Where you work" --kind choice --choice Berlin Lyon --before email',
      ),
    )
    .action(async (name: string, options: AddOptions, command: Command) => {
      const { client, output } = openSession(command)
      const api = client()
      const change = await current(api)
      const { label = name, kind, required = false, choice, maxLength, before } = options
      const at = before === undefined ? change.fields.length : positionOf(change.fields, before)
      const added: IdentityField = {
        name,
        label,
        kind,
        required,
        ...(choice && { choices: choice }),
        ...(maxLength !== undefined && { length_max: maxLength }),
      }
      show(output, await send(api, { ...change, fields: change.fields.toSpliced(at, 0, added) }))
    })
}

function addRemove(field: Command): void {
  field
    .command('remove')
    .argument('<name>')
    .description('ask for a field no more; what was answered stays with the devices')
    .addHelpText('after', examples('muster identity-field remove site'))
    .action(async (name: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const api = client()
      const change = await current(api)
      const fields = change.fields.toSpliced(positionOf(change.fields, name), 1)
      if (fields.length === 0)
        throw usageFailure(`"${name}" is the only field, and something must be asked. Add another first.`)
      show(output, await send(api, { ...change, fields }))
    })
}

async function current(api: MusterClient): Promise<IdentityFieldsChange> {
  const { modified_at: _, ...change } = await api.get(path)
  return change
}

function send(api: MusterClient, change: IdentityFieldsChange): Promise<IdentityFields> {
  return api.put(path, { body: change })
}

function positionOf(fields: readonly IdentityField[], name: string): number {
  const position = fields.findIndex((field) => field.name === name)
  if (position < 0)
    throw usageFailure(`There is no field "${name}"; there are ${fields.map((field) => field.name).join(', ')}.`)
  return position
}

/** What `list --json` wrote is taken as well. What is wrong in it, the server says. */
function readChange(file: string): IdentityFieldsChange {
  const value = parse(readText(file), file)
  if (Array.isArray(value)) return { fields: value as IdentityField[] }
  if (typeof value !== 'object' || value === null)
    throw usageFailure(`${file} must hold {"fields": […]}, as "list --json" writes it.`)
  const { modified_at: _, ...change } = value as IdentityFields
  return change
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageFailure(`${file} is not JSON: ${(error as Error).message}`)
  }
}

function show(output: Output, asked: IdentityFields): void {
  output.result(
    asked,
    () =>
      `${tableText(
        asked.fields,
        [
          ['FIELD', ({ name }) => name],
          ['KIND', ({ kind }) => kind],
          ['REQUIRED', ({ required }) => (required ? 'yes' : 'no')],
          ['LABEL', ({ label }) => label],
          ['CHOICES', ({ choices }) => choices?.join(', ')],
        ],
        'No fields.',
      )}\nAsked by ${showable(asked.asked_by)}: ${showable(asked.purpose)}\n`,
  )
}
