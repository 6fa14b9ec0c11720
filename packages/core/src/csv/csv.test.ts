import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatCsvRecord } from './format-csv.ts'
import { formatCsvTable } from './format-csv-table.ts'
import { CsvFault, parseCsv } from './parse-csv.ts'

const read = (text: string) => [...parseCsv(text)].map(({ line, cells }) => [line, ...cells])

test('quotes, doubled quotes, line breaks in cells, CR LF, a byte order mark and empty lines are read', () => {
  assert.deepEqual(read('\uFEFFa,b\r\n"1, one","say ""hi"""\r\n\r\n"two\r\nlines",\n,last'), [
    [1, 'a', 'b'],
    [2, '1, one', 'say "hi"'],
    [4, 'two\r\nlines', ''],
    [6, '', 'last'],
  ])
  assert.deepEqual(read(''), [])
  assert.deepEqual(read('x'), [[1, 'x']])
})

test('a quote that does not end, and text after one that did, are told with their line', () => {
  assert.throws(
    () => read('a,b\n1,"x'),
    (error: CsvFault) => error instanceof CsvFault && error.line === 2,
  )
  assert.throws(
    () => read('a,b\n1,"x\ny"z'),
    (error: CsvFault) => error instanceof CsvFault && error.line === 3,
  )
})

test('a cell that a spreadsheet would take for a formula is written as text', () => {
  assert.equal(formatCsvRecord(['=1+1', '+2', '-3', '@x', '\ty', 'a=b']), "'=1+1,'+2,'-3,'@x,'\ty,a=b\r\n")
})

test('whatever is written is read back the same, and no cell begins like a formula', () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^['=+\-@\t\r"\n, ]{0,6}$/))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (records) => {
      const text = records.map(formatCsvRecord).join('')
      assert.deepEqual(
        [...parseCsv(text)].map(({ cells }) => cells),
        records.filter((cells) => cells.length > 1 || cells[0] !== ''),
      )
      for (const written of records.flat().map((value) => formatCsvRecord([value]))) {
        assert.doesNotMatch(written, /^"?[=+\-@\t\r](?!\n$)/)
      }
    }),
  )
})

test('a table begins with its headings, also where it has no rows; nothing is written where the first cannot be read', async () => {
  const columns = [['a', (row: { a: unknown }) => row.a]] as const
  const write = (parts: AsyncIterable<{ a: unknown }[]>) => collect(formatCsvTable(columns, parts))
  async function* rows(...parts: { a: unknown }[][]) {
    yield* parts
  }
  assert.deepEqual(await write(rows()), ['a\r\n'])
  assert.deepEqual(await write(rows([{ a: 1 }, { a: null }], [{ a: '=2' }])), ['a\r\n1\r\n\r\n', "'=2\r\n"])
  const broken = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the database is away')) }) }
  await assert.rejects(formatCsvTable(columns, broken).next(), /away/)
})

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
