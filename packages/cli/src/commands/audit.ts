import { createReadStream, createWriteStream, readFileSync, statSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { download } from '@muster/client/index.ts'
import { verifyReceipt } from '@muster/core/audit/receipt.ts'
import type { Command } from 'commander'
import { sha256 } from '../audit/sha256.ts'
import { verifyExport } from '../audit/verify-export.ts'
import { exitCodes, usageFailure } from '../failure.ts'
import type { Output } from '../output/output.ts'
import { openSession } from '../session.ts'
import { exampleDevice, examples } from './shared.ts'

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the chained record of who did what')
  audit
    .command('export')
    .description('write the whole chain, a JSON object a line')
    .option('-o, --output <file>', 'default: the standard output')
    .addHelpText('after', examples('muster audit export -o audit.jsonl'))
    .action(async (options: { output?: string }, command: Command) => {
      const { body } = await download(openSession(command).client(), '/api/v1/audit/export')
      const target = options.output === undefined ? process.stdout : createWriteStream(options.output, { mode: 0o600 })
      await pipeline(Readable.fromWeb(body), target, { end: target !== process.stdout })
    })
  audit
    .command('verify')
    .argument('<file>', 'an export, or a receipt')
    .description('check an export or a receipt; needs no server')
    .option('--head <hash>', 'the hash that the last entry must have, noted earlier')
    .addHelpText(
      'after',
      examples(
        'muster audit verify audit.jsonl',
        `muster audit verify audit.jsonl --head ${'5f0c'.repeat(16)}`,
        'muster audit verify receipt.json',
      ),
    )
    .action(async (file: string, options: { head?: string }, command: Command) => {
      const { output } = openSession(command)
      if (options.head !== undefined && !/^[0-9a-f]{64}$/i.test(options.head)) {
        throw usageFailure('--head must be the 64 hexadecimal digits of a hash, as an earlier verify showed it.')
      }
      const receipt = readReceipt(file)
      if (receipt === undefined) await checkExport(file, options.head?.toLowerCase(), output)
      else if (options.head === undefined) checkReceipt(file, receipt, output)
      else throw usageFailure('--head is for an export; a receipt stands alone.')
    })
  audit
    .command('receipt')
    .argument('<action-id>')
    .argument('<device-id>')
    .description('write the proof that an action was for this device; it verifies alone')
    .option('-o, --output <file>', 'default: the standard output')
    .addHelpText('after', examples(`muster audit receipt ACTION_ID ${exampleDevice} -o receipt.json`))
    .action(async (id: string, device: string, options: { output?: string }, command: Command) => {
      const { client } = openSession(command)
      const request = { params: { action_id: id }, query: { device_id: device } }
      const receipt = await client().get('/api/v1/actions/{action_id}/receipt', request)
      const text = `${JSON.stringify(receipt, null, 2)}\n`
      if (options.output === undefined) process.stdout.write(text)
      else writeFileSync(options.output, text)
    })
}

async function checkExport(file: string, head: string | undefined, output: Output): Promise<void> {
  const check = await verifyExport(createReadStream(file))
  if (check.ok && check.entries === 0) {
    process.exitCode = exitCodes.failed
    output.result({ ...check, ok: false, problem: 'it holds no entries' }, () => `${file} holds no entries.\n`)
    return
  }
  const wrongHead = check.ok && head !== undefined && head !== check.head
  const result = wrongHead ? { ...check, ok: false, problem: `the last entry has the hash ${check.head}` } : check
  if (!result.ok) process.exitCode = exitCodes.failed
  output.result(result, () => {
    if (check.ok && !wrongHead) {
      const upTo = `Whole up to entry ${check.entries}; that none is missing after it shows only with --head.\n`
      return `${file}: ${check.entries} entries, whole. Head ${check.head}\n${head === undefined ? upTo : ''}`
    }
    if (check.ok) return `${file}: NOT WHOLE. It ends with entry ${check.entries}, whose hash is ${check.head}\n`
    return `${file}: NOT WHOLE. Entry ${check.sequence} (line ${check.line}): ${check.problem}\n`
  })
}

function checkReceipt(file: string, value: unknown, output: Output): void {
  const check = verifyReceipt(value, sha256)
  if (!check.ok) {
    process.exitCode = exitCodes.failed
    output.result({ ok: false, problem: check.problem }, () => `${file}: NOT GOOD: ${check.problem}\n`)
    return
  }
  const { target, entry } = check.receipt
  const { at, action_id, details } = check.action
  output.result({ ok: true, entry: entry.sequence, at, action_id, type: details.type, ...target }, () =>
    [
      `${file}: good. Entry ${entry.sequence} of ${at} records the action ${action_id}:`,
      `${details.type}, on ${details.targets} devices, ${target.device_id} (enrolment ${target.generation}) among them.`,
      `Compare the hash of the entry with an export: ${entry.hash}\n`,
    ].join('\n'),
  )
}

const receiptBytesMax = 8 * 1024 * 1024

/** Undefined for what is not one JSON object with an entry in it: that is taken for an export. */
function readReceipt(file: string): unknown {
  try {
    if (statSync(file).size > receiptBytesMax) return undefined
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null && ('entry' in value || 'proof' in value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw usageFailure(`${file} cannot be read: ${(error as Error).message}`)
  }
}
