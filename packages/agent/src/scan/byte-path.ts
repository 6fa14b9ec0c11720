/**
 * A path as the file system has it: a string of which each character is one byte. File names need not be UTF-8, and what
 * hides behind one that is not must be opened, and named, all the same.
 */
export type BytePath = string

export function toBytePath(path: string): BytePath {
  return Buffer.from(path).toString('latin1')
}

/** For calls of the file system. */
export function toBuffer(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1')
}

/** For people and for JSON; bytes that are no UTF-8 become replacement characters. */
export function toText(path: BytePath): string {
  return toBuffer(path).toString()
}

export function joinPath(directory: BytePath, name: BytePath): BytePath {
  return directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`
}

export function isWithin(path: BytePath, directory: BytePath): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`)
}
