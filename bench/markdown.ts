/** Numbers as the report shows them. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const fixed = (value: number): string => value.toFixed(2);
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const figure = (value: number): string => (value >= 100 ? whole(value) : String(Number(value.toFixed(2))));

/** A Markdown table. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
