import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderInSlices } from './render-in-slices.ts'

for (const count of [0, 1, 2, 511, 512, 513, 1024, 1025]) {
  test(`${count} pieces are joined by commas alone, nothing is left out`, async () => {
    const text = (await renderInSlices('[', count, (place) => `"ä${place}"`, ']')).toString()
    assert.deepEqual(
      JSON.parse(text),
      Array.from({ length: count }, (_, place) => `ä${place}`),
    )
  })
}

test('empty pieces leave no comma behind, also at the edge of a slice', async () => {
  const piece = (place: number) => (place === 0 || place === 512 || place === 1023 ? '' : `${place}`)
  const numbers = JSON.parse((await renderInSlices('[', 1024, piece, ']')).toString()) as number[]
  assert.equal(numbers.length, 1021)
})
