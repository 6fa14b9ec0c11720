import { Group, Input, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'

const units = { minutes: 60, hours: 3600, days: 86_400 } as const
type Unit = keyof typeof units

interface LengthFieldProps {
  readonly label: string
  readonly description: string
  readonly seconds: number
  /** Undefined: the field was emptied. */
  readonly onChange: (seconds: number | undefined) => void
  readonly error?: string | undefined
}

/** A length of time, in the unit in which a person would say it. What is too long or too short, the server says. */
export function LengthField({ label, description, seconds, onChange, error }: LengthFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => largestWhole(seconds))
  const [typed, setTyped] = useState<number | string>(() => seconds / units[largestWhole(seconds)])
  const tell = (length: number | string, inUnit: Unit) => {
    setTyped(length)
    setUnit(inUnit)
    onChange(length === '' ? undefined : Number(length) * units[inUnit])
  }
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Group gap="xs" mt={4}>
        <NumberInput
          aria-label={label}
          size="xs"
          w={90}
          min={0}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={typed}
          error={error !== undefined}
          onChange={(length) => tell(length, unit)}
        />
        <Select
          aria-label={`${label}: unit`}
          size="xs"
          w={110}
          data={Object.keys(units)}
          value={unit}
          allowDeselect={false}
          onChange={(next) => tell(typed, next as Unit)}
        />
      </Group>
    </Input.Wrapper>
  )
}

function largestWhole(seconds: number): Unit {
  return (['days', 'hours'] as const).find((unit) => seconds % units[unit] === 0) ?? 'minutes'
}
