import { type Logger, pino } from 'pino'

/**
 * Structured logs, one JSON object a line on standard output. Secrets are kept out where they are handled; the
 * redaction is the second fence, for what somebody logs by mistake.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { service: 'muster' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'token',
        'access_token',
        'client_secret',
        'secret',
        'password',
        'authorization',
        '*.access_token',
        '*.client_secret',
        '*.token',
        '*.secret',
        '*.password',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
  })
}
