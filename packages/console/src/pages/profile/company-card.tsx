import { Button, Group, Stack, Text } from '@mantine/core'
import { askForFreshSignIn } from '../../api/call.ts'
import { useLook } from '../../api/queries.ts'
import { showSignInOptions } from '../../api/session.ts'
import { Card } from '../../components/card.tsx'
import { useSession } from '../../session/use-session.ts'

/** Nobody is known by an e-mail address: who has a user already links the company's account here. */
export function CompanyCard() {
  const { user, fresh_until } = useSession()
  const openid = useLook(showSignInOptions, {}).data?.openid
  if (!openid) return null
  const link = async () => {
    const isFresh = fresh_until !== null && new Date(fresh_until) > new Date()
    if (isFresh || (await askForFreshSignIn())) globalThis.location.assign(linkAddress)
  }
  return (
    <Card title="Company account">
      <Stack gap="sm">
        <Text size="sm">
          {user.identities.length > 0
            ? `You can sign in with your account of ${openid.name}.`
            : `Once your account of ${openid.name} is linked, you can sign in with it.`}
        </Text>
        <Group>
          <Button variant="default" onClick={() => void link()}>
            {user.identities.length > 0 ? 'Link another account' : 'Link your account'}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

const linkAddress = '/auth/oidc/start?purpose=link&return_to=/profile'
