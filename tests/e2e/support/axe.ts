import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Contrast, names, landmarks, keyboard: whatever axe can tell of the page as it is now. */
export async function expectNoAxeViolations(page: Page, where = page.url()): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  assert.ok(passes.length > 10, 'axe looked at something')
  expectNone(violations, where)
}

/** Contrast alone: all that another colour scheme changes. */
export async function expectNoLackOfContrast(page: Page, where = page.url()): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
  assert.equal(passes.length, 1, 'axe looked at colours')
  expectNone(violations, where)
}

function expectNone(violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations'], where: string): void {
  const told = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  assert.deepEqual(told, [], where)
}
