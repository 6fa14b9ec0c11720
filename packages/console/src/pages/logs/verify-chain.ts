import { download } from '@muster/client/index.ts'
import { chainStart, type ExportedEntry, verifyEntry } from '@muster/core/audit/hash-chain.ts'
import { client } from '../../api/call.ts'
import { sha256 } from './sha256.ts'

export type ChainVerdict =
  | { readonly isWhole: true; readonly entries: number }
  | { readonly isWhole: false; readonly sequence: number; readonly problem: string }

/** Reads the whole chain from its first entry, and follows it here: the server's word is not taken for it. */
export async function verifyChain(signal: AbortSignal): Promise<ChainVerdict> {
  const { body } = await download(client, '/api/v1/audit/export', { signal })
  let last: { sequence: number; hash: Uint8Array } = { sequence: 0, hash: chainStart }
  for await (const line of linesOf(body)) {
    const next = verifyEntry(last, JSON.parse(line) as ExportedEntry, sha256)
    if ('problem' in next) return { isWhole: false, ...next }
    last = next
  }
  return { isWhole: true, entries: last.sequence }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = lines.pop()!
    yield* lines.filter((line) => line !== '')
    if (done) break
  }
  if (rest !== '') yield rest
}
