import { compareHardware } from '@muster/core/device/hardware.ts'
import type { DuplicateRow } from '../db/duplicates/find-pending.ts'

/** The machine behind an agent that proved to hold a device's key. */
export interface Machine {
  /** Marks of core/device/hardware. */
  readonly marks: readonly string[]
  readonly run: string | undefined
  /** The start before that the server let in, as the machine's disk has it. */
  readonly formerRun?: string | undefined
}

export interface KnownMachine {
  readonly hardware: readonly string[]
  readonly run: string | null
  readonly former_runs: readonly string[]
  /** Its latest connection is held. */
  readonly online: boolean
}

/**
 * admit     It is the device, as far as anybody can tell.
 * found     It is another machine with the device's key: from here on both are in doubt.
 * wait      Nobody has said yet which of the two is which, and it is the one that came later; or somebody has, and it
 *           cannot be told which of the two this is.
 * separate  Somebody has, and it is the one that becomes a device of its own.
 */
export type MachineVerdict =
  | { readonly kind: 'admit' | 'wait' | 'separate' }
  | { readonly kind: 'found'; readonly by: 'hello' | 'turns' }

type Doubt = Pick<DuplicateRow, 'found_by' | 'known_hardware' | 'known_run' | 'newcomer_run' | 'resolution' | 'keeps'>

/** An agent without evidence and without a run is taken for the device: it cannot be told from it. */
export function judgeMachine(machine: Machine, known: KnownMachine, pending: Doubt | undefined): MachineVerdict {
  if (pending !== undefined) {
    const side = sideOf(machine, known, pending)
    if (pending.resolution === null) return { kind: side === 'known' ? 'admit' : 'wait' }
    if (side === 'unclear') return { kind: 'wait' }
    return { kind: side === pending.keeps ? 'admit' : 'separate' }
  }
  if (compareHardware(known.hardware, machine.marks) === 'other') return { kind: 'found', by: 'hello' }
  // A start of the agent that came back after a later one: both are alive.
  const { run } = machine
  if (run !== undefined && run !== known.run && known.former_runs.includes(run)) return { kind: 'found', by: 'turns' }
  return { kind: 'admit' }
}

/**
 * Two of the same make that take turns are told apart by their starts. One that was started again since says which start
 * it followed; that is its own only where that start is not connected still: then it is another copy of the disk.
 */
function sideOf(
  { marks, run, formerRun }: Machine,
  known: KnownMachine,
  doubt: Doubt,
): 'known' | 'newcomer' | 'unclear' {
  if (compareHardware(doubt.known_hardware, marks) === 'other') return 'newcomer'
  if (doubt.found_by !== 'turns') return 'known'
  const { known_run, newcomer_run } = doubt
  if (run !== undefined && run === known_run) return 'known'
  if (run !== undefined && run === newcomer_run) return 'newcomer'
  if (formerRun === undefined || (known.online && known.run === formerRun)) return 'unclear'
  if (formerRun === known_run) return 'known'
  return formerRun === newcomer_run ? 'newcomer' : 'unclear'
}
