import { Alert, Group, Loader, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { showFacets } from '../../api/devices.ts'
import { refresh } from '../../api/queries.ts'

/** While devices are judged anew; when that is over, how they stand is asked for once more. */
export function JudgingNote() {
  const queries = useQueryClient()
  useEffect(() => () => void refresh(queries, [showFacets]), [queries])
  return (
    <Alert color="blue" variant="outline" role="status">
      <Group gap="sm">
        <Loader size="xs" aria-hidden="true" />
        <Text size="sm">Devices are being judged anew by the changed policy …</Text>
      </Group>
    </Alert>
  )
}
