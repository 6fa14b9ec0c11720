/** As the vendor writes times: `2017-03-09T08:00:00Z`, RFC 3339 without fractions of a second. */
export function wireTime(at: Date | string): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
