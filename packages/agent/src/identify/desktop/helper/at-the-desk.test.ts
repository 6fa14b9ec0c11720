import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSessions } from './at-the-desk.ts'

const session = (User: number, Type: string, over: Record<string, string> = {}) =>
  Object.entries({ User, Type, Class: 'user', Active: 'yes', Seat: 'seat0', ...over })
    .map((entry) => entry.join('='))
    .join('\n')
const shown = (...sessions: string[]) => `${sessions.join('\n\n')}\n`

test('who is at the desk has the active graphical session of a seat: nobody switched away, logged in elsewhere, or greeting', () => {
  const sessions = shown(
    session(1000, 'wayland'),
    session(1001, 'x11', { Active: 'no' }),
    session(1002, 'tty'),
    session(1003, 'x11', { Seat: '' }),
    session(117, 'wayland', { Class: 'greeter' }),
  )
  assert.deepEqual(readSessions(sessions), [1000])
})

test('where no seat has one, it is who sits in front of a remote desktop; of a shell, and of no logind, nobody', () => {
  const remote = session(1003, 'x11', { Seat: '' })
  assert.deepEqual(readSessions(shown(remote, remote, session(1002, 'tty', { Seat: '' }))), [1003])
  assert.deepEqual(readSessions(shown(session(1002, 'tty'))), [])
  assert.deepEqual(readSessions(''), [])
})
