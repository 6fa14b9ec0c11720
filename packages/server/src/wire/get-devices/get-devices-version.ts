/**
 * Every version of Get Devices. `array`: pages by number, all in the URL, an array. `filtered`: pages by number and a
 * filter, in a body. `cursor`: a token leads from page to page.
 */
export const getDevicesVersions = [
  { name: '2.0', path: '/o/api/v2/devices', style: 'array' },
  { name: '2.1', path: '/o/api/v2.1/devices', style: 'array' },
  { name: '2.2', path: '/o/api/v2.2/devices', style: 'array' },
  { name: '3.0', path: '/o/api/v3/devices', style: 'filtered' },
  { name: '3.1', path: '/o/api/v3.1/devices', style: 'filtered' },
  { name: '3.2', path: '/o/api/v3.2/devices', style: 'filtered' },
  { name: '3.3', path: '/o/api/v3.3/devices', style: 'filtered' },
  { name: '3.5', path: '/o/api/v3.5/devices', style: 'cursor' },
  { name: '3.6', path: '/o/api/v3.6/devices', style: 'cursor' },
  { name: '3.7', path: '/o/api/v3.7/devices', style: 'cursor' },
] as const

export type GetDevicesVersion = (typeof getDevicesVersions)[number]
