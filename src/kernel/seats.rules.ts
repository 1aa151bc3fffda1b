/** Who looks after a record, and who stands in. */
export interface Seats {
  readonly ownerUserId: string | null;
  readonly deputyUserId: string | null;
}

/** One seat of a record as somebody saw it: the record, its version, and who hands the seat to whom. */
export interface HandedSeat {
  readonly id: string;
  readonly version: number;
  readonly seat: 'owner' | 'deputy';
  readonly fromUserId: string;
  readonly toUserId: string;
}

/**
 * What changes once somebody has handed a seat over to a colleague. Nobody sits in both: whoever becomes the owner is the deputy
 * no longer, and whoever owns it already does not become the deputy as well, so that the seat is free. A seat that stays as it
 * is is left out.
 */
export function seatsAfter(
  { ownerUserId, deputyUserId }: Seats,
  seat: 'owner' | 'deputy',
  fromUserId: string,
  toUserId: string,
): Partial<Seats> {
  if (seat === 'deputy') return { deputyUserId: ownerUserId === toUserId ? null : toUserId };
  const frees = deputyUserId === toUserId || deputyUserId === fromUserId;
  return frees ? { ownerUserId: toUserId, deputyUserId: null } : { ownerUserId: toUserId };
}
