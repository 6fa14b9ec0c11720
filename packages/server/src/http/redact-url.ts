const secretKey = /token|secret|password|code|assertion/i
// A secret that stands where no query is: `/action&access_token=…` is a common slip of the hand.
const secretAnywhere = /((?:token|secret|password|code|assertion)(?:=|%3d))[^&?#/\s]*/gi

// A link that is a secret itself, as nobody signs in behind it. The router also takes a whole address for a path.
const secretLink = /(\/remediation\/)[^?#]+/

/** The address as it may be logged: values of secret parameters are struck out, however the key is written. */
export function redactUrl(url: string): string {
  const queryStart = url.indexOf('?')
  const path = showPath(queryStart < 0 ? url : url.slice(0, queryStart))
  if (queryStart < 0) return path
  const query = new URLSearchParams(url.slice(queryStart + 1))
  const parts = Array.from(query, ([key, value]) =>
    secretKey.test(key) ? `${encodeURIComponent(key)}=***` : redactPair(key, value),
  )
  return `${path}?${parts.join('&')}`
}

function showPath(path: string): string {
  // However its letters are written: the router reads them decoded.
  const plain = path.replace(/%[2-7][0-9a-f]/gi, decodeURIComponent)
  const shown = secretLink.test(plain) ? plain.replace(secretLink, '$1***') : path
  return shown.replace(secretAnywhere, '$1***')
}

function redactPair(key: string, value: string): string {
  return `${key}=${value}`.replace(secretAnywhere, '$1***').replace(/[^!-~]/g, encodeURIComponent)
}
