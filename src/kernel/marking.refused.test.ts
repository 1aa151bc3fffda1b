import fc from 'fast-check';
import { carriesHigherMarking } from './marking.js';

/** Each carries a marking above OFFICIAL-SENSITIVE in the form of a marking. The contents are invented and harmless. */
const refused = [
  // Alone on a line.
  'SECRET',
  'TOP SECRET',
  'UK SECRET',
  'UK TOP SECRET',
  'NATO SECRET',
  'TOP-SECRET',
  'TOPSECRET',
  'TOP  SECRET',
  'TOP - SECRET',
  'TOP_SECRET',
  '  SECRET  ',
  'SECRET.',
  '(SECRET)',
  '[SECRET]',
  '"SECRET"',
  '{SECRET}',
  '- SECRET -',
  '=== SECRET ===',
  '• SECRET',
  'Minutes of the steering group\nSECRET\n1. Welcome and apologies',
  'Minutes of the steering group\r\n\r\nTOP SECRET\r\n',
  'Notes of the call\u2028SECRET\u2028Research on county lines',
  'Notes of the call\u0085SECRET',
  'Notes of the call\fSECRET',
  // With caveats.
  'SECRET UK EYES ONLY',
  'SECRET - UK EYES ONLY',
  'SECRET (UK EYES ONLY)',
  'SECRET, UK EYES ONLY',
  'UK SECRET UK/US EYES ONLY',
  'SECRET AUS/CAN/NZ/UK/US EYES ONLY',
  'SECRET FIVE EYES ONLY',
  'TOP SECRET STRAP1',
  'TOP SECRET STRAP 2 UKEO',
  'SECRET//NOFORN',
  'TOP SECRET//SI//ORCON/REL TO USA, FVEY',
  'SECRET//the rest of the line',
  'SECRET PERSONAL DATA',
  'SECRET LEGAL PROFESSIONAL PRIVILEGE',
  'SECRET RECIPIENTS ONLY',
  'SECRET HMG USE ONLY',
  'SECRET UK ONLY',
  'SECRET UK EYES ONLY note of the seminar with the university',
  'SECRET COMMERCIAL: cost of the survey',
  // Markdown and HTML.
  '**SECRET**',
  '__TOP SECRET__',
  '*SECRET*',
  '***SECRET***',
  '# SECRET',
  '## UK SECRET ##',
  '> SECRET',
  '> > **SECRET**',
  '- SECRET',
  '1. SECRET',
  '~~SECRET~~',
  '`SECRET`',
  '<b>SECRET</b>',
  '<p align="center"><strong>TOP SECRET</strong></p>',
  'Agenda<br>SECRET<br>1. Welcome',
  '| SECRET | 4 March 2026 |',
  '**SECRET** The group met at noon.',
  '[SECRET](https://example.org/note)',
  // The prefix of a line.
  'SECRET: note of the workshop',
  'SECRET - note of the workshop',
  'SECRET – note of the workshop',
  'TOP SECRET — note of the workshop',
  'SECRET -- note of the workshop',
  'SECRET -note of the workshop',
  'SECRET- note of the workshop',
  'SECRET / note of the workshop',
  '(SECRET) The speaker set out the findings.',
  '[SECRET] the speaker set out the findings.',
  'SECRET. The speaker set out the findings.',
  'SECRET The speaker set out the findings.',
  'SECRET At noon the group met.',
  'UK SECRET Minutes of the evaluation board',
  '3. SECRET: the speaker set out the findings',
  'a) SECRET: the speaker set out the findings',
  'Subject: SECRET - note of the workshop',
  'Re: Fwd: SECRET: note of the workshop',
  'Title: TOP SECRET',
  'First line\nSECRET: second line',
  'SECRET\tNote of the workshop\t4 March 2026',
  'Note of the workshop\tSECRET',
  'Note of the workshop          SECRET',
  // After a label, in any case.
  'Classification: secret',
  'Classification: Secret',
  'CLASSIFICATION: TOP SECRET',
  'classification:secret',
  'Classification = secret',
  'Classification - Secret',
  'Classification SECRET',
  'Protective marking: Secret',
  'Protective Marking SECRET',
  'Security classification: UK Secret',
  'Marking: Top Secret (UK eyes only)',
  'GSC: secret',
  'Version 2. Classification: secret. Author: research team.',
  'Classification: secret until the report is published',
  'Classification: secret; service record attached',
  'Classification: secret-UK eyes only',
  'Classification: secret-commercial',
  'Classification:\nsecret',
  'Classification:\n\n**Secret**\n\nBackground',
  '| Classification | Secret |',
  '**Classification:** top secret',
  // Page headers and footers.
  'Page 1 of 2 SECRET',
  'SECRET Page 1 of 2',
  'SECRET 1',
  '3 / 12 TOP SECRET',
  'DRAFT SECRET v2',
  'Copy 4 of 10 – SECRET – 12 March 2026',
  'SECRET 1st March 2026',
  'SECRET                Page 4                SECRET',
  // Disguised by copying, or on purpose.
  'S E C R E T',
  'T O P   S E C R E T',
  'T O P  S E C R E T  U K  E Y E S  O N L Y',
  'S.E.C.R.E.T.',
  'S-E-C-R-E-T',
  'Classification: S E C R E T',
  'ＳＥＣＲＥＴ',
  'ＴＯＰ　ＳＥＣＲＥＴ',
  '𝐒𝐄𝐂𝐑𝐄𝐓',
  'Ⓢⓔⓒⓡⓔⓣ'.toUpperCase(),
  'S\u200BE\u200BC\u200BR\u200BE\u200BT',
  'SE\u00ADCRET',
  'SEC\u2060RET: note',
  '\uFEFFSECRET',
  '\u202ESECRET\u202C',
  'TOP\u00A0SECRET',
  'TOP\u2003SECRET',
  'S\u0336E\u0336C\u0336R\u0336E\u0336T\u0336',
  '\u0405\u0415\u0421R\u0415\u0422',
];

describe('a marking above OFFICIAL-SENSITIVE', () => {
  it.each(refused)('is refused: %j', (text) => {
    expect(carriesHigherMarking(text)).toBe(true);
  });

  it('is counted in the table often enough', () => {
    expect(new Set(refused).size).toBeGreaterThanOrEqual(40);
  });

  it('is found on any line of a longer text', () => {
    const ordinaryLine = fc.stringMatching(/^[a-z ,.]{0,60}$/);
    fc.assert(
      fc.property(
        fc.array(ordinaryLine),
        fc.constantFrom(...refused),
        fc.array(ordinaryLine),
        fc.constantFrom('\n', '\r\n', '\r', '\u2028', '\v'),
        (before, marking, after, lineBreak) => {
          expect(carriesHigherMarking([...before, marking, ...after].join(lineBreak))).toBe(true);
        },
      ),
    );
  });

  it('is found whatever decoration surrounds it', () => {
    const decoration = fc.stringMatching(/^[\s#*>_~=()[\]{}•·!-]{0,12}$/u);
    const spelling = fc.constantFrom('SECRET', 'TOP SECRET', 'UK SECRET', 'UK TOP SECRET');
    fc.assert(
      fc.property(decoration, spelling, decoration, (before, marking, after) => {
        expect(carriesHigherMarking(before + marking + after)).toBe(true);
      }),
    );
  });
});
