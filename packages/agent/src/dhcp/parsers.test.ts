import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kernelExpiryOf } from './addresses.ts'
import { parseGranted, shellWord } from './bystander.ts'
import { parseDhclientLeases } from './dhclient-leases.ts'
import { readDhclientOptions } from './dhclient-options.ts'
import { parseDhcpcdDump } from './dhcpcd.ts'
import { parseMacLease } from './ipconfig-mac.ts'
import { parseWindowsLeases } from './ipconfig-windows.ts'
import { hasChanged, noLease } from './leased-interface.ts'
import { parseDevices } from './network-manager.ts'
import { parseNetworkdLease } from './systemd-networkd.ts'
import { readOptions } from './udhcpc.ts'

test('dhclient’s lease file is read in all three spellings of a time, and a lease without an address is none', () => {
  const lease = (lines: string) => `lease {\n  interface "en0";\n${lines}\n}\n`
  const dated = lease('  fixed-address 10.1.1.7;\n  option dhcp-lease-time 600;\n  expire 4 2026/01/01 00:10:00;')
  const epoch = lease(
    '  fixed-address 10.1.1.8;\n  option dhcp-server-identifier 10.1.1.1;\n  expire epoch 1767226200; # a date',
  )
  const never = lease('  fixed-address 10.1.1.9;\n  expire never;')
  const read = parseDhclientLeases(`default-duid "x";\n${dated}${epoch}${never}${lease('  expire never;')}`)
  const start = Date.UTC(2026, 0, 1) / 1000
  assert.deepEqual(read, [
    { interface: 'en0', address: '10.1.1.7', server: null, startsAt: start, endsAt: start + 600 },
    { interface: 'en0', address: '10.1.1.8', server: '10.1.1.1', startsAt: null, endsAt: 1767226200 },
    { interface: 'en0', address: '10.1.1.9', server: null, startsAt: null, endsAt: null },
  ])
})

test('of dhclient’s options a bystander takes over those that a server sees, and no file of the running one', () => {
  const options = readDhclientOptions(
    '-4 -v -i -pf /run/a.pid -lf /var/lib/dhcp/a.leases -I -df /var/lib/dhcp/6.leases -cf /etc/a.conf en0 en1'.split(
      ' ',
    ),
  )
  assert.deepEqual(options.interfaces, ['en0', 'en1'])
  assert.equal(options.leaseFile, '/var/lib/dhcp/a.leases')
  assert.deepEqual(options.carried, ['-i', '-I', '-df', '/var/lib/dhcp/6.leases', '-cf', '/etc/a.conf'])
  assert.equal(options.other, false)
  assert.equal(readDhclientOptions(['-6', 'en0']).other, true)
  assert.equal(readDhclientOptions([]).configuration, '/etc/dhcp/dhclient.conf')
})

test('udhcpc’s interface and identity are found in every way of writing options', () => {
  assert.deepEqual(readOptions([]), { interface: 'eth0', identity: [] })
  for (const words of [
    '-i en5 -fC',
    '-fCi en5',
    '-fien5 -C',
    '--interface=en5 -C',
    '--interface en5 --clientid-none',
  ]) {
    assert.deepEqual(readOptions(words.split(' ')), { interface: 'en5', identity: ['-C'] }, words)
  }
  assert.deepEqual(readOptions('-b -x hostname:pc -s /etc/i -V vendor -t 3 -i en5'.split(' ')), {
    interface: 'en5',
    identity: ['-x', 'hostname:pc', '-V', 'vendor'],
  })
})

test('of dhcpcd’s dump the block of IPv4 counts', () => {
  const dump = "reason=CARRIER\nprotocol=link\nifssid='our net'\n\nreason=BOUND\nprotocol=dhcp\nip_address=10.2.0.3\n"
  assert.deepEqual(parseDhcpcdDump(`${dump}dhcp_lease_time=900\ndhcp_server_identifier=10.2.0.1\n`), {
    address: '10.2.0.3',
    server: '10.2.0.1',
    leaseSeconds: 900,
    networkName: 'our net',
  })
  assert.equal(parseDhcpcdDump(`${dump}dhcp_lease_time=4294967295\n`).leaseSeconds, null)
  assert.equal(parseDhcpcdDump('reason=ROUTERADVERT\nprotocol=ra\n').address, null)
})

