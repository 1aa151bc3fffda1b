/** Where somebody chooses how they get their reminders by mail. */
export const preferencesPath = '/account/mail';
