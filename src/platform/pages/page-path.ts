const forPrograms = /^\/(api|health|metrics|dev|assets)(\/|$|\?)/;

/** Whether an address is for people: its answers, errors too, are pages. */
export function isPagePath(url: string): boolean {
  return !forPrograms.test(url);
}
