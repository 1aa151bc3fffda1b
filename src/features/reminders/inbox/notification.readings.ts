import type { ShownRecords } from '../../../platform/pages/page.js';
import type { NotificationView } from './notifications.dto.js';

/** The records whose titles are shown, by kind: for the log of readings. */
export function recordsIn(items: readonly NotificationView[]): ShownRecords {
  const shown: Record<string, NotificationView['record'][]> = {};
  for (const { record } of items) (shown[record.kind] ??= []).push(record);
  return shown;
}
