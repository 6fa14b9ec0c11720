const blank = /[ \t\n\r]*/y
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Where a text that `JSON.parse` refused goes wrong; line and column count from 1. The engine's own message names
 * the place only sometimes, and quotes the text, which may hold a secret. Linear, and never deeper than one call.
 */
export function findJsonFault(text: string): { line: number; column: number } {
  const position = faultPosition(text)
  const before = text.slice(0, position)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: position - lineStart + 1 }
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close' | 'end'

function faultPosition(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at = skip(blank, text, at)
    const char = text[at]
    if (char === undefined || expected === 'end') return at
    if (expected === 'colon') {
      if (char !== ':') return at
      expected = 'value'
      at += 1
    } else if (expected === 'comma or close' && char === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value'
      at += 1
    } else if (closes(char, expected, open.at(-1))) {
      open.pop()
      expected = open.length === 0 ? 'end' : 'comma or close'
      at += 1
    } else if (expected === 'key' || expected === 'key or }') {
      const end = stringEnd(text, at)
      if (end.fault) return end.at
      expected = 'colon'
      at = end.at
    } else if (expected === 'comma or close') {
      return at
    } else if (char === '{' || char === '[') {
      open.push(char)
      expected = char === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else {
      const end = char === '"' ? stringEnd(text, at) : scalarEnd(text, at)
      if (end.fault) return end.at
      expected = open.length === 0 ? 'end' : 'comma or close'
      at = end.at
    }
  }
}

function closes(char: string, expected: Expected, innermost: '{' | '[' | undefined): boolean {
  if (char === '}') return innermost === '{' && (expected === 'comma or close' || expected === 'key or }')
  if (char === ']') return innermost === '[' && (expected === 'comma or close' || expected === 'value or ]')
  return false
}

type End = { readonly at: number; readonly fault: boolean }

function stringEnd(text: string, start: number): End {
  if (text[start] !== '"') return { at: start, fault: true }
  let at = start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return { at: at + 1, fault: false }
    // Not a number past the end of the text.
    if (Number.isNaN(code) || code < 0x20) return { at, fault: true }
    const next = code === 0x5c ? skip(escapeSequence, text, at) : at + 1
    if (next === at) return { at, fault: true }
    at = next
  }
}

function scalarEnd(text: string, start: number): End {
  const at = skip(scalar, text, start)
  return { at, fault: at === start }
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}
