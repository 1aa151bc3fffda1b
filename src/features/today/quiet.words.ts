export const quietActs = ['defer', 'stop'] as const;
export type QuietAct = (typeof quietActs)[number];

/** For how long contact is put off. */
export const deferredDays = 30;

/** What a page says once it was done, by the code in its address. */
export const quietWords: Readonly<Record<string, string>> = {
  deferred: `Put off: they come back in ${deferredDays} days.`,
  stopped: 'Dormant now. Their records keep the reason, and you can change the stage back there.',
};
