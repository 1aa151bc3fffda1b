import type { Locator, Page } from 'playwright-core';

/**
 * The keystroke-level model: S. K. Card, T. P. Moran and A. Newell, "The keystroke-level model for user performance time with
 * interactive systems", Communications of the ACM 23 (7), 1980, pp. 396–410. Seconds for somebody who knows the task and types
 * as an average non-secretary does; the model knows of no errors.
 */
export const model = {
  /** K: a key pressed. */
  key: 0.28,
  /** P and B: the pointer moved to its target, the button pressed. */
  click: 1.1 + 0.1,
  /** H: a hand moved from the mouse to the keyboard, or back. */
  hand: 0.4,
  /** M: a decision, before each field and each click, and for each thing that has to be looked at. */
  thought: 1.35,
  /** R: a page that answers. Not measured, since a busy machine must not fail a test; `npm run bench:pages` holds pages to it. */
  answer: 0.5,
} as const;

export interface Effort {
  readonly clicks: number;
  readonly keys: number;
  /** By the model. */
  readonly seconds: number;
}

/**
 * Somebody at work in a real browser. Each click and each key is taken in the browser and counted; nothing is filled in any other
 * way, and what a form holds already costs nothing. A hand is at the mouse to begin with.
 */
export class Worker {
  private clicks = 0;
  private keys = 0;
  private hands = 0;
  private thoughts = 0;
  private answers = 0;
  private hand: 'mouse' | 'keyboard' = 'mouse';
  /** A field was just gone to, so that typing into it needs no thought of its own. */
  private atField = false;

  constructor(private readonly page: Page) {}

  /** A field, a choice or a disclosure: the page stays. */
  async click(target: Locator): Promise<void> {
    this.point();
    this.thoughts += 1;
    await target.click();
    this.atField = true;
  }

  /** A link or a button that leads to a page, and waits until it is there. */
  async follow(target: Locator): Promise<void> {
    this.point();
    this.thoughts += 1;
    await this.leads(() => target.click());
  }

  /** A choice of a select: a click opens it and one takes the choice. The browser's own list opens outside the page. */
  async choose(select: Locator, label: string): Promise<void> {
    this.point();
    this.point();
    this.thoughts += 1;
    await select.selectOption({ label });
    this.atField = false;
  }

  /** Key by key, into what has the focus. A capital counts as one. */
  async type(text: string): Promise<void> {
    if (!this.atField) this.thoughts += 1;
    this.strike(text.length);
    await this.page.keyboard.type(text);
    this.atField = false;
  }

  /** One key. Tab only moves the focus, as the eye expects; any other is decided on. */
  async press(key: string): Promise<void> {
    this.strike(1);
    if (key !== 'Tab') this.thoughts += 1;
    await this.page.keyboard.press(key);
    this.atField = key !== 'Tab';
  }

  /** Enter, which sends the form and needs no thought after what was typed. */
  async send(): Promise<void> {
    this.strike(1);
    await this.leads(() => this.page.keyboard.press('Enter'));
  }

  /** Looks at so many things on the page before going on: a thought each. */
  look(things: number): void {
    this.thoughts += things;
  }

  get effort(): Effort {
    const { clicks, keys, hands, thoughts, answers } = this;
    const acting = keys * model.key + clicks * model.click + hands * model.hand;
    const seconds = acting + thoughts * model.thought + answers * model.answer;
    return { clicks, keys, seconds };
  }

  private point(): void {
    this.move('mouse');
    this.clicks += 1;
  }

  private strike(keys: number): void {
    this.move('keyboard');
    this.keys += keys;
  }

  private move(to: 'mouse' | 'keyboard'): void {
    if (this.hand !== to) this.hands += 1;
    this.hand = to;
  }

  private async leads(act: () => Promise<void>): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), act()]);
    this.atField = false;
    this.answers += 1;
  }
}
