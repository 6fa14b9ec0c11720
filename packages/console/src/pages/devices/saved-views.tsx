import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh, useChange, useLook } from '../../api/queries.ts'
import { deleteView, listSavedViews, saveView } from '../../api/saved-views.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { icons } from '../../components/icons.tsx'
import { parseSearch, stringifySearch } from '../../search.ts'
import { type DeviceSearch, readDeviceSearch } from './device-search.ts'

const page = 'devices'

/** The list as one left it, by a name: its filter and order. Everybody has their own. */
export function SavedViews({ search }: { search: DeviceSearch }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data, error } = useLook(listSavedViews, { query: { page } })
  const deleting = useChange(deleteView, { refreshes: [listSavedViews] })
  const [isNaming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const views = data?.items ?? []
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={icons.star}>
            Views
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length > 0 && <Menu.Label>Your views</Menu.Label>}
          {data === undefined && error !== null && <Menu.Label>Your views could not be loaded.</Menu.Label>}
          {views.map(({ view_id, name: own, search: text }) => (
            <Group key={view_id} gap={4} wrap="nowrap">
              <Menu.Item onClick={() => void navigate({ to: '/devices', search: readDeviceSearch(parseSearch(text)) })}>
                {own}
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Forget the view ${own}`}
                onClick={() => deleting.mutate({ params: { view_id } })}
              >
                {icons.close}
              </ActionIcon>
            </Group>
          ))}
          {views.length > 0 && <Menu.Divider />}
          <Menu.Item onClick={() => setNaming(true)}>Save what is shown …</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isNaming && (
        <FormDialog
          title="Save this view"
          submitLabel="Save"
          onClose={() => setNaming(false)}
          onSubmit={async () => {
            await call(saveView, { body: { page, name, search: stringifySearch(search).slice(1) } })
            setName('')
            await refresh(queries, [listSavedViews])
          }}
        >
          <TextInput
            label="Name"
            required
            maxLength={128}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      )}
    </>
  )
}
