import { setTimeout as wait } from 'node:timers/promises';
import { Dice } from './dice.js';
import { ProductUnderFire, type Target } from './product-under-fire.js';

export interface KillRun {
  readonly backend: 'PostgreSQL' | 'Redis';
  readonly reminders: number;
  readonly kills: number;
  readonly seed: number;
  /** Called with a line now and then. */
  readonly say: (line: string) => void;
}

export interface KillFigures {
  readonly kills: Readonly<Record<Target, number>>;
  /** Kills that fell while the mail server had a message in its hands. */
  readonly aimed: number;
  readonly reminders: number;
  /** Reminders whose mail never came. */
  readonly lost: number;
  /** Mails that came, copies included. */
  readonly received: number;
  /** Messages that came more than once. */
  readonly duplicates: number;
  /** Of these, the ones that say so. */
  readonly duplicatesFlagged: number;
  /** Messages that say they may have come twice, whether or not they did. */
  readonly flagged: number;
  /** Messages made for one reminder beyond the first. */
  readonly messagesTooMany: number;
  readonly requestsAccepted: number;
  /** Requests that were accepted and whose record is not there. */
  readonly requestsLost: number;
  /** Work that follows from them and was never done. */
  readonly owed: number;
  readonly seconds: number;
}

const mostPauseMilliseconds = 1200;
const mostAwayMilliseconds = 800;
const aimMilliseconds = 3000;
/** On a quiet machine everything is done within seconds of the last kill. */
const patienceMilliseconds = 600_000;

/** Reminders fall due and requests come in while processes and servers are killed in an order that the seed decides. */
export async function runKills({ backend, reminders, kills, seed, say }: KillRun): Promise<KillFigures> {
  const dice = new Dice(seed);
  const begun = Date.now();
  const product = await ProductUnderFire.start(backend);
  const counted: Record<Target, number> = { worker: 0, api: 0, postgres: 0, redis: 0 };
  const targets: Target[] = ['worker', 'api', 'postgres', ...(backend === 'Redis' ? ['redis' as const] : [])];
  let aimed = 0;
  try {
    await bothUp(product);
    product.beginWaking();
    for (let kill = 1, fed = 0; kill <= kills; kill += 1) {
      const target = dice.oneOf(targets);
      const aims = dice.throw() < 0.5;
      // Of the others one in five dies while it starts; the rest may work for a while first.
      if (aims) await until(() => product.isUp('worker'), 'the worker to be up', product);
      if (aims || dice.throw() > 0.2) await until(() => product.isUp(target), `${target} to be up`, product);
      const due = Math.round((reminders * kill) / kills) - fed;
      await Promise.all([product.feed(due), product.request()]);
      fed += due;
      if (!aims) await wait(dice.upTo(mostPauseMilliseconds));
      if (aims && (await killAtMail(product, target))) aimed += 1;
      else await product.kill(target);
      counted[target] += 1;
      await product.request();
      await wait(dice.upTo(mostAwayMilliseconds));
      await product.bringBack(target);
      if (kill % 50 === 0)
        say(`${kill} kills, ${product.smtp.received.length} mails, ${Math.round((Date.now() - begun) / 1000)} s`);
    }
    await bothUp(product);
    await until(
      async () => (await unsent(product)) + (await owed(product)) === 0,
      'everything to be done',
      product,
    ).catch((error: Error) => say(error.message));
    const seconds = Math.round((Date.now() - begun) / 1000);
    return { kills: counted, aimed, seconds, ...(await figures(product, reminders)) };
  } finally {
    await product.stop();
  }
}

/** Kills the target while the mail server holds a message and has not answered; false when none came in time. */
async function killAtMail(product: ProductUnderFire, target: Target): Promise<boolean> {
  const { smtp } = product;
  let killed: Promise<void> | null = null;
  smtp.onMail = async () => {
    killed ??= product.kill(target);
    await killed;
  };
  const patience = Date.now() + aimMilliseconds;
  while (killed === null && Date.now() < patience) await wait(5);
  smtp.onMail = () => undefined;
  await killed;
  return killed !== null;
}

async function bothUp(product: ProductUnderFire): Promise<void> {
  await until(
    async () => (await product.isUp('api')) && (await product.isUp('worker')),
    'both processes to be up',
    product,
  );
}

async function until(holds: () => Promise<boolean>, what: string, product: ProductUnderFire): Promise<void> {
  const patience = Date.now() + patienceMilliseconds;
  while (!(await holds())) {
    if (Date.now() > patience)
      throw new Error(`waited in vain for ${what}\n${product.api.output()}\n${product.worker.output()}`);
    await wait(50);
  }
}

const number = async (product: ProductUnderFire, statement: string, values: unknown[] = []): Promise<number> => {
  const [row] = await product.source.query<{ number: number }[]>(statement, values);
  return row.number;
};

const unsent = (product: ProductUnderFire): Promise<number> =>
  number(
    product,
    `select count(*)::integer as number from agreements a where not exists (
       select 1 from reminders r where r.record_id = a.id and r.offset_days = -30 and r.state = 'sent')`,
  );

const owed = (product: ProductUnderFire): Promise<number> =>
  number(
    product,
    `select (select count(*) from outbox_events where relayed_at is null)::integer
          + (select count(*) from outbox_deliveries where done_at is null)::integer as number`,
  );

/** What came out, by what the mail server has and what the tables say; neither is believed alone. */
async function figures(
  product: ProductUnderFire,
  reminders: number,
): Promise<Omit<KillFigures, 'kills' | 'aimed' | 'seconds'>> {
  const messages = await product.source.query<{ id: string; flagged: boolean; record: string }[]>(
    `select m.message_id as id, m.maybe_duplicate as flagged, r.record_id as record
     from reminder_messages m join reminders r on r.message_id = m.id where r.offset_days = -30`,
  );
  const copies = new Map<string, number>();
  for (const { messageId } of product.smtp.received) copies.set(messageId, (copies.get(messageId) ?? 0) + 1);
  const came = new Set(messages.filter(({ id }) => copies.has(id)).map(({ record }) => record));
  const twice = [...copies].filter(([, number_]) => number_ > 1).map(([id]) => id);
  const flagged = new Set(messages.filter((message) => message.flagged).map(({ id }) => id));
  const { accepted } = product.requests;
  return {
    reminders,
    lost: reminders - came.size,
    received: product.smtp.received.length,
    duplicates: twice.length,
    duplicatesFlagged: twice.filter((id) => flagged.has(id)).length,
    flagged: flagged.size,
    messagesTooMany: messages.length - new Set(messages.map(({ record }) => record)).size,
    requestsAccepted: accepted.length,
    requestsLost:
      accepted.length -
      (await number(product, 'select count(*)::integer as number from follow_ups where id = any($1)', [accepted])),
    owed: await owed(product),
  };
}
