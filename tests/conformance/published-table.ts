/** An address of the published API, by the version whose folder has its pairs. `:name` stands for any value. */
export type PublishedAddress = readonly [version: string, method: 'GET' | 'POST', path: string]

/** Every API of the vendor that Muster answers, as published; not read from the code that answers it. */
export const publishedTable: Readonly<Record<string, readonly PublishedAddress[]>> = {
  'Device Action': [
    ['2.0', 'POST', '/o/api/v2/devices/:id/action'],
    ['2.0', 'POST', '/o/api/v2/devices/action'],
    ['3.0', 'POST', '/o/api/v3/devices/action'],
    ['3.1', 'POST', '/o/api/v3.1/devices/action'],
    ['3.2', 'POST', '/o/api/v3.2/devices/action'],
    ['3.3', 'POST', '/o/api/v3.3/devices/action'],
  ],
  'Delete Devices': [
    ['2.0', 'POST', '/o/api/v2/devices/delete'],
    ['2.0', 'POST', '/o/api/v2/devices/:value/delete'],
    ['2.0', 'POST', '/o/api/v2.2/devices/:value/delete'],
  ],
  'Get Reports': [
    ['2.0', 'GET', '/o/api/v2/get_reports'],
    ['3.0', 'GET', '/o/api/v3/get_reports'],
    ['3.1', 'GET', '/o/api/v3.1/get_reports'],
  ],
  'Account Details': [
    ['2.0', 'GET', '/o/api/v2/account'],
    ['3.0', 'GET', '/o/api/v3/account'],
    ['3.1', 'GET', '/o/api/v3.1/account'],
    ['3.2', 'POST', '/o/api/v3.2/account'],
  ],
  'Get Devices': [
    ['2.0', 'GET', '/o/api/v2/devices'],
    ['2.1', 'GET', '/o/api/v2.1/devices'],
    ['2.2', 'GET', '/o/api/v2.2/devices'],
    ['3.0', 'POST', '/o/api/v3/devices'],
    ['3.1', 'POST', '/o/api/v3.1/devices'],
    ['3.2', 'POST', '/o/api/v3.2/devices'],
    ['3.3', 'POST', '/o/api/v3.3/devices'],
    ['3.5', 'POST', '/o/api/v3.5/devices'],
    ['3.6', 'POST', '/o/api/v3.6/devices'],
    ['3.7', 'POST', '/o/api/v3.7/devices'],
  ],
  'Device Details': [
    ['2.0', 'GET', '/o/api/v2/devices/:value'],
    ['2.1', 'GET', '/o/api/v2.1/devices/:value'],
    ['2.2', 'GET', '/o/api/v2.2/devices/:value'],
    ['2.3', 'GET', '/o/api/v2.3/devices/:value'],
    ['2.4', 'GET', '/o/api/v2.4/devices/:value'],
    ['2.5', 'GET', '/o/api/v2.5/devices/:value'],
    ['3.0', 'POST', '/o/api/v3/devices/:value'],
    ['3.1', 'POST', '/o/api/v3.1/devices/detail'],
    ['3.2', 'POST', '/o/api/v3.2/devices/detail'],
    ['3.3', 'POST', '/o/api/v3.3/devices/detail'],
    ['3.4', 'POST', '/o/api/v3.4/devices/detail'],
    ['3.5', 'POST', '/o/api/v3.5/devices/detail'],
  ],
  'Status Change': [
    ['2.1', 'GET', '/o/api/v2.1/devices/status_changed'],
    ['3.0', 'POST', '/o/api/v3/devices/status_changed'],
  ],
  'Get Groups': [['3.0', 'POST', '/o/api/v3/groups']],
  'Get Logs': [
    ['2.0', 'GET', '/o/api/v2/logs'],
    ['3.0', 'POST', '/o/api/v3/logs'],
    ['3.1', 'POST', '/o/api/v3.1/logs'],
    ['3.2', 'POST', '/o/api/v3.2/logs'],
    ['3.3', 'POST', '/o/api/v3.3/logs'],
  ],
  'Get Threats': [['3.0', 'POST', '/o/api/v3/get_threats']],
  'Device Policy Check': [
    ['2.0', 'GET', '/o/api/v2/devices/:value/policy_check'],
    ['2.0', 'POST', '/o/api/v2/devices/policy_check'],
    ['2.2', 'GET', '/o/api/v2.2/devices/:value/policy_check'],
  ],
  'Get Remediation Link': [
    ['2.0', 'GET', '/o/api/v2/devices/:value/remediation'],
    ['2.2', 'GET', '/o/api/v2.2/devices/:value/remediation'],
    ['3.0', 'GET', '/o/api/v3/devices/:value/remediation'],
  ],
  'Link User': [['2.0', 'POST', '/o/api/v2/devices/:value/link_user']],
}
