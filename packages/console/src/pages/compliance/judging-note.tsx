import { Alert, Group, Loader, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { showFacets } from '../../api/devices.ts'
import { refresh } from '../../api/queries.ts'
import { usePolicy } from './use-policy.ts'

/** While devices are judged anew: asks again and again whether that is over, and once more how they stand when it is. */
export function JudgingNote({ groupId }: { groupId: string | undefined }) {
  const queries = useQueryClient()
  usePolicy(groupId, { refreshSeconds: 1 })
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
