import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type SecondFactorNeeded, type SignInError, signInErrors } from '@muster/core/api/session.ts'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { answerByPasskey, hasPasskeys } from '../../api/passkey.ts'
import { useLook } from '../../api/queries.ts'
import { beginPasskey, showSignInOptions, signIn, signInByPasskey } from '../../api/session.ts'
import { Problem } from '../../components/problem.tsx'
import { useTitle } from '../../components/use-title.ts'
import { SecondFactorForm } from './second-factor-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { useArrive } from './use-arrive.ts'

export function SignInPage() {
  useTitle('Sign in')
  const { return_to: returnTo, error: refusal } = useSearch({ from: '/sign-in' })
  const arrive = useArrive(returnTo)
  const options = useLook(showSignInOptions, {})
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [second, setSecond] = useState<SecondFactorNeeded>()
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    await work().catch(setProblem)
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      const answer = await call(signIn, { body: { email, password } })
      if (answer.state === 'signed_in') return arrive(answer.session)
      setSecond(answer)
    })
  }
  const byPasskey = () =>
    attempt(async () => {
      const { ceremony, options: passkeyOptions } = await call(beginPasskey, {})
      const passkey = await answerByPasskey(passkeyOptions)
      await arrive((await call(signInByPasskey, { body: { ceremony, passkey } })).session)
    })

  if (second !== undefined) {
    return <SecondFactorForm needed={second} onDone={arrive} onStartAnew={() => setSecond(undefined)} />
  }
  return (
    <SignInFrame title="Sign in">
      {options.data?.set_up_needed === true && (
        <Alert title="Nobody can sign in yet" color="blue" variant="outline">
          <Text size="sm">
            Open the link that the server printed when it started: it makes the first administrator.
          </Text>
        </Alert>
      )}
      {refusal !== undefined && (
        <Alert color="red" variant="outline" role="alert" title="You are not signed in">
          <Text size="sm">{signInErrors[refusal as SignInError] ?? 'Try again.'}</Text>
        </Alert>
      )}
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="E-mail address"
            type="email"
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            autoComplete="username webauthn"
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            label="Password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          {problem !== undefined && <Problem error={problem} title="That did not work" />}
          <Button type="submit" loading={isBusy} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
      {(options.data?.passkeys === true || options.data?.openid) && <Divider label="or" />}
      {options.data?.passkeys === true && hasPasskeys() && (
        <Button variant="default" onClick={() => void byPasskey()} disabled={isBusy} fullWidth>
          Sign in with a passkey
        </Button>
      )}
      {options.data?.openid && (
        <Button variant="default" component="a" href={companySignIn(returnTo)} fullWidth>
          Sign in with {options.data.openid.name}
        </Button>
      )}
    </SignInFrame>
  )
}

function companySignIn(returnTo = '/'): string {
  return `/auth/oidc/start?purpose=sign_in&return_to=${encodeURIComponent(returnTo)}`
}
