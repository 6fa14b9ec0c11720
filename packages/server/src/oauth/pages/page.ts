import { createHash } from 'node:crypto'
import type { RouteAnswer } from '../../route.ts'
import { escapeHtml } from './html.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; background: Canvas; color: CanvasText }
main { box-sizing: border-box; width: min(30rem, 100vw); padding: 2rem }
h1 { font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere }
p, li { overflow-wrap: anywhere }
form { display: flex; gap: .75rem; margin-top: 1.5rem }
button { flex: 1; padding: .6rem 1rem; font: inherit; border: 1px solid; border-radius: .3rem; cursor: pointer;
  background: transparent; color: inherit }
button.main { background: #1864ab; border-color: #1864ab; color: #fff }
button:focus-visible { outline: 3px solid #4dabf7; outline-offset: 2px }
`
const styleHash = createHash('sha256').update(style).digest('base64')

interface PageOptions {
  readonly status?: number
  readonly title: string
  /** HTML. */
  readonly content: string
  /** HTML. */
  readonly head?: string
  /** Where a form of the page may lead, by redirections too; absent: it has none. */
  readonly formTarget?: string
}

/** A page without any script, which no other page can put into a frame, and which nobody keeps. */
export function renderPage({ status = 200, title, content, head = '', formTarget }: PageOptions): RouteAnswer {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${formTarget === undefined ? "'none'" : `'self' ${formTarget}`}`,
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
      // To this server browsers say where a form comes from, to others nothing.
      'referrer-policy': 'same-origin',
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
