import type { Inventory } from '@muster/core/agent/inventory.ts'
import { askSystem, listDirectory, readText } from '../read-or-nothing.ts'

type MachineType = Inventory['machine_type']

/** What a Linux machine tells of its making. */
export interface LinuxMachine {
  /** SMBIOS chassis type; 0 where there is none. */
  readonly chassis: number
  readonly vendorAndProduct: string
  readonly hypervisor: boolean
  readonly battery: boolean
}

export function readMachineType(): MachineType {
  switch (process.platform) {
    case 'linux':
      return judgeLinux(readLinuxMachine())
    case 'darwin':
      return judgeMac(askSystem('sysctl', '-n', 'hw.model'))
    case 'win32':
      return judgeWindows(
        askSystem(
          'powershell',
          '-NoProfile',
          '-Command',
          '(Get-CimInstance Win32_ComputerSystem | % { "$($_.PCSystemType) $($_.Model)" })',
        ),
      )
    default:
      return 'other'
  }
}

const virtual =
  /vmware|virtualbox|kvm|qemu|bochs|xen|hyper-v|virtual machine|amazon ec2|google compute|openstack|parallels/i

/** SMBIOS 3.6, table 17. */
const laptopChassis = [8, 9, 10, 14, 30, 31, 32]
const serverChassis = [17, 23, 25, 28, 29]
const desktopChassis = [3, 4, 5, 6, 7, 13, 15, 16, 24, 35, 36]

export function judgeLinux({ chassis, vendorAndProduct, hypervisor, battery }: LinuxMachine): MachineType {
  if (hypervisor || virtual.test(vendorAndProduct)) return 'vm'
  if (laptopChassis.includes(chassis)) return 'laptop'
  if (serverChassis.includes(chassis)) return 'server'
  if (desktopChassis.includes(chassis)) return 'desktop'
  return battery ? 'laptop' : 'other'
}

export function judgeMac(model: string): MachineType {
  if (/^MacBook/.test(model)) return 'laptop'
  if (/^VirtualMac|^VMware|^Parallels/.test(model)) return 'vm'
  return model === '' ? 'other' : 'desktop'
}

/** `Win32_ComputerSystem`: its PCSystemType and Model. */
export function judgeWindows(systemTypeAndModel: string): MachineType {
  if (virtual.test(systemTypeAndModel)) return 'vm'
  const type = Number.parseInt(systemTypeAndModel, 10)
  if (type === 2 || type === 8) return 'laptop'
  if (type === 4 || type === 5 || type === 7) return 'server'
  return type === 1 || type === 3 ? 'desktop' : 'other'
}

function readLinuxMachine(): LinuxMachine {
  const dmi = (name: string) => readText(`/sys/class/dmi/id/${name}`)
  return {
    chassis: Number.parseInt(dmi('chassis_type'), 10) || 0,
    vendorAndProduct: `${dmi('sys_vendor')} ${dmi('product_name')}`,
    hypervisor: /^flags\s*:.*\bhypervisor\b/m.test(readText('/proc/cpuinfo')),
    battery: listDirectory('/sys/class/power_supply').some((name) => name.startsWith('BAT')),
  }
}
