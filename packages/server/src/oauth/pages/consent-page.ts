import { actionTypes } from '@muster/core/action/types/index.ts'
import { escapeHtml } from '../../html.ts'
import type { Authorization } from '../../operations/oauth/give-code.ts'
import type { RouteAnswer } from '../../route.ts'
import type { Person } from '../find-person.ts'
import { renderPage } from './page.ts'

interface Consent {
  readonly authorization: Authorization
  readonly person: Person
  /** Where the form goes: the request that it answers. */
  readonly action: string
}

/** What the application will be able to do, in words, and two buttons. */
export function consentPage({ authorization, person, action }: Consent): RouteAnswer {
  const { client, redirectUri, scopes } = authorization
  const name = escapeHtml(client.application.name)
  return renderPage({
    title: `Let ${client.application.name} act for you?`,
    formTarget: sourceOf(redirectUri),
    content: `<h1>Let “${name}” act for you?</h1>
<p>You are signed in as <strong>${escapeHtml(person.caller.userName ?? '')}</strong>. In your name, ${name} will be able to:</p>
<ul>
${scopes.map((scope) => `<li>${escapeHtml(sentenceOf(scope))}</li>`).join('\n')}
</ul>
<p>Never more than you may yourself. What it does is recorded under both names. You can end this at any time, in your
profile.</p>
<p>You will go on to <strong>${escapeHtml(placeOf(redirectUri))}</strong>.${client.isPublic ? unproven : ''}</p>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="csrf_token" value="${escapeHtml(person.csrfToken)}">
<button name="answer" value="deny">No</button>
<button name="answer" value="allow" class="main">Allow</button>
</form>`,
  })
}

const unproven = ' This application cannot prove who it is: allow it only if you have just started it yourself.'

function sentenceOf(scope: string): string {
  if (scope === 'read') return 'Look at all devices, what was found on them, and what was done to them'
  if (scope === 'actions') return 'Do every action on every device, also deleting it'
  const type = actionTypes.find(({ name }) => scope === `actions:${name}`)
  return type === undefined ? scope : `Do one action on every device: ${type.label}`
}

function placeOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : `an app on this machine (${protocol})`
}

/** For `form-action`, which browsers apply to where the answer redirects as well; it has no word for an IPv6 address. */
function sourceOf(redirectUri: string): string {
  const { protocol, hostname, host } = new URL(redirectUri)
  const isPlain = (protocol === 'https:' || protocol === 'http:') && !hostname.startsWith('[')
  return isPlain ? `${protocol}//${host}` : protocol
}
