import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { NewTotp } from '@muster/core/api/second-factors.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { beginTotp, confirmTotp, removeTotp } from '../../api/profile.ts'
import { refresh } from '../../api/queries.ts'
import { showSession } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { Problem } from '../../components/problem.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { useSession } from '../../session/use-session.ts'
import { CodesNote } from './codes-note.tsx'

/** A second factor by an authenticator app: the code of the moment. */
export function TotpCard() {
  const { user } = useSession()
  const queries = useQueryClient()
  const [begun, setBegun] = useState<NewTotp['totp']>()
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<unknown>()
  const attempt = (work: () => Promise<void>) => {
    setProblem(undefined)
    work().catch(setProblem)
  }
  const begin = () => attempt(async () => setBegun((await call(beginTotp, {})).totp))
  const remove = () =>
    attempt(async () => {
      await call(removeTotp, {})
      await refresh(queries, [showSession])
    })
  const confirm = (event: FormEvent) => {
    event.preventDefault()
    attempt(async () => {
      const { recovery_codes } = await call(confirmTotp, { body: { code: code.trim() } })
      setCodes(recovery_codes)
      setBegun(undefined)
      setCode('')
      await refresh(queries, [showSession])
    })
  }
  return (
    <Card title="Authenticator app">
      <Stack gap="sm">
        <Text size="sm">
          {user.totp
            ? 'At the sign-in you are asked for a code of your authenticator app.'
            : 'With an authenticator app, your password alone lets nobody in.'}
        </Text>
        {begun !== undefined && (
          <form onSubmit={confirm}>
            <Stack gap="sm">
              <Text size="sm">
                Scan this with the app, or type the secret into it; then give the code that it shows.
              </Text>
              <QrCode text={begun.uri} label="QR code for the authenticator app" />
              <CopyField label="Secret" text={begun.secret} />
              <Group align="flex-end">
                <TextInput
                  label="Code"
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  required
                  withAsterisk={false}
                  w={140}
                  value={code}
                  onChange={({ currentTarget }) => setCode(currentTarget.value)}
                />
                <Button type="submit">Confirm</Button>
              </Group>
            </Stack>
          </form>
        )}
        {codes.length > 0 && <CodesNote codes={codes} />}
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
        {begun === undefined && (
          <Group>
            {user.totp ? (
              <Button variant="default" onClick={remove}>
                Remove the authenticator app
              </Button>
            ) : (
              <Button variant="default" onClick={begin}>
                Set up an authenticator app
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Card>
  )
}
