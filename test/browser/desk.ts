import type { Locator, Page } from 'playwright-core';
import type { Person } from '../support/factory.js';
import { Worker, type Effort } from './counted.js';
import { visit, type Premises } from './visits.js';

/** A page somebody works on, and how they and a test find their way on it. */
export interface Desk {
  readonly page: Page;
  readonly me: Worker;
  link(name: string | RegExp): Locator;
  button(name: string | RegExp): Locator;
  field(label: string): Locator;
  /** What the page says. */
  text(): Promise<string>;
}

/** Opens the page that the work begins on, which costs nothing. */
export async function sitDown(premises: Premises, person: Person | null, path = '/'): Promise<Desk> {
  const { page } = await visit(premises, person);
  await page.goto(path);
  return {
    page,
    me: new Worker(page),
    link: (name) => page.getByRole('link', { name }).first(),
    button: (name) => page.getByRole('button', { name }).first(),
    field: (label) => page.getByLabel(label, { exact: true }).first(),
    text: () => page.locator('main').innerText(),
  };
}

interface Figures {
  readonly clicks: number;
  readonly keys: number;
}

/** What each job came to, held against its figures and kept for the table. */
export class Efforts {
  private readonly measured: (readonly [job: string, theirs: string, ours: Effort])[] = [];

  /** Fewer clicks and fewer keys than elsewhere; where elsewhere needs no key, none. */
  expectLess(job: string, theirs: Figures, { effort }: Worker): void {
    this.measured.push([job, `${theirs.clicks} / ${theirs.keys}`, effort]);
    expect(effort.clicks).toBeLessThan(theirs.clicks);
    if (theirs.keys === 0) expect(effort.keys).toBe(0);
    else expect(effort.keys).toBeLessThan(theirs.keys);
  }

  /** For what cannot be done elsewhere: a ceiling of our own. */
  expectWithin(job: string, most: Figures, { effort }: Worker, theirs = 'cannot be done'): void {
    this.measured.push([job, theirs, effort]);
    expect(effort.clicks).toBeLessThanOrEqual(most.clicks);
    expect(effort.keys).toBeLessThanOrEqual(most.keys);
  }

  /** In so many seconds of somebody who knows the task, by the keystroke-level model. */
  expectUnder(job: string, seconds: number, { effort }: Worker): void {
    this.measured.push([job, `${seconds} s`, effort]);
    expect(effort.seconds).toBeLessThanOrEqual(seconds);
  }

  /** As docs/testing.md has it. */
  get table(): string {
    const rows = this.measured.map(
      ([job, theirs, { clicks, keys, seconds }]) =>
        `| ${job.padEnd(56)} | ${theirs.padStart(14)} | ${`${clicks} / ${keys}`.padStart(8)} | ${seconds.toFixed(1).padStart(7)} |`,
    );
    const head = `| ${'Job'.padEnd(56)} | ${'Theirs'.padStart(14)} | ${'Ours'.padStart(8)} | ${'Seconds'.padStart(7)} |`;
    return ['', head, ...rows, ''].join('\n');
  }
}
