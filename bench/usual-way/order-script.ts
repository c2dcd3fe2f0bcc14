/** One statement of order.sql with its variables as $1, $2 … in order of appearance, as pgbench -M prepared sends it. */
export type Statement = { readonly text: string; readonly variables: readonly string[]; readonly keeps: boolean };

/** Reads the statements of a pgbench script: one a line, `\gset` keeps the columns of its only row as variables. */
export function readOrderScript(source: string): readonly Statement[] {
  return source
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--') && !line.startsWith('\\'))
    .map((line) => {
      const keeps = line.endsWith('\\gset');
      const variables: string[] = [];
      const text = line
        .replace(/(\\gset|;)$/, '')
        .trim()
        .replaceAll(/(?<!:):([a-z_]+)/g, (_, name: string) => {
          variables.push(name);
          return `$${variables.length}`;
        });
      return { text, variables, keeps };
    });
}
