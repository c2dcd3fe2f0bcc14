/** Keys: wrapping, sealing, blind indexes and pairwise references. */
export { createVault, sameSecret, type Vault } from './vault.ts';
