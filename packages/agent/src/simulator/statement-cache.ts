import type { KeyObject } from 'node:crypto'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import { type ReadStatement, readSignedStatement } from '../command/verify-command.ts'

const statementsMax = 1000

/**
 * Verifies each signature once: the commands of an action carry one statement, and the agents of an account obey one
 * key. Only what came byte for byte again, under the same key, is taken from memory.
 */
export function createStatementCache(): ReadStatement {
  const known = new Map<string, { accountKey: KeyObject; statement: CommandStatement | undefined }>()
  return (command, accountKey) => {
    const text = `${command.signature} ${command.statement}`
    const found = known.get(text)
    if (found?.accountKey === accountKey) return found.statement
    const statement = readSignedStatement(command, accountKey)
    if (known.size >= statementsMax) known.delete(known.keys().next().value!)
    known.set(text, { accountKey, statement })
    return statement
  }
}
