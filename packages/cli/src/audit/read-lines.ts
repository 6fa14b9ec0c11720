export interface Line {
  /** From 1. */
  readonly number: number
  /** Undefined where it is not UTF-8. */
  readonly text: string | undefined
  /** Whether a line feed follows. */
  readonly ended: boolean
}

/** Lines are what stands between line feeds, to the byte. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void> {
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      number += 1
      yield { number, text: decode(rest.subarray(0, end)), ended: true }
      rest = rest.subarray(end + 1)
    }
  }
  if (rest.length > 0) yield { number: number + 1, text: decode(rest), ended: false }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
