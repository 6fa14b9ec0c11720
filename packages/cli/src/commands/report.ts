import { setTimeout as delay } from 'node:timers/promises'
import { download, type MusterClient } from '@muster/client/index.ts'
import { isOpen } from '@muster/core/action/life-cycle.ts'
import type { Command } from 'commander'
import { saveReport } from '../client/save-report.ts'
import { exitCodes, Failure } from '../failure.ts'
import { createProgressLine } from '../output/progress-line.ts'
import { openSession } from '../session.ts'
import { examples, readSeconds } from './shared.ts'

interface DownloadOptions {
  readonly output?: string
  readonly force?: boolean
  readonly wait: boolean
  readonly timeout?: number
}

export function addReportCommands(program: Command): void {
  const report = program.command('report').description('what commands brought back')
  report
    .command('download')
    .argument('<command-id>', 'as "muster act" or the wire API told it')
    .description('wait for a report, download it and check its SHA-256')
    .option('-o, --output <file>', '"-" is the standard output; default: the name that the server gives')
    .option('-f, --force', 'overwrite the file')
    .option('--no-wait', 'fail where it is not there yet')
    .option('--timeout <seconds>', 'wait at most so long', readSeconds)
    .addHelpText('after', examples('muster report download COMMAND_ID', 'muster report download COMMAND_ID -o log.zip'))
    .action(async (id: string, options: DownloadOptions, command: Command) => {
      const { client, output } = openSession(command)
      await awaitEnd(client(), id, options, output.json)
      const report = await download(client(), '/api/v1/commands/{command_id}/report', { params: { command_id: id } })
      const saved = await saveReport(report, options)
      if (options.output !== '-') {
        output.result(saved, () => `${saved.file}: ${saved.bytes} bytes, SHA-256 ${saved.sha256}\n`)
      }
    })
}

async function awaitEnd(
  client: MusterClient,
  id: string,
  { wait, timeout }: DownloadOptions,
  json: boolean,
): Promise<void> {
  const deadline = performance.now() + (timeout ?? Number.POSITIVE_INFINITY) * 1000
  const progress = createProgressLine(process.stderr, json)
  try {
    for (let pause = 150; ; pause = Math.min(pause * 1.5, 2000)) {
      const command = await client.get('/api/v1/commands/{command_id}', { params: { command_id: id } })
      const { state, progress: percent, message } = command
      if (state === 'succeeded') return
      const sentence = `The command is ${state.replaceAll('_', ' ')}. ${message ?? ''}`.trim()
      if (!isOpen(state)) throw new Failure(exitCodes.failed, `There is no report. ${sentence}`)
      if (!wait || performance.now() >= deadline) {
        throw new Failure(exitCodes.stillRunning, `The report is not there yet. ${sentence} Try again later.`)
      }
      progress.show(percent === null ? state : `${state} ${percent} %`)
      await delay(Math.min(pause, Math.max(0, deadline - performance.now())))
    }
  } finally {
    progress.done()
  }
}
