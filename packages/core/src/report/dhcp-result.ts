import { type Static, Type } from 'typebox'

/** The programs that lease addresses and that the agent knows how to ask. */
export const dhcpClients = [
  'systemd-networkd',
  'NetworkManager',
  'dhcpcd',
  'dhclient',
  'udhcpc',
  'macOS ipconfig',
  'Windows ipconfig',
] as const
export type DhcpClientName = (typeof dhcpClients)[number]

const AddressOrNull = Type.Union([Type.String({ maxLength: 64 }), Type.Null()])
/** Unix seconds; null: nobody tells. */
const SecondsOrNull = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])

export const DhcpRenewal = Type.Object({
  interface: Type.String({ maxLength: 256 }),
  client: Type.Enum(dhcpClients),
  /** Null: it had, or has, no address of a lease. */
  old_address: AddressOrNull,
  new_address: AddressOrNull,
  server: AddressOrNull,
  lease_start: SecondsOrNull,
  lease_end: SecondsOrNull,
  /** The lease really changed: another address, or it began or ends later. */
  renewed: Type.Boolean(),
  /** Why it was not renewed: a sentence. */
  problem: Type.Optional(Type.String({ maxLength: 1000 })),
})
export type DhcpRenewal = Static<typeof DhcpRenewal>

/** What `dhcprenew` brings back, succeeded or failed: every interface whose DHCP client is known, none of the others. */
export const DhcpResult = Type.Object({ interfaces: Type.Array(DhcpRenewal, { maxItems: 256 }) })
export type DhcpResult = Static<typeof DhcpResult>
