import { wireStatus } from '@muster/core/action/life-cycle.ts'
import type { AppliedAction } from '../../operations/apply-action.ts'
import { renderInSlices } from '../render-in-slices.ts'

/** The answer of 2.0 for many devices: `{"result": [0|1, …]}` by position; it has no word for "not supported". */
export async function renderResultList({ outcomes }: AppliedAction): Promise<Buffer> {
  const renderResult = (place: number) => (wireStatus(outcomes.stateAt(place)) === 1 ? '1' : '0')
  return renderInSlices('{"result":[', outcomes.count, renderResult, ']}')
}
