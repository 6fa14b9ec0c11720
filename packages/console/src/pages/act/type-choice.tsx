import { Badge, Group, Radio, SimpleGrid, Text } from '@mantine/core'
import { typeDescriptions } from '../../components/action-words.ts'
import { countOf, formatNumber } from '../../components/count.ts'
import { judgeTypes } from './judge-types.ts'
import type { KnownDevices } from './use-selected-devices.ts'

interface TypeChoiceProps {
  readonly known: KnownDevices
  readonly chosen: string | undefined
  readonly onChoose: (name: string) => void
}

/** Every action type; one that applies to none of the devices is greyed, and says why. */
export function TypeChoice({ known, chosen, onChoose }: TypeChoiceProps) {
  return (
    <Radio.Group value={chosen ?? null} onChange={onChoose} aria-label="Action">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        {judgeTypes(known).map(({ type, applying, reasons }) => {
          const isGreyed = reasons.length > 0
          const note = known.isAll && applying > 0 && applying < known.devices.length
          return (
            <Radio.Card
              key={type.name}
              value={type.name}
              p="sm"
              disabled={isGreyed}
              aria-label={type.label}
              aria-describedby={`about-${type.name}`}
              bg={isGreyed ? 'var(--mantine-color-default-hover)' : undefined}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator disabled={isGreyed} />
                <div>
                  <Group gap="xs">
                    <Text fw={600} size="sm" c={isGreyed ? 'dimmed' : undefined}>
                      {type.label}
                    </Text>
                    {note && (
                      <Badge size="sm" variant="default" tt="none" fw={500}>
                        {formatNumber(applying)} of {countOf(known.devices.length, 'device')}
                      </Badge>
                    )}
                  </Group>
                  <Text size="xs" c="dimmed" id={`about-${type.name}`}>
                    {isGreyed ? reasons[0] : typeDescriptions[type.name]}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          )
        })}
      </SimpleGrid>
    </Radio.Group>
  )
}
