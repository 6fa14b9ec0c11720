import { scan } from './scan.ts'

// For a scan by another user: node print-report.ts <path>, with the agent's settings in the environment.
const report = await scan({ areas: ['path'], path: process.argv[2]!, environment: process.env })
process.stdout.write(JSON.stringify(report))
