import { renderDocument } from '../../html.ts'
import type { RouteAnswer } from '../../route.ts'

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

/** A page of the consent; see `renderDocument` for what a browser may do with it. */
export function renderPage({ status = 200, title, content, head = '', formTarget }: PageOptions): RouteAnswer {
  return renderDocument({
    status,
    title,
    style,
    content,
    head,
    ...(formTarget !== undefined && { formAction: `'self' ${formTarget}` }),
    referrerPolicy: 'same-origin',
  })
}
