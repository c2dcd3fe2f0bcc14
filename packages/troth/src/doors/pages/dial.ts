/** The interval is the picture: one hue, no zones, no needle. A thin file is a dotted circle and a dash. */
import { assert } from '../../kernel/assert.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { SCALE_HIGH, SCALE_LOW } from './number-view.ts';
import type { NumberView } from './number-view.ts';
import { whyWords } from './words-why.ts';
import type { Locale } from './words.ts';

const CENTRE_X = 160;
const CENTRE_Y = 134;
const RADIUS = 120;
const START_DEG = 210;
const SWEEP_DEG = 240;

interface Point {
  readonly x: number;
  readonly y: number;
}

function at(points: number, radius: number): Point {
  const share = (points - SCALE_LOW) / (SCALE_HIGH - SCALE_LOW);
  const angle = ((START_DEG - share * SWEEP_DEG) * Math.PI) / 180;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { x: round(CENTRE_X + radius * Math.cos(angle)), y: round(CENTRE_Y - radius * Math.sin(angle)) };
}

function arc(from: number, to: number): string {
  const a = at(from, RADIUS);
  const b = at(to, RADIUS);
  const large = ((to - from) / (SCALE_HIGH - SCALE_LOW)) * SWEEP_DEG > 180 ? 1 : 0;
  return `M${a.x} ${a.y}A${RADIUS} ${RADIUS} 0 ${large} 1 ${b.x} ${b.y}`;
}

function radial(points: number, inner: number, outer: number, name: string): Html {
  const a = at(points, inner);
  const b = at(points, outer);
  return html`<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" class="${name}"/>`;
}

const ends = html`<text x="56" y="216" class="dial-end">${SCALE_LOW}</text><text x="264" y="216" class="dial-end">${SCALE_HIGH}</text>`;

export function dial(number: NumberView, locale: Locale): Html {
  const words = whyWords[locale];
  if (number.kind === 'thin') {
    return html`<svg class="dial" viewBox="0 0 320 226" role="img" aria-label="${words.noScore}"><path d="${arc(SCALE_LOW, SCALE_HIGH)}" class="dial-thin"/><line x1="133" y1="106" x2="187" y2="106" class="dial-dash"/><text x="160" y="150" class="dial-text">${words.noScore}</text>${ends}</svg>`;
  }
  const { points, low, high } = number;
  assert(
    SCALE_LOW <= low && low <= points && points <= high && high <= SCALE_HIGH,
    'points_lie_in_their_interval_on_the_scale',
  );
  return html`<svg class="dial" viewBox="0 0 320 226" role="img" aria-label="${words.dialSentence(points, low, high)}"><path d="${arc(SCALE_LOW, SCALE_HIGH)}" class="dial-track"/><path d="${arc(
    low,
    high,
  )}" class="dial-band"/>${radial(low, RADIUS - 5, RADIUS + 5, 'dial-edge')}${radial(high, RADIUS - 5, RADIUS + 5, 'dial-edge')}${radial(
    points,
    RADIUS - 13,
    RADIUS + 13,
    'dial-at',
  )}<text x="158" y="121" class="dial-points">${points}</text><text x="160" y="150" class="dial-text">${words.likelyBetween(low, high)}</text>${ends}</svg>`;
}
