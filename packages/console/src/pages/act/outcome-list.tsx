import { Anchor, Button, Group, SimpleGrid, Text } from '@mantine/core'
import type { Outcome } from '@muster/core/api/actions.ts'
import { useState } from 'react'
import { formatNumber } from '../../components/count.ts'

const step = 120

/** The devices of one group, some at a time: there may be a hundred thousand. */
export function OutcomeList({ outcomes, names }: { outcomes: readonly Outcome[]; names: ReadonlyMap<string, string> }) {
  const [shown, setShown] = useState(step)
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" verticalSpacing={4}>
        {outcomes.slice(0, shown).map(({ identifier, device_id }) =>
          device_id === null ? (
            <Text key={identifier} size="sm" truncate>
              {identifier}
            </Text>
          ) : (
            <Anchor
              key={identifier}
              href={`/devices/${encodeURIComponent(device_id)}`}
              target="_blank"
              size="sm"
              truncate
            >
              {names.get(device_id) || device_id}
            </Anchor>
          ),
        )}
      </SimpleGrid>
      {outcomes.length > shown && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={() => setShown(shown + step * 5)}>
            Show more ({formatNumber(outcomes.length - shown)} left)
          </Button>
        </Group>
      )}
    </>
  )
}
