import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.tsx'
import { useMay } from '../../session/use-session.ts'
import { DuplicatesTab } from './duplicates-tab.tsx'
import { GeneralTab } from './general-tab.tsx'
import { IdentityTab } from './identity-tab.tsx'
import { PolicyTab } from './policy-tab.tsx'
import { ReleasesTab } from './releases-tab.tsx'
import { RetentionTab } from './retention/retention-tab.tsx'
import type { SettingsTab } from './settings-search.ts'

const tabs = [
  ['general', 'General', GeneralTab],
  ['identity', 'Identity', IdentityTab],
  ['policy', 'When devices put off', PolicyTab],
  ['retention', 'Retention', RetentionTab],
  ['releases', 'Agent releases', ReleasesTab],
  ['duplicates', 'Duplicates', DuplicatesTab],
] as const

export function SettingsPage() {
  const { tab = 'general' } = useSearch({ from: '/app/settings' })
  const navigate = useNavigate()
  const mayChange = useMay('admin')
  return (
    <>
      <PageHead title="Settings" />
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({
            to: '/settings',
            search: value === 'general' ? {} : { tab: value as SettingsTab },
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Settings">
          {tabs.map(([name, label]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(([name, , Tab]) => (
          <Tabs.Panel key={name} value={name}>
            <Tab mayChange={mayChange} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
