import { escapeHtml } from '../escape-html.ts'

/** A page that leads on: a notification can name it without telling the link to who lists processes. */
export function leadTo(link: string): string {
  const href = escapeHtml(link)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${href}"><title>Who uses this device?</title>
<p><a href="${href}">Answer here</a></p></html>
`
}

/** The text of a notification: what is said, and where it is answered. */
export function bodyOf(text: string, page: string): string {
  return `${escapeHtml(text)}\nOpen file://${escapeHtml(page)} in your browser, or type: muster-agent identify`
}
