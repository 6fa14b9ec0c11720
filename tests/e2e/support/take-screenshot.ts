import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const directory = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url))
const isKept = process.env.MUSTER_SCREENSHOTS === 'write'

/** What the window shows, as WebP; kept in docs/screenshots/ only with MUSTER_SCREENSHOTS=write. Resolves with its size. */
export async function takeScreenshot(page: Page, name: string): Promise<number> {
  await page.evaluate('document.fonts.ready')
  const devtools = await page.context().newCDPSession(page)
  try {
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 68 })
    const image = Buffer.from(data, 'base64')
    assert.equal(image.subarray(8, 12).toString('latin1'), 'WEBP')
    if (isKept) {
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, `${name}.webp`), image)
    }
    return image.length
  } finally {
    await devtools.detach()
  }
}
