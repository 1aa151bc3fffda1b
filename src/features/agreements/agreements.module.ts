import { Module, type DynamicModule } from '@nestjs/common';
import type { AgreementAchievement } from '../../kernel/contracts.js';
import { BankHolidaysModule } from '../bank-holidays/bank-holidays.module.js';
import { ExpertsModule } from '../experts/experts.module.js';
import { AgreementDrafts } from './agreement.drafts.js';
import { AgreementDraftsWebController } from './agreement-drafts.web.controller.js';
import { AgreementLookups } from './agreement.lookups.js';
import { RenewalQueries } from './agreement.renewals.queries.js';
import { RenewalsWebController } from './agreement-renewals.web.controller.js';
import { SignatoriesWebController } from './agreement-signatories.web.controller.js';
import { AgreementReminders } from './agreement.reminders.js';
import { AgreementTerms } from './renewals/agreement-terms.js';
import {
  RenewalDecisionListApiController,
  RenewalDecisionsApiController,
} from './renewals/renewal-decisions.api.controller.js';
import { RenewalDecisionListWebController } from './renewals/renewal-decision-list.web.controller.js';
import { AGREEMENT_ACHIEVEMENTS, RenewalDecisionQueries } from './renewals/renewal-decisions.queries.js';
import { RenewalDecisionsService } from './renewals/renewal-decisions.service.js';
import { RenewalDecisionsWebController } from './renewals/renewal-decisions.web.controller.js';
import { AgreementStepEffects } from './agreement.step-effects.js';
import { AmendmentApplication } from './amendments/amendment.application.js';
import { AmendmentDraftsWebController } from './amendments/amendment-drafts.web.controller.js';
import { AmendmentListWebController } from './amendments/amendment-list.web.controller.js';
import { AmendmentForms } from './amendments/amendment.form.js';
import { AmendmentSection } from './amendments/amendment.section.js';
import { AmendmentSignatures } from './amendments/amendment.signatures.js';
import { AmendmentStepEffects } from './amendments/amendment.step-effects.js';
import { AmendmentsApiController } from './amendments/amendments.api.controller.js';
import { AmendmentsWebController } from './amendments/amendments.web.controller.js';
import { AmendmentQueries } from './amendments/amendments.queries.js';
import { AmendmentsService } from './amendments/amendments.service.js';
import { AgreementParts } from './agreement.parts.js';
import { AgreementParents } from './parents/agreement-parents.js';
import { ApprovalQueries } from './approvals/approvals.queries.js';
import { ApprovalsApiController } from './approvals/approvals.api.controller.js';
import { ApprovalsWebController } from './approvals/approvals.web.controller.js';
import { AgreementTypesApiController } from './types/agreement-types.api.controller.js';
import { KeyTermsWebController } from './types/key-terms.web.controller.js';
import { AgreementApprovals } from './approvals/agreement-approvals.js';
import { AgreementObligationsWebController } from './obligations/agreement-obligations.web.controller.js';
import { ObligationCheck } from './obligations/obligation.check.js';
import { ObligationSection } from './obligations/obligation.section.js';
import { ObligationsApiController } from './obligations/obligations.api.controller.js';
import { ObligationQueries } from './obligations/obligations.queries.js';
import { ObligationsService } from './obligations/obligations.service.js';
import { ObligationsWebController } from './obligations/obligations.web.controller.js';
import { LinkAttempts } from '../../platform/web/link-attempts.js';
import { CalendarFeedController } from './calendar/calendar-feed.controller.js';
import { CalendarFeedsApiController } from './calendar/calendar-feeds.api.controller.js';
import { CalendarFeedsService } from './calendar/calendar-feeds.service.js';
import { CalendarFeedsWebController } from './calendar/calendar-feeds.web.controller.js';
import { CalendarQueries } from './calendar/calendar.queries.js';
import { RenewalsApiController } from './pipeline/renewals.api.controller.js';
import { RenewalsService } from './pipeline/renewals.service.js';
import { BeneficiariesApiController } from './beneficiaries/beneficiaries.api.controller.js';
import { BeneficiaryForms } from './beneficiaries/beneficiaries.form.js';
import { BeneficiariesService } from './beneficiaries/beneficiaries.service.js';
import { BeneficiariesWebController } from './beneficiaries/beneficiaries.web.controller.js';
import { CoverApiController } from './cover/cover.api.controller.js';
import { CoverForms } from './cover/cover.form.js';
import { CoverQueries } from './cover/cover.queries.js';
import { CoverWebController } from './cover/cover.web.controller.js';
import { EmployerMovesApiController } from './employer-moves/employer-moves.api.controller.js';
import { EmployerMoveQueries } from './employer-moves/employer-moves.queries.js';
import { EmployerMovesService } from './employer-moves/employer-moves.service.js';
import { EmployerMovesWebController } from './employer-moves/employer-moves.web.controller.js';
import { EmployerMovesWorker } from './employer-moves/employer-moves.worker.js';
import { SigningBodies } from './signing-bodies/signing-bodies.js';
import { AgreementsApiController } from './agreements.api.controller.js';
import { AgreementsWebController } from './agreements.web.controller.js';
import { DocumentDownloads } from './documents/document.downloads.js';
import { DocumentsApiController } from './documents/documents.api.controller.js';
import { DocumentQueries } from './documents/documents.queries.js';
import { DocumentsService } from './documents/documents.service.js';
import { DocumentsWebController } from './documents/documents.web.controller.js';
import { SignatureListApiController, SignaturesApiController } from './signatures/signatures.api.controller.js';
import { SignatureQueries } from './signatures/signatures.queries.js';
import { SignaturesService } from './signatures/signatures.service.js';
import { TextForSignature } from './signatures/text-for-signature.js';
import { StatusChangesWorker } from './status-changes/status-changes.worker.js';
import { AgreementTextApiController } from './text/text.api.controller.js';
import { AgreementTextPdf } from './text/text.pdf.js';
import { AgreementTextQueries } from './text/text.queries.js';
import { AgreementTextService } from './text/text.service.js';
import { AgreementTextWebController } from './text/text.web.controller.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';

