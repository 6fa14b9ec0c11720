import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import type { FreshSignIn as FreshSignInBody } from '@muster/core/api/session.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { call, setCallHooks } from '../api/call.ts'
import { answerByPasskey, hasPasskeys } from '../api/passkey.ts'
import { beginFreshPasskey, signInAfresh } from '../api/session.ts'
import { Problem } from '../components/problem.tsx'
import { keepSession, useSession } from './use-session.ts'

/**
 * Asks who is there before something dangerous is done. The request that the server sent back waits for it, and is
 * repeated with the same Idempotency-Key. It lies over the dialog that the request may have come from.
 */
export function FreshSignIn() {
  const { user } = useSession()
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [secret, setSecret] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const waiting = useRef<((isFresh: boolean) => void)[]>([])

  useEffect(() => {
    setCallHooks({
      askForFreshSignIn: () =>
        new Promise((resolve) => {
          waiting.current.push(resolve)
          setSecret('')
          setProblem(undefined)
          setOpen(true)
        }),
    })
    return () => setCallHooks({ askForFreshSignIn: async () => false })
  }, [])

  const finish = (isFresh: boolean) => {
    setOpen(false)
    for (const resolve of waiting.current.splice(0)) resolve(isFresh)
  }
  const attempt = async (makeBody: () => Promise<FreshSignInBody>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      keepSession(queries, await call(signInAfresh, { body: await makeBody() }))
      finish(true)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const byPasskey = async () => {
    const { ceremony, options } = await call(beginFreshPasskey, {})
    return { ceremony, passkey: await answerByPasskey(options) }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => (user.has_password ? { password: secret } : { totp: secret }))
  }
  const withPasskey = user.passkeys > 0 && hasPasskeys()
  const Field = user.has_password ? PasswordInput : TextInput
  return (
    <Modal opened={isOpen} onClose={() => finish(false)} title="Confirm that it is you" centered zIndex={300}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">What you are about to do asks for a fresh sign-in. You are {user.email}.</Text>
          {(user.has_password || user.totp) && (
            <Field
              label={user.has_password ? 'Password' : 'Code of your authenticator app'}
              value={secret}
              onChange={({ currentTarget }) => setSecret(currentTarget.value)}
              autoComplete={user.has_password ? 'current-password' : 'one-time-code'}
              required
              withAsterisk={false}
              data-autofocus
            />
          )}
          {problem !== undefined && <Problem error={problem} title="That did not work" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => finish(false)}>
              Not now
            </Button>
            {withPasskey && (
              <Button variant="default" loading={isBusy} onClick={() => void attempt(byPasskey)}>
                Use a passkey
              </Button>
            )}
            {user.identities.length > 0 && (
              <Button variant="default" component="a" href={companySignIn()}>
                Use the company’s sign-in
              </Button>
            )}
            {(user.has_password || user.totp) && (
              <Button type="submit" loading={isBusy}>
                Confirm
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function companySignIn(): string {
  const { pathname, search } = globalThis.location
  return `/auth/oidc/start?purpose=fresh&return_to=${encodeURIComponent(pathname + search)}`
}
