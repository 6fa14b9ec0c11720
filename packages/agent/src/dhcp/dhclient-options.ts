/** Options of dhclient 4.4 that have a value. */
const valued =
  /^(-p|-D|-s|-g|-cf|-df|-lf|-pf|-sf|-e|-timeout|--decline-wait-time|--prefix-len-hint|--address-prefix-len|--dad-wait-time)$/
/** How it makes itself known to a server, and where it finds its configuration: a bystander does the same. */
const carried = /^(-p|-D|-g|-cf|-df|-e|-B|-I|-i|-C)$/

export interface DhclientOptions {
  /** Empty: all that there are. */
  readonly interfaces: readonly string[]
  readonly leaseFile: string
  readonly script: string | undefined
  readonly configuration: string
  readonly carried: readonly string[]
  /** It is for IPv6, or ends something and is no client at work. */
  readonly other: boolean
}

export function readDhclientOptions(args: readonly string[]): DhclientOptions {
  const interfaces: string[] = []
  const carriedWords: string[] = []
  const values = new Map<string, string>()
  let other = false
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!
    if (!word.startsWith('-')) {
      interfaces.push(word)
      continue
    }
    const value = valued.test(word) ? args[++index] : undefined
    if (value !== undefined) values.set(word, value)
    if (carried.test(word)) carriedWords.push(word, ...(value === undefined ? [] : [value]))
    other ||= /^(-6|-r|-x|-S|-T|-P)$/.test(word)
  }
  return {
    interfaces,
    leaseFile: values.get('-lf') ?? '/var/lib/dhcp/dhclient.leases',
    script: values.get('-sf'),
    configuration: values.get('-cf') ?? '/etc/dhcp/dhclient.conf',
    carried: carriedWords,
    other,
  }
}