@Module({})
export class AgreementsModule {
  /** `achievements`: what is gathered for whoever decides on a renewal. */
  static gathering(achievements: readonly AgreementAchievement[]): DynamicModule {
    return {
      module: AgreementsModule,
      // Made once with what it gathers; whatever is about agreements asks it.
      global: true,
      imports: [ExpertsModule, BankHolidaysModule],
      controllers: [
        AgreementTypesApiController,
        AgreementsApiController,
        AgreementsWebController,
        AgreementDraftsWebController,
        RenewalsApiController,
        RenewalsWebController,
        SignatoriesWebController,
        KeyTermsWebController,
        RenewalDecisionsApiController,
        RenewalDecisionListApiController,
        RenewalDecisionListWebController,
        RenewalDecisionsWebController,
        AmendmentsApiController,
        AmendmentDraftsWebController,
        AmendmentListWebController,
        AmendmentsWebController,
        ApprovalsApiController,
        ApprovalsWebController,
        ObligationsApiController,
        ObligationsWebController,
        AgreementObligationsWebController,
        CalendarFeedController,
        CalendarFeedsApiController,
        CalendarFeedsWebController,
        BeneficiariesApiController,
        BeneficiariesWebController,
        CoverApiController,
        CoverWebController,
        EmployerMovesApiController,
        EmployerMovesWebController,
        DocumentsApiController,
        SignaturesApiController,
        SignatureListApiController,
        DocumentsWebController,
        AgreementTextApiController,
        AgreementTextWebController,
      ],
      providers: [
        AgreementQueries,
        AgreementsService,
        AgreementParts,
        AgreementParents,
        AgreementStepEffects,
        AgreementTerms,
        StatusChangesWorker,
        RenewalDecisionQueries,
        RenewalDecisionsService,
        { provide: AGREEMENT_ACHIEVEMENTS, useValue: achievements },
        AgreementApprovals,
        ApprovalQueries,
        AmendmentQueries,
        AmendmentsService,
        AmendmentStepEffects,
        AmendmentSignatures,
        AmendmentApplication,
        AmendmentForms,
        AmendmentSection,
        AgreementDrafts,
        AgreementLookups,
        AgreementReminders,
        RenewalQueries,
        RenewalsService,
        ObligationQueries,
        ObligationSection,
        ObligationsService,
        ObligationCheck,
        CalendarFeedsService,
        CalendarQueries,
        LinkAttempts,
        SigningBodies,
        BeneficiariesService,
        BeneficiaryForms,
        CoverQueries,
        CoverForms,
        EmployerMoveQueries,
        EmployerMovesService,
        EmployerMovesWorker,
        DocumentQueries,
        DocumentsService,
        DocumentDownloads,
        AgreementTextQueries,
        AgreementTextService,
        AgreementTextPdf,
        TextForSignature,
        SignaturesService,
        SignatureQueries,
      ],
      exports: [
        AgreementQueries,
        AgreementsService,
        ObligationQueries,
        ObligationsService,
        EmployerMoveQueries,
        DocumentsService,
        TextForSignature,
      ],
    };
  }
}
