/** How long answers kept for repeated requests, and expired tokens, outlive their use. */
export const retentionSeconds = 24 * 3600
