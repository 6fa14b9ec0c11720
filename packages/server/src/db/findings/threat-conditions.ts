/** Of the row `t` of a threat. The index by hash knows where a hash that begins so would be. */
export function hashBegins(value: string): string {
  return `t.sha256 between decode(rpad(${value}, 64, '0'), 'hex') and decode(rpad(${value}, 64, 'f'), 'hex')`
}

/** An account has thousands of threats, not millions: all of them are looked at. */
export function signatureHas(value: string): string {
  return `strpos(lower(t.signature), lower(${value})) > 0`
}
