/** What a started sandbox says: what to open, one line to paste, where the keys are, how to move time, how to stop. */
import { randomUUID } from 'node:crypto';
import type { SandboxFile } from './sandbox-file.ts';

export interface Welcome {
  readonly file: SandboxFile;
  /** The world's own time. */
  readonly now: string;
  readonly database: string;
  readonly directory: string;
}

const PAGES_SHOWN = 3;

export function welcomeText({ file, now, database, directory }: Welcome): string {
  const { url } = file;
  const [shop] = file.shops;
  const pages = file.shops
    .flatMap(({ name, offers }) => offers.slice(0, 1).map((offer) => ({ name, offer })))
    .slice(0, PAGES_SHOWN)
    .map(
      ({ name, offer }) =>
        `         ${url}${offer.acceptPath}   ${name.en}: ${offer.title.en}  ${name.zh}：${offer.title.zh}`,
    );
  return [
    `Troth 一诺 · sandbox · its clock stands at ${now.slice(0, 16).replace('T', ' ')} UTC · ${database}`,
    '',
    `  open   ${url}/   shops, people 店铺与人`,
    ...pages,
    `         ${url}/docs   the API 接口文档`,
    ...(shop === undefined
      ? []
      : [
          '',
          '  paste  an order by a shop; the answer says where the person promises 店家下单，答复里有本人承诺的页面',
          '',
          orderLine(file),
          '',
        ]),
    `  keys   ${directory}/sandbox.json   operator, shops, people: of this sandbox only 沙箱的钥匙`,
    '  tour   npm run -s troth -- tour   every kind of promise, told 每一种约定走一遍',
    '  clock  npm run -s troth -- clock advance 1d   a day passes at once 拨快一天',
    '  stop   Ctrl-C   everything is kept 停止，数据都在',
    '',
  ].join('\n');
}

/** One line for any shell with single quotes. Pasted twice it is the same order, because its key is the same. */
function orderLine(file: SandboxFile): string {
  const [shop] = file.shops;
  const [person] = file.people;
  const order = { offerId: shop?.offers[0]?.offerId, promisor: person?.refs[shop?.merchantId ?? ''] };
  return [
    `curl -s ${file.url}/v1/pledges`,
    `-H 'Authorization: Bearer ${shop?.key}'`,
    `-H 'Idempotency-Key: ${randomUUID()}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(order)}'`,
  ].join(' ');
}
