import type { Tx } from '../../pool.ts'

/**
 * Gives each staged row the kind that its device will have: what was said, over what the device has already, over
 * "no agent". An enrolled device keeps what its agent says of itself.
 */
export async function writeKinds(tx: Tx, accountId: number): Promise<void> {
  await tx.query(
    `update import_row i
     set agent_type = coalesce(i.agent_type, k.agent_type), agent_name = coalesce(i.agent_name, k.agent_name),
       agent_version = coalesce(i.agent_version, k.agent_version), os = coalesce(i.os, k.os),
       abilities = coalesce(i.abilities, k.abilities)
     from device d join device_kind k using (kind_id)
     where d.account_id = $1 and d.device_key = i.device_key and i.found = 'existing'`,
    [accountId],
  )
  await tx.query(
    `update import_row
     set agent_type = coalesce(agent_type, 'none'), agent_name = coalesce(agent_name, ''),
       agent_version = coalesce(agent_version, ''), os = coalesce(os, 'other')
     where agent_type is null or agent_name is null or agent_version is null or os is null`,
  )
  await tx.query(
    `insert into device_kind (agent_type, agent_name, agent_version, os, abilities)
     select distinct agent_type, agent_name, agent_version, os, abilities from import_row i
     where not enrolled and not exists (
       select from device_kind k
       where k.agent_type = i.agent_type and k.agent_name = i.agent_name and k.agent_version = i.agent_version
         and k.os = i.os and k.abilities is not distinct from i.abilities)
     order by 1, 2, 3, 4, 5
     on conflict do nothing`,
  )
  await tx.query(
    `update import_row i set kind_id = k.kind_id
     from device_kind k
     where k.agent_type = i.agent_type and k.agent_name = i.agent_name and k.agent_version = i.agent_version
       and k.os = i.os and k.abilities is not distinct from i.abilities`,
  )
}