test('a lease of systemd-networkd and one of NetworkManager are read with their servers', () => {
  assert.deepEqual(parseNetworkdLease('# private\nADDRESS=10.3.0.2\nSERVER_ADDRESS=10.3.0.1\nLIFETIME=3600\n'), {
    address: '10.3.0.2',
    server: '10.3.0.1',
    leaseSeconds: 3600,
  })
  const shown = [
    'GENERAL.DEVICE:wl0',
    'DHCP4.OPTION[1]:dhcp_client_identifier = 01\\:02\\:03',
    'DHCP4.OPTION[2]:ip_address = 10.4.0.2',
    'DHCP4.OPTION[3]:dhcp_server_identifier = 10.4.0.1',
    'DHCP4.OPTION[4]:dhcp_lease_time = 600',
    'DHCP4.OPTION[5]:expiry = 1800000600',
    '',
    'GENERAL.DEVICE:lo',
    '',
  ]
  const lease = { address: '10.4.0.2', server: '10.4.0.1', startsAt: 1800000000, endsAt: 1800000600 }
  assert.deepEqual([...parseDevices(shown.join('\n'))], [['wl0', lease]])
})

test('the leases of macOS and Windows are read from what their programs are documented to say', () => {
  const packet = 'op = BOOTREPLY\nyiaddr = 10.5.0.2\nserver_identifier (ip): 10.5.0.1\nlease_time (uint32): 0x258\n'
  const summary = '  LeaseStartTime : 01/02/2026 03:04:05\n'
  const startsAt = new Date(2026, 0, 2, 3, 4, 5).getTime() / 1000
  const mac = { address: '10.5.0.2', server: '10.5.0.1', startsAt, endsAt: startsAt + 600 }
  assert.deepEqual(parseMacLease(packet, summary), mac)
  assert.deepEqual(parseMacLease(packet, ''), { ...mac, startsAt: null, endsAt: null })
  assert.equal(parseMacLease('', '').address, null)
  const json = '{"name":"Ethernet","addresses":["fe80::1","10.6.0.2"],"server":"10.6.0.1","obtained":10,"expires":20}'
  const windows = { address: '10.6.0.2', server: '10.6.0.1', startsAt: 10, endsAt: 20 }
  assert.deepEqual([...parseWindowsLeases(`${json}\r\n{"name":null}\r\n`)], [['Ethernet', windows]])
})

test('the kernel’s countdown becomes a time, and "forever" none', () => {
  const shown = (seconds: number) => JSON.stringify([{ addr_info: [{ local: '10.0.0.2', valid_life_time: seconds }] }])
  assert.equal(kernelExpiryOf(shown(60), '10.0.0.2', 1000), 1060)
  assert.equal(kernelExpiryOf(shown(2 ** 32 - 1), '10.0.0.2', 1000), null)
  assert.equal(kernelExpiryOf(shown(60), '10.0.0.3', 1000), null)
  assert.equal(kernelExpiryOf('', '10.0.0.2', 1000), null)
})

test('what a bystander noted is read with what it left out, and words cannot leave their quotes', () => {
  assert.deepEqual(parseGranted('10.0.0.2 10.0.0.1 60 1000\n'), {
    address: '10.0.0.2',
    server: '10.0.0.1',
    startsAt: 1000,
    endsAt: 1060,
  })
  assert.deepEqual(parseGranted('10.0.0.2   1000\n'), {
    address: '10.0.0.2',
    server: null,
    startsAt: 1000,
    endsAt: null,
  })
  assert.equal(parseGranted(''), undefined)
  assert.equal(shellWord(`a'b`), `'a'\\''b'`)
})

test('a lease has changed with another address or a later time; with what was unknown, or an address gone, it has not', () => {
  const lease = { address: '10.0.0.2', server: null, startsAt: 100, endsAt: 200 }
  const table = [
    [lease, lease, false],
    [lease, { ...lease, address: '10.0.0.3' }, true],
    [lease, { ...lease, startsAt: 150 }, true],
    [lease, { ...lease, endsAt: 250 }, true],
    [lease, { ...lease, endsAt: 201, errorSeconds: 1.2 }, false],
    [{ ...lease, startsAt: null, endsAt: null }, lease, false],
    [lease, noLease, false],
    [noLease, lease, true],
  ] as const
  for (const [before, after, changed] of table) assert.equal(hasChanged(before, after), changed, JSON.stringify(after))
})
