import type { Appointment } from './wheel.ts'
import type { World } from './world.ts'

/** Commands that an agent put off: none is accepted, so none survives a cancel or the connection that it came by. */
export class Deferrals {
  readonly #world: World
  readonly #held = new Map<string, Appointment>()

  constructor(world: World) {
    this.#world = world
  }

  has(id: string): boolean {
    return this.#held.has(id)
  }

  putOff(id: string, seconds: number, again: () => void): void {
    const { wheel, measures } = this.#world
    measures.counts.deferrals += 1
    measures.under_way += 1
    const retry = () => {
      this.drop(id)
      again()
    }
    this.#held.set(id, wheel.after(seconds * 1000, retry))
  }

  drop(id: string): void {
    this.#held.get(id)?.cancel()
    if (this.#held.delete(id)) this.#world.measures.under_way -= 1
  }

  clear(): void {
    for (const id of [...this.#held.keys()]) this.drop(id)
  }
}
