import { Button } from '@mantine/core'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { addressOf } from '../../api/endpoint.ts'
import { icons } from '../../components/icons.tsx'

export function ExportButton({ filter }: { filter: DeviceFilter }) {
  const address = addressOf('/api/v1/devices.csv', { query: filter })
  return (
    <Button component="a" href={address} download variant="default" size="xs" leftSection={icons.download}>
      CSV
    </Button>
  )
}
