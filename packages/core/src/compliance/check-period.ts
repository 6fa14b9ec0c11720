/** How often an agent looks at its device, unless it is set up otherwise; a quarter of it sooner or later. */
export const checkSeconds = 3600

/** The longest that it takes, of a device that is switched on. */
export const checkSecondsMax = checkSeconds * 1.25
