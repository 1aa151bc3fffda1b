import { password, pathIn, startMailRoom, type MailRoom } from '../users/mail-room.js';
import { castOf } from './cast.js';
import { accept, named, naming } from './delegate.cast.js';

let room: MailRoom;

beforeAll(async () => {
  room = await startMailRoom();
});
afterAll(() => room.close());

it('a new delegate is invited by mail once staff accept, chooses a password and is where they may edit', async () => {
  const own = await castOf(room.t);
  const dto = naming();
  const id = await named(room.t, own, dto);
  expect(await room.deliver()).toEqual([]);
  await accept(room.t, own, id).expect(200);
  const [mail, ...others] = await room.deliver();
  expect([mail.to, mail.subject, others]).toEqual([dto.email, 'Your account in Accord', []]);
  expect(mail.text).not.toMatch(/Ada|Pat|Invented/);
  const browser = await room.t.asBrowser(null);
  const chosen = await room.post(pathIn(mail), { password }, browser);
  const home = await browser.follow(chosen);
  expect([home.status, home.headers.location]).toEqual([303, '/delegations']);
  expect((await browser.follow(home)).text).toContain(own.expert.name);
});

it('who has an account already is sent no invitation', async () => {
  const own = await castOf(room.t);
  const known = await room.t.make.user('delegate', own.academic.organisationId);
  await accept(room.t, own, await named(room.t, own, naming({ email: known.email }))).expect(200);
  expect(await room.deliver()).toEqual([]);
});
