import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { everything } from '../../../platform/auth/visibility.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Expert } from '../expert.entity.js';
import type { ProposeChangeDto } from './own-profile.dto.js';
import { problemsOfMove, type ChangeSection, type ProfileValues } from './profile-change.rules.js';
import { sectionNow } from './profile-change.sql.js';

interface Post {
  id: string;
  organisationId: string;
  organisation: string;
  department: string | null;
  role: string | null;
  startedOn: CalendarDate | null;
  endedOn: CalendarDate | null;
}

/** Nobody proposes so much that staff could not look at it. */
const mostOpen = 10;

/** Keeps what people propose, beside what the record says at that moment. The person's row is locked by the caller. */
@Injectable()
export class ProfileProposals {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Answers with its id. A newer name or address takes the place of one that nobody has decided yet. */
  async propose(tx: Transaction, expert: Expert, dto: ProposeChangeDto): Promise<string> {
    const given = Object.values(dto).filter((value) => value !== undefined);
    if (given.length !== 1) throw invalidField('', 'Send one of name, email, post and postChange.');
    if (dto.name) return this.keep(tx, expert.id, 'name', { ...dto.name, title: dto.name.title ?? null });
    if (dto.email !== undefined) return this.keep(tx, expert.id, 'email', { email: dto.email });
    if (dto.post) return this.keep(tx, expert.id, 'affiliation', await this.newPost(tx, expert.id, dto.post));
    return this.keep(tx, expert.id, 'affiliation', await this.changedPost(tx, expert.id, dto.postChange!));
  }

  /** What somebody says has changed, in their own words. */
  note(tx: Transaction, expertId: string, text: string): Promise<string> {
    return this.keep(tx, expertId, 'note', { text });
  }

  /** Somebody who is to edit for the person. A newer one for the same address takes the place of one that waits. */
  delegate(tx: Transaction, expertId: string, named: ProfileValues & { readonly email: string }): Promise<string> {
    return this.keep(tx, expertId, 'delegate', named);
  }

  /** Takes back what waits about a delegate. */
  async takeBackDelegate(tx: Transaction, expertId: string, email: string): Promise<void> {
    await withdraw(tx, expertId, 'delegate', sql`after ->> 'email' = ${email}`);
  }

  private async keep(tx: Transaction, expertId: string, section: ChangeSection, after: ProfileValues): Promise<string> {
    if (section === 'name' || section === 'email') await withdraw(tx, expertId, section, everything);
    if (section === 'delegate') await withdraw(tx, expertId, section, sql`after ->> 'email' = ${after.email!}`);
    const [{ open }] = await tx.query<{ open: number }>(sql`select count(*)::integer as open from profile_changes
      where expert_id = ${expertId} and state = 'proposed'`);
    if (open >= mostOpen)
      throw new DomainError(
        'refused',
        'There is a lot here that nobody has decided yet. Wait for that, or take some back.',
      );
    const id = newId();
    const by = tx.actor.kind === 'user' ? tx.actor.userId : null;
    const [{ before }] = await tx.query<{ before: ProfileValues }>(sql`
      insert into profile_changes (id, expert_id, section, before, after, proposed_by_user_id, proposed_at, updated_at)
      select ${id}, e.id, said.section, ${sectionNow('said')}, said.after, ${by}::uuid, ${tx.now}::timestamptz, ${tx.now}::timestamptz
      from experts e cross join (select ${section}::text as section, ${JSON.stringify(after)}::jsonb as after) said
      where e.id = ${expertId} returning before`);
    if (saysTheSame(section, before, after))
      throw invalidField('', 'This is what the record says already. Change what is wrong, then send it.');
    await this.audit.record(tx, 'profile-change.propose', { kind: 'profile_change', id }, { ...before }, { ...after });
    return id;
  }

  private async newPost(
    tx: Transaction,
    expertId: string,
    dto: ProposeChangeDto['post'] & object,
  ): Promise<ProfileValues> {
    const { department = null, role = null, startedOn = null, replacesAffiliationId = null } = dto;
    const replaced =
      replacesAffiliationId === null
        ? null
        : await this.openPost(tx, expertId, replacesAffiliationId, '/post/replacesAffiliationId');
    const problems = problemsOfMove(startedOn, replaced);
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    const known = await this.registered(tx, dto.organisation);
    return {
      affiliationId: null,
      replacesAffiliationId,
      organisationId: known?.id ?? null,
      organisation: known?.name ?? dto.organisation,
      ...{ department, role, startedOn },
      endedOn: null,
    };
  }

  private async changedPost(
    tx: Transaction,
    expertId: string,
    { affiliationId, ...changed }: ProposeChangeDto['postChange'] & object,
  ): Promise<ProfileValues> {
    const post = await this.openPost(tx, expertId, affiliationId, '/postChange/affiliationId');
    const { organisationId, organisation, department, role, startedOn, endedOn } = { ...post, ...changed };
    if (startedOn !== null && endedOn !== null && isBefore(endedOn, startedOn))
      throw invalidField('/postChange/endedOn', 'The last day must be on or after the first.');
    return { affiliationId, organisationId, organisation, department, role, startedOn, endedOn };
  }

  private async openPost(tx: Transaction, expertId: string, id: string, pointer: string): Promise<Post> {
    const [post] = await tx.query<Post>(sql`select f.id, f.organisation_id as "organisationId", o.name as organisation,
        f.department, f.role, f.started_on as "startedOn", f.ended_on as "endedOn"
      from affiliations f join organisations o on o.id = f.organisation_id
      where f.id = ${id} and f.expert_id = ${expertId} and (f.ended_on is null or f.ended_on >= ${this.clock.today()})`);
    if (!post) throw invalidField(pointer, 'Select one of your present posts.');
    return post;
  }

  /** The body of the register that has this name, short name or alias; capitals and accents make no difference. */
  private async registered(tx: Transaction, name: string): Promise<{ id: string; name: string } | undefined> {
    const [found] = await tx.query<{ id: string; name: string }>(sql`
      select o.id, o.name from organisations o
      where (o.valid_to is null or o.valid_to >= ${this.clock.today()})
        and (plain_text(o.name) = plain_text(${name}) or plain_text(o.short_name) = plain_text(${name})
          or exists (select 1 from unnest(o.aliases) other where plain_text(other) = plain_text(${name})))
      order by plain_text(o.name) = plain_text(${name}) desc, o.name limit 1`);
    return found;
  }
}

async function withdraw(tx: Transaction, expertId: string, section: ChangeSection, which: Sql): Promise<void> {
  await tx.query(sql`update profile_changes set state = 'withdrawn', decided_at = ${tx.now}, updated_at = ${tx.now},
      version = version + 1
    where expert_id = ${expertId} and section = ${section} and state = 'proposed' and ${which}`);
}

/** Every fact of what is proposed that the record holds too is the same there. A new post or delegate is always news. */
function saysTheSame(section: ChangeSection, before: ProfileValues, after: ProfileValues): boolean {
  if (section === 'note' || (section === 'affiliation' && !after.affiliationId)) return false;
  if (section === 'delegate' && before.email === undefined) return false;
  return Object.entries(before).every(
    ([name, value]) => JSON.stringify(after[name as keyof ProfileValues] ?? null) === JSON.stringify(value),
  );
}
