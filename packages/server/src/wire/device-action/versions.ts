import type { DeviceActionVersion } from './device-action-version.ts'
import { v3_0 } from './v3-0.ts'
import { v3_1 } from './v3-1.ts'
import { v3_2 } from './v3-2.ts'
import { v3_3 } from './v3-3.ts'

/** Every version of Device Action 3. To add one: a file beside these, and a line here. */
export const deviceAction3: readonly DeviceActionVersion[] = [v3_0, v3_1, v3_2, v3_3]
