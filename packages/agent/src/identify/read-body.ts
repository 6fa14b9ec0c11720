import type { IncomingMessage } from 'node:http'

/** All fields at their longest, as a form spells them, are less. */
export const bodyBytesMax = 256 * 1024

/** Undefined where it is longer than is taken; the rest is then not read. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) return undefined
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > bodyBytesMax) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

/** The answers of a form or of a JSON text, by name; undefined where it is neither. */
export function readTexts(mediaType: string, body: string): Record<string, unknown> | undefined {
  if (mediaType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body))
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
