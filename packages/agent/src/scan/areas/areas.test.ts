import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOfFileSystem } from './file-system-kind.ts'
import { isOnHotPlugBus } from './is-portable.ts'
import { parsePrograms } from './list-programs.ts'
import { parseMaps } from './parse-maps.ts'
import { parseMountInfo } from './read-mounts.ts'
import { parseMacMounts, parseWindowsDisks } from './read-volumes.ts'
import { borderOf, type Volume, volumeOf, volumesOf, withKind } from './volumes.ts'

const mountInfo = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
28 27 254:16 / /home rw - xfs /dev/vdb rw
29 27 254:0 /srv/data /data rw - ext4 /dev/vda rw
30 27 254:0 /run/netns /run/netns rw shared:1 - ext4 /dev/vda rw
31 27 0:40 / /mnt/share\\040one rw master:3 - nfs4 server:/export rw
32 27 8:17 / /media/stick rw - vfat /dev/sdb1 rw
33 27 254:16 /sub /mnt/sub rw - xfs /dev/vdb rw
34 27 254:16 / /mnt/home rw - xfs /dev/vdb rw
35 27 0:41 / /covered rw - tmpfs first rw
36 27 0:42 / /covered rw - tmpfs second rw
`
const volumes: Volume[] = parseMountInfo(mountInfo).map((mount) => withKind(mount, mount.point === '/media/stick'))
const at = (point: string) => volumes.find((volume) => volume.point === point)!

test('the mount table is read with its escapes, and of two mounts in one place the upper', () => {
  assert.equal(volumes.length, 10)
  assert.deepEqual(at('/mnt/share one'), {
    device: '0:40',
    root: '/',
    point: '/mnt/share one',
    type: 'nfs4',
    source: 'server:/export',
    kind: 'network',
    portable: false,
  })
  assert.equal(at('/covered').source, 'second')
  assert.deepEqual(parseMountInfo('\nnonsense\n1 2 3 - \n'), [])
})

test('local, network and pseudo file systems are told apart; memory counts as local, an unknown one by its source', () => {
  const kinds = (types: string[], source = 'none') => new Set(types.map((type) => kindOfFileSystem(type, source)))
  assert.deepEqual(
    kinds(['ext4', 'xfs', 'btrfs', 'overlay', 'tmpfs', 'vfat', 'fuseblk', 'squashfs']),
    new Set(['local']),
  )
  assert.deepEqual(kinds(['nfs', 'nfs4', 'cifs', 'smb3', 'fuse.sshfs', 'fuse.rclone', '9p']), new Set(['network']))
  assert.deepEqual(kinds(['proc', 'sysfs', 'devtmpfs', 'cgroup2', 'nsfs', 'autofs', 'newfs']), new Set(['pseudo']))
  assert.deepEqual(kinds(['newfs'], '/dev/sdc1'), new Set(['local']))
})

test('each local file system is in one area, once, however often it is mounted', () => {
  const points = (area: 'portable' | 'additional') => volumesOf(volumes, area, '/').map(({ point }) => point)
  assert.deepEqual(points('portable'), ['/media/stick'])
  assert.deepEqual(points('additional'), ['/home', '/covered'])
})

test('a path lies on the volume that is mounted deepest above it', () => {
  const point = (path: string) => volumeOf(volumes, path)?.point
  assert.deepEqual(['/etc/passwd', '/home', '/home/a', '/homes'].map(point), ['/', '/home', '/home', '/'])
})

test('a walk stays on its volume, and says why at each border; what is mounted onto itself is none', () => {
  const border = borderOf(volumes, at('/'))
  assert.deepEqual(['/', '/etc', '/proc', '/home', '/mnt/share one', '/data', '/run/netns'].map(border), [
    undefined,
    undefined,
    'pseudo_file_system',
    'other_file_system',
    'network_file_system',
    'other_file_system',
    undefined,
  ])
})

test('what a process maps is listed once a file, with deleted and nameless programs, without devices', () => {
  const maps = `556a63e66000-556a63e68000 r--p 00000000 fe:00 260386                     /usr/bin/head
556a63e68000-556a63e6e000 r-xp 00002000 fe:00 260386                     /usr/bin/head
7f0000000000-7f0000001000 r-xp 00000000 00:01 1029                       /memfd:hidden (deleted)
7f0000002000-7f0000003000 r-xp 00000000 fe:00 77                         /tmp/a b (deleted)
7f0000004000-7f0000005000 rw-s 00000000 00:01 4                          /SYSV00000000 (deleted)
7f0000006000-7f0000007000 rw-s 00000000 00:05 5                          /dev/zero (deleted)
7f0000008000-7f0000009000 rw-p 00000000 00:00 0                          [heap]
7f000000a000-7f000000b000 rw-p 00000000 00:00 0
7f000000c000-7f000000d000 r--p 00000000 fe:00 78                         /tmp/two\\012lines
`
  assert.deepEqual(
    parseMaps(maps).map(({ range, inode, path, deleted }) => [range, inode, path, deleted]),
    [
      ['556a63e66000-556a63e68000', 260386n, '/usr/bin/head', false],
      ['7f0000000000-7f0000001000', 1029n, '/memfd:hidden', true],
      ['7f0000002000-7f0000003000', 77n, '/tmp/a b', true],
      ['7f000000c000-7f000000d000', 78n, '/tmp/two\nlines', false],
    ],
  )
})

test('what hangs on USB or FireWire is known by its place', () => {
  const host = '/sys/devices/pci0000:00/0000:00:14.0'
  assert.ok(isOnHotPlugBus(`${host}/usb1/1-2/1-2:1.0/host6/target6:0:0/6:0:0:0/block/sdb/sdb1`))
  assert.ok(!isOnHotPlugBus(`${host}/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1`))
})

test('volumes and programs of macOS and Windows are read as their tools print them', () => {
  const mac = parseMacMounts(`/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk4s1 on /Volumes/MY STICK (msdos, local, nodev, nosuid, noowners)
//me@nas/data on /Volumes/data (smbfs, nodev, nosuid, mounted by me)`)
  assert.deepEqual(
    mac.map(({ point, kind, portable }) => [point, kind, portable]),
    [
      ['/', 'local', false],
      ['/dev', 'pseudo', false],
      ['/Volumes/MY STICK', 'local', true],
      ['/Volumes/data', 'network', true],
    ],
  )
  assert.deepEqual(
    parseWindowsDisks('C: 3\r\nD: 5\r\nE: 2\r\nZ: 4\r\n').map(({ point, kind, portable }) => [point, kind, portable]),
    [
      ['C:/', 'local', false],
      ['D:/', 'local', true],
      ['E:/', 'local', true],
      ['Z:/', 'network', false],
    ],
  )
  assert.deepEqual(
    [...parsePrograms('    1 /sbin/launchd\n  77 /Applications/A B.app/x\n  78 /sbin/launchd\n  79 login\n')],
    [
      ['/sbin/launchd', [1, 78]],
      ['/Applications/A B.app/x', [77]],
    ],
  )
})
