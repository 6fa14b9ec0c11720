import { readFile } from 'node:fs/promises'
import type { BytePath } from '../byte-path.ts'

/** A line of the kernel's mount table. */
export interface Mount {
  /** `major:minor` of the file system. */
  readonly device: string
  /** Which directory of the file system is mounted. */
  readonly root: BytePath
  readonly point: BytePath
  readonly type: string
  readonly source: BytePath
}

export async function readMounts(): Promise<Mount[]> {
  return parseMountInfo(await readFile('/proc/self/mountinfo', 'latin1'))
}

/** proc(5), mountinfo. What another mount at the same place covers is left out. */
export function parseMountInfo(text: string): Mount[] {
  const visible = new Map<BytePath, Mount>()
  for (const line of text.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const [, , device, root, point] = before.split(' ')
    const [type, source] = after.split(' ')
    if (device === undefined || root === undefined || point === undefined || !type || !source) continue
    // Again at the end: a later mount lies above an earlier one.
    visible.delete(unescapeOctal(point))
    visible.set(unescapeOctal(point), {
      device,
      root: unescapeOctal(root),
      point: unescapeOctal(point),
      type,
      source: unescapeOctal(source),
    })
  }
  return [...visible.values()]
}

/** Blank, tab, end of line and backslash are written in octal. */
function unescapeOctal(text: string): BytePath {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
