/**
 * The words by which data that may not enter is recognised, in names of fields and in free text. Chinese is matched anywhere in
 * the text; English and Portuguese by whole words, because `gene` is not `general`.
 */
import type { NormId } from './norms.ts';

export type DataCategory =
  | 'religion'
  | 'genes'
  | 'fingerprints'
  | 'blood_type'
  | 'health'
  | 'income'
  | 'savings'
  | 'securities'
  | 'insurance'
  | 'real_estate'
  | 'tax'
  | 'residence'
  | 'welfare'
  | 'person_traits'
  | 'social_graph';

/** `prohibited` never enters. `conditional` needs a second consent. `not_needed` is dropped: it says nothing about a promise. */
export type DataVerdict = 'prohibited' | 'conditional' | 'not_needed';

export interface DataRule {
  readonly category: DataCategory;
  readonly verdict: DataVerdict;
  readonly norm: NormId;
  /** Field names: sequences of whole words (`blood type` matches `bloodType`, `blood_type`, `BLOOD-TYPE`). */
  readonly fieldWords: readonly string[];
  readonly fieldHan: readonly string[];
  /** Free text that asks for or states such data about somebody; null where words alone prove nothing. */
  readonly text: RegExp | null;
}

const prohibited = { verdict: 'prohibited', norm: 'prohibited_data' } as const;
const conditional = { verdict: 'conditional', norm: 'conditional_data' } as const;
const notNeeded = { verdict: 'not_needed', norm: 'only_what_is_needed' } as const;

const words = (list: string): readonly string[] => list.split(', ');

