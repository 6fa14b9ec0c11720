import { SegmentedControl, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.tsx'
import { Forbidden } from '../../layout/forbidden.tsx'
import { useMay } from '../../session/use-session.ts'
import { AdminLog } from './admin-log.tsx'
import { DeviceLog } from './device-log.tsx'
import { LogFilter } from './log-filter.tsx'
import { type LogSearch, toLogFilter } from './log-search.ts'

/** What happened to devices, and what people and programs did: who, and through what. */
export function LogsPage() {
  const search = useSearch({ from: '/app/logs' })
  const navigate = useNavigate()
  const maySeeAdmin = useMay('operate')
  const log = search.log ?? 'devices'
  if (log === 'admin' && !maySeeAdmin) return <Forbidden needs="operate" />
  const change = (next: LogSearch) => void navigate({ to: '/logs', search: next, replace: true })
  const filter = toLogFilter(search, Date.now())
  const Log = log === 'admin' ? AdminLog : DeviceLog
  return (
    <>
      <PageHead title="Logs">
        {maySeeAdmin && (
          <SegmentedControl
            size="xs"
            aria-label="Which log"
            data={[
              { value: 'devices', label: 'Device events' },
              { value: 'admin', label: 'Admin events' },
            ]}
            value={log}
            onChange={(value) => change({ ...search, event: undefined, log: value === 'admin' ? 'admin' : undefined })}
          />
        )}
      </PageHead>
      <Stack gap="sm">
        <LogFilter key={log} log={log} search={search} onChange={change} />
        <Log key={`${log} ${JSON.stringify(search)}`} filter={filter} />
      </Stack>
    </>
  )
}
