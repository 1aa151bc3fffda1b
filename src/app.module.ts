import { BankHolidaysModule } from './features/bank-holidays/bank-holidays.module.js';
import { Module, type DynamicModule } from '@nestjs/common';
import { accessPolicy } from './access.js';
import { AboutModule } from './features/about/about.module.js';
import { AdministrationModule } from './features/administration/administration.module.js';
import { Agreement } from './features/agreements/agreement.entity.js';
import {
  agreementsDeputiedInCare,
  agreementsOwnedInCare,
  approvalsWaitingInCare,
} from './features/agreements/agreement.care.js';
import { agreementsInForce, agreementsOwned } from './features/agreements/agreement.figures.js';
import { agreementsPutToMe, approvalsDecided } from './features/agreements/agreement.arrivals.js';
import {
  agreementEndSubject,
  agreementReviewSubject,
  agreementUnsignedSubject,
  approvalDueSubject,
  noticeDeadlineSubject,
} from './features/agreements/agreement.subjects.js';
import { AgreementAmendment } from './features/agreements/amendments/amendment.entity.js';
import { AgreementDocument } from './features/agreements/documents/agreement-document.entity.js';
import { AgreementsModule } from './features/agreements/agreements.module.js';
import { Obligation } from './features/agreements/obligations/obligation.entity.js';
import { obligationsInCare } from './features/agreements/obligations/obligation.care.js';
import { obligationsOwned } from './features/agreements/obligations/obligation.figures.js';
import { obligationDueSubject } from './features/agreements/obligations/obligation.subjects.js';
import { checkObligations } from './features/agreements/obligations/obligations.jobs.js';
import { agreementsTurned } from './features/agreements/status-changes/status-change.arrivals.js';
import { noteStatusChanges } from './features/agreements/status-changes/status-changes.jobs.js';
import {
  agreementBegunSubject,
  agreementEndedSubject,
  agreementRenewedSubject,
} from './features/agreements/status-changes/status-changes.subjects.js';
import { employerMovesOfMine } from './features/agreements/employer-moves/employer-move.arrivals.js';
import { flagEmployerMove } from './features/agreements/employer-moves/employer-moves.jobs.js';
import { Contact } from './features/contacts/contact.entity.js';
import { ContactsModule } from './features/contacts/contacts.module.js';
import { Expert } from './features/experts/expert.entity.js';
import { ExpertDelegate } from './features/experts/delegates/expert-delegate.entity.js';
import { ExpertsModule } from './features/experts/experts.module.js';
import { sendConfirmation } from './features/experts/profile/confirmation.jobs.js';
import { expertsNotReached } from './features/experts/expert.arrivals.js';
import { profileChangesProposed } from './features/experts/profile/profile-change.arrivals.js';
import { ProfileChange } from './features/experts/profile/profile-change.entity.js';
import { Relationship } from './features/experts/relationships/relationship.entity.js';
import {
  relationshipsDeputiedInCare,
  relationshipsOwnedInCare,
} from './features/experts/relationships/relationship.care.js';
import { relationshipsKept } from './features/experts/relationships/relationship.figures.js';
import { contactDueSubject } from './features/experts/relationships/relationship.subjects.js';
import { followUpsDone } from './features/follow-ups/follow-up.achievements.js';
import { followUpsInCare } from './features/follow-ups/follow-up.care.js';
import { followUpsOpen } from './features/follow-ups/follow-up.figures.js';
import { Publication } from './features/experts/publications/publication.entity.js';
import { Vetting } from './features/experts/vetting/vetting.entity.js';
import { colleaguesNotReached } from './features/users/user.arrivals.js';
import { followUpsGivenToMe } from './features/follow-ups/follow-up.arrivals.js';
import { declarationSubject, profileConfirmationSubject } from './features/experts/profile/profile.subjects.js';
import { privacyNoticeDueSubject } from './features/experts/expert.subjects.js';
import { vettingExpirySubject } from './features/experts/vetting/vetting.subjects.js';
import { followUpDueSubject } from './features/follow-ups/follow-up.subjects.js';
import { FollowUp } from './features/follow-ups/follow-up.entity.js';
import { openForEmployerMove } from './features/follow-ups/follow-ups.jobs.js';
import { FollowUpsModule } from './features/follow-ups/follow-ups.module.js';
import { HandOversModule } from './features/hand-overs/hand-overs.module.js';
import { ExpertRecordsModule } from './features/expert-records/expert-records.module.js';
import { interactionsHeld } from './features/interactions/interaction.achievements.js';
import { Interaction } from './features/interactions/interaction.entity.js';
import { InteractionsModule } from './features/interactions/interactions.module.js';
import { OrganisationRecordsModule } from './features/organisation-records/organisation-records.module.js';
import { Organisation } from './features/organisations/organisation.entity.js';
import { OrganisationsModule } from './features/organisations/organisations.module.js';
import { Playbook } from './features/playbooks/playbook.entity.js';
import { playbookJobs } from './features/playbooks/playbooks.jobs.js';
import { PlaybooksModule } from './features/playbooks/playbooks.module.js';
import { PortalModule } from './features/portal/portal.module.js';
import { unreadNotifications } from './features/reminders/inbox/notification.conditions.js';
import { RemindersModule } from './features/reminders/reminders.module.js';
import { ReminderRule } from './features/reminders/rules/reminder-rule.entity.js';
import { planAgreement, planFollowUp, planObligation, sweep } from './features/reminders/reminders.jobs.js';
import { ReportsModule } from './features/reports/reports.module.js';
import { SearchModule } from './features/search/search.module.js';
import { SavedViewsModule } from './features/saved-views/saved-views.module.js';
import { TagsModule } from './features/tags/tags.module.js';
import { User } from './features/users/user.entity.js';
import { TodayModule } from './features/today/today.module.js';
import { userJobs } from './features/users/users.jobs.js';
import { UsersModule } from './features/users/users.module.js';
import { VocabularyTerm } from './features/vocabularies/terms/term.entity.js';
import { VocabulariesModule } from './features/vocabularies/vocabularies.module.js';
import { demonstrationSignIns } from './demonstration/staff.js';
import { ClockApiController } from './demonstration/clock.api.controller.js';
import { DemonstrationClock } from './demonstration/demonstration-clock.js';
import { TryThisWebController } from './demonstration/try-this.web.controller.js';
import type {
  AgencyFigure,
  AgreementAchievement,
  Arrival,
  Badge,
  Care,
  DatedSubject,
  UserFigure,
} from './kernel/contracts.js';
import type { Clock } from './kernel/clock.js';
import type { Config } from './platform/config.js';
import type { JobDefinition } from './platform/jobs/define.js';
import { housekeeping } from './platform/jobs/housekeeping.js';
import { places } from './navigation.js';
import { PlatformModule } from './platform/platform.module.js';

