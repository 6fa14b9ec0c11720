import { type Static, Type } from 'typebox'

/** GET, PUT /licence → CurrentLicence */

export const Licence = Type.Object(
  {
    devices_allowed: Type.Union([Type.Integer({ minimum: 0, maximum: 2_147_483_647 }), Type.Null()], {
      description: 'null: any number',
    }),
  },
  { additionalProperties: false },
)
export type Licence = Static<typeof Licence>

export const CurrentLicence = Type.Object({
  ...Licence.properties,
  devices_counted: Type.Integer({
    description: 'how many it counts: all but unknown devices, archived ones and those it has no room for',
  }),
})
export type CurrentLicence = Static<typeof CurrentLicence>
