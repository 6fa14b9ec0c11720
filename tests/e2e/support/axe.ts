import assert from 'node:assert/strict'
import axe, { type Result, type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** Contrast, names, landmarks, keyboard: whatever axe can tell of the page as it is now. */
export async function expectNoAxeViolations(page: Page, where = page.url()): Promise<void> {
  const { violations, passed } = await runAxe(page)
  assert.ok(passed > 10, 'axe looked at something')
  expectNone(violations, where)
}

/** Contrast alone: all that another colour scheme changes. */
export async function expectNoLackOfContrast(page: Page, where = page.url()): Promise<void> {
  const { violations, passed } = await runAxe(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  assert.equal(passed, 1, 'axe looked at colours')
  expectNone(violations, where)
}

/**
 * In the page itself, which has no frames: axe's own builder opens another page to put the frames' results together,
 * and describes what passed as well, which takes five times as long.
 */
async function runAxe(page: Page, options: RunOptions = {}): Promise<{ violations: Result[]; passed: number }> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source)
  const said = JSON.stringify({ ...options, resultTypes: ['violations'] } satisfies RunOptions)
  return page.evaluate(
    `axe.run(document, ${said}).then(({ violations, passes }) => ({ violations, passed: passes.length }))`,
  )
}

function expectNone(violations: readonly Result[], where: string): void {
  const told = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  assert.deepEqual(told, [], where)
}
