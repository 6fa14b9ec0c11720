import { createHash } from 'node:crypto'

/** All that the page looks like; it asks nobody for fonts, pictures or scripts. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --text: #1c2430; --soft: #4a5565; --line: #7b8798;
  --accent: #1f5fbf; --on-accent: #fff; --bad: #b3261e; --bad-back: #fdecea; }
@media (prefers-color-scheme: dark) { :root { --back: #14181f; --card: #1e242e; --text: #e8ecf2; --soft: #b3bdcb;
  --line: #8590a1; --accent: #8ab4f8; --on-accent: #10151d; --bad: #ff9d94; --bad-back: #3a1f1d; } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem; background: var(--card); border-radius: .75rem;
  box-shadow: 0 1px 3px rgb(0 0 0 / .2); overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1rem }
.soft { color: var(--soft) }
.small { font-size: .875rem }
.field { margin: 1.25rem 0 }
label { display: block; font-weight: 600; margin-bottom: .25rem }
.mark { color: var(--bad) }
input, select { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: .4rem; }
input:focus, select:focus, button:focus, a:focus, .alert:focus { outline: 3px solid var(--accent); outline-offset: 2px }
[aria-invalid="true"] { border-color: var(--bad); border-width: 2px }
.error { margin: .3rem 0 0; color: var(--bad); font-weight: 600 }
.alert { margin: 1rem 0; padding: .75rem 1rem; color: var(--text); background: var(--bad-back);
  border-left: 4px solid var(--bad); border-radius: .25rem }
.alert a { color: inherit }
.alert ul { margin: .25rem 0 0; padding-left: 1.25rem }
button { padding: .7rem 1.5rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent);
  border: 0; border-radius: .4rem; cursor: pointer }
`

/** Nothing but this style, and a form that goes back to where it came from. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
