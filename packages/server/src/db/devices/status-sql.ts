/** The status code (core/device/facts) of device `d` at the time `at`, as SQL. */
export function statusSql(at: string): string {
  return `device_status(d.base_status, d.ignored, d.exempt_until, d.exempt_critical, d.warning_issues, ${at})`
}

/** The severity code (core/compliance/severity) of device `d`: the worst of its issues that count, exempt or not. */
export const severitySql =
  'case when d.critical_issues > 0 then 2::smallint when d.warning_issues > 0 then 1::smallint else 0::smallint end'
