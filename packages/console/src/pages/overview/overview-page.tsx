import { SimpleGrid, Stack, Text } from '@mantine/core'
import { showOverview } from '../../api/overview.ts'
import { useLook } from '../../api/queries.ts'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { FleetCard } from './fleet-card.tsx'
import { NeedsCard } from './needs-card.tsx'
import { RunningCard } from './running-card.tsx'
import { FailuresCard, UnknownCard } from './worry-cards.tsx'

const refreshSeconds = 10

/** Is my fleet all right, what is going on, what needs me. */
export function OverviewPage() {
  const { data, error, refetch } = useLook(showOverview, {}, { refreshSeconds })
  if (data === undefined) {
    return (
      <>
        <PageHead title="Overview" />
        {error === null ? (
          <Loading />
        ) : (
          <Problem error={error} title="The overview could not be loaded" onRetry={() => void refetch()} />
        )}
      </>
    )
  }
  return (
    <>
      <PageHead
        title="Overview"
        aside={
          <Text span size="sm">
            <Moment at={data.at} as="full" />
          </Text>
        }
      />
      <Stack gap="md">
        <FleetCard devices={data.devices} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <NeedsCard overview={data} />
          <RunningCard running={data.running} />
          <FailuresCard failures={data.failures} />
          <UnknownCard unknown={data.unknown_devices} />
        </SimpleGrid>
      </Stack>
    </>
  )
}
