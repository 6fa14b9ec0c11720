import { type AdviseOn, askSomebody, type Facts, isLinux, type Platform, type Step } from './advice.ts'
import { countOf, listOf, textOf } from './read-facts.ts'

export const adviseOnUpdates: AdviseOn = (facts, platform) => {
  const missing = listOf(facts, 'missing')
  const total = countOf(facts, 'missing_total') ?? missing.length
  const security = countOf(facts, 'security_total') ?? 0
  return {
    wrong:
      total === 0
        ? 'Updates of the system are missing.'
        : `${total === 1 ? 'One update is' : `${total} updates are`} missing${closing(security)}.`,
    why: 'Updates close holes that others already know of. Until they are installed, those holes can be used against this device.',
    steps: stepsFor(facts, platform),
    ...(missing.length > 0 && { names: { title: 'Missing', items: missing.map(sayUpdate), total } }),
  }
}

function closing(security: number): string {
  if (security === 0) return ''
  return security === 1 ? '; one closes a security hole' : `; ${security} close security holes`
}

/** `openssl 3.0.15-1 → 3.0.17-1 (security)`, `KB5034441 2026-01 Security Update (security)` */
function sayUpdate(update: Facts): string {
  const [id, title, installed, available] = ['id', 'title', 'installed', 'available'].map((key) => textOf(update, key))
  const versions = [installed, available].filter(Boolean).join(' → ')
  return [id, title !== id && title, versions, update.security === true && '(security)'].filter(Boolean).join(' ')
}

function stepsFor({ source }: Facts, platform: Platform): readonly Step[] {
  if (platform === 'windows') {
    return [
      {
        text: 'Open Settings → Windows Update, choose “Check for updates”, and install all that is offered, also under “Advanced options → Optional updates” where it is listed here.',
      },
      restart,
    ]
  }
  if (platform === 'mac') {
    return [{ text: 'Open System Settings → General → Software Update, and choose “Update Now”.' }, restart]
  }
  // What the agent asked is there, whatever the system calls itself.
  const commands = commandsOf[source === 'apt' || source === 'dnf' ? source : platform]
  if (commands === undefined) return [isLinux(platform) ? ofDesktop : askSomebody]
  return [ofDesktop, { text: 'Or in a terminal:', commands }, restart]
}

const restart: Step = { text: 'Save your work, and restart the device if it asks for that.' }
const ofDesktop: Step = {
  text: 'With a desktop: open its “Software”, “Software Updater” or “Discover”, look for updates, and install all of them.',
}

const commandsOf: Partial<Record<Platform, readonly string[]>> = {
  apt: ['sudo apt update', 'sudo apt full-upgrade'],
  dnf: ['sudo dnf upgrade --refresh'],
  zypper: ['sudo zypper refresh', 'sudo zypper update'],
  pacman: ['sudo pacman -Syu'],
}
