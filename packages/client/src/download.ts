import type { MusterClient } from './create-client.ts'
import type { Arguments, Input, Path } from './endpoint-types.ts'

export interface Download {
  /** The server's name for it; undefined: it has none. Never trust it to be without directories. */
  readonly name: string | undefined
  readonly mediaType: string
  /** Hexadecimal, of what the server has; undefined: it did not say. */
  readonly sha256: string | undefined
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>
}

/** A report, an archive or an export, as a stream: `download(client, '/api/v1/devices.csv')`. */
export async function download<P extends Path<'GET'>>(
  client: MusterClient,
  path: P,
  ...request: Arguments<Input<'GET', P>>
): Promise<Download> {
  const { headers, body } = await client.open(path, ...request)
  return {
    name: /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1],
    mediaType: headers.get('content-type') ?? 'application/octet-stream',
    sha256: readDigest(headers),
    body: body ?? new Blob([]).stream(),
  }
}

/** RFC 9530. */
function readDigest(headers: Headers): string | undefined {
  const base64 = /sha-256=:([A-Za-z0-9+/=]+):/.exec(headers.get('repr-digest') ?? '')?.[1]
  if (base64 === undefined) return undefined
  return Array.from(atob(base64), (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}
