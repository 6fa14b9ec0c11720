import type { AgentMessage, CommandNews } from '@muster/core/agent/messages.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Longest time that a reordered or doubled acknowledgement is held back. */
const heldMilliseconds = 300

/** The mouth of one connection: what is held back when it breaks is lost with it. */
export interface Mouth {
  readonly random: Random
  readonly isOpen: () => boolean
  readonly send: (message: AgentMessage) => void
}

/** Says how a command stands, or as the knobs will have it: not, twice, or after what was said later. */
export function acknowledge({ knobs, wheel, measures }: World, mouth: Mouth, news: CommandNews): void {
  if (!mouth.isOpen()) return
  const { random } = mouth
  const { counts } = measures
  const send = () => {
    if (mouth.isOpen()) mouth.send(news)
  }
  const sendLater = () => void wheel.after(random.between(0, heldMilliseconds), send)
  if (random.chance(knobs.dropAcks)) {
    counts.acknowledgements_dropped += 1
    return
  }
  counts.acknowledgements_said += 1
  if (random.chance(knobs.duplicateAcks)) {
    counts.acknowledgements_doubled += 1
    sendLater()
  }
  if (knobs.reorderAcks) {
    counts.acknowledgements_reordered += 1
    sendLater()
  } else send()
}
