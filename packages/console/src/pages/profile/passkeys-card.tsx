import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import { createPasskey, hasPasskeys } from '../../api/passkey.ts'
import { addPasskey, beginNewPasskey, listPasskeys, removePasskey } from '../../api/profile.ts'
import { refresh, useLook } from '../../api/queries.ts'
import { showSession, showSignInOptions } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'

/** Passkeys: they sign in by themselves, and serve as a second factor. */
export function PasskeysCard() {
  const queries = useQueryClient()
  const { data, error, refetch } = useLook(listPasskeys, {})
  const isPossible = useLook(showSignInOptions, {}).data?.passkeys === true && hasPasskeys()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const attempt = async (work: () => Promise<unknown>) => {
    setProblem(undefined)
    await work()
      .then(() => refresh(queries, [listPasskeys, showSession]))
      .catch(setProblem)
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      const { ceremony, options } = await call(beginNewPasskey, {})
      await call(addPasskey, { body: { ceremony, name, passkey: await createPasskey(options) } })
      setName('')
    })
  }
  return (
    <Card title="Passkeys">
      <Stack gap="sm">
        {data === undefined && error !== null && (
          <Problem error={error} title="Your passkeys could not be loaded" onRetry={() => void refetch()} />
        )}
        {data?.items.length === 0 && (
          <Text size="sm">You have none. A passkey, in this device or on a key, signs you in without a password.</Text>
        )}
        {data?.items.map(({ passkey_id, name: own, created_at, last_used_at }) => (
          <Group key={passkey_id} justify="space-between" fz="sm">
            <span>
              <strong>{own}</strong> · added <Moment at={created_at} />, used <Moment at={last_used_at} />
            </span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Remove the passkey ${own}`}
              onClick={() => void attempt(() => call(removePasskey, { params: { passkey_id } }))}
            >
              Remove
            </Button>
          </Group>
        ))}
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
        {isPossible ? (
          <form onSubmit={add}>
            <Group align="flex-end">
              <TextInput
                label="Name of the new passkey"
                placeholder="My laptop"
                required
                withAsterisk={false}
                maxLength={64}
                w={260}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
              <Button type="submit" variant="default">
                Add a passkey
              </Button>
            </Group>
          </form>
        ) : (
          <Text size="sm" c="dimmed">
            Passkeys need a server that is reached by a name and https, and a browser that knows them.
          </Text>
        )}
      </Stack>
    </Card>
  )
}
