/** How many bits about a person an answer gives away, measured: the mutual information of a table of counts. */

/** `joint[secret][answer]` counts how often each pair was seen; 0 bits means that the answer says nothing about the secret. */
export function leakBits(joint: readonly (readonly number[])[]): number {
  const total = joint.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  if (total === 0) return 0;
  const ofAnswer = (joint[0] ?? []).map((_, answer) => joint.reduce((sum, row) => sum + (row[answer] ?? 0), 0));
  let bits = 0;
  for (const row of joint) {
    const ofSecret = row.reduce((a, b) => a + b, 0);
    row.forEach((count, answer) => {
      if (count > 0) bits += (count / total) * Math.log2((count * total) / (ofSecret * (ofAnswer[answer] as number)));
    });
  }
  return Math.max(0, bits);
}
