import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands } from '@muster/cli/commands/index.ts'
import { createProgram } from '@muster/cli/program.ts'
import { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { startCli } from '../support/cli.ts'

type Command = Awaited<ReturnType<typeof createProgram>>

/** What `--help` prints, without a process for each. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

async function find(words: readonly string[]): Promise<Command> {
  const program = await createProgram()
  return words.reduce((command, word) => command.commands.find((one) => one.name() === word)!, program)
}

test('wherever devices can be filtered, the help names every key, with its words or what it means', async () => {
  for (const words of [['device', 'list'], ['device', 'export'], ['act']]) {
    const out = helpOf(await find(words))
    const listed = out.slice(out.indexOf('\nFilter keys:\n'))
    for (const key of Object.keys(DeviceFilter.properties)) assert.match(listed, new RegExp(`\n  ${key} +\\w`))
    assert.match(listed, /\n {2}q +text in the device id, .*host name/)
    assert.match(listed, /\n {2}os +any of windows, mac, linux/)
  }
})

test('every command has help with an example, and the program prints what it has', async () => {
  let examples = 0
  const walk = (command: Command, words: string): void => {
    const out = helpOf(command)
    if (command.commands.length === 0) {
      assert.match(out, /\nExamples:\n {2}muster|\nExamples:\n {2}cut/, words)
      examples += 1
    }
    for (const sub of command.commands) if (sub.name() !== 'help') walk(sub as Command, `${words} ${sub.name()}`)
  }
  walk(await createProgram(), 'muster')
  assert.ok(examples > 20, `${examples} commands`)
  const { code, out } = await startCli(['--help'], {}).ended
  assert.deepEqual([code, out], [0, helpOf(await createProgram())])
})

test('a program that is asked for one command has that one, and says of it what the whole program does', async () => {
  const whole = await createProgram()
  for (const name of Object.keys(commands)) {
    const asked = await createProgram(['--token', 'device', '--json', name, '--help'])
    const same = (one: Command) => one.name() === name
    assert.ok(asked.commands.length < whole.commands.length, name)
    assert.equal(helpOf(asked.commands.find(same)!), helpOf(whole.commands.find(same)!))
  }
  for (const words of [[], ['help', 'act'], ['--help', 'act'], ['acts'], ['--token', 'act']]) {
    assert.equal((await createProgram(words)).commands.length, whole.commands.length, words.join(' '))
  }
})
