import { Anchor, Button, Group, Paper, Text } from '@mantine/core'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { Link } from '@tanstack/react-router'
import { countOf, formatNumber } from '../../components/count.ts'
import { icons } from '../../components/icons.tsx'
import { countOfSelection, nothing } from '../../selection/selection.ts'
import { select, useSelection } from '../../selection/use-selection.ts'
import { isFiltered } from './device-search.ts'

interface SelectionBarProps {
  readonly filter: DeviceFilter
  /** How many devices the filter matches; undefined while that is counted. */
  readonly matching: number | undefined
}

/** How many are selected, in words that leave no doubt whether that is this page or more. */
export function SelectionBar({ filter, matching }: SelectionBarProps) {
  const selection = useSelection()
  const count = countOfSelection(selection)
  const isSame = selection.by === 'filter' && JSON.stringify(selection.filter) === JSON.stringify(filter)
  return (
    <Paper withBorder px="sm" py={6} mih={46} role="region" aria-label="Selection">
      <Group justify="space-between" gap="xs">
        <Group gap="md" role="status">
          <Text size="sm" fw={count > 0 ? 600 : 400} c={count > 0 ? undefined : 'dimmed'} className="figures">
            {count === 0
              ? 'Nothing selected'
              : selection.by === 'devices'
                ? `${countOf(count, 'device')} selected`
                : describeAll(selection.filter, count, isSame)}
          </Text>
          {matching !== undefined && matching > 0 && !isSame && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => select({ by: 'filter', filter, count: matching })}
            >
              {isFiltered(filter)
                ? `Select all ${formatNumber(matching)} matching this filter`
                : `Select all ${formatNumber(matching)} devices`}
            </Anchor>
          )}
          {count > 0 && (
            <Anchor component="button" type="button" size="sm" onClick={() => select(nothing)}>
              Clear
            </Anchor>
          )}
        </Group>
        <Button component={Link} to="/act" size="xs" leftSection={icons.actions} disabled={count === 0}>
          Act on {count === 0 ? 'devices' : countOf(count, 'device')} …
        </Button>
      </Group>
    </Paper>
  )
}

function describeAll(filter: DeviceFilter, count: number, isSame: boolean): string {
  if (!isFiltered(filter)) return `All ${countOf(count, 'device')} selected`
  return isSame
    ? `All ${countOf(count, 'device')} matching this filter selected`
    : `All ${countOf(count, 'device')} matching another filter selected`
}
