import { Divider, NavLink } from '@mantine/core'
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { icons } from '../components/icons.tsx'
import type { Needed } from '../session/needed.ts'
import { useAllowed } from '../session/use-session.ts'

interface Item {
  /** Without it the page has nothing to show. */
  readonly needs?: Needed
  readonly to: NonNullable<LinkProps['to']>
  readonly label: string
  readonly icon: ReactNode
}

const daily: readonly Item[] = [
  { to: '/', label: 'Overview', icon: icons.overview },
  { to: '/devices', label: 'Devices', icon: icons.devices },
  { to: '/actions', label: 'Actions', icon: icons.actions },
  { to: '/exemptions', label: 'Exemptions', icon: icons.exemptions },
  { to: '/findings', label: 'Findings', icon: icons.findings },
  { to: '/groups', label: 'Groups', icon: icons.groups },
  { to: '/compliance', label: 'Compliance', icon: icons.compliance },
  { to: '/enrolment', label: 'Enrolment', icon: icons.enrolment, needs: 'operate' },
  { to: '/logs', label: 'Logs', icon: icons.logs },
  { to: '/settings', label: 'Settings', icon: icons.settings },
]

const administration: readonly Item[] = [
  { to: '/applications', label: 'Applications', icon: icons.applications, needs: 'admin' },
  { to: '/webhooks', label: 'Webhooks', icon: icons.webhooks, needs: 'admin' },
  { to: '/users', label: 'Users', icon: icons.users, needs: 'admin' },
]

export function Navigation() {
  const isAllowed = useAllowed()
  const isShown = ({ needs }: Item) => isAllowed(needs)
  const administered = administration.filter(isShown)
  return (
    <>
      {daily.filter(isShown).map((item) => (
        <PageLink key={item.to} {...item} />
      ))}
      {administered.length > 0 && <Divider my="xs" />}
      {administered.map((item) => (
        <PageLink key={item.to} {...item} />
      ))}
    </>
  )
}

function PageLink({ to, label, icon }: Item) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const isHere = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      leftSection={icon}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      variant="light"
    />
  )
}
