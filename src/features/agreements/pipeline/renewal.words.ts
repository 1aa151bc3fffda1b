import type { RenewalRisk, RiskReason } from './renewal.risk.rules.js';

/** The words are the codes' own; the colours only help the eye. */
export const riskColours: Record<RenewalRisk, string> = { high: 'red', medium: 'orange', low: 'green' };

export const riskReasonWords: Record<RiskReason, string> = {
  notice_open: 'notice counts now and nothing is decided',
  within_30_days: 'less than 30 days left and nothing is decided',
  within_90_days: '90 days or fewer left and nothing is decided',
  no_owner: 'nobody looks after it',
  owner_gone: 'its owner has left or moved',
  owner_away: 'its owner is away',
  no_notice: 'it is renewed by itself and no notice is entered',
  no_end: 'no end date is entered',
  no_review: 'no review date is entered',
};

/** "notice counts now and nothing is decided; its owner is away", with a capital. */
export function reasonsInWords(reasons: readonly RiskReason[]): string {
  const all = reasons.map((reason) => riskReasonWords[reason]).join('; ');
  return all.charAt(0).toUpperCase() + all.slice(1);
}
