import { Button, Group, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { changePassword, listOwnSessions } from '../../api/profile.ts'
import { refresh } from '../../api/queries.ts'
import { showSession } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { Problem } from '../../components/problem.tsx'

export function PasswordCard() {
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    try {
      await call(changePassword, { body: { password } })
      setPassword('')
      await refresh(queries, [showSession, listOwnSessions])
      notifications.show({ message: 'Your password is changed; your other sessions have ended.' })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title="Password">
      <form onSubmit={(event) => void submit(event)}>
        <Group align="flex-end">
          <PasswordInput
            label="New password"
            description="At least 12 characters. Your other sessions end."
            autoComplete="new-password"
            required
            withAsterisk={false}
            w={320}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Button type="submit" variant="default">
            Change
          </Button>
        </Group>
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
      </form>
    </Card>
  )
}
