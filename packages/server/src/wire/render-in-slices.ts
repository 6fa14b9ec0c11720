import { setImmediate } from 'node:timers/promises'

const sliceMillis = 10
const piecesPerLook = 512

/** Joins `count` pieces of text, giving way to other requests about every 10 ms; empty pieces are left out. */
export async function renderInSlices(count: number, piece: (place: number) => string): Promise<string> {
  let text = ''
  let sliceStart = performance.now()
  for (let place = 0; place < count; place += 1) {
    const next = piece(place)
    if (next !== '') text += text === '' ? next : `,${next}`
    if (place % piecesPerLook === piecesPerLook - 1 && performance.now() - sliceStart > sliceMillis) {
      await setImmediate()
      sliceStart = performance.now()
    }
  }
  return text
}
