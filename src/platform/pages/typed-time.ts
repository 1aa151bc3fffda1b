const form = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i;

/** "2:30pm", "14.30" or "9" as `HH:mm`: null when blank, undefined when it is no time of day. */
export function typedTime(typed = ''): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (/^(midday|noon)$/i.test(text)) return '12:00';
  const [, hour, minute = '00', half] = form.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const spoken = Number(hour);
  if (half !== undefined && (spoken < 1 || spoken > 12)) return undefined;
  const hours = half === undefined ? spoken : (spoken % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hours > 23 || Number(minute) > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${minute}`;
}
