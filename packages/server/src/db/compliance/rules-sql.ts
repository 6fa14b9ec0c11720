/**
 * The rules of the account's groups (group_key, check_name, severity, grace), a row a check that counts: its own policy,
 * else the account's. `account`: how the statement names the account; `groups`: a condition on `device_group g`.
 */
export function rulesSql(account: string, groups = 'true'): string {
  return `select g.group_key, rule.check as check_name, rule.severity,
      make_interval(secs => coalesce(rule.grace_seconds, 0)) as grace
    from device_group g
    join account a on a.account_id = g.account_id
    cross join lateral jsonb_to_recordset(coalesce(g.compliance_policy, a.compliance_policy) -> 'checks')
      as rule ("check" text, severity text, grace_seconds integer)
    where g.account_id = ${account} and ${groups}`
}
