/** One timer for everybody: ten thousand agents with a few clocks each would otherwise be as many timers of Node.js. */
export interface Wheel {
  /** Runs after this many milliseconds, to the nearest tick above; what is returned calls it off. */
  after(milliseconds: number, run: () => void): Appointment
  stop(): void
}

export interface Appointment {
  cancel(): void
}

const tickMilliseconds = 20
const slotCount = 1024

interface Entry extends Appointment {
  readonly dueTick: number
  run: (() => void) | undefined
}

export function createWheel(now: () => number = () => performance.now()): Wheel {
  const slots: Entry[][] = Array.from({ length: slotCount }, () => [])
  const start = now()
  let tick = 0

  /** A process that was held up makes good for the ticks it missed. */
  function turn(): void {
    const reached = Math.floor((now() - start) / tickMilliseconds)
    while (tick < reached) {
      tick += 1
      const slot = slots[tick % slotCount]!
      if (slot.length === 0) continue
      slots[tick % slotCount] = slot.filter(({ dueTick, run }) => dueTick > tick && run !== undefined)
      for (const { dueTick, run } of slot) if (dueTick <= tick) run?.()
    }
  }

  const timer = setInterval(turn, tickMilliseconds)
  return {
    after(milliseconds, run) {
      const passed = Math.floor((now() - start) / tickMilliseconds)
      const dueTick = Math.max(tick + 1, passed + Math.max(1, Math.ceil(milliseconds / tickMilliseconds)))
      const entry: Entry = {
        dueTick,
        run,
        cancel() {
          entry.run = undefined
        },
      }
      slots[dueTick % slotCount]!.push(entry)
      return entry
    },
    stop: () => clearInterval(timer),
  }
}
