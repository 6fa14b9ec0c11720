const formula = /^'*[=+\-@\t\r]/
const neutralised = /^'+[=+\-@\t\r]/

/**
 * Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a CR for a formula; an apostrophe in front
 * makes it text. One that only looks neutralised gets one too, so that `restoreCell` gives back every text.
 */
export function neutraliseCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** Undoes `neutraliseCell`. */
export function restoreCell(text: string): string {
  return neutralised.test(text) ? text.slice(1) : text
}
