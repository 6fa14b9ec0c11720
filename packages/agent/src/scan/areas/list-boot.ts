import { open, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBytePath } from '../byte-path.ts'
import type { Listed } from '../scan-item.ts'
import { reasonOfError } from '../why-missing.ts'

/** Boot record, the gap behind it in which boot loaders live, and the usual alignment of a first partition. */
const bootBytes = 1024 * 1024

/**
 * Copies of the first mebibyte of each disk and each of its partitions, as the kernel lists them; those that may not be
 * read are skipped. A disk that has no medium or no size has none.
 */
export async function* listBoot(work: string): AsyncGenerator<Listed> {
  for (const name of await listDisks()) {
    const path = `/dev/${name}`
    try {
      const content = await readStart(path)
      if (content.length === 0) continue
      const copy = join(work, `boot-${name.replaceAll('/', '!')}`)
      await writeFile(copy, content, { mode: 0o600 })
      yield { area: 'boot', path, read: toBytePath(copy), size: content.length }
    } catch (error) {
      yield { area: 'boot', path, reason: reasonOfError(error) }
    }
  }
}

async function listDisks(): Promise<string[]> {
  const names: string[] = []
  for (const disk of await readdir('/sys/block')) {
    // Compressed or plain memory is no disk.
    if (/^(zram|ram)\d+$/.test(disk) || (await sizeOf(`/sys/block/${disk}`)) === 0) continue
    const inside = await readdir(`/sys/block/${disk}`).catch(() => [])
    names.push(disk, ...inside.filter((name) => name.startsWith(disk)))
  }
  // In sysfs a slash in a device's name is an exclamation mark (cciss!c0d0).
  return names.map((name) => name.replaceAll('!', '/'))
}

async function sizeOf(directory: string): Promise<number> {
  return Number(await readFile(`${directory}/size`, 'utf8').catch(() => '0'))
}

async function readStart(path: string): Promise<Buffer> {
  const device = await open(path)
  try {
    const { bytesRead, buffer } = await device.read(Buffer.alloc(bootBytes), 0, bootBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await device.close()
  }
}
