import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { icons } from '../../components/icons.tsx'
import { deviceColumns } from './columns.tsx'

interface ColumnChoiceProps {
  readonly chosen: string[]
  readonly onChoose: (keys: string[]) => void
}

export function ColumnChoice({ chosen, onChoose }: ColumnChoiceProps) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={icons.columns}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Checkbox.Group value={chosen} onChange={onChoose} label="Shown columns">
          <Stack gap={6} mt="xs">
            {deviceColumns
              .filter(({ key }) => key !== 'hostname')
              .map(({ key, title }) => (
                <Checkbox key={key} value={key} label={title} size="xs" />
              ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}
