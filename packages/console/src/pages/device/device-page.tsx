import { Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { showDevice } from '../../api/devices.ts'
import { useLook } from '../../api/queries.ts'
import { Gone } from '../../components/gone.tsx'
import { icons } from '../../components/icons.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { pickDevice } from '../../selection/selection.ts'
import { select } from '../../selection/use-selection.ts'
import { useMay } from '../../session/use-session.ts'
import { DeviceFacts } from './device-facts.tsx'
import { DeviceFindings } from './device-findings.tsx'
import { ExemptionCard } from './exemption-card.tsx'
import { IdentityCard } from './identity-card.tsx'
import { InventoryCard } from './inventory-card.tsx'
import { IssuesCard } from './issues-card.tsx'
import { Timeline } from './timeline.tsx'
import { WaitingCommands } from './waiting-commands.tsx'

const refreshSeconds = 15

/** All that is known of one device, and everything that was done to it. */
export function DevicePage() {
  const { device_id: deviceId } = useParams({ from: '/app/devices/$device_id' })
  const navigate = useNavigate()
  const mayAct = useMay('actions')
  const { data, error, refetch } = useLook(showDevice, { params: { device_id: deviceId } }, { refreshSeconds })
  if (data === undefined && error?.status === 404) {
    return (
      <Gone title={deviceId} what="device">
        It may have been deleted, or the address is mistyped. <TextLink to="/devices">To the devices</TextLink>
      </Gone>
    )
  }
  if (data === undefined) {
    return (
      <>
        <PageHead title={deviceId} />
        {error === null ? (
          <Loading />
        ) : (
          <Problem error={error} title="The device could not be loaded" onRetry={() => void refetch()} />
        )}
      </>
    )
  }
  const act = () => {
    select({ by: 'devices', devices: [pickDevice(data)] })
    void navigate({ to: '/act' })
  }
  return (
    <>
      <PageHead
        title={data.hostname || data.device_id}
        aside={data.nickname !== '' && <Text span>{data.nickname}</Text>}
      >
        {mayAct && (
          <Button size="xs" leftSection={icons.actions} onClick={act}>
            Act on this device …
          </Button>
        )}
      </PageHead>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack gap="md">
          <DeviceFacts device={data} />
          <IssuesCard device={data} />
          <ExemptionCard device={data} />
          <IdentityCard device={data} />
          <InventoryCard inventory={data.inventory} />
        </Stack>
        <Stack gap="md">
          <WaitingCommands deviceId={data.device_id} />
          <DeviceFindings deviceId={data.device_id} />
          <Timeline deviceId={data.device_id} />
        </Stack>
      </SimpleGrid>
    </>
  )
}
