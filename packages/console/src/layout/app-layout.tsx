import { AppShell, Burger, Group, Paper, ScrollArea, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { useIsReached } from '../api/reachability.ts'
import { icons } from '../components/icons.tsx'
import { Loading } from '../components/loading.tsx'
import { FreshSignIn } from '../session/fresh-sign-in.tsx'
import { useAllowed } from '../session/use-session.ts'
import { AccountMenu } from './account-menu.tsx'
import { Forbidden } from './forbidden.tsx'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'

/** The frame of every page of a signed-in user: navigation, account, and the page. */
export function AppLayout() {
  const [isOpen, { toggle, close }] = useDisclosure()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was chosen on a phone covers the navigation
  useEffect(close, [path])
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" gap="sm">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Navigation"
              aria-expanded={isOpen}
            />
            <Link to="/" aria-label="Muster: overview">
              <Logo />
            </Link>
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label="Pages">
        <ScrollArea p="xs">
          <Navigation />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <Unreached />
        <Suspense fallback={<Loading />}>
          <AllowedPage />
        </Suspense>
      </AppShell.Main>
      <FreshSignIn />
    </AppShell>
  )
}

/** Pages keep what they have; whoever reads them must know that it may have changed since. */
function Unreached() {
  const isReached = useIsReached()
  return (
    <div role="status">
      {!isReached && (
        <Paper withBorder px="sm" py={6} mb="md">
          <Group gap="xs" wrap="nowrap">
            {icons.warning}
            <Text size="sm">The server cannot be reached: what is shown may be old.</Text>
          </Group>
        </Paper>
      )}
    </div>
  )
}

function AllowedPage() {
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs })
  const isAllowed = useAllowed()
  return needs === undefined || isAllowed(needs) ? <Outlet /> : <Forbidden needs={needs} />
}
