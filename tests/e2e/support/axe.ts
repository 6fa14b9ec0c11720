import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Contrast, names, landmarks, keyboard: whatever axe can tell of the page as it is now. */
export async function expectNoAxeViolations(page: Page, where = page.url()): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  assert.ok(passes.length > 10, 'axe looked at something')
  const told = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  assert.deepEqual(told, [], where)
}
