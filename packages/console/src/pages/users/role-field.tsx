import { Radio, Stack } from '@mantine/core'
import { type Role, roles } from '@muster/core/api/users.ts'
import { capitalize } from '../../components/capitalize.ts'

const descriptions: Record<Role, string> = {
  viewer: 'Looks at everything but users, applications and the audit log.',
  operator: 'Also acts on devices, and sees to groups, enrolment and duplicates.',
  administrator: 'Also users, applications, releases and settings.',
}

export function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  return (
    <Radio.Group label="Role" value={role} onChange={(value) => onChange(value as Role)}>
      <Stack gap={8} mt="xs">
        {roles.map((one) => (
          <Radio key={one} value={one} label={capitalize(one)} description={descriptions[one]} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
