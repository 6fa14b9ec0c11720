/** One line of news: rewritten in place on a terminal, else told anew at most every few seconds. */
export interface ProgressLine {
  show(text: string): void
  /** Ends the line, so that something else can be written. */
  done(): void
}

const plainIntervalMilliseconds = 5000

export function createProgressLine(stream: NodeJS.WriteStream, silent: boolean): ProgressLine {
  if (silent) return { show: () => undefined, done: () => undefined }
  return stream.isTTY ? rewritten(stream) : repeated(stream)
}

function rewritten(stream: NodeJS.WriteStream): ProgressLine {
  let shown = ''
  return {
    show: (text) => {
      const line = text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))
      if (line !== shown) stream.write(`\r\u001b[K${line}`)
      shown = line
    },
    done: () => {
      if (shown !== '') stream.write('\n')
      shown = ''
    },
  }
}

function repeated(stream: NodeJS.WriteStream): ProgressLine {
  let shown = ''
  let at = Number.NEGATIVE_INFINITY
  return {
    show: (text) => {
      const now = performance.now()
      if (text === shown || now - at < plainIntervalMilliseconds) return
      stream.write(`${text}\n`)
      shown = text
      at = now
    },
    done: () => undefined,
  }
}
