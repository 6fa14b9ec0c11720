/** JSON that PostgreSQL takes whatever a device put into it: its jsonb has neither NUL nor half a surrogate pair. */
export function storableJson(value: object): string {
  return JSON.stringify(value).replace(/\\(?:(u0000)|(ud[89a-f][0-9a-f]{2})|.)/g, (whole, nul, half) =>
    nul ? '' : half ? '\\ufffd' : whole,
  )
}
