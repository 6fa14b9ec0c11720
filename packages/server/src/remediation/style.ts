/** Of the page and of nothing else; both colour schemes, down to the width of a phone. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif;
  --paper: #f8f9fa; --card: #fff; --ink: #212529; --faint: #495057; --line: #ced4da; --code: #f1f3f5;
  --bad: #a61e1e; --open: #8f4700; --good: #256b34; --link: #1864ab }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --card: #1f2226; --ink: #e9ecef; --faint: #b4bac1; --line: #3d4349; --code: #2a2e33;
    --bad: #ff9d9d; --open: #ffc078; --good: #8ce99a; --link: #74c0fc }
}
body { margin: 0; background: var(--paper); color: var(--ink) }
main { box-sizing: border-box; max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem }
h1, h2, h3, p, li { overflow-wrap: anywhere }
h1 { margin: .25rem 0 .75rem; font-size: 1.6rem; line-height: 1.25 }
h2 { margin: 0 0 .5rem; font-size: 1.15rem; line-height: 1.35 }
h3 { margin: 1rem 0 .25rem; font-size: .95rem }
p { margin: .5rem 0 }
.status { margin: 0; font-weight: 600 }
.status::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%;
  background: currentColor }
.bad { color: var(--bad) } .open { color: var(--open) } .good { color: var(--good) }
.issues { margin: 1.5rem 0; padding: 0; list-style: none }
.issues > li { margin: 0 0 1rem; padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem }
.badge { margin-left: .35rem; padding: .1rem .5rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .8rem;
  font-weight: 600; white-space: nowrap }
.badge.critical { color: var(--bad) } .badge.warning { color: var(--open) }
.since, footer { color: var(--faint); font-size: .92rem }
.steps { margin: .25rem 0; padding-left: 1.4rem } .steps li { margin: .4rem 0 }
.names { margin: .4rem 0; padding-left: 1.4rem; font-size: .92rem }
summary { cursor: pointer; font-weight: 600; font-size: .95rem }
pre { margin: .35rem 0; padding: .5rem .7rem; overflow-x: auto; background: var(--code); border-radius: .3rem }
code { font: .9rem/1.4 ui-monospace, monospace }
pre:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.after { margin-top: 2rem } footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .5rem }
`
