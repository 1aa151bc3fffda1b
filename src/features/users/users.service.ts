import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Role, UserActor } from '../../kernel/actor.js';
import { DomainError, invalidField, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { Clock } from '../../kernel/clock.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { SingleUseLinks } from '../../platform/auth/single-use-links.js';
import { everything } from '../../platform/auth/visibility.js';
import { RefusedAddresses } from '../../platform/mail/refused-addresses.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { requireRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { isAgency, type OrganisationKind } from '../organisations/organisation.rules.js';
import { notEnded } from '../organisations/organisations.queries.js';
import { accountLinks } from './passwords/account-links.js';
import { SessionsService } from './sessions/sessions.service.js';
import { activeUsersOf } from './user.conditions.js';
import { User } from './user.entity.js';
import { lastAdminStays, userLifecycle } from './user.lifecycle.js';
import { newAccount } from './user.new.js';
import { problemsOfAbsence, problemsOfAccount, problemsOfRole } from './user.rules.js';
import { visibleUsers } from './user.visibility.js';
import type {
  AbsenceDto,
  AbsenceView,
  AccountMailDto,
  ChangeUserDto,
  CreateUserDto,
  UserStepDto,
  UserView,
} from './users.dto.js';
import { passwordResetOrdered, userChanged, userInvited } from './users.jobs.js';
import { absenceSql, UserQueries, type UserRow } from './users.queries.js';

/** Writes of accounts: one transaction each. A change takes effect on the account's next request (SEC-Z5). */
@Injectable()
export class UsersService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: UserQueries,
    private readonly sessions: SessionsService,
    private readonly links: SingleUseLinks,
    @Inject(CONFIG) private readonly config: Config,
    private readonly refused: RefusedAddresses,
  ) {}

  create(actor: UserActor, dto: CreateUserDto): Promise<UserView> {
    return this.work.transaction(actor, async (tx) => {
      const user = newAccount(tx, dto);
      refuseProblems(problemsOfRole(user.role));
      await this.requirePlace(tx, user);
      await refuseDuplicate(tx, user);
      await tx.insert(User, user);
      await tx.publish(userInvited, { userId: user.id });
      return this.finish(tx, actor, 'create', null, user);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeUserDto): Promise<UserView> {
    return this.work.transaction(actor, async (tx) => {
      const user = await this.lock(tx, actor, id, version);
      const before = { ...user };
      Object.assign(user, dto, { updatedAt: tx.now });
      const changes = (field: keyof User): boolean => user[field] !== before[field];
      const moves = changes('role') || changes('organisationId');
      if (changes('role')) await this.refuseRole(tx, actor, before, user.role);
      if (moves || changes('expertId')) await this.requirePlace(tx, user);
      if (changes('expertId')) await refuseDuplicate(tx, user);
      refuseProblems(problemsOfAbsence(user.awayFrom, user.awayTo));
      if (changes('coverUserId') || changes('organisationId')) await requireCover(tx, user);
      await tx.update(User, user);
      if (moves) await this.sessions.endAllOf(tx, user.id, 'role or organisation changed');
      return this.finish(tx, actor, 'change', before, user);
    });
  }

  /** Disables or enables. The administrators are taken one at a time, so that two cannot disable each other. */
  perform(actor: UserActor, id: string, version: number, dto: UserStepDto): Promise<UserView> {
    return this.work.transaction(actor, async (tx) => {
      const user = await this.lock(tx, actor, id, version);
      const before = { ...user };
      await lockAdministrators(tx);
      const { state, isLastAdmin } = await this.rowOf(tx, actor, id);
      const facts = { stage: state, userId: user.id, isLastAdmin };
      const taken = userLifecycle.take(dto.step, facts, { actorUserId: actor.userId, reason: dto.reason });
      if (!taken.allowed) throw new DomainError('refused', taken.reason);
      Object.assign(user, { disabledAt: taken.to === 'disabled' ? tx.now : null, updatedAt: tx.now });
      await tx.update(User, user);
      if (taken.to === 'disabled') await this.closeDoors(tx, user.id);
      return this.finish(tx, actor, dto.step, before, { ...user, step: dto } as User);
    });
  }

  /** When somebody is away themselves, and who takes over. */
  setAbsence(actor: UserActor, dto: AbsenceDto): Promise<AbsenceView> {
    return this.work.transaction(actor, async (tx) => {
      const user = await tx.lock(User, sql`record.id = ${actor.userId}`);
      if (user === null) throw notFound('user');
      const before = { ...user };
      Object.assign(user, dto, { updatedAt: tx.now });
      refuseProblems(problemsOfAbsence(user.awayFrom, user.awayTo));
      await requireCover(tx, user);
      await tx.update(User, user);
      await this.note(tx, 'change', before, user);
      const [absence] = await tx.query<AbsenceView>(absenceSql(actor));
      return absence;
    });
  }

  /** Sends the invitation of an account that has no password yet: the mail follows in a job. */
  invite(actor: UserActor, id: string, version: number, dto: AccountMailDto): Promise<void> {
    return this.sendTo(actor, id, version, dto, (user) =>
      user.passwordHash === null
        ? ['invite', userInvited]
        : 'This account has a password already. Send a link for a new password instead.',
    );
  }

  /** Sends a link for a new password. Until it is used, the old one works. */
  resetPassword(actor: UserActor, id: string, version: number, dto: AccountMailDto): Promise<void> {
    return this.sendTo(actor, id, version, dto, (user) =>
      user.passwordHash === null
        ? 'This account has no password yet. Send the invitation again instead.'
        : ['order-password-reset', passwordResetOrdered],
    );
  }

  /** Sends mail to the account's address again, which a mail server had refused. If it refuses again, it is marked again. */
  async mailAgain(actor: UserActor, id: string, version: number, dto: AccountMailDto): Promise<void> {
    await this.work.transaction(actor, async (tx) => {
      const user = await this.lock(tx, actor, id, version);
      if (!(await this.refused.lift(tx, user.email)))
        throw new DomainError('refused', 'Mail is sent to this address: no mail server has refused it.');
      await this.audit.record(tx, 'user.mail-again', { kind: 'user', id }, null, { ...dto });
    });
  }

  private sendTo(
    actor: UserActor,
    id: string,
    version: number,
    dto: AccountMailDto,
    choose: (user: User) => [verb: string, event: typeof userInvited] | string,
  ): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const user = await this.lock(tx, actor, id, version);
      if (user.disabledAt !== null) throw new DomainError('refused', 'This account is disabled. Enable it first.');
      const chosen = choose(user);
      if (typeof chosen === 'string') throw new DomainError('refused', chosen);
      const [verb, event] = chosen;
      await this.audit.record(tx, `user.${verb}`, { kind: 'user', id }, null, { ...dto });
      await tx.publish(event, { userId: id });
    });
  }

  /** Nothing that was open before works when the account is enabled again. */
  private async closeDoors(tx: Transaction, userId: string): Promise<void> {
    await this.sessions.endAllOf(tx, userId, 'account disabled');
    for (const { purpose } of accountLinks) await this.links.withdraw(tx, purpose, userId);
  }

  private async lock(tx: Transaction, actor: UserActor, id: string, version: number): Promise<User> {
    const user = await tx.lock(User, sql`record.id = ${id} and ${visibleUsers(actor, 'record')}`, version);
    if (user === null) throw notFound('user');
    return user;
  }

  private async refuseRole(tx: Transaction, actor: UserActor, before: User, role: Role): Promise<void> {
    refuseProblems(problemsOfRole(role));
    if (before.id === actor.userId)
      throw new DomainError('forbidden', 'Nobody changes their own role. Ask another administrator.');
    if (before.role !== 'admin') return;
    await lockAdministrators(tx);
    const { isLastAdmin } = await this.rowOf(tx, actor, before.id);
    if (isLastAdmin) throw new DomainError('refused', lastAdminStays);
  }

  /** The organisation is there, and role, organisation and expert go together. */
  private async requirePlace(tx: Transaction, user: User): Promise<void> {
    await requireRecords(tx, [
      {
        pointer: '/organisationId',
        what: 'organisation',
        table: 'organisations',
        values: [user.organisationId],
        where: notEnded('record', this.clock.today()),
      },
      { pointer: '/expertId', what: 'expert', table: 'experts', values: [user.expertId], where: everything },
    ]);
    const [body] = await tx.query<{ kind: OrganisationKind; name: string }>(
      sql`select kind, name from organisations where id = agency_of(${user.organisationId})`,
    );
    const agency = body && isAgency(body.kind) ? body : null;
    const workplace = { isAgency: agency !== null, isLeadAgency: agency?.name === this.config.leadAgency };
    refuseProblems(problemsOfAccount(user, workplace));
  }

  private async rowOf(tx: Transaction, actor: UserActor, id: string): Promise<UserRow> {
    const [row] = await tx.query<UserRow>(this.queries.showSql(actor, id));
    return row;
  }

  private async note(tx: Transaction, verb: string, before: User | null, after: User): Promise<void> {
    await this.audit.record(tx, `user.${verb}`, { kind: 'user', id: after.id }, before as never, after as never);
    await tx.publish(userChanged, { userId: after.id });
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    verb: string,
    before: User | null,
    after: User,
  ): Promise<UserView> {
    await this.note(tx, verb, before, after);
    return this.queries.viewOf(actor, await this.rowOf(tx, actor, after.id));
  }
}

