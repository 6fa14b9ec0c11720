import { type AdviseOn, askSomebody, type Platform, type Step } from './advice.ts'
import { textOf } from './read-facts.ts'

export const adviseOnReboot: AdviseOn = (facts, platform) => {
  const kernel = textOf(facts, 'kernel_installed')
  const packages = Array.isArray(facts.packages) ? facts.packages.filter((one) => typeof one === 'string') : []
  return {
    wrong: kernel === '' ? 'This device waits for a restart.' : `This device waits for a restart, to run ${kernel}.`,
    why: 'Updates are installed, and do not protect yet: the programs that run are still the old ones.',
    steps: stepsFor(platform),
    ...(packages.length > 0 && {
      names: { title: 'What waits for it', items: packages.map((name) => name.slice(0, 128)) },
    }),
  }
}

const save: Step = { text: 'Save your work, and close your programs.' }

function stepsFor(platform: Platform): readonly Step[] {
  switch (platform) {
    case 'windows':
      return [save, { text: 'Choose Start → Power → “Update and restart”, or “Restart”. Shutting down is not enough.' }]
    case 'mac':
      return [save, { text: 'Choose the Apple menu → Restart.' }]
    case 'other':
      return [save, askSomebody]
    default:
      return [
        save,
        { text: 'Choose “Restart” in the menu of your desktop, or in a terminal:', commands: ['sudo reboot'] },
      ]
  }
}
