/** What can be done to many experts at once. */
export const bulkActs = ['reassign', 'add_tag', 'remove_tag'] as const;
export type BulkAct = (typeof bulkActs)[number];

export const mostAtOnce = 100;

/** Why somebody was left out. */
export const skipReasons = ['no_relationship', 'owned_already', 'would_hide', 'tagged_already', 'not_tagged'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A relationship of the actor's agency that the actor may change. */
export interface OwnRelationship {
  readonly ownerUserId: string | null;
  readonly deputyUserId: string | null;
  readonly createdByUserId: string | null;
  readonly sharing: string;
}

/** Why a relationship is not handed over to a colleague, or null when it is. */
export function whyNotHandedOver(
  relationship: OwnRelationship | undefined,
  toUserId: string,
  actorUserId: string,
): SkipReason | null {
  if (relationship === undefined) return 'no_relationship';
  if (relationship.ownerUserId === toUserId) return 'owned_already';
  const readsByName = [relationship.deputyUserId, relationship.createdByUserId, toUserId].includes(actorUserId);
  return relationship.sharing === 'named' && !readsByName ? 'would_hide' : null;
}
