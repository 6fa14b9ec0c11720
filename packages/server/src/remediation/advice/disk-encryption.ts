import { type AdviseOn, askSomebody, isLinux, type Platform, type Step } from './advice.ts'
import { listOf, textOf } from './read-facts.ts'

export const adviseOnDiskEncryption: AdviseOn = (facts, platform) => {
  const open = listOf(facts, 'volumes').filter(({ encrypted }) => encrypted === false)
  return {
    wrong: 'What is stored on this device is not encrypted, or not all of it.',
    why: 'Whoever finds or steals the device can read everything on it, without your password.',
    steps: stepsFor(platform),
    ...(open.length > 0 && {
      names: {
        title: 'Not encrypted',
        items: open.map((volume) => [textOf(volume, 'mount'), textOf(volume, 'device')].filter(Boolean).join(' on ')),
      },
    }),
  }
}

const backup: Step = { text: 'Make a backup of what you cannot do without.' }
const recovery: Step = {
  text: 'Keep the recovery key that is shown somewhere else than on this device: without it the data are lost when the password is.',
}

function stepsFor(platform: Platform): readonly Step[] {
  if (platform === 'windows') {
    return [
      backup,
      {
        text: 'Open Settings → Privacy & security → Device encryption and switch it on. Where that is not offered, search for “Manage BitLocker” in the Start menu and turn BitLocker on for every drive listed above.',
      },
      recovery,
      { text: 'Leave the device plugged in until it says that it is done.' },
    ]
  }
  if (platform === 'mac') {
    return [
      backup,
      { text: 'Open System Settings → Privacy & Security → FileVault and turn it on.' },
      recovery,
      { text: 'Leave the Mac plugged in until it says that it is done.' },
    ]
  }
  if (!isLinux(platform)) return [askSomebody]
  return [
    backup,
    {
      text: 'Look at your disks: what is encrypted stands below a line of type “crypt”.',
      commands: ['lsblk -o NAME,TYPE,SIZE,MOUNTPOINTS'],
    },
    {
      text: 'A Linux system that was installed without encryption is not encrypted by a switch. Ask the people who look after your devices: as a rule it is installed anew, with “Encrypt the disk” chosen in the installer.',
    },
  ]
}
