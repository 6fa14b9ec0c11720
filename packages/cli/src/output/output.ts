import { styleText } from 'node:util'
import { type Column, formatFields, formatTable } from './format-table.ts'

/** Where a command says things: results on the standard output, everything else on the standard error. */
export interface Output {
  readonly json: boolean
  /** The one result of a command with `--json`; otherwise what `text` makes. */
  result(value: object, text: () => string): void
  /** News for a person; silent with `--json`. */
  note(text: string): void
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result: (value, text) => write(process.stdout, json ? `${JSON.stringify(value, null, 2)}\n` : text()),
    note: (text) => {
      if (!json) write(process.stderr, `${text}\n`)
    },
  }
}

/** Colours only for a terminal, and not where NO_COLOR is set. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout })
}

export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], nothing: string): string {
  if (rows.length === 0) return `${nothing}\n`
  const [heading, ...lines] = formatTable(rows, columns).split('\n')
  return [bold(heading!), ...lines].join('\n')
}

export const fieldsText = formatFields

/** A reader that went away, as `head` does, is no fault of ours. */
export function keepQuietOnClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
}

function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text)
}
