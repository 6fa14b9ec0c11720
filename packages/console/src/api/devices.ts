import { endpoint } from './endpoint.ts'

export const listDevices = endpoint('GET', '/api/v1/devices')
export const countDevices = endpoint('GET', '/api/v1/devices/count')
export const showFacets = endpoint('GET', '/api/v1/devices/facets')
export const showDevice = endpoint('GET', '/api/v1/devices/{device_id}')
export const listTimeline = endpoint('GET', '/api/v1/devices/{device_id}/timeline')
export const listDeviceCommands = endpoint('GET', '/api/v1/devices/{device_id}/commands')
