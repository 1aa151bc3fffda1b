import type { PlaybookEvent, PlaybookStep, PlaybookSubject, StepTaker } from './playbook.rules.js';

export const subjectWords: Record<PlaybookSubject, string> = {
  expert: 'An expert',
  agreement: 'An agreement',
  organisation: 'An organisation',
};

export const eventWords: Record<PlaybookEvent, string> = {
  'agreement.executed': 'An agreement is executed',
  'expert.entered': 'An expert is entered',
  'relationship.begun': 'A relationship begins',
};

export const takerWords: Record<StepTaker, string> = {
  owner: 'Whoever looks after the record',
  starter: 'Whoever starts the playbook',
};

export const dayCountWords = { calendar: 'Days', working: 'Working days' } as const;

export const playbookDoneWords: Readonly<Record<string, string>> = {
  created: 'The playbook is kept.',
  changed: 'Changes saved.',
  retired: 'Retired: nobody starts it any more. What came of it stays.',
  'brought-back': 'Brought back: it can be started again.',
  started: 'Started: its follow-ups are promised.',
};

/** "On the start date", "5 working days after it". */
export function offsetWords({ offsetDays, dayCount }: Pick<PlaybookStep, 'offsetDays' | 'dayCount'>): string {
  if (offsetDays === 0)
    return dayCount === 'working' ? 'The first working day from the start date on' : 'The start date';
  const day = dayCount === 'working' ? 'working day' : 'day';
  return `${offsetDays} ${offsetDays === 1 ? day : `${day}s`} after the start date`;
}
