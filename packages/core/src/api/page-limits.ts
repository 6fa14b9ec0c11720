/** How many items a page of a list has, at most and where nobody asks. */
export const pageLimitMax = 1000
export const pageLimitDefault = 100
