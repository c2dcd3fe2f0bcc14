/** The logbook (记录): leaves, and later tiles, checkpoints and proofs. */
export { BUNDLE_WIDTH, packEntries, unpackEntries } from './bundle.ts';
export {
  commitment,
  type Leaf,
  type LeafClass,
  LEAF_VERSION,
  leafEntry,
  leafHash,
  leafKey,
  leafSecrets,
} from './leaf.ts';
