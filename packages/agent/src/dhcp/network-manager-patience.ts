/**
 * How long NetworkManager waits for a DHCP server is the setting by which it is made to ask anew: it asks when a setting
 * of IPv4 is applied that differs from the one in force. It has to be a long time: after the owner's own (45 s by
 * default) without an answer it would give up an address that is valid still. The owner's own is kept in the number, to
 * be applied again once a server has answered, also by a later renewal or another run of the agent.
 */
const bases = [1_500_000_000, 2_000_000_000] as const
const span = 100_000_000
const forever = 2 ** 31 - 1

/** More than 47 years, and other than `seconds`, which is in force: the owner's own, or one of these. */
export function patientSeconds(seconds: number): number {
  const base = baseOf(seconds) === bases[0] ? bases[1] : bases[0]
  return base + Math.min(ownersSeconds(seconds), span - 1)
}

/** What the owner set; 0 is NetworkManager's default. */
export function ownersSeconds(seconds: number): number {
  const base = baseOf(seconds)
  if (base === undefined) return seconds
  return seconds - base === span - 1 ? forever : seconds - base
}

function baseOf(seconds: number): number | undefined {
  return bases.find((base) => seconds >= base && seconds < base + span)
}
