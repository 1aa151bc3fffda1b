import fc from 'fast-check';
import { addDays } from '../../../kernel/calendar-date.js';
import { markings } from '../../../kernel/marking.js';
import { agreementStages, agreementTypes } from '../agreement.status.rules.js';
import {
  agency,
  agreement,
  clear,
  day,
  employer,
  facts,
  party,
  vetting,
} from '../../../../test/support/cover.cases.js';
import type { CoverAgreement } from './cover.agreement.rules.js';
import { coverOf, coverPurposes, type CoverFacts } from './cover.rules.js';

/** Days around the one that is asked about, so that limits are met often. */
const today = day('2026-06-10');
const nearby = fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days));
const perhaps = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

const someAgreement: fc.Arbitrary<CoverAgreement> = fc
  .record({
    id: fc.uuid(),
    type: fc.constantFrom(...agreementTypes),
    stage: fc.constantFrom(...agreementStages, 'executed' as const, 'executed' as const),
    effectiveOn: perhaps(nearby),
    endOn: perhaps(nearby),
    terminatedOn: perhaps(nearby),
    supersededOn: perhaps(nearby),
    survivalMonths: perhaps(fc.integer({ min: 1, max: 60 })),
    namesPerson: fc.boolean(),
    parties: fc.constantFrom(
      [party('agency'), party('university')],
      [party('agency'), party('elsewhere', 'university')],
    ),
    agencyIs: fc.constantFrom('party' as const, 'beneficiary' as const, 'stranger' as const),
    adheredOn: perhaps(nearby),
  })
  .map((given) => agreement(given));

const someFacts: fc.Arbitrary<CoverFacts> = fc
  .record({
    handling: perhaps(
      fc.record({
        restrictedOn: perhaps(nearby),
        objectedOn: perhaps(nearby),
        doNotContact: fc.boolean(),
        privacyNoticeSentOn: perhaps(nearby),
      }),
    ).map((handling) => (handling?.doNotContact === false ? handling : clear)),
    agency: perhaps(nearby).map((endedOn) => ({ ...agency, endedOn })),
    employers: fc.array(
      fc
        .record({ from: perhaps(nearby), to: perhaps(nearby), bodyEndedOn: perhaps(nearby) })
        .map((post) => ({ ...employer, ...post })),
      { maxLength: 2 },
    ),
    agreements: fc.array(someAgreement, { maxLength: 4 }),
    vettings: fc.array(
      fc
        .record({
          isClearance: fc.boolean(),
          status: fc.constantFrom('granted' as const, 'in_progress' as const, 'ended' as const),
          expiresOn: perhaps(nearby),
        })
        .map((given) => vetting(given)),
      { maxLength: 2 },
    ),
    vettedElsewhere: fc.boolean(),
    declaredUntil: fc.oneof(nearby, fc.constant(null), fc.constant('untold' as const)),
  })
  .map((given) => facts(given));

const asked = fc.tuple(someFacts, fc.constantFrom(...coverPurposes), fc.constantFrom(...markings), nearby);
const runs = { numRuns: 500 };

it('another agreement never takes cover away', () => {
  fc.assert(
    fc.property(asked, someAgreement, ([given, purpose, marking, on], more) => {
      const before = coverOf(given, purpose, marking, on);
      const after = coverOf({ ...given, agreements: [...given.agreements, more] }, purpose, marking, on);
      return (
        (after.covered || !before.covered) && before.needs.every(({ met }, index) => after.needs[index].met || !met)
      );
    }),
    runs,
  );
});

it('an agreement that is over, or not yet in force, never gives cover', () => {
  const lapsed = someAgreement.chain((one) =>
    nearby.map((on) => ({
      on,
      over: [
        { ...one, endOn: addDays(on, -1) },
        { ...one, terminatedOn: on },
        { ...one, supersededOn: on },
        { ...one, effectiveOn: addDays(on, 1), endOn: null },
        { ...one, stage: 'awaiting_signature' as const },
        { ...one, stage: 'withdrawn' as const },
      ],
    })),
  );
  fc.assert(
    fc.property(asked, lapsed, ([given, purpose, marking], { on, over }) => {
      const before = coverOf(given, purpose, marking, on).needs.map(({ met }) => met);
      return over.every((one) => {
        const after = coverOf({ ...given, agreements: [...given.agreements, one] }, purpose, marking, on);
        return after.needs.every(({ met }, index) => met === before[index]);
      });
    }),
    runs,
  );
});

it('nothing is covered with somebody who objected, is restricted or is not to be contacted', () => {
  const closed = fc.constantFrom(
    { ...clear, objectedOn: today },
    { ...clear, restrictedOn: today },
    { ...clear, doNotContact: true },
    null,
  );
  fc.assert(
    fc.property(
      asked,
      closed,
      ([given, purpose, marking, on], handling) => !coverOf({ ...given, handling }, purpose, marking, on).covered,
    ),
    runs,
  );
});

it('what is covered as OFFICIAL-SENSITIVE is covered as OFFICIAL', () => {
  fc.assert(
    fc.property(asked, ([given, purpose, , on]) => {
      const [more, less] = [coverOf(given, purpose, 'OFFICIAL-SENSITIVE', on), coverOf(given, purpose, 'OFFICIAL', on)];
      return less.covered || !more.covered;
    }),
    runs,
  );
});

it('each need has a reason, and each reason a sentence', () => {
  fc.assert(
    fc.property(asked, ([given, purpose, marking, on]) => {
      return coverOf(given, purpose, marking, on).needs.every(
        ({ reasons }) => reasons.length > 0 && reasons.every(({ text }) => text.endsWith('.')),
      );
    }),
    runs,
  );
});
