import { wireStatus } from '@muster/core/action/life-cycle.ts'
import type { AppliedAction } from '../../operations/apply-action.ts'
import { renderInSlices } from '../render-in-slices.ts'

/**
 * The answer of 3.0: `{"<identifier>": status, …}` in the order asked, an identifier sent twice once. Written as text,
 * because an object of JavaScript would put identifiers that look like numbers first, and lose `__proto__`.
 */
export async function renderStatusObject({ outcomes }: AppliedAction): Promise<Buffer> {
  const told = new Set<string>()
  const renderMember = (place: number) => {
    const identifier = outcomes.identifierAt(place)
    if (told.has(identifier)) return ''
    told.add(identifier)
    return `${JSON.stringify(identifier)}:${wireStatus(outcomes.stateAt(place))}`
  }
  return renderInSlices('{', outcomes.count, renderMember, '}')
}
