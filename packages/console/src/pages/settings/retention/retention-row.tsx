import { Box, Checkbox, Group, NumberInput, Paper, Radio, Stack, Text, Title } from '@mantine/core'
import type { CurrentRetention, Retention, RetentionKind } from '@muster/core/api/retention.ts'
import { countOf, formatNumber } from '../../../components/count.ts'
import { Moment } from '../../../components/moment.tsx'
import { daysOf, withDays } from './retention-kinds.ts'
import { UnseenNow } from './unseen-now.tsx'

interface RetentionRowProps {
  readonly kind: RetentionKind
  readonly label: string
  readonly explanation: string
  readonly retention: Retention
  readonly run: CurrentRetention['runs'][number] | undefined
  readonly error: string | undefined
  /** Without it the row is only read. */
  readonly onChange: ((retention: Retention) => void) | undefined
}

const preset = 365

/** For how long one kind of thing is kept, and what went by that. */
export function RetentionRow(props: RetentionRowProps) {
  const { kind, label, explanation, retention, run, error, onChange } = props
  const days = daysOf(retention, kind)
  return (
    <Paper withBorder p="md" component="section" aria-label={label}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box flex="1 1 300px">
          <Title order={2} size="h6">
            {label}
          </Title>
          <Text size="sm" c="dimmed">
            {explanation}
          </Text>
          {run !== undefined && (
            <Text size="xs" c="dimmed" mt={4}>
              Last run <Moment at={run.last_run_at} />: {formatNumber(run.removed)} gone,{' '}
              {formatNumber(run.removed_ever)} in all
            </Text>
          )}
        </Box>
        <Stack gap="xs" flex="0 1 330px">
          {onChange === undefined ? (
            <Text size="sm">
              {days === undefined ? 'kept for ever' : `kept for ${countOf(days, 'day')}`}
              {kind === 'unseen_devices' && days !== undefined && `, then ${recordWords[recordOf(retention)]}`}
            </Text>
          ) : (
            <>
              <Group gap="xs">
                <Checkbox
                  label="At most"
                  aria-label={`${label}: at most`}
                  checked={days !== undefined}
                  onChange={({ currentTarget }) =>
                    onChange(withDays(retention, kind, currentTarget.checked ? preset : undefined))
                  }
                />
                <NumberInput
                  aria-label={`${label}: days`}
                  size="xs"
                  w={90}
                  min={1}
                  max={36_500}
                  allowDecimal={false}
                  placeholder="for ever"
                  disabled={days === undefined}
                  error={error !== undefined}
                  value={days ?? ''}
                  onChange={(value) => Number(value) >= 1 && onChange(withDays(retention, kind, Number(value)))}
                />
                <Text size="sm">days</Text>
              </Group>
              {error !== undefined && (
                <Text size="xs" c="var(--mantine-color-error)" role="status">
                  {error}
                </Text>
              )}
              {kind === 'unseen_devices' && days !== undefined && (
                <RecordChoice
                  record={recordOf(retention)}
                  onChange={(record) => onChange({ ...retention, unseen_devices: { days, record } })}
                />
              )}
            </>
          )}
          {kind === 'unseen_devices' && days !== undefined && <UnseenNow days={days} />}
        </Stack>
      </Group>
    </Paper>
  )
}

type DeviceRecord = NonNullable<Retention['unseen_devices']>['record']

const recordWords: Readonly<Record<DeviceRecord, string>> = { archive: 'archived', remove: 'removed' }

function recordOf({ unseen_devices }: Retention): DeviceRecord {
  return unseen_devices?.record ?? 'archive'
}

function RecordChoice({ record, onChange }: { record: DeviceRecord; onChange: (record: DeviceRecord) => void }) {
  return (
    <Radio.Group
      aria-label="What becomes of the record"
      value={record}
      onChange={(value) => onChange(value as DeviceRecord)}
    >
      <Stack gap="xs">
        <Radio size="xs" value="archive" label="Archive the record" description="It counts no more, and can be read." />
        <Radio size="xs" value="remove" label="Remove the record" description="It is as if it were deleted by hand." />
      </Stack>
    </Radio.Group>
  )
}
