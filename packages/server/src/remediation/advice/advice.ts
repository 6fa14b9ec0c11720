import type { CheckName } from '@muster/core/compliance/check-name.ts'

/** What a user is told about one check that fails, in words for somebody who administers nothing. */
export interface Advice {
  /** What is wrong. */
  readonly wrong: string
  readonly why: string
  readonly steps: readonly Step[]
  /** What exactly is meant, where that is a list. */
  readonly names?: {
    readonly title: string
    readonly items: readonly string[]
    /** Where the agent named only some. */
    readonly total?: number
  }
}

export interface Step {
  readonly text: string
  /** To be typed as they stand, one after the other. */
  readonly commands?: readonly string[]
}

/** What decides how something is mended: a Linux system by its package manager, as far as it is known. */
export type Platform = 'apt' | 'dnf' | 'zypper' | 'pacman' | 'linux' | 'mac' | 'windows' | 'other'

/** What the agent found, as it said it: whatever it is, advice comes of it. */
export type Facts = Readonly<Record<string, unknown>>

export type AdviseOn = (facts: Facts, platform: Platform) => Advice

export type AdviceByCheck = Readonly<Record<CheckName, AdviseOn>>

/** For systems that nobody has written steps for. */
export const askSomebody: Step = {
  text: 'Ask the people who look after the devices of your organisation how this is done on this system.',
}

export function isLinux(platform: Platform): boolean {
  return platform !== 'mac' && platform !== 'windows' && platform !== 'other'
}
