import { Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CurrentLicence } from '@muster/core/api/licence.ts'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { changeLicence, showSettings } from '../../api/settings.ts'
import { Card } from '../../components/card.tsx'
import { countOf } from '../../components/count.ts'
import { Problem } from '../../components/problem.tsx'

/** How many devices the account may have. */
export function LicenceCard({ licence, mayChange }: { licence: CurrentLicence; mayChange: boolean }) {
  const [isLimited, setLimited] = useState(licence.devices_allowed !== null)
  const [allowed, setAllowed] = useState<number | string>(licence.devices_allowed ?? licence.devices_counted)
  const saving = useChange(changeLicence, { refreshes: [showSettings] })
  const wanted = isLimited ? Number(allowed) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(
      { body: { devices_allowed: wanted } },
      { onSuccess: () => notifications.show({ message: 'The licence count is changed.' }) },
    )
  }
  return (
    <Card title="Licence" aside={<Text size="sm">{countOf(licence.devices_counted, 'device')} counted</Text>}>
      <form onSubmit={submit}>
        <fieldset disabled={!mayChange} style={{ border: 'none', margin: 0, padding: 0 }}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              A new device for which there is no room is “out of licence” until another one goes.
            </Text>
            <Group gap="sm">
              <Checkbox
                label="At most"
                checked={isLimited}
                onChange={({ currentTarget }) => setLimited(currentTarget.checked)}
              />
              <NumberInput
                aria-label="Devices that the licence allows"
                size="xs"
                w={110}
                min={0}
                max={2_147_483_647}
                allowDecimal={false}
                thousandSeparator=","
                disabled={!isLimited}
                value={allowed}
                onChange={setAllowed}
              />
              <Text size="sm">devices</Text>
              {mayChange && (
                <Button
                  type="submit"
                  size="xs"
                  variant="default"
                  loading={saving.isPending}
                  disabled={allowed === '' || wanted === licence.devices_allowed}
                >
                  Save
                </Button>
              )}
            </Group>
            {saving.error !== null && <Problem error={saving.error} title="The licence could not be changed" />}
          </Stack>
        </fieldset>
      </form>
    </Card>
  )
}
