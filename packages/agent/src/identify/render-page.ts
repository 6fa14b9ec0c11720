import type { FieldError } from '@muster/core/error-code.ts'
import { defaultLengthMax, type IdentityField, type IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { escapeHtml } from './escape-html.ts'
import { pageStyle } from './page-style.ts'

export interface Attempt {
  /** As they were typed. */
  readonly texts: Readonly<Record<string, unknown>>
  readonly errors: readonly FieldError[]
}

/** The question as a form; after an attempt, with what was typed and what is wrong, beside each field. */
export function renderQuestion({ asked_by, purpose, fields }: IdentityQuestion, attempt?: Attempt): string {
  const title = `${asked_by} asks who uses this device`
  const some = fields.some(({ required }) => required)
  return renderDocument(
    `${attempt ? 'Please check: ' : ''}${title}`,
    `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(purpose)}</p>
<p class="soft small">What you write goes to ${escapeHtml(asked_by)} and is kept there with this device’s record.</p>
${attempt ? renderSummary(fields, attempt) : ''}<form method="post">
${some ? '<p class="small"><span class="mark" aria-hidden="true">*</span> needs an answer</p>\n' : ''}${fields.map((field) => renderField(field, attempt)).join('\n')}
<button type="submit">Send</button>
</form>`,
  )
}

export function renderThanks({ asked_by }: IdentityQuestion): string {
  return renderDocument(
    'Thank you',
    `<h1>Thank you</h1>
<p role="status">Your answer is on its way to ${escapeHtml(asked_by)}. You can close this page.</p>`,
  )
}

/** For what is neither: a sentence. */
export function renderSentence(title: string, sentence: string): string {
  return renderDocument(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(sentence)}</p>`)
}

function renderSummary(fields: readonly IdentityField[], { errors }: Attempt): string {
  const items = errors.map(({ field, message }) => {
    const label = fields.find(({ name }) => name === field)?.label
    return label === undefined
      ? `<li>${escapeHtml(field)} ${escapeHtml(message)}</li>`
      : `<li><a href="#field-${field}">${escapeHtml(label)}</a> ${escapeHtml(message)}</li>`
  })
  return `<div class="alert" role="alert"><strong>It was not sent yet.</strong><ul>${items.join('')}</ul></div>\n`
}

function renderField(field: IdentityField, attempt: Attempt | undefined): string {
  const { name, label, required } = field
  const typed = attempt && Object.hasOwn(attempt.texts, name) ? attempt.texts[name] : undefined
  const text = typeof typed === 'string' ? typed : ''
  const error = attempt?.errors.find((one) => one.field === name)
  const id = `field-${name}`
  const common = [
    `id="${id}" name="${name}"`,
    ...(required ? ['required'] : []),
    ...(error ? [`aria-invalid="true" aria-describedby="${id}-error"`] : []),
  ].join(' ')
  const mark = required ? ' <span class="mark" aria-hidden="true">*</span>' : ''
  return `<div class="field">
<label for="${id}">${escapeHtml(label)}${mark}</label>
${renderControl(field, common, text)}${error ? `\n<p class="error" id="${id}-error">${escapeHtml(capitalise(error.message))}.</p>` : ''}
</div>`
}

function renderControl(field: IdentityField, common: string, text: string): string {
  const value = `value="${escapeHtml(text)}"`
  switch (field.kind) {
    case 'text':
      return `<input type="text" ${common} ${value} maxlength="${field.length_max ?? defaultLengthMax}"${field.name === 'name' ? ' autocomplete="name"' : ''}>`
    case 'email':
      return `<input type="email" ${common} ${value} maxlength="254" autocomplete="email">`
    case 'number':
      return `<input type="text" inputmode="decimal" ${common} ${value} maxlength="32">`
    case 'date':
      return `<input type="date" ${common} ${value}>`
    case 'choice': {
      const options = (field.choices ?? []).map((choice) => {
        const selected = choice === text ? ' selected' : ''
        return `<option${selected} value="${escapeHtml(choice)}">${escapeHtml(choice)}</option>`
      })
      return `<select ${common}><option value="">Choose…</option>${options.join('')}</select>`
    }
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function renderDocument(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}
