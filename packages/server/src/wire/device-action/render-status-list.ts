import { wireStatus } from '@muster/core/action/life-cycle.ts'
import type { AppliedAction } from '../../operations/apply-action.ts'
import { renderInSlices } from '../render-in-slices.ts'
import type { WireWord } from './wire-word.ts'

/** The answer of 3.1 and later: `[{"id", "status", "command_id"}, …]`, one entry a place of the request. */
export async function renderStatusList({ outcomes }: AppliedAction, { showsCommandId }: WireWord): Promise<Buffer> {
  const renderEntry = (place: number) => {
    const status = wireStatus(outcomes.stateAt(place))
    // Letters, digits, - and _: a command id needs no escaping.
    const commandId = showsCommandId && status === 1 ? (outcomes.commandIdAt(place) ?? '') : ''
    return `{"id":${JSON.stringify(outcomes.identifierAt(place))},"status":${status},"command_id":"${commandId}"}`
  }
  return renderInSlices('[', outcomes.count, renderEntry, ']')
}
