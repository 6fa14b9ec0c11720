import { Button, Group, Progress, Stack } from '@mantine/core'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Action } from '@muster/core/api/actions.ts'
import { stateColors, stateOrder, stateWords } from '../../components/action-words.ts'
import { formatNumber } from '../../components/count.ts'
import { Dot } from '../../components/status-dot.tsx'

interface CountsBarProps {
  readonly action: Action
  readonly shown: TargetState | undefined
  readonly onShow: (state: TargetState | undefined) => void
}

/** How many devices are in which state; a state opens its list. */
export function CountsBar({ action: { counts, target_count: total }, shown, onShow }: CountsBarProps) {
  const states = stateOrder.filter((state) => (counts[state] ?? 0) > 0)
  return (
    <Stack gap="xs">
      <Progress.Root size="lg" aria-label="Devices by state">
        {states.map((state) => (
          <Progress.Section
            key={state}
            value={(100 * counts[state]!) / Math.max(1, total)}
            color={`${stateColors[state]}.6`}
            aria-label={`${stateWords[state]}: ${counts[state]}`}
          />
        ))}
      </Progress.Root>
      <Group gap={6} role="group" aria-label="Show the devices of one state">
        <StateButton isShown={shown === undefined} onClick={() => onShow(undefined)}>
          {`All: ${formatNumber(total)}`}
        </StateButton>
        {states.map((state) => (
          <StateButton
            key={state}
            isShown={shown === state}
            onClick={() => onShow(shown === state ? undefined : state)}
          >
            <Dot color={stateColors[state]}>{`${stateWords[state]}: ${formatNumber(counts[state]!)}`}</Dot>
          </StateButton>
        ))}
      </Group>
    </Stack>
  )
}

function StateButton({
  isShown,
  onClick,
  children,
}: {
  isShown: boolean
  onClick: () => void
  children: React.ReactNode
}) {
  return (
    <Button
      size="compact-sm"
      variant={isShown ? 'light' : 'subtle'}
      color={isShown ? undefined : 'gray'}
      c="var(--mantine-color-text)"
      fw={500}
      aria-pressed={isShown}
      onClick={onClick}
      className="figures"
    >
      {children}
    </Button>
  )
}
