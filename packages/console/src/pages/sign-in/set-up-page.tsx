import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { useLook } from '../../api/queries.ts'
import { setUp, showSignInOptions } from '../../api/session.ts'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useTitle } from '../../components/use-title.ts'
import { readLinkToken } from './read-link-token.ts'
import { SignInFrame } from './sign-in-frame.tsx'
import { useArrive } from './use-arrive.ts'

/** Makes the first administrator, by the link that the server printed at its start. */
export function SetUpPage() {
  useTitle('Set up')
  const [token] = useState(readLinkToken)
  const options = useLook(showSignInOptions, {})
  const arrive = useArrive('/')
  const [person, setPerson] = useState({ name: '', email: '', password: '' })
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const field = (name: keyof typeof person) => ({
    value: person[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setPerson({ ...person, [name]: event.currentTarget.value }),
    required: true,
    withAsterisk: false,
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    await call(setUp, { body: { token, ...person } })
      .then(({ session }) => arrive(session))
      .catch(setProblem)
    setBusy(false)
  }

  if (options.data?.set_up_needed === false) {
    return (
      <SignInFrame title="Muster is set up">
        <Text>There is an administrator already, so this link has done its work.</Text>
        <TextLink to="/sign-in">Sign in</TextLink>
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title="Set up Muster">
      {token === '' ? (
        <Alert color="yellow" variant="outline" title="The link is not whole">
          <Text size="sm">
            Open the whole link that the server printed at its start, with everything behind the “#”.
          </Text>
        </Alert>
      ) : (
        <Text size="sm">You become the first administrator. Others are invited afterwards, under “Users”.</Text>
      )}
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Your name" autoComplete="name" autoFocus {...field('name')} />
          <TextInput label="E-mail address" type="email" autoComplete="username" {...field('email')} />
          <PasswordInput
            label="Password"
            description="At least 12 characters; a few words in a row are easy to keep in mind."
            autoComplete="new-password"
            {...field('password')}
          />
          {problem !== undefined && <Problem error={problem} title="That did not work" />}
          <Button type="submit" loading={isBusy} disabled={token === ''}>
            Set up and sign in
          </Button>
        </Stack>
      </form>
    </SignInFrame>
  )
}
