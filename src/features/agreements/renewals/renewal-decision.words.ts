import type { RenewalDecision } from './renewal-decision.rules.js';

export const renewalDecisionWords: Readonly<Record<RenewalDecision, string>> = {
  renew: 'Renew it for another term',
  renegotiate: 'Renegotiate it',
  let_lapse: 'Let it lapse',
  terminate: 'End it early',
};

/** The same once it is decided. */
export const decidedWords: Readonly<Record<RenewalDecision, string>> = {
  renew: 'Renewed',
  renegotiate: 'To be renegotiated',
  let_lapse: 'Left to lapse',
  terminate: 'Ended early',
};

export const decisionHints: Readonly<Record<RenewalDecision, string>> = {
  renew: 'The same agreement goes on under the same reference.',
  renegotiate:
    'A new draft is made with the same parties and terms. It takes the place of this one once everybody has signed it.',
  let_lapse: 'It stays in force until its last day and ends by itself.',
  terminate: 'It ends before its last day, and that day cannot be changed.',
};

/** What is gathered for the decision, by the names that the features give it. */
export const achievementWords: Readonly<Record<string, string>> = {
  'interactions.held': 'Meetings and other contacts',
  'follow-ups.done': 'Promises kept',
};

/** What the page says once it is decided. */
export const decisionDone: ReadonlyMap<string, string> = new Map([
  ['renew', 'Renewed. The new last day is kept, and reminders follow it.'],
  ['renegotiate', 'A draft that is to take its place is made.'],
  ['let_lapse', 'It is kept that this agreement lapses on its last day.'],
  ['terminate', 'The day on which it ends is kept.'],
]);
