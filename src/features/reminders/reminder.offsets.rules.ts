/** "180, 90 and 30 days before", "on the day", "1 day after": offsets as people say them, in the order of time. */
export function offsetsInWords(offsets: readonly number[]): string {
  const days = (numbers: readonly number[]): string => `${listed(numbers)} ${numbers.at(-1) === 1 ? 'day' : 'days'}`;
  const inOrder = [...offsets].sort((one, other) => one - other);
  const before = inOrder.filter((offset) => offset < 0).map((offset) => -offset);
  const after = inOrder.filter((offset) => offset > 0);
  return [
    ...(before.length > 0 ? [`${days(before)} before`] : []),
    ...(inOrder.includes(0) ? ['on the day'] : []),
    ...(after.length > 0 ? [`${days(after)} after`] : []),
  ].join(', ');
}

function listed(numbers: readonly number[]): string {
  return numbers.length === 1 ? String(numbers[0]) : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
