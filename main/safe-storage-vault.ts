import { safeStorage } from 'electron';
import type { KeyVault } from './database-key.ts';

/**
 * The operating system's keeper of secrets. On Linux without a keyring Electron falls back to
 * `basic_text`, a password that stands in Chromium's source: that counts as unprotected.
 */
export function createSafeStorageVault(): KeyVault {
  return {
    isProtected: () =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
    seal: (text) => safeStorage.encryptString(text),
    unseal: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}
