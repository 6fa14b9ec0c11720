import { connect } from 'node:net'
import { waitUntil } from '../../support/embedded-server.ts'

export interface ShownNotification {
  readonly id: number
  readonly title: string
  readonly body: string
}

/** What a desktop shows, as the bus was told. */
export interface NotificationService {
  readonly shown: readonly ShownNotification[]
  readonly takenBack: readonly number[]
  close(): void
}

type Value = readonly [type: 's' | 'o' | 'g' | 'u', value: string | number]
/** The codes of header fields (D-Bus specification, "Header Fields"). */
const field = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, sender: 7, signature: 8 } as const
const bus = 'org.freedesktop.DBus'

/** Owns org.freedesktop.Notifications on a session bus: just enough of D-Bus for its two calls. */
export async function serveNotifications(busPath: string): Promise<NotificationService> {
  const shown: ShownNotification[] = []
  const takenBack: number[] = []
  const socket = connect({ path: busPath })
  let serial = 0
  let isOwned = false
  let fault: Error | undefined
  socket.on('error', (error) => {
    fault = error
  })
  const send = (type: number, fields: [number, Value][], body: Value[] = []) => {
    serial += 1
    socket.write(encode({ type, serial, fields, body }))
  }
  const callBus = (member: string, body: Value[] = []) =>
    send(
      1,
      [
        [field.path, ['o', '/org/freedesktop/DBus']],
        [field.interface, ['s', bus]],
        [field.member, ['s', member]],
        [field.destination, ['s', bus]],
      ],
      body,
    )

  function take(message: Message): void {
    // The second answer is that to RequestName.
    if (message.type === 2 && message.fields.get(field.replySerial) === 2) isOwned = true
    if (message.type !== 1) return
    const reply = (...body: Value[]) =>
      send(
        2,
        [
          [field.replySerial, ['u', message.serial]],
          [field.destination, ['s', message.fields.get(field.sender) as string]],
        ],
        body,
      )
    const reader = readFrom(message.body)
    const member = message.fields.get(field.member)
    if (member === 'CloseNotification') takenBack.push(reader.number())
    if (member !== 'Notify') {
      reply()
      return
    }
    const [, , , title, body] = [reader.text(), reader.number(), reader.text(), reader.text(), reader.text()]
    const id = shown.length + 1
    shown.push({ id, title, body })
    reply(['u', id])
  }

  let received: Buffer = Buffer.alloc(0)
  let isTalking = false
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes])
    if (!isTalking) {
      const end = received.indexOf('\r\n')
      if (end < 0) return
      if (!received.subarray(0, end).toString().startsWith('OK ')) throw new Error(received.toString())
      received = received.subarray(end + 2)
      isTalking = true
      socket.write('BEGIN\r\n')
      callBus('Hello')
      callBus('RequestName', [
        ['s', 'org.freedesktop.Notifications'],
        ['u', 0],
      ])
    }
    for (let taken = decode(received); taken !== undefined; taken = decode(received)) {
      received = received.subarray(taken.length)
      take(taken)
    }
  })
  const uid = Buffer.from(String(process.getuid!())).toString('hex')
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`)
  await waitUntil('the bus gives the name', () => {
    if (fault) throw fault
    return isOwned
  })
  return { shown, takenBack, close: () => socket.destroy() }
}

interface Message {
  readonly type: number
  readonly serial: number
  readonly fields: ReadonlyMap<number, string | number>
  readonly body: Buffer
  readonly length: number
}

function encode({
  type,
  serial,
  fields,
  body,
}: {
  type: number
  serial: number
  fields: [number, Value][]
  body: Value[]
}) {
  const content = body.reduce<Buffer>(append, Buffer.alloc(0))
  const signature = body.map(([kind]) => kind).join('')
  const all: [number, Value][] = signature === '' ? fields : [...fields, [field.signature, ['g', signature]]]
  // Fields begin at 16, which is a multiple of 8.
  const header = all.reduce<Buffer>((bytes, [code, value]) => {
    const start = Buffer.concat([pad(bytes, 8), Buffer.from([code, 1, value[0].charCodeAt(0), 0])])
    return append(start, value)
  }, Buffer.alloc(0))
  const head = Buffer.alloc(16)
  head.set(['l'.charCodeAt(0), type, 0, 1])
  head.writeUInt32LE(content.length, 4)
  head.writeUInt32LE(serial, 8)
  head.writeUInt32LE(header.length, 12)
  return Buffer.concat([head, pad(header, 8), content])
}

function append(bytes: Buffer, [type, value]: Value): Buffer {
  if (type === 'g') return Buffer.concat([bytes, Buffer.from([String(value).length]), Buffer.from(`${value}\0`)])
  const number = Buffer.alloc(4)
  if (type === 'u') {
    number.writeUInt32LE(value as number)
    return Buffer.concat([pad(bytes, 4), number])
  }
  number.writeUInt32LE(Buffer.byteLength(value as string))
  return Buffer.concat([pad(bytes, 4), number, Buffer.from(`${value}\0`)])
}

function pad(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
}

function decode(bytes: Buffer): Message | undefined {
  if (bytes.length < 16) return undefined
  const fieldsEnd = 16 + bytes.readUInt32LE(12)
  const start = Math.ceil(fieldsEnd / 8) * 8
  const length = start + bytes.readUInt32LE(4)
  if (bytes.length < length) return undefined
  const reader = readFrom(bytes.subarray(0, fieldsEnd), 16)
  const fields = new Map<number, string | number>()
  while (reader.at() < fieldsEnd) {
    reader.align(8)
    if (reader.at() >= fieldsEnd) break
    const code = reader.byte()
    const type = reader.signature()
    fields.set(code, type === 'u' ? reader.number() : type === 'g' ? reader.signature() : reader.text())
  }
  return { type: bytes[1]!, serial: bytes.readUInt32LE(8), fields, body: bytes.subarray(start, length), length }
}

function readFrom(bytes: Buffer, from = 0) {
  let at = from
  const align = (to: number) => {
    at = Math.ceil(at / to) * to
  }
  const byte = () => bytes[at++]!
  const number = () => {
    align(4)
    at += 4
    return bytes.readUInt32LE(at - 4)
  }
  const textOf = (length: number) => {
    at += length + 1
    return bytes.toString('utf8', at - length - 1, at - 1)
  }
  return { at: () => at, align, byte, number, text: () => textOf(number()), signature: () => textOf(byte()) }
}
