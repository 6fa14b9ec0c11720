import { Code, Group, Paper, Text } from '@mantine/core'
import { countOf } from '../../components/count.ts'
import { TextLink } from '../../components/text-link.tsx'
import { stringifySearch } from '../../search.ts'
import { countOfSelection, type Selection } from '../../selection/selection.ts'

/** On what: always said in full, so that nobody acts on more than he sees. */
export function SelectionSummary({ selection }: { selection: Selection }) {
  const count = countOfSelection(selection)
  return (
    <Paper withBorder p="sm" role="region" aria-label="Devices">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <strong>{describe(selection, count)}</strong>
          {selection.by === 'devices' && selection.devices.length <= 5 && (
            <> · {selection.devices.map(({ hostname, device_id }) => hostname || device_id).join(', ')}</>
          )}
          {selection.by === 'filter' && Object.keys(selection.filter).length > 0 && (
            <>
              {' '}
              <Code>{decodeURIComponent(stringifySearch(selection.filter).slice(1)).replaceAll('&', ' · ')}</Code>
            </>
          )}
        </Text>
        <TextLink to="/devices" search={selection.by === 'filter' ? selection.filter : {}}>
          Change the selection
        </TextLink>
      </Group>
    </Paper>
  )
}

function describe(selection: Selection, count: number): string {
  if (selection.by === 'devices') return `${countOf(count, 'device')}, picked one by one`
  if (Object.keys(selection.filter).length === 0) return `All ${countOf(count, 'device')} of the fleet`
  return `All ${countOf(count, 'device')} matching the filter`
}
