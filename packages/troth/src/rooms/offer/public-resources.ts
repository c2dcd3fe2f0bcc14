/**
 * Some things may never depend on trust, and some may never be written down as a promise, whoever asks. An offer states its purpose
 * in its words, so its words are read. This is a net for the plain cases; the rulebook and a person decide the rest.
 */
import type { OfferRefusal } from './refusals.ts';
import type { OfferTerms } from './terms.ts';

type Purpose = Extract<OfferRefusal, 'public_resource' | 'public_duty' | 'prohibited_data'>;

interface RefusedPurpose {
  readonly reason: Purpose;
  /** What is refused, as the rulebook calls it. */
  readonly names: string;
  readonly words: RegExp;
}

/** Closed list of refused purposes with the words that give them away. */
export const REFUSED_PURPOSES: readonly RefusedPurpose[] = [
  {
    reason: 'public_resource',
    names: 'queue_priority',
    words:
      /(优先|免排队|插队|快速通道|绿色通道).{0,8}(就诊|就医|挂号|急诊|手术|办事|窗口|安检|通关|登机|值机|候车|候机)/u,
  },
  {
    reason: 'public_resource',
    names: 'queue_priority',
    words: /(就诊|就医|挂号|急诊|手术|办事|安检|通关|登机).{0,6}(优先|免排队|插队|快速通道)/u,
  },
  {
    reason: 'public_resource',
    names: 'queue_priority',
    words:
      /\b(priority|fast[- ]?track|skip[- ]the[- ](queue|line)|queue[- ]jump\w*)\b.{0,40}\b(clinic|hospital|emergency|surgery|doctor|security|airport|immigration|customs|station|government)\b/iu,
  },
  {
    reason: 'public_resource',
    names: 'queue_priority',
    words:
      /\b(clinic|hospital|emergency|surgery|doctor|airport|security|immigration|customs|station|government)\b.{0,40}\b(priority|fast[- ]?track|fast[- ]lane|skip[- ]the[- ](queue|line))\b/iu,
  },
  {
    reason: 'public_resource',
    names: 'station_lounge',
    words: /(火车站|高铁站|车站|机场).{0,6}(候车室|候机室|贵宾室|贵宾厅)/u,
  },
  { reason: 'public_resource', names: 'station_lounge', words: /\b(station|airport)\b.{0,20}\blounge\b/iu },
  {
    reason: 'public_resource',
    names: 'school_place',
    words: /(入学|升学|择校|学位|招生).{0,6}(名额|资格|优先|排位)|(公立|义务教育).{0,6}(入学|学位)/u,
  },
  {
    reason: 'public_resource',
    names: 'school_place',
    words: /\b(school|kindergarten)\b.{0,20}\b(place|admission|enrol\w*|seat)\b/iu,
  },
  { reason: 'public_duty', names: 'waste_sorting', words: /垃圾分类|\b(waste|garbage|rubbish)[- ]sorting\b/iu },
  {
    reason: 'public_duty',
    names: 'fines',
    words:
      /交通违章|闯红灯|缴纳?罚款|行政处罚|\b(traffic|parking|speeding)\s+(fine|ticket|offence|violation)s?\b|\bjaywalking\b/iu,
  },
  {
    reason: 'public_duty',
    names: 'public_conduct',
    words: /排队秩序|文明行为|见义勇为|献血积分|\bcivic (virtue|conduct) (score|points)\b/iu,
  },
  {
    reason: 'prohibited_data',
    names: 'health_history',
    words:
      /(病史|血型|基因检测|指纹|宗教信仰).{0,6}(证明|登记|要求|条件|提供)|\b(medical history|blood type|genetic test|fingerprints?|religion)\b.{0,16}\b(required|must|proof|provide)\b/iu,
  },
];

export interface PurposeFound {
  readonly reason: Purpose;
  readonly names: string;
  readonly pointer: string;
}

/** The refused purposes that the words of an offer show, each with the field it was found in. */
export function refusedPurposesIn(terms: OfferTerms): readonly PurposeFound[] {
  const found: PurposeFound[] = [];
  const seen = new Set<string>();
  for (const [pointer, text] of textsOf(terms)) {
    const plain = text.normalize('NFKC');
    for (const purpose of REFUSED_PURPOSES) {
      if (!purpose.words.test(plain) || seen.has(pointer + purpose.names)) continue;
      seen.add(pointer + purpose.names);
      found.push({ reason: purpose.reason, names: purpose.names, pointer });
    }
  }
  return found;
}

/** Every text of an offer that people read, with its JSON pointer. */
export function textsOf(terms: OfferTerms): readonly (readonly [pointer: string, text: string])[] {
  const pairs: [string, { readonly zh: string; readonly en: string }][] = [['/title', terms.title]];
  if (terms.description !== undefined) pairs.push(['/description', terms.description]);
  if (terms.item !== undefined) pairs.push(['/item/name', terms.item.name]);
  for (const [index, row] of terms.admission.rows.entries()) pairs.push([`/admission/rows/${index}/say`, row.say]);
  return pairs.flatMap(([pointer, texts]) => [
    [`${pointer}/zh`, texts.zh] as const,
    [`${pointer}/en`, texts.en] as const,
  ]);
}
