import { type AdviseOn, askSomebody, isLinux, type Platform, type Step } from './advice.ts'
import { listOf, textOf } from './read-facts.ts'

export const adviseOnSoftware: AdviseOn = (facts, platform) => {
  const found = listOf(facts, 'found').filter((one) => textOf(one, 'name') !== '')
  return {
    wrong: 'Software is installed that your organisation does not want on its devices.',
    why: 'It may let others in, use the device for something else, or break a rule of your organisation. If you need it for your work, ask for an exemption instead.',
    steps: stepsFor(
      found.map((one) => textOf(one, 'name')),
      platform,
    ),
    ...(found.length > 0 && {
      names: {
        title: 'To be removed',
        items: found.map((one) => [textOf(one, 'name'), textOf(one, 'version')].filter(Boolean).join(' ')),
      },
    }),
  }
}

function stepsFor(names: readonly string[], platform: Platform): readonly Step[] {
  if (platform === 'windows') {
    return [
      {
        text: 'Open Settings → Apps → Installed apps, look for each of the names below, and choose “Uninstall” in its menu.',
      },
    ]
  }
  if (platform === 'mac') {
    return [
      {
        text: 'Quit each of the applications below, drag it from the folder Applications to the Bin, and empty the Bin.',
      },
    ]
  }
  if (!isLinux(platform)) return [askSomebody]
  const remove = removers[platform]
  const safe = names.filter((name) => isPackageName.test(name))
  if (remove === undefined || safe.length === 0) {
    return [{ text: 'Remove the packages below with the package manager of your system.' }]
  }
  return [{ text: 'In a terminal:', commands: [`${remove} ${safe.join(' ')}`] }]
}

/** Agents say the names: what a shell would understand in another way is not put into a command. */
const isPackageName = /^[A-Za-z0-9][A-Za-z0-9.+_:@-]*$/

const removers: Partial<Record<Platform, string>> = {
  apt: 'sudo apt remove',
  dnf: 'sudo dnf remove',
  zypper: 'sudo zypper remove',
  pacman: 'sudo pacman -Rs',
}
