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
