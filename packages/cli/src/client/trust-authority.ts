import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import { usageFailure } from '../failure.ts'

/** Adds the certificates of the file to those that this process trusts. */
export function trustAuthority(file: string): void {
  let certificates: string
  try {
    certificates = readFileSync(file, 'utf8')
  } catch (error) {
    throw usageFailure(`--ca ${file} cannot be read: ${(error as Error).message}`)
  }
  if (!certificates.includes('-----BEGIN CERTIFICATE-----'))
    throw usageFailure(`--ca ${file} holds no PEM certificate.`)
  if (typeof tls.setDefaultCACertificates !== 'function') {
    throw usageFailure(`--ca needs Node.js 24.5 or newer; set NODE_EXTRA_CA_CERTS=${file} instead.`)
  }
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificates])
}
