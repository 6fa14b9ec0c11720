import { launchd } from './launchd.ts'
import type { ServiceManager } from './service-manager.ts'
import { systemd } from './systemd.ts'
import { taskScheduler } from './task-scheduler.ts'

const managers: Partial<Record<NodeJS.Platform, ServiceManager>> = {
  linux: systemd,
  darwin: launchd,
  win32: taskScheduler,
}

/** @throws on a system without one that this agent knows */
export function findServiceManager(): ServiceManager {
  const manager = managers[process.platform]
  if (manager === undefined) throw new Error(`This agent knows no service manager of ${process.platform}.`)
  return manager
}