/** Whoever counts administrators counts after the change of whoever counted before. */
async function lockAdministrators(tx: Transaction): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('users.administrators', 0))`);
}

/** Unique indexes stand behind both, for two requests at the same moment. The addresses compare without regard to case. */
async function refuseDuplicate(tx: Transaction, user: User): Promise<void> {
  const [found] = await tx.query<{ sameEmail: boolean }>(sql`
    select email = ${user.email} as "sameEmail" from users
    where id <> ${user.id} and (email = ${user.email} or expert_id = ${user.expertId})
    order by "sameEmail" desc limit 1`);
  if (!found) return;
  const [pointer, detail] = found.sameEmail
    ? ['/email', 'Somebody has an account with this e-mail address already.']
    : ['/expertId', 'This expert has an account already.'];
  throw new DomainError('conflict', detail, [{ pointer, detail }]);
}

async function requireCover(tx: Transaction, user: User): Promise<void> {
  if (user.coverUserId === null) return;
  if (user.coverUserId === user.id)
    throw invalidField('/coverUserId', 'Nobody covers for themselves. Select somebody else.');
  const [{ agencyId }] = await tx.query<{ agencyId: string }>(
    sql`select agency_of(${user.organisationId}) as "agencyId"`,
  );
  await requireRecords(tx, [
    {
      pointer: '/coverUserId',
      what: 'user of the same agency',
      table: 'users',
      values: [user.coverUserId],
      where: activeUsersOf('record', agencyId),
    },
  ]);
}

function refuseProblems(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}
