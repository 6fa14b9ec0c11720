import { type AdviseOn, askSomebody, type Facts, isLinux, type Platform, type Step } from './advice.ts'

export const adviseOnFirewall: AdviseOn = (facts, platform) => ({
  wrong: 'No firewall keeps connections from the network out.',
  why: 'In a café, a train or a hotel everybody on the same network can try the door of every program that listens on this device.',
  steps: stepsFor(facts, platform),
})

function stepsFor(facts: Facts, platform: Platform): readonly Step[] {
  if (platform === 'windows') {
    return [
      {
        text: 'Open Windows Security → Firewall & network protection, and turn the firewall on for the domain network, the private network and the public network: all three.',
      },
    ]
  }
  if (platform === 'mac') return [{ text: 'Open System Settings → Network → Firewall and turn it on.' }]
  if (!isLinux(platform)) return [askSomebody]
  const remote: Step = {
    text: 'If you work on this device from elsewhere by SSH, let SSH in first, or you lock yourself out.',
    commands: [usesUfw(facts, platform) ? 'sudo ufw allow ssh' : 'sudo firewall-offline-cmd --add-service=ssh'],
  }
  if (usesUfw(facts, platform)) {
    return [
      ...(platform === 'apt' && facts.ufw === undefined
        ? [{ text: 'Install the firewall.', commands: ['sudo apt install ufw'] }]
        : []),
      remote,
      { text: 'Switch it on; it comes back at every start.', commands: ['sudo ufw enable'] },
    ]
  }
  const install = installers[platform]
  return [
    ...(install === undefined
      ? [{ text: 'Install firewalld from the packages of your system.' }]
      : [{ text: 'Install the firewall, if it is not there.', commands: [`${install} firewalld`] }]),
    remote,
    { text: 'Switch it on; it comes back at every start.', commands: ['sudo systemctl enable --now firewalld'] },
  ]
}

function usesUfw({ ufw }: Facts, platform: Platform): boolean {
  return platform === 'apt' || ufw === false
}

const installers: Partial<Record<Platform, string>> = {
  dnf: 'sudo dnf install',
  zypper: 'sudo zypper install',
  pacman: 'sudo pacman -S',
}
