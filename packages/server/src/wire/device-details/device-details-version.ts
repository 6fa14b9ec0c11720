/** Version 2: one device, all in the URL. */
export const deviceDetails2 = [
  { name: '2.0', path: '/o/api/v2/devices/:value' },
  { name: '2.1', path: '/o/api/v2.1/devices/:value' },
  { name: '2.2', path: '/o/api/v2.2/devices/:value' },
  { name: '2.3', path: '/o/api/v2.3/devices/:value' },
  { name: '2.4', path: '/o/api/v2.4/devices/:value' },
  { name: '2.5', path: '/o/api/v2.5/devices/:value' },
] as const

/** Version 3: one device in the URL in 3.0, a list of them in the body since. */
export const deviceDetails3 = [
  { name: '3.0', path: '/o/api/v3/devices/:value', many: false, tellsEnrolment: false },
  { name: '3.1', path: '/o/api/v3.1/devices/detail', many: true, tellsEnrolment: false },
  { name: '3.2', path: '/o/api/v3.2/devices/detail', many: true, tellsEnrolment: false },
  { name: '3.3', path: '/o/api/v3.3/devices/detail', many: true, tellsEnrolment: true },
  { name: '3.4', path: '/o/api/v3.4/devices/detail', many: true, tellsEnrolment: true },
  { name: '3.5', path: '/o/api/v3.5/devices/detail', many: true, tellsEnrolment: true },
] as const

export type DeviceDetails3 = (typeof deviceDetails3)[number]
