import { Button, Group, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { changeProfile } from '../../api/profile.ts'
import { refresh } from '../../api/queries.ts'
import { showSession } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { useSession } from '../../session/use-session.ts'
import { CompanyCard } from './company-card.tsx'
import { GrantsCard } from './grants-card.tsx'
import { PasskeysCard } from './passkeys-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { RecoveryCodesCard } from './recovery-codes-card.tsx'
import { SessionsCard } from './sessions-card.tsx'
import { TotpCard } from './totp-card.tsx'

/** One's own name, password, second factors and sessions. */
export function ProfilePage() {
  return (
    <>
      <PageHead title="Your profile" />
      <Stack gap="md" maw={760}>
        <NameCard />
        <PasswordCard />
        <TotpCard />
        <PasskeysCard />
        <RecoveryCodesCard />
        <CompanyCard />
        <GrantsCard />
        <SessionsCard />
      </Stack>
    </>
  )
}

function NameCard() {
  const { user } = useSession()
  const queries = useQueryClient()
  const [name, setName] = useState(user.name)
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    try {
      await call(changeProfile, { body: { name } })
      await refresh(queries, [showSession])
      notifications.show({ message: 'Your name is changed.' })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title="You">
      <form onSubmit={(event) => void submit(event)}>
        <Group align="flex-end">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            w={280}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={name === user.name}>
            Save
          </Button>
        </Group>
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
      </form>
    </Card>
  )
}
