import { compareHardware } from '@muster/core/device/hardware.ts'
import type { DuplicateRow } from '../db/duplicates/find-pending.ts'

/** The machine behind an agent that proved to hold a device's key. */
export interface Machine {
  /** Marks of core/device/hardware. */
  readonly marks: readonly string[]
  readonly run: string | undefined
}

export interface KnownMachine {
  readonly hardware: readonly string[]
  readonly run: string | null
  readonly former_run: string | null
}

/**
 * admit     It is the device, as far as anybody can tell.
 * found     It is another machine with the device's key: from here on both are in doubt.
 * wait      Nobody has said yet which of the two is which, and it is the one that came later.
 * separate  Somebody has, and it is the one that becomes a device of its own.
 */
export type MachineVerdict =
  | { readonly kind: 'admit' | 'wait' | 'separate' }
  | { readonly kind: 'found'; readonly by: 'hello' | 'turns' }

/** An agent without evidence and without a run is taken for the device: it cannot be told from it. */
export function judgeMachine(
  machine: Machine,
  known: KnownMachine,
  pending: Pick<DuplicateRow, 'found_by' | 'known_hardware' | 'known_run' | 'resolution' | 'keeps'> | undefined,
): MachineVerdict {
  if (pending !== undefined) {
    const side = sideOf(machine, pending)
    if (pending.resolution === null) return { kind: side === 'known' ? 'admit' : 'wait' }
    return { kind: side === pending.keeps ? 'admit' : 'separate' }
  }
  if (compareHardware(known.hardware, machine.marks) === 'other') return { kind: 'found', by: 'hello' }
  // A start of the agent that came back after a later one: both are alive.
  const { run } = machine
  if (run !== undefined && run !== known.run && run === known.former_run) return { kind: 'found', by: 'turns' }
  return { kind: 'admit' }
}

/** Two of the same make that take turns are told apart by their starts; one that started again counts as the newcomer. */
function sideOf(
  { marks, run }: Machine,
  { found_by, known_hardware, known_run }: Pick<DuplicateRow, 'found_by' | 'known_hardware' | 'known_run'>,
): 'known' | 'newcomer' {
  if (compareHardware(known_hardware, marks) === 'other') return 'newcomer'
  return found_by === 'turns' && run !== known_run ? 'newcomer' : 'known'
}
