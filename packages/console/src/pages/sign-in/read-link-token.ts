/** The token behind the `#` of a link, which no server's log ever sees; empty where there is none. */
export function readLinkToken(): string {
  return new URLSearchParams(globalThis.location.hash.slice(1)).get('token') ?? ''
}
