import { agreementStages, type AgreementStage } from '../agreement.status.rules.js';
import {
  documentKinds,
  mostDocuments,
  mostVersions,
  nameWhenSent,
  whyNoDocument,
  whyNoNewVersion,
  whyNotAdded,
  type DocumentKind,
} from './document.rules.js';

const [hash, other] = ['a'.repeat(64), 'b'.repeat(64)];

it('the wording is taken in draft only, everything else until the agreement is withdrawn', () => {
  const taken = agreementStages.map((stage) => [
    stage,
    ...documentKinds.filter((kind) => whyNoDocument(kind, stage) === null),
  ]);
  expect(taken).toEqual([
    ['draft', 'text', 'adherence', 'evidence', 'other'],
    ['in_approval', 'adherence', 'evidence', 'other'],
    ['awaiting_signature', 'adherence', 'evidence', 'other'],
    ['executed', 'adherence', 'evidence', 'other'],
    ['withdrawn'],
  ]);
});

it.each<[DocumentKind, AgreementStage, number, DocumentKind[], RegExp | null]>([
  ['text', 'draft', 0, [], null],
  ['text', 'draft', 1, ['other'], null],
  ['text', 'draft', 1, ['text'], /has a wording already/],
  ['text', 'executed', 0, [], /has left draft/],
  ['other', 'draft', mostDocuments - 1, ['text'], null],
  ['other', 'draft', mostDocuments, ['text'], /50 documents at most/],
  ['evidence', 'withdrawn', 0, [], /was withdrawn/],
])('%s at %s, with %d documents', (kind, stage, count, kinds, refusal) => {
  const why = whyNotAdded(kind, stage, { count, kinds });
  if (refusal === null) expect(why).toBeNull();
  else expect(why).toMatch(refusal);
});

it.each<[DocumentKind, AgreementStage, number, string, RegExp | null]>([
  ['other', 'executed', 1, other, null],
  ['other', 'executed', 1, hash, /the same as version 1/],
  ['other', 'executed', mostVersions - 1, other, null],
  ['other', 'executed', mostVersions, other, /50 versions at most/],
  ['text', 'draft', 1, other, null],
  ['text', 'in_approval', 1, other, /has left draft/],
  ['other', 'withdrawn', 1, other, /was withdrawn/],
])('a version of %s at %s, after version %d', (kind, stage, number, sha256, refusal) => {
  const why = whyNoNewVersion(kind, stage, { number, sha256: hash }, sha256);
  if (refusal === null) expect(why).toBeNull();
  else expect(why).toMatch(refusal);
});

it('the marking leaves with the file where there is one', () => {
  expect(nameWhenSent('OFFICIAL', 'AGR-2026-0007', 2, 'a.pdf')).toBe('AGR-2026-0007 version 2 a.pdf');
  expect(nameWhenSent('OFFICIAL-SENSITIVE', 'AGR-2026-0007', 2, 'a.pdf')).toBe(
    'OFFICIAL-SENSITIVE AGR-2026-0007 version 2 a.pdf',
  );
});
