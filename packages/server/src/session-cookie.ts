/**
 * The cookie of a console session. Scripts never see it, other sites never send it; where the server is reached by
 * https the browser keeps it to this host and to https by its name's prefix.
 */
export function sessionCookieName(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-muster' : 'muster'
}

/** For Set-Cookie. */
export function formatSessionCookie(publicUrl: string, token: string, lifetimeSeconds: number): string {
  const secure = isHttps(publicUrl) ? '; Secure' : ''
  return `${sessionCookieName(publicUrl)}=${token}; Path=/; Max-Age=${lifetimeSeconds}; HttpOnly; SameSite=Strict${secure}`
}

export function formatEndedCookie(publicUrl: string): string {
  return formatSessionCookie(publicUrl, '', 0)
}

/**
 * What a browser keeps while its user is at the OpenID provider: it comes back by a link of another site, so this one is
 * sent with those too.
 */
export function openIdCookieName(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-muster-openid' : 'muster-openid'
}

/** For Set-Cookie. */
export function formatOpenIdCookie(publicUrl: string, token: string): string {
  // Its prefix, by which no other host of the domain can set it, wants the whole of this one.
  const [path, secure] = isHttps(publicUrl) ? ['/', '; Secure'] : ['/auth/oidc', '']
  return `${openIdCookieName(publicUrl)}=${token}; Path=${path}; Max-Age=900; HttpOnly; SameSite=Lax${secure}`
}

/** Of the header Cookie; undefined where it is not there, is empty or is there twice: which is meant is not guessed. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 && values[0] !== '' ? values[0] : undefined
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}
