/** The lists that views can be kept of, with their address. */
export const savedViewPages = { experts: '/experts', agreements: '/agreements', 'follow-ups': '/follow-ups' } as const;
export type SavedViewPage = keyof typeof savedViewPages;
export const savedViewPageNames = Object.keys(savedViewPages) as SavedViewPage[];

export const longestViewName = 80;
export const longestQuery = 2000;

/** What belongs to one visit of a list rather than to what was looked for. */
const ofOneVisit = ['cursor', 'before', 'done'];

/** A list's query as a view keeps it: without its question mark, blanks, and where in the list somebody stood. */
export function keptQuery(query: string): string {
  const kept = [...new URLSearchParams(query)].filter(
    ([name, value]) => value.trim() !== '' && !ofOneVisit.includes(name),
  );
  return new URLSearchParams(kept).toString();
}

/** Where a view leads: always to a list of ours, whatever its query says. */
export function addressOf({ page, query }: { page: SavedViewPage; query: string }): string {
  return query === '' ? savedViewPages[page] : `${savedViewPages[page]}?${query}`;
}
