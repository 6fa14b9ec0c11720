/** What to do where no answer came. */
export function networkRemedy(cause: unknown): string {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'Start the server with "muster serve", or name it with --server or MUSTER_URL.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'There is no such host; check --server or MUSTER_URL.'
  if (code?.startsWith('ERR_TLS') || certificateCodes.has(code ?? '')) {
    return 'Its certificate is not one that this machine trusts: give the authority that issued it with --ca FILE.'
  }
  return 'Check --server or MUSTER_URL, and the network.'
}

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
])
