import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core'
import type { DeviceFacet, DeviceFacets } from '@muster/core/api/devices.ts'
import { formatNumber } from '../../components/count.ts'
import { icons } from '../../components/icons.tsx'

interface FacetFilterProps {
  readonly label: string
  /** What people call the values; a value that is not in it stands for itself. */
  readonly words: Readonly<Record<string, string>>
  readonly facet: DeviceFacets['facets'][DeviceFacet] | undefined
  /** Whether the values have been counted. */
  readonly isKnown: boolean
  readonly hasFailed: boolean
  readonly chosen: readonly string[] | undefined
  readonly onChoose: (values: string[] | undefined) => void
}

/** The values that occur, each with how many devices it would show. */
export function FacetFilter(props: FacetFilterProps) {
  const { label, words, facet = [], isKnown, hasFailed, chosen = [], onChoose } = props
  const counts = new Map(facet.map(({ value, devices }) => [String(value), devices]))
  const values = [...new Set([...counts.keys(), ...chosen])]
  const wordOf = (value: string) => words[value] ?? (value === '' ? '(none)' : value)
  const summary =
    chosen.length === 0 ? label : `${label}: ${chosen.length > 2 ? chosen.length : chosen.map(wordOf).join(', ')}`
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={chosen.length > 0 ? 'light' : 'default'}
          size="xs"
          fw={chosen.length > 0 ? 600 : 400}
          rightSection={icons.chevronDown}
          maw={260}
        >
          {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Filter by ${label.toLowerCase()}`}>
        {!isKnown && (
          <Text size="sm">{hasFailed ? 'The values could not be loaded. Reload the page.' : 'Counting …'}</Text>
        )}
        {isKnown && values.length === 0 && <Text size="sm">No device has any.</Text>}
        <ScrollArea.Autosize mah={320} type="auto">
          <Checkbox.Group
            aria-label={label}
            value={[...chosen]}
            onChange={(next) => onChoose(next.length === 0 ? undefined : next)}
          >
            <Stack gap={8} pr="sm">
              {values.map((value) => (
                <Checkbox
                  key={value}
                  value={value}
                  size="xs"
                  label={
                    <Group gap="md" justify="space-between" wrap="nowrap" component="span">
                      <span>{wordOf(value)}</span>
                      <Text span size="xs" c="dimmed" className="figures">
                        {formatNumber(counts.get(value) ?? 0)}
                      </Text>
                    </Group>
                  }
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
