/** Chance that can be repeated: the same seed throws the same (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 to just below 1. */
  throw(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  oneOf<Thing>(things: readonly Thing[]): Thing {
    return things[Math.floor(this.throw() * things.length)];
  }

  upTo(most: number): number {
    return Math.floor(this.throw() * (most + 1));
  }
}
