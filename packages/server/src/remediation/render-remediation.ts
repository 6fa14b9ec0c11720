import { escapeHtml, renderDocument } from '../html.ts'
import type { Remediation } from '../operations/remediation/show-remediation.ts'
import type { RouteAnswer } from '../route.ts'
import { describeState } from './describe-state.ts'
import { platformOf } from './platform-of.ts'
import { renderIssue } from './render-issue.ts'
import { sayWhenChecked } from './say-when-checked.ts'
import { style } from './style.ts'

/** In plain words: how the device is, what is wrong with it, and how that is mended. */
export function renderRemediation(remediation: Remediation): RouteAnswer {
  const { device, issues, at } = remediation
  const { tone, status, headline, sentences } = describeState(remediation)
  const platform = platformOf(device)
  const list = issues.map((issue) => renderIssue(issue, { device, platform, at }))
  return renderPage(
    200,
    headline,
    `<p class="status ${tone}">${escapeHtml(status)}</p>
<h1>${escapeHtml(headline)}</h1>
${sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
${list.length > 0 ? `<ol class="issues">\n${list.join('\n')}\n</ol>` : ''}
<section class="after">
<h2>When it is checked</h2>
${sayWhenChecked(remediation)}
</section>
<footer><p>This page is about this device alone, and needs no sign-in: do not pass its address on. If you do not get on, ask
the people who look after the devices of your organisation.</p></footer>`,
  )
}

/** The same whatever is wrong with the link: of a device that is not there nothing is told either. */
export function renderNoSuchPage(): RouteAnswer {
  return renderPage(
    404,
    'There is nothing behind this link',
    `<h1>There is nothing behind this link</h1>
<p>It may be cut off or mistyped, or it is an old one: the link of a device changes when the device is set up anew.</p>
<p>On the device itself, <code>muster-agent status</code> tells the present one. The people who look after the devices of
your organisation can give it to you, too.</p>`,
  )
}

function renderPage(status: number, title: string, content: string): RouteAnswer {
  return renderDocument({
    status,
    title,
    style,
    content,
    head: '<meta name="robots" content="noindex, nofollow">\n',
    referrerPolicy: 'no-referrer',
    headers: { 'x-robots-tag': 'noindex, nofollow' },
  })
}