export const DATA_RULES: readonly DataRule[] = [
  {
    category: 'religion',
    ...prohibited,
    fieldWords: words('religion, religious, faith, creed, church, mosque, religiao, religião'),
    fieldHan: words('宗教, 信仰, 教派'),
    text: /宗教信仰|信教|你信什么教|religious (?:belief|affiliation)|\b(?:your|their|his|her) (?:religion|faith)\b|\b(?:is|are) (?:a )?(?:muslim|christian|catholic|buddhist|jewish|hindu)s?\b/iu,
  },
  {
    category: 'genes',
    ...prohibited,
    fieldWords: words('gene, genes, genetic, genetics, genome, genotype, dna'),
    fieldHan: words('基因, 遗传, 脱氧核糖核酸'),
    text: /基因|\bdna\b|\bgenetic (?:test|data|profile|disorder)|\bgenome\b/iu,
  },
  {
    category: 'fingerprints',
    ...prohibited,
    fieldWords: words('fingerprint, fingerprints, palm print, palmprint, digital impression'),
    fieldHan: words('指纹, 掌纹'),
    // A fingerprint lock is a thing to rent, not somebody's fingerprint.
    text: /(?:指纹|掌纹)(?!锁|门锁|解锁|识别器|打卡机)|\bfingerprints?\b(?! (?:lock|reader|sensor|scanner))/iu,
  },
  {
    category: 'blood_type',
    ...prohibited,
    fieldWords: words('blood type, blood group, abo, tipo sanguineo'),
    fieldHan: words('血型'),
    text: /血型|\bblood (?:type|group)\b/iu,
  },
  {
    category: 'health',
    ...prohibited,
    fieldWords: words(
      'disease, illness, diagnosis, diagnoses, medical history, medical record, health, health condition, hypertension, hipertension, hipertensão, diabetes, diabetic, alcoholism, alcoholic, handcap, handicap, disability, disabled, hiv, aids status, cancer, hepatitis, depression, psychiatric, mental health, medication, prescription, allergy, allergies, pregnant, pregnancy, symptom, symptoms, surgery, vaccination, icd10, icd 10',
    ),
    fieldHan: words(
      '疾病, 病史, 病历, 患病, 诊断, 高血压, 糖尿病, 酗酒, 残疾, 残障, 艾滋, 乙肝, 肝炎, 癌, 肿瘤, 抑郁, 精神病, 用药, 处方, 过敏, 怀孕, 孕期, 症状, 手术, 健康状况',
    ),
    text: /病史|病历|患有|确诊|得了.{0,6}病|高血压病|糖尿病|艾滋|乙肝|肝炎|癌症|抑郁症|精神病|\bmedical (?:history|record|condition)s?\b|\bdiagnos(?:ed|is)\b|\b(?:suffers?|suffering) from\b|\bhiv\b|\bhepatitis\b|\bdiabet(?:es|ic)\b|\balcoholi(?:c|sm)\b|\bmental(?:ly)? ill/iu,
  },
  {
    category: 'income',
    ...conditional,
    fieldWords: words('income, salary, wage, wages, payroll, earnings'),
    fieldHan: words('收入, 工资, 薪资, 月薪, 年薪'),
    text: /(?:月|年|家庭)?收入|工资|月薪|年薪|薪资|\b(?:monthly|annual|yearly|household|your|his|her|their) (?:income|salary)\b|\bpay ?slips?\b/iu,
  },
  {
    category: 'savings',
    ...conditional,
    // A deposit that secures a rental is ordinary business here; only money in a bank is meant.
    fieldWords: words('savings, bank deposit, bank deposits, bank balance, bank statement, account balance'),
    fieldHan: words('存款, 储蓄, 银行流水, 账户余额'),
    text: /存款|银行流水|\b(?:bank (?:balance|statement)|savings account)s?\b/iu,
  },
  {
    category: 'securities',
    ...conditional,
    fieldWords: words('securities, stocks, shares held, bonds, funds held, portfolio, brokerage'),
    fieldHan: words('证券, 股票, 基金持有, 债券'),
    text: /有价证券|证券账户|股票账户|\b(?:securities|brokerage) account/iu,
  },
  {
    category: 'insurance',
    ...conditional,
    fieldWords: words('insurance policy, life insurance, commercial insurance, insurance holdings, policy holder'),
    fieldHan: words('商业保险, 保单, 投保'),
    text: /商业保险|保单|\b(?:life insurance|insurance polic(?:y|ies))\b/iu,
  },
  {
    category: 'real_estate',
    ...conditional,
    fieldWords: words(
      'real estate, property owned, properties owned, home owner, homeowner, house ownership, mortgage, land title',
    ),
    fieldHan: words('不动产, 房产, 房贷, 房屋产权'),
    text: /不动产|房产证?|名下.{0,4}房|\b(?:real estate owned|property deed|home ?owner(?:ship)?|mortgage)\b/iu,
  },
  {
    category: 'tax',
    ...conditional,
    fieldWords: words('tax paid, tax amount, tax return, tax returns, income tax, taxes'),
    fieldHan: words('纳税, 税额, 个税, 完税'),
    text: /纳税|个税|完税证明|\b(?:tax returns?|income tax)\b/iu,
  },
  {
    category: 'residence',
    ...notNeeded,
    fieldWords: words(
      'neighbourhood, neighborhood, neighbour, neighbours, bairro, district of residence, home address, residence, domicile, hukou, postcode, zip code, place of birth, birthplace',
    ),
    fieldHan: words('住址, 居住地, 小区, 户籍, 户口, 籍贯, 邻居, 出生地'),
    text: null,
  },
  {
    category: 'welfare',
    ...notNeeded,
    fieldWords: words(
      'scholarship, welfare, social benefit, social benefits, bolsa familia, food stamps, benefits received',
    ),
    fieldHan: words('低保, 补助, 救济, 奖学金, 助学金'),
    text: null,
  },
  {
    category: 'person_traits',
    ...notNeeded,
    fieldWords: words(
      'gender, sex, race, ethnicity, ethnic group, nationality, education, marital status, mother tongue, sexual orientation, political party, party member',
    ),
    fieldHan: words('性别, 民族, 种族, 国籍, 学历, 婚姻, 母语, 性取向, 政治面貌'),
    text: null,
  },
  {
    category: 'social_graph',
    ...notNeeded,
    fieldWords: words('friends, followers, contacts list, address book, social graph, social network, call log'),
    fieldHan: words('好友, 通讯录, 社交关系, 通话记录'),
    text: null,
  },
];
