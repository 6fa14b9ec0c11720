/**
 * What is signed outside of command statements. Each text names its purpose first, so that a signature made for one
 * never passes for another (a command statement is JSON, and begins with a brace).
 */

/** Signed by a new device key: proves that whoever enrols holds it, for this token and no other. */
export function enrolText(enrol: { tokenSha256: string; publicKey: string; hwid: string }): string {
  return ['muster agent enrol v1', enrol.tokenSha256, enrol.publicKey, enrol.hwid].join('\n')
}

/** Signed by the device key at each connection, for this server's nonce and this account's command key (SHA-256). */
export function helloText(hello: {
  nonce: string
  accountKeySha256: string
  deviceId: string
  generation: number
}): string {
  return ['muster agent hello v1', hello.nonce, hello.accountKeySha256, hello.deviceId, hello.generation].join('\n')
}

/** Signed by the device key, for a nonce of the server: the device leaves of its own will. */
export function retireText(retire: {
  nonce: string
  accountKeySha256: string
  deviceId: string
  generation: number
}): string {
  return ['muster agent retire v1', retire.nonce, retire.accountKeySha256, retire.deviceId, retire.generation].join(
    '\n',
  )
}

/** Signed by the account's command key: this enrolment of the device has ended. */
export function enrolmentEndedText(ended: { deviceId: string; generation: number }): string {
  return ['muster enrolment ended v1', ended.deviceId, ended.generation].join('\n')
}

/** Signed by the account's command key: the agent of this enrolment is to remove itself. */
export function uninstallText(order: { deviceId: string; generation: number }): string {
  return ['muster uninstall v1', order.deviceId, order.generation].join('\n')
}

/** Signed by the device key, for a nonce of the server: the agent obeys the order to remove itself. */
export function uninstalledText(uninstalled: {
  nonce: string
  accountKeySha256: string
  deviceId: string
  generation: number
}): string {
  const { nonce, accountKeySha256, deviceId, generation } = uninstalled
  return ['muster agent uninstalled v1', nonce, accountKeySha256, deviceId, generation].join('\n')
}

/** Signed by the account's command key: the enrolment goes on as another generation. */
export function renewedText(renewed: { deviceId: string; generation: number; renewedAs: number }): string {
  return ['muster enrolment renewed v1', renewed.deviceId, renewed.generation, renewed.renewedAs].join('\n')
}

/** Signed by the account's command key: this copy of the device is to enrol as another, with that token (SHA-256). */
export function enrolAnewText(order: { deviceId: string; generation: number; tokenSha256: string }): string {
  return ['muster enrol anew v1', order.deviceId, order.generation, order.tokenSha256].join('\n')
}

/**
 * Signed by the account's command key: agents may replace themselves by a file of this SHA-256. The id is signed too, so
 * that a release which failed on a device cannot be offered to it again under another name.
 */
export function releaseText(release: {
  release_id: string
  version: string
  platform: string
  sha256: string
  size_bytes: number
  allow_downgrade: boolean
}): string {
  return [
    'muster agent release v1',
    release.release_id,
    release.version,
    release.platform,
    release.sha256,
    release.size_bytes,
    release.allow_downgrade ? 'also to older' : 'to newer only',
  ].join('\n')
}
