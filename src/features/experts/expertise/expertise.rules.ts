/** The vocabularies that say what somebody knows; the others describe records. */
export const expertiseSchemes = ['threat', 'enabler', 'strand', 'four_p', 'method', 'region'] as const;
export type ExpertiseScheme = (typeof expertiseSchemes)[number];

export const expertiseLevels = ['primary', 'secondary'] as const;
export type ExpertiseLevel = (typeof expertiseLevels)[number];

export type ExpertiseSource = 'self' | 'liaison' | 'suggested';
