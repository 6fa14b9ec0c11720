import { type Static, Type } from 'typebox'
import { pageQuery, Timestamp } from './page.ts'

/** GET /patches → page of Patch; /patches/{patch_id}/devices → of PatchDevice; /devices/{id}/patches → of DevicePatch. */

const PatchId = Type.String({ description: 'as its vendor calls it: `KB5034441`, a package, a label' })
const Source = Type.String({ description: 'what knew of it: `windows_update`, `softwareupdate`, `apt`, `dnf`' })
const Title = Type.Union([Type.String(), Type.Null()])
const Version = Type.Union([Type.String(), Type.Null()])

/** An update of the operating system that devices lack. */
export const Patch = Type.Object({
  patch_id: PatchId,
  source: Source,
  title: Title,
  security: Type.Boolean({ description: 'whether it mends what can be attacked, for at least one of the devices' }),
  devices: Type.Integer({
    minimum: 1,
    description: 'how many lack it; not those deleted, ignored or without an agent',
  }),
  missing_since: Timestamp,
})
export type Patch = Static<typeof Patch>

const filter = {
  q: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'somewhere in its id or title, in any case' }),
  ),
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  security: Type.Optional(Type.Boolean({ description: 'true: only those that are security updates for some device' })),
}
const of = { additionalProperties: false, description: 'All that is given must hold; figures are of all devices.' }

export const PatchFilter = Type.Object(filter, of)
export type PatchFilter = Static<typeof PatchFilter>
export const PatchQuery = Type.Object({ ...pageQuery, ...filter }, of)
export type PatchQuery = Static<typeof PatchQuery>

export const PatchKey = Type.Object({ patch_id: Type.String({ minLength: 1, maxLength: 128 }) })

const missing = {
  security: Type.Boolean(),
  installed: Version,
  available: Version,
  missing_since: Type.String({ format: 'date-time', description: 'when the server first heard so' }),
}

/** A device that lacks an update. */
export const PatchDevice = Type.Object({
  device_id: Type.String(),
  hostname: Type.String(),
  group_id: Type.String(),
  group_name: Type.String(),
  os: Type.String(),
  source: Source,
  ...missing,
})
export type PatchDevice = Static<typeof PatchDevice>

const bySource = { source: filter.source }
export const PatchDevicesFilter = Type.Object(bySource, { additionalProperties: false })
export type PatchDevicesFilter = Static<typeof PatchDevicesFilter>
export const PatchDevicesQuery = Type.Object({ ...pageQuery, ...bySource }, { additionalProperties: false })
export type PatchDevicesQuery = Static<typeof PatchDevicesQuery>

/** An update that a device lacks. */
export const DevicePatch = Type.Object({ patch_id: PatchId, source: Source, title: Title, ...missing })
export type DevicePatch = Static<typeof DevicePatch>
