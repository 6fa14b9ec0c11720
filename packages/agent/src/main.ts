import { handlers } from './handlers/index.ts'
import { runProgram } from './program.ts'

await runProgram(handlers)
