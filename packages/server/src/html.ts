import { createHash } from 'node:crypto'
import type { RouteAnswer } from './route.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

interface Document {
  readonly status: number
  readonly title: string
  /** All of its rules; nothing else of style is taken from anywhere. */
  readonly style: string
  /** HTML, inside of `main`. */
  readonly content: string
  /** HTML. */
  readonly head?: string
  /** For `form-action`; absent: it has no form. */
  readonly formAction?: string
  /** `same-origin`: to this server browsers say where a form comes from, to others nothing. */
  readonly referrerPolicy: 'same-origin' | 'no-referrer'
  readonly headers?: Readonly<Record<string, string>>
}

/** A page of the server's own without any script, which no other page can put into a frame, and which nobody keeps. */
export function renderDocument(document: Document): RouteAnswer {
  const { status, title, style, content, head = '', formAction = "'none'", referrerPolicy, headers } = document
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy': policy.join('; '),
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'referrer-policy': referrerPolicy,
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
${head}</head>
<body>
<main>
${content}
</main>
</body>
</html>
`,
  }
}
