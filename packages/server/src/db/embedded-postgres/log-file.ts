import { copyFile, open, stat, truncate } from 'node:fs/promises'

const logBytesMax = 16 * 1024 * 1024

/**
 * Keeps PostgreSQL's log bounded: a log that has grown is moved aside, and the one before it forgotten. Copied and
 * cut rather than renamed, because a running server goes on writing at the end of the same open file.
 */
export async function boundLogFile(path: string, bytesMax: number = logBytesMax): Promise<void> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => 0,
  )
  if (size <= bytesMax) return
  await copyFile(path, `${path}.1`)
  await truncate(path)
}

/** The end of the log, from `offset` on at the earliest: what an error message quotes. */
export async function readLogTail(path: string, offset: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const start = Math.max(Math.min(offset, size), size - 4096)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    return buffer.toString('utf8', 0, bytesRead).trim()
  } finally {
    await file.close()
  }
}
