import { Account } from '@muster/core/api/account.ts'
import {
  Action,
  ActionOrder,
  ActionTypeInfo,
  Applied,
  Cancelled,
  Command,
  DeviceSelector,
  Outcome,
  Plan,
  PlanOrder,
  Target,
  TargetFilter,
} from '@muster/core/api/actions.ts'
import { Application, CreatedApplication, NewApplication } from '@muster/core/api/applications.ts'
import { AuditEntry, ExportedAuditEntry } from '@muster/core/api/audit.ts'
import { Device, DeviceDetails, DeviceImport, ImportedDevices } from '@muster/core/api/devices.ts'
import { Duplicate, DuplicateResolution } from '@muster/core/api/duplicates.ts'
import { CreatedEnrolmentToken, EnrolmentToken, NewEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import { Finding, FindingDevice } from '@muster/core/api/findings.ts'
import { Group, GroupChange, NewGroup } from '@muster/core/api/groups.ts'
import { IdentityFields, IdentityFieldsChange } from '@muster/core/api/identity-fields.ts'
import { NewPasskey, Passkey, RecoveryCodes } from '@muster/core/api/second-factors.ts'
import { PasskeyCeremony, PasskeyResponse, Session, SignedIn } from '@muster/core/api/session.ts'
import { Uninstall } from '@muster/core/api/uninstalls.ts'
import { InvitedUser, NewUser, User, UserSession } from '@muster/core/api/users.ts'
import { AuditReceipt } from '@muster/core/audit/receipt.ts'
import { ImportRow } from '@muster/core/device/import/import-row.ts'
import { errorCodes } from '@muster/core/error-code.ts'
import { IdentityField } from '@muster/core/identity/identity-question.ts'

/** Schemas that the document names; wherever one occurs, it is referred to. */
const named: Readonly<Record<string, object>> = {
  Account,
  Action,
  ActionOrder,
  ActionTypeInfo,
  Application,
  Applied,
  AuditEntry,
  AuditReceipt,
  Cancelled,
  Command,
  CreatedApplication,
  CreatedEnrolmentToken,
  Device,
  DeviceDetails,
  DeviceImport,
  DeviceSelector,
  Duplicate,
  DuplicateResolution,
  EnrolmentToken,
  ExportedAuditEntry,
  Finding,
  FindingDevice,
  Group,
  GroupChange,
  IdentityField,
  IdentityFields,
  IdentityFieldsChange,
  ImportRow,
  ImportedDevices,
  InvitedUser,
  NewApplication,
  NewEnrolmentToken,
  NewGroup,
  NewPasskey,
  NewUser,
  Outcome,
  Passkey,
  PasskeyCeremony,
  PasskeyResponse,
  Plan,
  PlanOrder,
  RecoveryCodes,
  Session,
  SignedIn,
  Target,
  TargetFilter,
  Uninstall,
  User,
  UserSession,
}

export interface Schemas {
  /** The schema as plain JSON, with named ones inside it as references. */
  describe(schema: object): unknown
  components(): Record<string, unknown>
}

export function nameSchemas(): Schemas {
  const names = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]))
  const plain = (value: unknown, isRoot: boolean): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item) => plain(item, false))
    const name = isRoot ? undefined : names.get(JSON.stringify(value))
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, false)]))
  }
  return {
    describe: (schema) => plain(schema, false),
    components: () => Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, plain(schema, true)])),
  }
}

export const errorBodySchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'errors', 'request_id'],
      properties: {
        code: { enum: Object.keys(errorCodes) },
        message: { type: 'string', description: 'for a person; says the remedy where there is one' },
        errors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field', 'message'],
            properties: { field: { type: 'string' }, message: { type: 'string' } },
          },
        },
        request_id: { type: 'string', description: 'also in the header X-Request-Id and in the server’s log' },
      },
    },
  },
}
