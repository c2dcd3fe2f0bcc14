/** Backup and restore: one file, one snapshot, proved before it is used. */
export { type BackupManifest, BackupRefused } from './backup-file.ts';
export { type Restored, restoreBackup } from './restore-backup.ts';
export { writeBackup } from './write-backup.ts';
