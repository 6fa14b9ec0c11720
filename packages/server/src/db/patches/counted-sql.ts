/**
 * Whose missing updates are counted and listed, of `device d`: whatever their status, also exempted. Not those that are
 * deleted, ignored or have no agent any more: nobody tells when what they lacked is mended.
 */
export const isCounted = `d.removed_at is null and not d.ignored
  and d.kind_id <> all (array(select kind_id from device_kind where agent_type = 'none'))`