/** Every entity, for the one data source. */
export const entities = [
  VocabularyTerm,
  Organisation,
  User,
  Expert,
  ProfileChange,
  ExpertDelegate,
  Relationship,
  Vetting,
  Publication,
  Contact,
  Agreement,
  Obligation,
  AgreementAmendment,
  AgreementDocument,
  Interaction,
  FollowUp,
  Playbook,
  ReminderRule,
];

/** Every job of the product and its schedule: the one list. */
export const jobs: readonly JobDefinition[] = [
  housekeeping,
  sweep,
  planAgreement,
  planFollowUp,
  planObligation,
  checkObligations,
  noteStatusChanges,
  sendConfirmation,
  flagEmployerMove,
  openForEmployerMove,
  ...playbookJobs,
  ...userJobs,
];

/** Every date that a reminder rule may be about. */
export const datedSubjects: readonly DatedSubject[] = [
  agreementEndSubject,
  noticeDeadlineSubject,
  agreementBegunSubject,
  agreementEndedSubject,
  agreementRenewedSubject,
  agreementReviewSubject,
  agreementUnsignedSubject,
  approvalDueSubject,
  obligationDueSubject,
  followUpDueSubject,
  vettingExpirySubject,
  profileConfirmationSubject,
  declarationSubject,
  contactDueSubject,
  privacyNoticeDueSubject,
];

/** What the view of an agency counts. */
export const agencyFigures: readonly AgencyFigure[] = [agreementsInForce, relationshipsKept];

/** What the view of an account says is in its owner's care. */
export const userFigures: readonly UserFigure[] = [agreementsOwned, obligationsOwned, followUpsOpen];

/** Everything that somebody can look after: what a colleague takes over when they leave. */
export const cares: readonly Care[] = [
  followUpsInCare,
  relationshipsOwnedInCare,
  relationshipsDeputiedInCare,
  agreementsOwnedInCare,
  agreementsDeputiedInCare,
  obligationsInCare,
  approvalsWaitingInCare,
];

/** What is gathered for whoever decides on a renewal. */
export const achievements: readonly AgreementAchievement[] = [interactionsHeld, followUpsDone];

/** Everything that the first page tells people of as having arrived: requests and profile changes come here too. */
export const arrivals: readonly Arrival[] = [
  agreementsPutToMe,
  approvalsDecided,
  agreementsTurned,
  employerMovesOfMine,
  followUpsGivenToMe,
  profileChangesProposed,
  expertsNotReached,
  colleaguesNotReached,
];

/** The numbers beside places of the navigation, counted for every page. */
export const badges: readonly Badge[] = [unreadNotifications(datedSubjects)];

export interface AppParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
}

/** The product: the platform and its features, wired. */
@Module({})
export class AppModule {
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      controllers: parts.config.demonstration ? [ClockApiController, TryThisWebController] : [],
      providers: parts.config.demonstration ? [DemonstrationClock] : [],
      imports: [
        PlatformModule.with({ ...parts, entities, jobs, policy: accessPolicy(), places, badges }),
        SavedViewsModule,
        TagsModule,
        BankHolidaysModule,
        VocabulariesModule,
        OrganisationsModule.showing(agencyFigures),
        UsersModule.with({ people: parts.config.demonstration ? demonstrationSignIns : [], figures: userFigures }),
        ExpertsModule,
        ContactsModule,
        AgreementsModule.gathering(achievements),
        InteractionsModule,
        FollowUpsModule,
        PlaybooksModule,
        HandOversModule.of(cares),
        RemindersModule.about(datedSubjects),
        ExpertRecordsModule,
        ReportsModule,
        OrganisationRecordsModule,
        SearchModule,
        TodayModule.showing(arrivals),
        AboutModule,
        AdministrationModule,
        PortalModule,
      ],
    };
  }
}
