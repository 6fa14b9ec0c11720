import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { DeviceStatus } from '@muster/core/device/facts.ts'
import { showFacets } from '../../api/devices.ts'
import { useLook } from '../../api/queries.ts'
import { countOf } from '../../components/count.ts'
import { severityWords, statusWords } from '../../components/device-words.ts'
import { Facts } from '../../components/facts.tsx'
import { Loading } from '../../components/loading.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'

interface StandingCardProps {
  readonly groupId: string | undefined
  readonly isJudging: boolean
}

/** How the devices stand at this moment; each figure leads to its list. */
export function StandingCard({ groupId, isJudging }: StandingCardProps) {
  const filter: DeviceFilter = groupId === undefined ? {} : { group_id: [groupId] }
  const { data, error, refetch } = useLook(
    showFacets,
    { query: filter },
    { refreshSeconds: isJudging ? 1 : 15, keepOld: true },
  )
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <Problem error={error} title="The devices could not be counted" onRetry={() => void refetch()} />
    )
  }
  const linked = (search: DeviceFilter, devices: number) => (
    <TextLink to="/devices" search={{ ...filter, ...search }} className="figures">
      {countOf(devices, 'device')}
    </TextLink>
  )
  const { status = [], severity = [] } = data.facets
  return (
    <Facts
      title={groupId === undefined ? 'How all devices stand' : 'How its devices stand'}
      facts={[
        ['All', linked({}, data.devices)],
        ...status.map(({ value, devices }) => {
          const name = value as DeviceStatus
          return [statusWords[name], linked({ status: [name] }, devices)] as const
        }),
        ...(['critical', 'warning'] as const).map((name) => {
          const devices = severity.find(({ value }) => value === name)?.devices ?? 0
          return [`Gravest issue: ${severityWords[name].toLowerCase()}`, linked({ severity: [name] }, devices)] as const
        }),
      ]}
    />
  )
}
