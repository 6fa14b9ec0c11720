import type { Report } from './report.ts'

/** The vendor's patch reports (CSV). No agent reports patches yet: they are refused, not answered with an empty list. */
export const osPatchSummary: Report = { words: ['os_patch_summary'], since: '3.0', needs: undefined }
export const deviceMissingOsPatch: Report = { words: ['device_missing_os_patch'], since: '3.0', needs: 'kb' }
export const missingOsPatch: Report = { words: ['missing_os_patch'], since: '3.0', needs: 'id' }
