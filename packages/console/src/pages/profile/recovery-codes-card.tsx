import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { makeRecoveryCodes } from '../../api/profile.ts'
import { refresh } from '../../api/queries.ts'
import { showSession } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { Problem } from '../../components/problem.tsx'
import { useSession } from '../../session/use-session.ts'
import { CodesNote } from './codes-note.tsx'

export function RecoveryCodesCard() {
  const { user } = useSession()
  const queries = useQueryClient()
  const [codes, setCodes] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<unknown>()
  if (!user.totp && user.passkeys === 0) return null
  const make = async () => {
    setProblem(undefined)
    try {
      setCodes((await call(makeRecoveryCodes, {})).recovery_codes)
      await refresh(queries, [showSession])
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title="Recovery codes">
      <Stack gap="sm">
        <Text size="sm">You have {user.recovery_codes_left} left.</Text>
        {codes.length > 0 && <CodesNote codes={codes} />}
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
        <Group>
          <Button variant="default" onClick={() => void make()}>
            Make new ones; the old are over
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
