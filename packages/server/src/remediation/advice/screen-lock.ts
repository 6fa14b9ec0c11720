import { type AdviseOn, askSomebody, isLinux, type Platform, type Step } from './advice.ts'
import { countOf } from './read-facts.ts'

export const adviseOnScreenLock: AdviseOn = (facts, platform) => {
  const minutes = Math.floor((countOf(facts, 'idle_seconds_max') ?? 900) / 60)
  return {
    wrong: `The screen stays open for more than ${minutes} minutes when nobody is in front of it.`,
    why: 'Whoever passes by can read, copy and send in your name.',
    steps: stepsFor(platform, minutes),
  }
}

function stepsFor(platform: Platform, minutes: number): readonly Step[] {
  if (platform === 'windows') {
    return [
      {
        text: `This is set for the whole machine: as an administrator open “Local Security Policy” → Local Policies → Security Options → “Interactive logon: Machine inactivity limit”, and set it to ${minutes * 60} seconds or less. If you are not an administrator of the device, ask one.`,
      },
    ]
  }
  if (platform === 'mac') {
    return [
      {
        text: `Open System Settings → Lock Screen: let the display turn off after ${minutes} minutes at most, and require the password immediately.`,
      },
    ]
  }
  if (!isLinux(platform)) return [askSomebody]
  return [
    {
      text: `Open Settings → Privacy & Security → Screen Lock: let the screen go blank after ${minutes} minutes at most, and switch “Automatic Screen Lock” on, without delay.`,
    },
    {
      text: 'Or in a terminal of your own session (GNOME and its kin):',
      commands: [
        'gsettings set org.gnome.desktop.session idle-delay 600',
        'gsettings set org.gnome.desktop.screensaver lock-delay 0',
        'gsettings set org.gnome.desktop.screensaver lock-enabled true',
      ],
    },
  ]
}
