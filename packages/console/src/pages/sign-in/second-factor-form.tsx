import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { SecondFactor, SecondFactorNeeded, Session } from '@muster/core/api/session.ts'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import { answerByPasskey, hasPasskeys } from '../../api/passkey.ts'
import { giveSecondFactor } from '../../api/session.ts'
import { Problem } from '../../components/problem.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

interface SecondFactorFormProps {
  readonly needed: SecondFactorNeeded
  readonly onDone: (session: Session) => Promise<void>
  /** The five minutes are over, or the user wants to be somebody else. */
  readonly onStartAnew: () => void
}

export function SecondFactorForm({ needed, onDone, onStartAnew }: SecondFactorFormProps) {
  const [way, setWay] = useState<'totp' | 'recovery_code'>(needed.totp ? 'totp' : 'recovery_code')
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  const give = async (makeFactor: () => Promise<Omit<SecondFactor, 'ceremony'>>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await call(giveSecondFactor, { body: { ceremony: needed.ceremony, ...(await makeFactor()) } })
      await onDone(answer.session)
    } catch (error) {
      if (error instanceof ApiError && error.errors[0]?.field === 'ceremony') onStartAnew()
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void give(async () => ({ [way]: code.trim() }))
  }
  const passkeyOptions = hasPasskeys() ? needed.passkey_options : null
  return (
    <SignInFrame title="Second factor">
      {passkeyOptions !== null && (
        <Button
          loading={isBusy}
          onClick={() => void give(async () => ({ passkey: await answerByPasskey(passkeyOptions) }))}
        >
          Use a passkey
        </Button>
      )}
      {(needed.totp || needed.recovery_codes) && (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={way === 'totp' ? 'Code of your authenticator app' : 'Recovery code'}
              value={code}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
              inputMode={way === 'totp' ? 'numeric' : 'text'}
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              autoFocus
            />
            {problem !== undefined && <Problem error={problem} title="That did not work" />}
            <Button type="submit" loading={isBusy} variant={passkeyOptions === null ? 'filled' : 'default'}>
              Go on
            </Button>
          </Stack>
        </form>
      )}
      <Group justify="space-between">
        {needed.totp && needed.recovery_codes && (
          <Anchor component="button" size="sm" onClick={() => setWay(way === 'totp' ? 'recovery_code' : 'totp')}>
            {way === 'totp' ? 'Use a recovery code' : 'Use the authenticator app'}
          </Anchor>
        )}
        <Anchor component="button" size="sm" onClick={onStartAnew}>
          Sign in as somebody else
        </Anchor>
      </Group>
      {!needed.totp && !needed.recovery_codes && passkeyOptions === null && (
        <Text size="sm">This browser knows no passkeys. Ask an administrator to reset your second factor.</Text>
      )}
    </SignInFrame>
  )
}
