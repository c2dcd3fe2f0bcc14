// The requests of a page of the documentation, with what each must be answered.

export interface Example {
  readonly method: string;
  readonly path: string;
  /** Name of the one who speaks. */
  readonly speaker: string;
  /** As it is written, its names not filled in; null where nothing is sent. */
  readonly body: string | null;
  readonly status: number;
  /** Members that the answer must have, with their values. */
  readonly shows: unknown;
}

const BLOCKS = /^```http\n([\s\S]*?)^```\n```text\n([\s\S]*?)^```$/gm;

/** Every request with the answer under it, in the order of the page. Throws where a block is not written as one. */
export function examplesOf(page: string): readonly Example[] {
  const found = [...page.matchAll(BLOCKS)].map(([, request = '', answer = '']) => {
    const [head = '', ...rest] = request.trimEnd().split('\n\n');
    const asked = /^(GET|POST) (\S+)\nAuthorization: Bearer \{\{(\w+)\}\}$/.exec(head);
    const answered = /^(\d{3})(?: (\{[\s\S]*\}))?\n$/.exec(answer);
    if (asked === null || answered === null) throw new Error(`not an example:\n${request}${answer}`);
    const [, method = '', path = '', speaker = ''] = asked;
    const [, status = '', shows] = answered;
    const body = rest.length === 0 ? null : rest.join('\n\n');
    return { method, path, speaker, body, status: Number(status), shows: shows === undefined ? {} : JSON.parse(shows) };
  });
  if (found.length !== page.split('```http').length - 1) throw new Error('a request stands without an answer');
  return found;
}

/** The names in a text filled in; throws where one is not known yet. */
export function filledIn(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = names.get(name);
    if (value === undefined) throw new Error(`{{${name}}} is not known yet`);
    return value;
  });
}

/** Where an answer differs from what a page shows of it: a path for each, none when it is as shown. */
export function differences(shown: unknown, answered: unknown, at = ''): readonly string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(answered) || answered.length !== shown.length) return [`${at}: ${JSON.stringify(answered)}`];
    return shown.flatMap((one, i) => differences(one, answered[i], `${at}/${i}`));
  }
  if (typeof shown !== 'object' || shown === null)
    return shown === answered ? [] : [`${at}: ${JSON.stringify(answered)} and not ${JSON.stringify(shown)}`];
  return Object.entries(shown).flatMap(([name, value]) =>
    differences(
      value,
      typeof answered === 'object' && answered !== null ? Reflect.get(answered, name) : undefined,
      `${at}/${name}`,
    ),
  );
}
