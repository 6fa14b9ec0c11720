import { join } from 'node:path'
import { readText } from '../../read-or-nothing.ts'
import { type Finding, passIf, type Sources, unknown } from '../finding.ts'

/** Whether something keeps connections out: rules of nftables or iptables, else ufw or firewalld that say they are on. */
export async function checkFirewall({ root, run, isRoot }: Sources): Promise<Finding> {
  // Asked of root only: to anybody else they tell nothing, and nothing is not the same as no rules.
  const nftables = isRoot ? await run('nft', ['list', 'ruleset']) : undefined
  const iptables = isRoot ? await run('iptables-save', []) : undefined
  const found = {
    ...(nftables !== undefined && { nftables: nftablesFilter(nftables) }),
    ...(iptables !== undefined && { iptables: iptablesFilters(iptables) }),
    ...ufwState(readText(join(root, 'etc/ufw/ufw.conf'))),
    ...(await firewalldState(run)),
  }
  const isOn = Object.values(found).some(Boolean)
  if (isOn) return passIf(true, found)
  // Without root, and with nothing that tells of itself, nobody knows.
  return isRoot || Object.keys(found).length > 0 ? passIf(false, found) : unknown('only root may list the rules')
}

/** A chain that sees what comes in, and that drops or rejects: by its policy, or by a rule in the same table. */
export function nftablesFilter(ruleset: string): boolean {
  return ruleset.split(/^(?=table )/m).some((table) => {
    const seesInput = /\btype filter hook (input|prerouting|ingress)\b/.test(table)
    return seesInput && /\bpolicy drop\b|^\s+.*\b(drop|reject)\b/m.test(table)
  })
}

/** `:INPUT DROP [0:0]`, or a rule that drops or rejects in a table whose input chain has rules at all. */
export function iptablesFilters(saved: string): boolean {
  const filter = saved.split(/^(?=\*)/m).find((table) => table.startsWith('*filter')) ?? ''
  if (/^:INPUT (DROP|REJECT)\b/m.test(filter)) return true
  return /^-A INPUT\b/m.test(filter) && /^-A (?!FORWARD|OUTPUT).* -j (DROP|REJECT)\b/m.test(filter)
}

export function ufwState(configuration: string): { ufw?: boolean } {
  const enabled = /^\s*ENABLED\s*=\s*"?(yes|no)"?\s*$/im.exec(configuration)?.[1]
  return enabled === undefined ? {} : { ufw: enabled.toLowerCase() === 'yes' }
}

/** Not by firewall-cmd: asking it would start what is not running. */
async function firewalldState(run: Sources['run']): Promise<{ firewalld?: boolean }> {
  const text = await run('systemctl', ['is-active', 'firewalld.service'], { answers: [3, 4] })
  const state = text?.trim()
  return state === 'active' ? { firewalld: true } : {}
}
