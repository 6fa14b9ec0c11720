import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import type { SecondFactorNeeded } from '@muster/core/api/session.ts'
import type { Invitation } from '@muster/core/api/users.ts'
import { type FormEvent, useEffect, useState } from 'react'
import { call } from '../../api/call.ts'
import { acceptInvitation, showInvitation } from '../../api/session.ts'
import { Loading } from '../../components/loading.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useTitle } from '../../components/use-title.ts'
import { readLinkToken } from './read-link-token.ts'
import { SecondFactorForm } from './second-factor-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { useArrive } from './use-arrive.ts'

/** By the link that an administrator handed over: choose a password, and come in. */
export function InvitationPage() {
  useTitle('Invitation')
  const [token] = useState(readLinkToken)
  const arrive = useArrive('/')
  const [invitation, setInvitation] = useState<Invitation>()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [second, setSecond] = useState<SecondFactorNeeded>()
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  useEffect(() => {
    call(showInvitation, { body: { token: token || '-' } })
      .then((shown) => {
        setInvitation(shown)
        setName(shown.name)
      })
      .catch(setProblem)
  }, [token])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await call(acceptInvitation, { body: { token, password, name } })
      if (answer.state === 'signed_in') await arrive(answer.session)
      else setSecond(answer)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (second !== undefined) {
    return <SecondFactorForm needed={second} onDone={arrive} onStartAnew={() => setSecond(undefined)} />
  }
  if (invitation === undefined) {
    return (
      <SignInFrame title="Invitation">
        {problem === undefined ? (
          <Loading height={120} />
        ) : (
          <>
            <Text>This link was used, is over, or is not whole. Ask for a new one.</Text>
            <TextLink to="/sign-in">Sign in</TextLink>
          </>
        )}
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title="Welcome to Muster">
      <Text size="sm">
        You come in as {invitation.email}, with the role {invitation.role}.
      </Text>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            label="Your name"
            required
            withAsterisk={false}
            autoComplete="name"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            description="At least 12 characters; a few words in a row are easy to keep in mind."
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          {problem !== undefined && <Problem error={problem} title="That did not work" />}
          <Button type="submit" loading={isBusy}>
            Come in
          </Button>
        </Stack>
      </form>
    </SignInFrame>
  )
}
