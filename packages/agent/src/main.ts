import { handlers } from './handlers/index.ts'
import { runProgram } from './program.ts'

// Not awaited: packaged, this is a CommonJS script, which knows no await outside functions. It never rejects.
void runProgram(handlers)
