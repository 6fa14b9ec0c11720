import { Checkbox, Fieldset, Group, NumberInput, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import type { CommandPolicy } from '@muster/core/action/action-type.ts'
import { brakeDefaults } from '@muster/core/action/brake.ts'
import type { BrakeOrder } from '@muster/core/api/actions.ts'
import { formatLength } from '../../components/format-length.ts'
import { LengthField } from '../../components/length-field.tsx'
import type { CommandOptions } from './command-options.ts'
import type { FieldErrors } from './use-order.ts'

interface CommandOptionsFormProps {
  readonly policy: CommandPolicy
  readonly options: CommandOptions
  readonly errors: FieldErrors
  readonly onChange: (options: CommandOptions) => void
}

/** Of what agents carry out: until when, in the place of what, and when to stop. */
export function CommandOptionsForm({ policy, options, errors, onChange }: CommandOptionsFormProps) {
  const { deliver_within, finish_within, supersede = false, brake } = options
  const set = (change: { [Key in keyof CommandOptions]: CommandOptions[Key] | undefined }) =>
    onChange(Object.fromEntries(Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined)))
  return (
    <Fieldset legend="How it is carried out" radius="sm">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <LengthField
            label="Give up if not delivered within"
            description={`Left empty: ${formatLength(policy.deliverWithinSeconds)}. A device may be away for so long.`}
            seconds={deliver_within ?? policy.deliverWithinSeconds}
            onChange={(seconds) => set({ deliver_within: seconds })}
            error={errors.deliver_within}
          />
          <LengthField
            label="Give up if not finished within"
            description={`Left empty: ${formatLength(policy.finishWithinSeconds)}. From when the device took it on.`}
            seconds={finish_within ?? policy.finishWithinSeconds}
            onChange={(seconds) => set({ finish_within: seconds })}
            error={errors.finish_within}
          />
        </SimpleGrid>
        <Checkbox
          label="Stop what is still open of the same kind"
          description="Older orders of this kind make way on these devices: what waits ends, what runs is asked to stop."
          checked={supersede}
          error={errors.supersede}
          onChange={({ currentTarget }) => set({ supersede: currentTarget.checked || undefined })}
        />
        <Switch
          label="Stop it when too many devices fail"
          description="What still waits then ends, and devices at work are asked to stop."
          checked={brake !== undefined}
          onChange={({ currentTarget }) => set({ brake: currentTarget.checked ? {} : undefined })}
        />
        {brake !== undefined && <BrakeFields brake={brake} errors={errors} onChange={(next) => set({ brake: next })} />}
      </Stack>
    </Fieldset>
  )
}

function BrakeFields({
  brake,
  errors,
  onChange,
}: {
  brake: BrakeOrder
  errors: FieldErrors
  onChange: (brake: BrakeOrder) => void
}) {
  const field = (name: keyof BrakeOrder, preset: number) => ({
    size: 'xs',
    w: 150,
    min: 0,
    clampBehavior: 'none' as const,
    allowDecimal: false,
    allowNegative: false,
    placeholder: String(preset),
    value: brake[name] ?? '',
    error: errors[`brake.${name}`],
    onChange: (value: number | string) => {
      const { [name]: _, ...rest } = brake
      onChange(value === '' ? rest : { ...rest, [name]: Number(value) })
    },
  })
  return (
    <Group gap="xs" align="flex-start" pl="lg" role="group" aria-label="Brake">
      <NumberInput
        label="Percent that failed"
        suffix=" %"
        {...field('failed_percent', brakeDefaults.failedPercent)}
        placeholder={`${brakeDefaults.failedPercent} %`}
      />
      <NumberInput label="Of at least" suffix=" devices" {...field('sample_min', brakeDefaults.sampleMin)} />
      <Text size="xs" c="dimmed" maw={300} pt={24}>
        Devices that tried, and failed, timed out or refused. Who is away is not counted.
      </Text>
    </Group>
  )
}
