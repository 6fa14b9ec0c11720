import { Alert, Grid, Stack, Tabs, Text } from '@mantine/core'
import type { CreatedEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import { useLook } from '../../api/queries.ts'
import { showSettings } from '../../api/settings.ts'
import { CopyField } from '../../components/copy-field.tsx'
import { countOf } from '../../components/count.ts'
import { Moment } from '../../components/moment.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { enrolmentCommands } from './enrolment-command-lines.ts'

/** The token, shown this once, as the exact command for each system. */
export function EnrolmentCommands({ token }: { token: CreatedEnrolmentToken }) {
  const publicUrl = useLook(showSettings, {}).data?.public_url ?? globalThis.location.origin
  const systems = enrolmentCommands(publicUrl, token.token)
  return (
    <Stack mt="md" gap="sm" role="status">
      <Alert variant="outline" color="blue" title="Paste this on the device; the token is shown only now">
        <Text size="sm">
          It lets {countOf(token.uses_left, 'device')} in, into the group {token.group_id}, and is good until{' '}
          <Moment at={token.expires_at} as="full" />.
        </Text>
      </Alert>
      <Grid>
        <Grid.Col span={{ base: 12, md: 9 }}>
          <Tabs defaultValue={systems[0]!.id} keepMounted={false}>
            <Tabs.List>
              {systems.map(({ id, name }) => (
                <Tabs.Tab key={id} value={id}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {systems.map(({ id, name, note, lines }) => (
              <Tabs.Panel key={id} value={id} pt="sm">
                <Text size="sm" mb="xs">
                  {note}
                </Text>
                <CopyField label={`Commands for ${name}`} text={lines.join('\n')} />
              </Tabs.Panel>
            ))}
          </Tabs>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 3 }}>
          <QrCode text={systems.at(-1)!.lines[0]!} label="QR code of the enrolment command" />
          <Text size="xs" c="dimmed" mt={4}>
            The command as a QR code, to take it to a device without typing.
          </Text>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}
