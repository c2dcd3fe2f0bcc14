/** Every reason for which a policy cannot be published, in the order in which they are looked for. */
export const POLICY_REFUSALS = {
  expression_too_complex: { zh: '这个条件太长或太复杂。', en: 'This condition is too long or too complex.' },
  expression_does_not_parse: { zh: '这里看不懂。', en: 'This cannot be read.' },
  forbidden_idea: { zh: '这不能作为准入的理由。', en: 'This can never be a ground of admission.' },
  unknown_variable: { zh: '没有这个变量。', en: 'There is no such variable.' },
  unknown_function: { zh: '没有这个函数。', en: 'There is no such function.' },
  expression_uses_what_is_not_offered: {
    zh: '条件里只能用比较、四则、且、或、非。',
    en: 'A condition may use comparison, arithmetic, and, or, not.',
  },
  expression_does_not_type_check: { zh: '两边的类型对不上。', en: 'The types on the two sides do not fit.' },
  expression_is_not_boolean: { zh: '条件要能回答是或否。', en: 'A condition must answer yes or no.' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

export type PolicyRefusal = keyof typeof POLICY_REFUSALS;
