/** What is proved, in the order of the report. */
export const CHECKS = {
  worlds: { zh: '每一行都属于一个存在的世界', en: 'every row belongs to a world that exists' },
  schema: {
    zh: '数据库结构就是程序自带的那些迁移',
    en: 'the schema is made of the migrations that came with the program',
  },
  readable: { zh: '每一行都读得懂', en: 'every row can be read' },
  references: { zh: '每个未声明的引用都找得到', en: 'every undeclared reference leads somewhere' },
  identities: { zh: '编号里的时刻就是登记的时刻', en: 'ids carry the instant that their row claims' },
  leaves: { zh: '每件事实的承诺值都能重新算出', en: 'the commitment of every fact is derived again' },
  sequence: { zh: '每个人的叶子编号没有缺口', en: 'the leaves of a party are numbered without a gap' },
  order: { zh: '事实的次序就是写入的次序', en: 'facts stand in the order in which they were written' },
  logbook: { zh: '日志册的每一条都等于它的事实', en: 'every entry of the logbook equals its fact' },
  lives: { zh: '约定的每一步都合规矩', en: 'pledges only made moves that exist' },
  pledges: { zh: '约定的每一栏都等于事实所说', en: 'pledges are what their facts say' },
  breaches: {
    zh: '失约都有证据、先通知、等过回答',
    en: 'a breach has evidence, a notice before it, and time to answer',
  },
  charges: { zh: '费用 = 收到 + 免去 + 未了', en: 'charges = collected + forgiven + open, as their facts say' },
  transfers: {
    zh: '每笔转账都有事实点名，走得通的路',
    en: 'every transfer is named by a fact and takes a road that exists',
  },
  held: {
    zh: '代管的钱从不为负，约定了结时为零',
    en: 'money held for somebody is never below zero, and zero when the pledge is over',
  },
  losses: {
    zh: '每一分损失都有承担者，账与费用相同',
    en: 'every loss has its bearer, and is what charges and pledges say',
  },
  custody: { zh: '押金对账单的哈希就是它说的话', en: 'the hash of a custody statement is what it says' },
  payouts: {
    zh: '存管不够时按比例退，谁也不多得',
    en: 'what custody did not have enough of was shared in proportion, and nobody got more than the own deposit',
  },
  exposure: { zh: '未了金额 = 留出 − 放回，不超过上限', en: 'exposure = reserved − released, within its limit' },
  folds: { zh: '档案的整数由事实重新加出', en: 'the whole numbers of a file are added up again from its facts' },
  consents: { zh: '同意等于本人说过的话', en: 'consents are what the person said' },
  disputes: {
    zh: '异议等于双方说过的话：点名一件事实，按期，不多动一分钱',
    en: 'disputes are what was said: one fact named, in time, and no money moved but by a decision',
  },
  evidence: { zh: '证据打得开，哈希对得上', en: 'evidence opens and has its hash' },
  sealed: { zh: '封存的内容都能用它自己的钥匙打开', en: 'what is sealed opens with its own key' },
  parties: { zh: '人和店各归其位', en: 'parties are what their rows say' },
  erased: { zh: '抹去的人没有留下可读的东西', en: 'nothing readable is left of those who were erased' },
  answers: { zh: '记住的答复指向真有的事', en: 'remembered answers speak of things that exist' },
  offers: { zh: '条款的哈希就是条款', en: 'the hash of an offer is the hash of its terms' },
  budgets: { zh: '预算由承诺的预期损失加出', en: 'budgets are the sum of the expected losses that were promised' },
  credentials: { zh: '钥匙和会话前后一致', en: 'keys and sessions do not contradict themselves' },
  unwritten: { zh: '还没有人写的表是空的', en: 'tables that nothing writes yet are empty' },
  webhooks: { zh: '每次投递都有它的事实', en: 'every webhook delivery has its fact' },
} as const;

export type CheckName = keyof typeof CHECKS;
