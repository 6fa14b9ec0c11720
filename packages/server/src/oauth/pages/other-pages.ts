import { escapeHtml } from '../../html.ts'
import type { RouteAnswer } from '../../route.ts'
import { renderPage } from './page.ts'

/** Nobody is sent to an address that nobody has registered. */
export function strangerPage(): RouteAnswer {
  return renderPage({
    status: 400,
    title: 'This application is not known here',
    content: `<h1>This application is not known here</h1>
<p>Its client id is not registered, or is revoked, or the address that it wants you to come back to is not one that was
registered for it, letter by letter. You were not sent there.</p>
<p>If you trust the application, tell its makers, or an administrator of this server: parameters <code>client_id</code> and
<code>redirect_uri</code>.</p>`,
  })
}

/** The form was for another session, or from another site. */
export function unfitPage(): RouteAnswer {
  return renderPage({
    status: 403,
    title: 'That answer does not fit any more',
    content: `<h1>That answer does not fit any more</h1>
<p>You have signed in anew since the page was shown. Go back to the application and begin again.</p>`,
  })
}

/** The same address once more, now by a page of this server: to it the browser shows the session's cookie. */
export function goOnPage(address: string): RouteAnswer {
  const safe = escapeHtml(address)
  return renderPage({
    title: 'One moment',
    head: `<meta http-equiv="refresh" content="0;url=${safe}">\n`,
    content: `<p><a href="${safe}">Go on</a></p>`,
  })
}
