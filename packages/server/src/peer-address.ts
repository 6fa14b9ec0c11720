/** An IPv4 address that came in over an IPv6 socket (`::ffff:192.0.2.1`), as IPv4; any other as it is. */
export function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

/** Of IPv6 the first 64 bits: whoever has one address has them all. */
export function networkOf(peer: string): string {
  if (!peer.includes(':')) return peer
  const [head = '', tail] = peer.split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
