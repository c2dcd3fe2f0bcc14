/** What the floor can do beyond writing its rows: a closed list, in the order in which it is added up. */
const FEATURES = [
  'row_level_security',
  'consent_lookup',
  'order_number',
  'indexes',
  'whole_fact',
  'party_keys',
  'sealed_reasons',
  'leaf',
  'strict_json',
  'policy',
  'pairwise',
  'key_hash',
  'follower',
] as const;

export type Feature = (typeof FEATURES)[number];
export type FeatureSet = ReadonlySet<Feature>;

/** The leanest form of each, as it is measured here. */
export const MEANING: Readonly<Record<Feature, string>> = {
  row_level_security: 'forced on every table, one policy: the rows of the world of this transaction',
  consent_lookup: 'the consent of this person for this shop is read; without one there is no pledge',
  order_number: 'looked up, and taken in a row of its own',
  indexes: 'pledges by party and by due time, facts by pledge and in the order of their writing',
  whole_fact: 'the fact says all of the pledge in canonical JSON rather than a stub',
  party_keys: 'the party’s wrapped key is read with it and unwrapped',
  sealed_reasons: 'the reasons sealed with that key, AES-256-GCM',
  leaf: 'a tag and a keyed commitment over the fact rather than its SHA-256',
  strict_json: 'the body read by the strict parser rather than by JSON.parse alone',
  policy: 'six CEL rows decide what is granted rather than a constant',
  pairwise: 'the shop’s own reference for the person decrypted rather than the id itself sent',
  key_hash: 'the bearer key hashed before it is looked up',
  follower: 'leaf bundles put together behind the facts, on a connection of their own',
};

/** One more feature at a time, the first with none. */
export function cumulativeSteps(): readonly (readonly Feature[])[] {
  return [[], ...FEATURES.map((_, last) => FEATURES.slice(0, last + 1))];
}

/** As they stand on a command line; the names come from this file. */
export function featuresFromText(text: string): FeatureSet {
  return new Set(FEATURES.filter((feature) => text.split(',').includes(feature)));
}
