import type { DeviceIssue } from '@muster/core/api/compliance.ts'
import { checkWords } from '@muster/core/compliance/describe-check.ts'
import { escapeHtml } from '../html.ts'
import type { DescribedDevice } from '../operations/describe-devices.ts'
import type { Advice, Platform } from './advice/advice.ts'
import { adviceByCheck } from './advice/index.ts'
import { sayMoment } from './say-moment.ts'

interface Context {
  readonly device: Pick<DescribedDevice, 'exemption'>
  readonly platform: Platform
  readonly at: Date
}

/** What is wrong, since when, why it matters, and what to do, step by step. HTML of a list item. */
export function renderIssue(issue: DeviceIssue, { device, platform, at }: Context): string {
  const { check, severity, facts } = issue
  const { wrong, why, steps, names } = adviceByCheck[check](facts, platform)
  return `<li>
<h2>${escapeHtml(checkWords[check])} <span class="badge ${severity}">${severity === 'critical' ? 'Critical' : 'Warning'}</span></h2>
<p>${escapeHtml(wrong)}</p>
<p class="since">${escapeHtml(sayTimes(issue, device, at))}</p>
${renderNames(names)}
<h3>Why it matters</h3>
<p>${escapeHtml(why)}</p>
<h3>What to do</h3>
<ol class="steps">
${steps.map(renderStep).join('\n')}
</ol>
</li>`
}

function sayTimes(
  { since, counts, counts_from, severity }: DeviceIssue,
  { exemption }: Context['device'],
  at: Date,
): string {
  const found = `Found on ${sayMoment(since, at)}.`
  if (!counts) return `${found} Mend it by ${sayMoment(counts_from, at)}: from then on it counts.`
  const isExempt = exemption !== null && (exemption.scope === 'all' || severity === 'critical')
  return `${found} ${isExempt ? 'It would count now; the device is exempted from it.' : 'It counts now.'}`
}

/** A long list stays closed until somebody opens it. */
const openMax = 8
const shownMax = 300

function renderNames(names: Advice['names']): string {
  if (names === undefined) return ''
  const { title, items, total = items.length } = names
  const shown = items.slice(0, shownMax)
  const left = total > shown.length ? [`and ${total - shown.length} more`] : []
  const lines = [...shown, ...left].map((item) => `<li>${escapeHtml(item)}</li>`)
  const isOpen = lines.length <= openMax ? ' open' : ''
  return `<details${isOpen}><summary>${escapeHtml(title)} (${total})</summary>
<ul class="names">\n${lines.join('\n')}\n</ul></details>`
}

function renderStep({ text, commands = [] }: Advice['steps'][number]): string {
  const lines = commands.map((command) => `\n<pre tabindex="0"><code>${escapeHtml(command)}</code></pre>`).join('')
  return `<li>${escapeHtml(text)}${lines}</li>`
}
