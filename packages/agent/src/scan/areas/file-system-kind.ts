/** What a mounted file system is to a scan. */
export type FileSystemKind = 'local' | 'network' | 'pseudo'

const local =
  /^(ext[234]|xfs|btrfs|bcachefs|zfs|f2fs|jfs|nilfs2|reiserfs|minix|ufs|vfat|msdos|exfat|ntfs3?|fuseblk|hfs(plus)?|apfs|udf|iso9660|squashfs|erofs|overlay|aufs|ecryptfs|tmpfs|ramfs)$/
const network =
  /^(nfs4?|cifs|smb(2|3|fs)?|afs|afpfs|ncpfs|coda|ceph|gfs2?|ocfs2|glusterfs|lustre|beegfs|orangefs|davfs2?|webdav|9p|virtiofs|vboxsf|vmhgfs|prl_fs|fuse\..+|macfuse|osxfuse)$/

/**
 * A file system in memory (tmpfs) is local: what lies in /dev/shm can be run. One in user space (fuse) may be anything,
 * and counts as a network's, but for `fuseblk`, which is on a disk. Of an unknown one its source decides.
 */
export function kindOfFileSystem(type: string, source: string): FileSystemKind {
  if (local.test(type)) return 'local'
  if (network.test(type)) return 'network'
  return source.startsWith('/dev/') ? 'local' : 'pseudo'
}
