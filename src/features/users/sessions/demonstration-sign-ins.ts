/** The invented people whom anybody may be, one button each. Empty outside a demonstration, and always in production. */
export class DemonstrationSignIns {
  constructor(
    readonly people: readonly { role: string; name: string; email: string; password: string; sees: string }[],
  ) {}
}
