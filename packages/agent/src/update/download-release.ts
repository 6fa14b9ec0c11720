import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import { type HttpAnswer, problemOf } from '../http-client.ts'

export type CallWithSession = (call: { method: string; path: string; body?: string }) => Promise<HttpAnswer>

/**
 * Fetches a release's file to a path, a piece at a time; one that broke off goes on where it was. Whether it is the
 * right file is for the caller to check. @throws where the server or the line fails: try again later
 */
export async function downloadRelease(call: CallWithSession, release: ReleaseOffer, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  beginAnew(release, path)
  const file = openSync(path, 'a', 0o600)
  try {
    for (let offset = statSync(path).size; offset < release.size_bytes; ) {
      const answer = await call({
        method: 'GET',
        path: `${agentPaths.releases}/${release.release_id}?offset=${offset}`,
      })
      if (answer.status !== 200) throw new Error(problemOf(answer))
      const { body } = answer
      if (body.length === 0) throw new Error(`the file ends at byte ${offset} of ${release.size_bytes}`)
      if (offset + body.length > release.size_bytes) throw new Error('the file is longer than was said')
      for (let written = 0; written < body.length; ) written += writeSync(file, body, written)
      offset += body.length
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** What lies there of another release is of no use. */
function beginAnew({ release_id, size_bytes }: ReleaseOffer, path: string): void {
  const label = `${path}.of`
  const same = existsSync(label) && readFileSync(label, 'utf8') === release_id && existsSync(path)
  if (same && statSync(path).size <= size_bytes) return
  rmSync(path, { force: true })
  writeFileSync(label, release_id, { mode: 0o600 })
}
