import { Checkbox, Group, NumberInput, Text, TextInput } from '@mantine/core'
import type { DeferRule } from '@muster/core/agent/defer-rule.ts'

interface DeferRuleFormProps {
  /** Of the action type, for those who hear the form. */
  readonly label: string
  readonly rule: DeferRule | undefined
  /** Undefined: never put off. */
  readonly onChange: (rule: DeferRule | undefined) => void
}

export function DeferRuleForm({ label, rule = {}, onChange }: DeferRuleFormProps) {
  const set = (change: { [Key in keyof DeferRule]?: DeferRule[Key] | undefined }) => {
    const next = Object.fromEntries(
      Object.entries({ ...rule, ...change }).filter(([, value]) => value !== undefined && value !== false),
    ) as DeferRule
    const says = ['battery_percent', 'metered', 'quiet'].some((key) => key in next)
    onChange(says ? next : undefined)
  }
  const quiet = rule.quiet
  return (
    <Group gap="lg" role="group" aria-label={`When “${label}” is put off`} align="center">
      <Group gap="xs">
        <Checkbox
          label="On battery, at or below"
          checked={rule.battery_percent !== undefined}
          onChange={({ currentTarget }) => set({ battery_percent: currentTarget.checked ? 30 : undefined })}
        />
        <NumberInput
          aria-label="Charge in percent"
          size="xs"
          w={80}
          min={1}
          max={100}
          suffix=" %"
          disabled={rule.battery_percent === undefined}
          value={rule.battery_percent ?? ''}
          onChange={(value) => Number(value) >= 1 && set({ battery_percent: Number(value) })}
        />
      </Group>
      <Checkbox
        label="On a metered connection"
        checked={rule.metered === true}
        onChange={({ currentTarget }) => set({ metered: currentTarget.checked || undefined })}
      />
      <Group gap="xs">
        <Checkbox
          label="Between"
          checked={quiet !== undefined}
          onChange={({ currentTarget }) =>
            set({ quiet: currentTarget.checked ? { from: '09:00', to: '17:00' } : undefined })
          }
        />
        <TextInput
          type="time"
          size="xs"
          aria-label="From, by the clock of the device"
          disabled={quiet === undefined}
          value={quiet?.from ?? ''}
          onChange={({ currentTarget }) =>
            quiet && currentTarget.value && set({ quiet: { ...quiet, from: currentTarget.value } })
          }
        />
        <Text span size="sm">
          and
        </Text>
        <TextInput
          type="time"
          size="xs"
          aria-label="To, by the clock of the device"
          disabled={quiet === undefined}
          value={quiet?.to ?? ''}
          onChange={({ currentTarget }) =>
            quiet && currentTarget.value && set({ quiet: { ...quiet, to: currentTarget.value } })
          }
        />
      </Group>
    </Group>
  )
}
