export interface ServerEvent {
  readonly event: string
  readonly data: string
  /** The last that was said, also with an earlier event. */
  readonly id: string
}

/** Server-sent events, to the end of the body. Leaving the loop lets the connection go. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void> {
  let id = ''
  let event = ''
  let data: string[] = []
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id }
      event = ''
      data = []
      continue
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let begun = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (begun + decoder.decode(value, { stream: true })).split(/\r?\n/)
      begun = lines.pop()!
      yield* lines
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
