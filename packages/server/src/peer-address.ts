/** An IPv4 address that came in over an IPv6 socket (`::ffff:192.0.2.1`), as IPv4; any other as it is. */
export function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
