import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are not of the public internet: of this machine, of private and shared networks, link-local ones
 * (where clouds keep their credentials), reserved ones, and forms of IPv6 that carry an IPv4 address past the check.
 */
const ranges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

const refused = new BlockList()
for (const [network, bits] of ranges) refused.addSubnet(network, bits, isIP(network) === 6 ? 'ipv6' : 'ipv4')

/** Of an IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) what holds for the former. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  return family === 0 || refused.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
