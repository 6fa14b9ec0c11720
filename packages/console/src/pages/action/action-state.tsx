import { Text } from '@mantine/core'
import type { Action } from '@muster/core/api/actions.ts'
import { countIn, failedStates, openStates } from '../../components/action-words.ts'
import { formatNumber } from '../../components/count.ts'
import { Dot } from '../../components/status-dot.tsx'
import type { LiveState } from './use-action-live.ts'

/** In a word: going on, done, done with failures, cancelled. */
export function ActionStateDot({
  action: { state, counts, stopped_by },
}: {
  action: Pick<Action, 'state' | 'counts' | 'stopped_by'>
}) {
  const open = countIn(counts, openStates)
  const failed = countIn(counts, failedStates)
  if (open > 0)
    return <Dot color="blue">{`${state === 'cancelled' ? 'Stopping' : 'Running'}: ${formatNumber(open)} left`}</Dot>
  if (stopped_by === 'brake') return <Dot color="red">Stopped by its brake</Dot>
  if (state === 'cancelled') return <Dot color="gray">Cancelled</Dot>
  return failed > 0 ? <Dot color="red">{`Done, ${formatNumber(failed)} failed`}</Dot> : <Dot color="green">Done</Dot>
}

export function LiveNote({ state }: { state: LiveState }) {
  const words = {
    connecting: 'Connecting …',
    live: 'Live',
    interrupted: 'Connection lost; trying again …',
    ended: '',
  } as const
  return (
    <Text span inherit role="status">
      {words[state]}
    </Text>
  )
}
