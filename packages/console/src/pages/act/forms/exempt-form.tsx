import { Divider, Group, NumberInput, Radio, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { FormProps } from '../param-forms.tsx'

const hoursMax = 64_999

/** How long: an end is the rule. "For ever" stands apart, for nobody remembers it later. */
export function ExemptForm({ params, errors, onChange }: FormProps) {
  const hours = params.hours as number
  const [unit, setUnit] = useState<'hours' | 'days'>(hours % 24 === 0 ? 'days' : 'hours')
  const factor = unit === 'days' ? 24 : 1
  const isForEver = hours === 0
  return (
    <Stack>
      <Radio.Group
        label="How long"
        error={errors['params.hours']}
        value={isForEver ? 'ever' : 'while'}
        onChange={(value) => onChange({ ...params, hours: value === 'ever' ? 0 : 24 })}
      >
        <Stack gap="xs" mt="xs">
          <Group gap="xs">
            <Radio value="while" label="For" />
            <NumberInput
              aria-label="Length of the exemption"
              size="xs"
              w={90}
              min={1}
              max={Math.floor(hoursMax / factor)}
              clampBehavior="strict"
              allowDecimal={false}
              allowNegative={false}
              value={isForEver ? '' : hours / factor}
              disabled={isForEver}
              onChange={(value) => {
                const length = Number(value)
                if (length >= 1) onChange({ ...params, hours: length * factor })
              }}
            />
            <Select
              aria-label="Unit"
              size="xs"
              w={110}
              data={['hours', 'days']}
              value={unit}
              allowDeselect={false}
              disabled={isForEver}
              onChange={(next) => {
                const chosen = next as 'hours' | 'days'
                setUnit(chosen)
                const length = hours / factor
                onChange({ ...params, hours: Math.min(length * (chosen === 'days' ? 24 : 1), hoursMax) })
              }}
            />
            {!isForEver && (
              <Text size="sm" c="dimmed">
                until{' '}
                {new Date(Date.now() + hours * 3_600_000).toLocaleString(undefined, {
                  dateStyle: 'medium',
                  timeStyle: 'short',
                })}
              </Text>
            )}
          </Group>
          <Divider maw={420} />
          <Radio
            value="ever"
            label="For ever"
            description="Until somebody ends it. It stays in the list of exemptions that never end."
          />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label="What is exempt"
        value={params.scope as string}
        onChange={(scope) => onChange({ ...params, scope })}
      >
        <Group mt="xs">
          <Radio value="all" label="All issues" />
          <Radio value="critical" label="Critical issues only" />
        </Group>
      </Radio.Group>
    </Stack>
  )
}
