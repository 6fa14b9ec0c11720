import { SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import { useLook } from '../../api/queries.ts'
import { showSettings } from '../../api/settings.ts'
import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { countOf, formatNumber } from '../../components/count.ts'
import { Facts } from '../../components/facts.tsx'
import { formatLength } from '../../components/format-length.ts'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { LicenceCard } from './licence-card.tsx'

/** What is in force; what can be changed here has a tab of its own, the rest is set where the server is started. */
export function GeneralTab({ mayChange }: { mayChange: boolean }) {
  const { data, error, refetch } = useLook(showSettings, {})
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <Problem error={error} title="The settings could not be loaded" onRetry={() => void refetch()} />
    )
  }
  const { account, licence, public_url, limits, sessions, retention, deadlines, command_signing_keys: keys } = data
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
      <Stack gap="md">
        <Facts
          title="Server"
          facts={[
            ['Account', account.name],
            ['Since', <Moment key="since" at={account.created_at} as="full" />],
            ['Reached at', public_url],
            ['Devices in one action', `at most ${formatNumber(limits.targets_max)}`],
          ]}
        />
        <Facts
          title="How long things are kept"
          facts={[
            [
              'A console session',
              `${formatLength(sessions.idle_seconds)} without a request, ${formatLength(sessions.lifetime_seconds)} in any case`,
            ],
            ['Audit log', 'for ever'],
            [
              'Devices, logs, actions, reports',
              <TextLink key="retention" to="/settings" search={{ tab: 'retention' }}>
                as the account says
              </TextLink>,
            ],
            ['Answers to repeated requests', formatLength(retention.idempotency_keys_seconds)],
            ['Expired tokens', formatLength(retention.expired_tokens_seconds)],
          ]}
        />
        <Card title="Keys that sign commands">
          {keys.map(({ algorithm, public_key, sha256 }) => (
            <Stack key={sha256} gap={6}>
              <Text size="sm">{algorithm}; agents pin it when they enrol, and obey no other.</Text>
              <CopyField label="Public key" text={public_key} />
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                SHA-256 {sha256}
              </Text>
            </Stack>
          ))}
        </Card>
      </Stack>
      <Stack gap="md">
        <LicenceCard
          key={`${licence.devices_allowed} ${licence.devices_counted}`}
          licence={licence}
          mayChange={mayChange}
        />
        <Card title={`Deadlines of ${countOf(deadlines.length, 'type')} that agents carry out`}>
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Action</Table.Th>
                <Table.Th>Waits for its device</Table.Th>
                <Table.Th>May take</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {deadlines.map(({ type, deliver_within, finish_within }) => (
                <Table.Tr key={type}>
                  <Table.Td>{findActionType(type)?.label ?? type}</Table.Td>
                  <Table.Td>{formatLength(deliver_within)}</Table.Td>
                  <Table.Td>{formatLength(finish_within)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      </Stack>
    </SimpleGrid>
  )
}
