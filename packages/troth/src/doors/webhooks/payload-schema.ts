/** The schema of every event, for the documentation and for receivers that validate. */
import { Type, type TSchema } from 'typebox';
import { EVENTS, EVENT_TYPES, type EventRow, type EventType } from './events.ts';

const closed = { additionalProperties: false } as const;
const instant = (description: string): TSchema => Type.String({ format: 'date-time', description });
const amount = (description: string): TSchema => Type.Integer({ minimum: 0, description });
const id = (prefix: string, description: string): TSchema =>
  Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$`, description });
const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()]);
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217; amounts are whole minor units of it' });
const orderNo = orNull(Type.String({ description: 'your own order number' }));

const DATA: Readonly<Record<EventRow['about'], TSchema>> = {
  pledge: Type.Object(
    {
      pledgeId: id('plg', 'the pledge'),
      orderNo,
      personRef: id(
        '(ref|pty)',
        'how you, and no other merchant, know this person; or the id of the shop that promises',
      ),
      state: Type.String({ description: 'the state of the pledge after this event' }),
      context: Type.String({ description: 'the part of life in which this promise counts' }),
      currency,
      outcome: Type.Union([Type.Literal('full'), Type.Literal('partial'), Type.Literal('ordinary')]),
      grantedMinor: amount('what is granted on trust'),
      depositMinor: amount('the ordinary deposit that remains'),
      chargedMinor: amount('charges so far'),
      dueAt: instant('when it is due'),
      graceUntil: instant('until when being late has no consequence'),
      answerBy: orNull(instant('until when the person can answer your notice')),
    },
    closed,
  ),
  charge: Type.Object(
    {
      chargeId: id('chg', 'the charge'),
      pledgeId: id('plg', 'the pledge it belongs to'),
      orderNo,
      kind: Type.String({ description: 'usage, late_fee, loss, no_show_fee or late_cancel_fee' }),
      amountMinor: amount('the amount'),
      paidMinor: amount('what was paid of it so far'),
      currency,
      state: Type.Union([
        Type.Literal('open'),
        Type.Literal('collected'),
        Type.Literal('forgiven'),
        Type.Literal('credited'),
      ]),
    },
    closed,
  ),
  consent: Type.Object(
    {
      consentId: id('cns', 'the consent'),
      personRef: id(
        '(ref|pty)',
        'how you, and no other merchant, know this person; or the id of the shop that promises',
      ),
      purpose: Type.String({ description: 'the purpose agreed to' }),
      expiresAt: instant('when the consent ends by itself'),
    },
    closed,
  ),
};

function schemaOf(type: EventType): TSchema {
  return Type.Object(
    {
      type: Type.Literal(type),
      timestamp: instant('when it happened, by the clock of the world'),
      id: id('fct', 'the same as the header webhook-id; use it to drop duplicates'),
      world: Type.Union([Type.Literal('live'), Type.Literal('test')]),
      recordedAt: instant('when it was recorded'),
      data: DATA[EVENTS[type].about],
    },
    { ...closed, description: EVENTS[type].text.en },
  );
}

export const PAYLOAD_SCHEMAS: Readonly<Record<EventType, TSchema>> = Object.fromEntries(
  EVENT_TYPES.map((type) => [type, schemaOf(type)]),
) as Record<EventType, TSchema>;
